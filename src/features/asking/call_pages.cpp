#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/people/contact_views_api.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/phone/phone.hpp"

// Whom to call: the number, and what to say. Only of those who want to be asked so and agreed to this asker;
// each view is written down with each person.
namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::string_view calls_pattern = "/redaktion/schichten/{schicht}/fragen/anrufe";

struct Call
{
    Asked asked;
    people::Person person;
};

std::vector<Call> calls_of(db::Reader& reader, const Context& context, const OpenShift& open)
{
    std::vector<Call> calls;
    for (const auto& asked : store::asked_for(reader, context.network.id, open.shift.id)) {
        if (!asked.is_to_call())
            continue;
        if (auto person = to_be_asked(reader, context, asked))
            calls.push_back({asked, *std::move(person)});
    }
    return calls;
}

void show_call(html::Values row, const Context& context, const OpenShift& open, const Call& call,
               const accounts::Viewer& viewer)
{
    row.set("NAME", call.person.data.name())
        .set("SCRIPT", context.t("„Hallo {1}, für ‚{2}‘ fehlt noch jemand: {3}. Magst du?“"_de,
                                 {call.person.data.given_name, signups::title_of(open),
                                  activities::shift_when_text(context, open.shift)}))
        .set("STEPS", answer_buttons(context, call.asked, From::calls));
    bool has_number = false;
    for (const auto* number : {&call.person.data.mobile, &call.person.data.phone})
        if (const auto& text = number->seen_by(viewer); !text.empty()) {
            has_number = true;
            row.add("NUMBER").set("CALL_URL", html::Url::tel(text)).set("CALL_TEXT", phone::format(text));
        }
    row.show_if(!has_number, "NO_NUMBER");
}

http::Response calls_page(const Context& context, db::Tx& tx, const OpenShift& open,
                          const std::vector<Call>& calls, bool is_one_entered)
{
    html::Page page;
    show_shift(page, context, tx, open);
    page.set("BACK_URL", context.url(path_of(open.shift.id, "/stand"))).show_if(calls.empty(), "NOBODY");
    if (is_one_entered)
        page.add("ENTERED").set("ICON", web::icon("check"));
    for (const auto& call : calls) {
        const auto viewer = people::record_contact_view_today(tx, context, call.person);
        show_call(page.add("CALL"), context, open, call, viewer);
    }
    return web::page(
        context,
        {.title = context.t("Anrufen und fragen"_de), .crumbs = crumbs_of(context, open), .index = false},
        context.render("asking_calls", page));
}

Result<http::Response> show_calls(Context& context)
{
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<http::Response> {
        const auto open = TRY(searched_shift(context, tx));
        return calls_page(context, tx, open, calls_of(tx, context, open), false);
    });
}

} // namespace

Result<std::optional<http::Response>> rest_of_calls(const Context& context)
{
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<std::optional<http::Response>> {
        const auto open = TRY(searched_shift(context, tx));
        const auto calls = calls_of(tx, context, open);
        if (calls.empty())
            return std::optional<http::Response>();
        return std::optional(calls_page(context, tx, open, calls, true));
    });
}

void add_call_pages(web::Site& site)
{
    site.post(std::string(calls_pattern), web::Access::entry_editors(), show_calls);
}

} // namespace dorfnetz::asking
