#include "features/signups/rules.hpp"
#include "features/signups/signups_pages.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>

// Whoever has no mail address is told by telephone: who, which number, and what to say.
namespace dorfnetz::signups {

namespace {

using activities::OpenShift;
using web::Context;

constexpr std::string_view calls_pattern = "/redaktion/termine/{id}/zusagen/anrufe";
constexpr std::string_view told_pattern = "/redaktion/termine/{id}/zusagen/gesagt";

struct Call
{
    Signup signup;
    OpenShift open;
    bool knows = false; // everything there is to say has been said
};

bool is_told_by_phone(const Signup& signup)
{
    return signup.email.empty() && !signup.name.empty() && signup.status != Status::attended &&
           signup.status != Status::absent;
}

std::vector<Call> calls_of(db::Reader& reader, const NetworkId& network, const activities::Listed& listed)
{
    std::vector<Call> calls;
    for (const auto& [shift, need] : activities::shifts_of_date(reader, network, listed.date.id))
        for (auto& signup : store::of_shift(reader, network, shift.id)) {
            if (!is_told_by_phone(signup))
                continue;
            const OpenShift open{shift, need, listed};
            const auto told = store::told(reader, network, signup.id);
            const auto facts = facts_of(signup, open);
            const bool knows = told.status == facts.status && told.about == facts.about;
            // Who took it back by themself needs no call.
            if (knows && !signup.stands() && signup.status != Status::waitlisted)
                continue;
            calls.push_back({std::move(signup), open, knows});
        }
    return calls;
}

std::string what_to_say(const Context& context, const Call& call)
{
    const auto& [signup, open, knows] = call;
    const auto when = activities::shift_when_text(context, open.shift);
    if (is_off(open))
        return context.t("Es fällt aus."_de);
    if (signup.is_choice())
        return context.t("Zu dieser Zeit ist schon etwas anderes zugesagt. Frag, was gelten soll."_de);
    switch (signup.status) {
    case Status::declined:
        return context.t("Wird diesmal nicht gebraucht."_de);
    case Status::cancelled:
        return context.t("Der Platz ist wieder frei, weil nicht klar war, was gelten soll."_de);
    case Status::waitlisted:
        return context.t("Steht auf der Warteliste: {1}"_de, {when});
    default:
        return knows ? context.t("Weiß Bescheid: {1}"_de, {when})
                     : context.t("Ist dabei, so ist es jetzt: {1}"_de, {when});
    }
}

void show_call(html::Values& row, const Context& context, const Call& call, const accounts::Viewer& viewer)
{
    row.set("NAME", call.signup.name)
        .set("NEED", call.open.need.draft.title)
        .set("SAY", what_to_say(context, call));
    if (const auto& number = call.signup.phone.seen_by(viewer); !number.empty())
        row.add("NUMBER").set("CALL_URL", html::Url::tel(number)).set("CALL_TEXT", phone::format(number));
    else
        row.show("NO_NUMBER");
}

Result<http::Response> show_calls(Context& context)
{
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<http::Response> {
        const auto found = TRY(hosted(context, tx));
        if (!found.date)
            return Error{.kind = Err::missing};
        const auto viewer = TRY(record_list_view(tx, context, *found.date));
        html::Page page;
        page.set("TITLE", found.activity.draft.title)
            .set("WHEN", activities::when_text(context, found.date->date, found.date->all_day))
            .set("BACK_URL", context.url(host_path(*found.date)));
        const auto calls = calls_of(tx, context.network.id, *found.date);
        const auto done =
            std::count_if(calls.begin(), calls.end(), [](const Call& call) { return call.knows; });
        page.show_if(done == std::ssize(calls), "NOBODY").show_if(done > 0, "SOME_KNOW");
        std::optional<html::Values> some;
        if (done < std::ssize(calls)) {
            some = page.add("SOME");
            some->set("ACTION_URL", context.url(host_path(found.activity.id) + "/gesagt"))
                .set("TOKEN", web::form_token(context, told_pattern))
                .set("DATE_ID", found.date->date.id.text());
        }
        for (const auto& call : calls) {
            auto row = call.knows ? page.add("KNOWS") : some->add("CALL");
            if (!call.knows)
                row.set("VALUE", call.signup.id.text());
            show_call(row, context, call, viewer);
        }
        return web::page(
            context,
            {.title = context.t("Telefonliste"_de), .crumbs = host_crumbs(context, found), .index = false},
            context.render("signups_calls", page));
    });
}

Result<http::Response> post_told(Context& context)
{
    const auto found = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Hosted> {
        auto hosting = TRY(hosted(context, tx));
        if (!hosting.date)
            return Error{.kind = Err::missing};
        const auto ticked = context.form.all("gesagt");
        for (const auto& call : calls_of(tx, context.network.id, *hosting.date))
            if (std::find(ticked.begin(), ticked.end(), call.signup.id.text()) != ticked.end()) {
                store::set_told(tx, context.network.id, call.signup.id, facts_of(call.signup, call.open));
                record_act(tx, context, HostAct::told, call.signup.id);
            }
        return hosting;
    });
    if (!found)
        return found.error();
    return web::redirect_with_notice(context, host_path(*found->date), "Danke fürs Anrufen."_de);
}

} // namespace

void add_call_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.post(std::string(calls_pattern), editors, show_calls);
    site.post(std::string(told_pattern), editors, post_told);
}

} // namespace dorfnetz::signups
