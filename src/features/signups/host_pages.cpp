#include "features/signups/rules.hpp"
#include "features/signups/signups_pages.hpp"
#include "features/signups/signups_service.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>

// Who promised for what, for the hosts: yes or no, and whom to call.
namespace dorfnetz::signups {

namespace {

using activities::OpenShift;
using web::Context;

constexpr std::string_view yes_pattern = "/redaktion/zusagen/{zusage}/ja";
constexpr std::string_view no_pattern = "/redaktion/zusagen/{zusage}/nein";
constexpr std::string_view choice_for_pattern = "/redaktion/zusagen/{zusage}/wahl";
constexpr std::string_view contact_pattern = "/redaktion/zusagen/{zusage}/kontakt";

constexpr std::size_t most_dates = 40;

std::string promise_step(const SignupId& id, std::string_view end)
{
    return "/redaktion/zusagen/" + id.text() + std::string(end);
}

html::Safe button(const Context& context, const SignupId& id, std::string_view end, std::string_view pattern,
                  German label, const std::vector<std::pair<std::string, std::string>>& hidden = {})
{
    return web::draw_button(context,
                            {.action = promise_step(id, end),
                             .pattern = std::string(pattern),
                             .submit = context.t(label),
                             .plain = true},
                            hidden);
}

std::string state_text(const Context& context, const Signup& signup)
{
    // Whoever has a mailbox answers by themself.
    if (signup.is_choice() && !signup.email.empty())
        return context.t("überlegt noch"_de);
    return status_text(context, signup);
}

std::string_view colour_of(const Signup& signup)
{
    switch (signup.status) {
    case Status::confirmed:
    case Status::attended:
        return "pine";
    case Status::requested:
    case Status::waitlisted:
        return "amber";
    default:
        return "rust";
    }
}

html::Safe steps_for(const Context& context, const Signup& signup)
{
    html::Safe steps;
    if (signup.is_choice() && signup.email.empty()) {
        steps +=
            button(context, signup.id, "/wahl", choice_for_pattern, "Kommt hierher"_de, {{"was", "dies"}});
        steps += button(context, signup.id, "/wahl", choice_for_pattern, "Bleibt beim anderen"_de,
                        {{"was", "anderes"}});
    } else if (signup.status == Status::requested && !signup.is_choice())
        steps += web::draw_button(context, {.action = promise_step(signup.id, "/ja"),
                                            .pattern = std::string(yes_pattern),
                                            .submit = context.t("Ja, gern"_de)});
    if (signup.status == Status::requested || signup.status == Status::confirmed ||
        signup.status == Status::waitlisted)
        steps += button(context, signup.id, "/nein", no_pattern, "Absagen"_de);
    if (!signup.email.empty() || !signup.phone.empty())
        steps += button(context, signup.id, "/kontakt", contact_pattern, "Kontakt zeigen"_de);
    return steps;
}

void show_signup(html::Values row, const Context& context, const Signup& signup)
{
    row.set("NAME", signup.name.empty() ? context.t("(gelöscht)"_de) : signup.name)
        .set("STATE", state_text(context, signup))
        .set("COLOUR", colour_of(signup))
        .set("STEPS", steps_for(context, signup));
    if (signup.people > 1)
        row.add("PEOPLE").set("PEOPLE_COUNT", signup.people);
    if (!signup.companions.empty())
        row.add("WITH").set("WITH_TEXT", signup.companions);
    if (!signup.note.empty())
        row.add("NOTE").set("NOTE_TEXT", signup.note);
    if (const auto word = word_text(context, signup.word); !word.empty())
        row.add("WORD").set("WORD_TEXT", word);
}

void show_shift(html::Values block, const Context& context, db::Reader& reader, const OpenShift& open)
{
    block.set("NEED", open.need.draft.title)
        .set("HOURS", activities::shift_hours_text(context, open.shift, open.listed.date))
        .set("PLACES", places_text(context, open.shift, open.need))
        .show_if(is_off(open), "OFF");
    if (open.shift.taken < open.shift.least && !is_off(open))
        block.add("TOO_FEW").set("MISSING", open.shift.least - open.shift.taken);
    std::int64_t gone = 0;
    bool has_any = false;
    auto signups = store::of_shift(reader, context.network.id, open.shift.id);
    std::ranges::stable_partition(signups, &Signup::stands); // then who waits
    for (const auto& signup : signups) {
        if (!signup.stands() && signup.status != Status::waitlisted) {
            ++gone;
            continue;
        }
        has_any = true;
        show_signup(block.add("SIGNUP"), context, signup);
    }
    block.show_if(!has_any, "NOBODY");
    if (gone > 0)
        block.add("GONE").set("GONE_TEXT",
                              i18n::translate_count(context.language, "Eine Person hat abgesagt."_de,
                                                    "{1} Personen haben abgesagt."_de, gone));
    if (open.shift.free_places() > 0 && open.shift.ends_at > context.now())
        block.add("SEARCH").set("SEARCH_URL", context.url(search_path(open.shift.id)));
}

void show_dates(html::Page& page, const Context& context, const Hosted& hosted)
{
    if (hosted.dates.size() < 2)
        return;
    auto block = page.add("DATES");
    block.set("DATES_URL", context.url(host_path(hosted.activity.id)));
    for (const auto& date : hosted.dates)
        block.add("OPTION")
            .set("VALUE", date.id.text())
            .set("LABEL", activities::when_text(context, date, hosted.activity.draft.all_day))
            .show_if(hosted.date && date.id == hosted.date->date.id, "CHOSEN");
}

Result<http::Response> show_promises(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = TRY(hosted(context, reader));
        html::Page page;
        page.set("TITLE", found.activity.draft.title);
        show_dates(page, context, found);
        if (!found.date)
            page.add("NOTHING").set("NEEDS_URL",
                                    context.url("/redaktion/termine/" + found.activity.id.text()));
        else {
            const auto base = host_path(found.activity.id);
            const auto of_date = "?tag=" + found.date->date.id.text();
            auto block = page.add("SHOWN");
            block.set("WHEN", activities::when_text(context, found.date->date, found.date->all_day))
                .set("ADD_URL", context.url(base + "/neu" + of_date))
                .set("ROSTER_URL", context.url(base + "/zettel" + of_date))
                .set("MESSAGE_URL", context.url("/redaktion/nachricht/zusagen" + of_date))
                .set("PLUS_ICON", web::icon("plus"))
                .set("EDIT_ICON", web::icon("edit"))
                .set("CALLS_BUTTON", web::draw_button(context,
                                                      {.action = base + "/anrufe",
                                                       .pattern = std::string(host_pattern) + "/anrufe",
                                                       .submit = context.t("Telefonliste"_de)},
                                                      {{"tag", found.date->date.id.text()}}));
            for (auto& [shift, need] :
                 activities::shifts_of_date(reader, context.network.id, found.date->date.id))
                show_shift(block.add("SHIFT"), context, reader, {shift, need, *found.date});
        }
        return web::page(
            context,
            {.title = context.t("Zusagen"_de), .crumbs = host_crumbs(context, found), .index = false},
            context.render("signups_host", page));
    });
}

// ---- Steps ----

// What the host does to one promise, with its row in the audit log; back to the list.
template <class F>
Result<http::Response> host_step(const Context& context, HostAct act, German notice, F&& work)
{
    const auto surroundings = around(context);
    const auto found = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<HostedPromise> {
        auto promise = TRY(hosted_promise(context, tx));
        TRY(work(tx, surroundings, promise.signup.id));
        record_act(tx, context, act, promise.signup.id);
        return promise;
    });
    if (!found)
        return found.error();
    return web::redirect_with_notice(context, host_path(found->open.listed), notice);
}

Result<http::Response> post_yes(Context& context)
{
    return host_step(context, HostAct::accepted, "Zugesagt. Wer eine E-Mail hat, weiß es schon."_de,
                     [](db::Tx& tx, const Around& surroundings, const SignupId& id) {
                         return decide(tx, surroundings, id, Decision::yes);
                     });
}

Result<http::Response> post_no(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return hosted_promise(context, reader); }));
    if (!web::is_sure(context))
        return web::question_page(
            context, {.heading = context.t("{1} absagen?"_de, {found.signup.name}),
                      .what_happens = context.t(
                          "Wer eine E-Mail hat, bekommt Bescheid. Alle anderen ruft ihr an. Der Platz wird "
                          "frei."_de),
                      .button = {.action = promise_step(found.signup.id, "/nein"),
                                 .pattern = std::string(no_pattern),
                                 .submit = context.t("Absagen"_de),
                                 .danger = true},
                      .back = host_path(found.open.listed)});
    return host_step(context, HostAct::declined, "Abgesagt."_de,
                     [](db::Tx& tx, const Around& surroundings, const SignupId& id) {
                         return decide(tx, surroundings, id, Decision::no);
                     });
}

// Said on the telephone by whoever has no mail.
Result<http::Response> post_choice_for(Context& context)
{
    const auto keep = context.form.text("was") == "dies" ? Keep::this_one : Keep::the_others;
    return host_step(context, HostAct::chosen, "Eingetragen, was gelten soll."_de,
                     [keep](db::Tx& tx, const Around& surroundings, const SignupId& id) -> Result<Done> {
                         const auto& network = surroundings.context.network.id;
                         const auto signup = signup_by_id(tx, network, id);
                         const auto open =
                             signup ? activities::shift_by_id(tx, network, signup->shift) : std::nullopt;
                         if (!open || !signup->email.empty())
                             return Error{.kind = Err::missing};
                         const auto others = in_the_way(tx, network, *signup, *open);
                         TRY(choose(tx, surroundings, id, keep, By::host));
                         if (keep == Keep::the_others)
                             return Done{};
                         // What ends with it may be another host's.
                         for (const auto& other : others)
                             record_act(tx, surroundings.context, HostAct::chosen, other.id);
                         return Done{};
                     });
}

Result<http::Response> show_contact(Context& context)
{
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<http::Response> {
        const auto found = TRY(hosted_promise(context, tx));
        const auto viewer = TRY(record_contact_view(tx, context, found.open.listed, found.signup.id));
        html::Page page;
        page.set("NAME", found.signup.name)
            .set("TITLE", title_of(found.open))
            .set("BACK_URL", context.url(host_path(found.open.listed)));
        if (const auto& number = found.signup.phone.seen_by(viewer); !number.empty())
            page.add("NUMBER")
                .set("PHONE_ICON", web::icon("phone"))
                .set("CALL_URL", html::Url::tel(number))
                .set("CALL_TEXT", phone::format(number));
        if (const auto& email = found.signup.email.seen_by(viewer); !email.empty())
            page.add("MAIL")
                .set("MAIL_ICON", web::icon("mail"))
                .set("MAIL_URL", html::Url::mailto(email))
                .set("MAIL_TEXT", email);
        return web::page(context, {.title = found.signup.name, .index = false},
                         context.render("signups_contact", page));
    });
}

} // namespace

Result<Hosted> hosted(const Context& context, db::Reader& reader)
{
    auto activity = activities::activity_by_id(reader, context.network.id,
                                               activities::ActivityId{context.parameter("id")});
    if (!activity || !activities::may_edit(context, reader, activity->draft.hosts))
        return Error{.kind = Err::missing};
    Hosted found{.activity = *std::move(activity)};
    const auto since = context.now() - kept_after_the_date;
    for (auto& date : activities::dates_of(reader, context.network.id, found.activity.id))
        if (date.ends_at > since && found.dates.size() < most_dates &&
            !activities::shifts_of_date(reader, context.network.id, date.id).empty())
            found.dates.push_back(std::move(date));
    const auto wanted = context.request.method == http::Method::post && context.form.text("tag") != ""
                            ? context.form.text("tag")
                            : context.query.text("tag");
    const activities::ActivityDate* chosen = nullptr;
    for (const auto& date : found.dates)
        if (date.id.text() == wanted || (chosen == nullptr && wanted.empty() && date.ends_at > context.now()))
            chosen = &date;
    if (chosen == nullptr && !found.dates.empty())
        chosen = &found.dates.back();
    if (chosen != nullptr)
        found.date = activities::date_by_id(reader, context.network.id, chosen->id);
    return found;
}

std::string host_path(const activities::ActivityId& id)
{
    return "/redaktion/termine/" + id.text() + "/zusagen";
}

std::string host_path(const activities::Listed& listed)
{
    return host_path(listed.date.activity) + "?tag=" + listed.date.id.text();
}

std::vector<web::Crumb> host_crumbs(const Context& context, const Hosted& hosted)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Termine"_de), "/redaktion/termine"},
            {hosted.activity.draft.title, "/redaktion/termine/" + hosted.activity.id.text()}};
}

Result<HostedPromise> hosted_promise(const Context& context, db::Reader& reader)
{
    auto signup = signup_by_id(reader, context.network.id, SignupId{context.parameter("zusage")});
    auto open = signup ? activities::shift_by_id(reader, context.network.id, signup->shift) : std::nullopt;
    if (!open || signup->name.empty() || !may_host(reader, context, open->listed))
        return Error{.kind = Err::missing};
    return HostedPromise{*std::move(signup), *std::move(open)};
}

std::vector<web::Choice> shift_choices(const Context& context, db::Reader& reader,
                                       const activities::Listed& listed)
{
    std::vector<web::Choice> choices;
    for (const auto& needed : activities::shifts_of_date(reader, context.network.id, listed.date.id)) {
        if (needed.shift.status != activities::ShiftStatus::planned)
            continue;
        const auto hours = activities::shift_hours_text(context, needed.shift, listed.date);
        choices.push_back({needed.shift.id.text(), needed.need.draft.title +
                                                       (hours.empty() ? "" : ", " + hours) + ": " +
                                                       places_text(context, needed.shift, needed.need)});
    }
    return choices;
}

web::Examples host_examples(std::string end)
{
    return
        [end = std::move(end)](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
            const auto open = activities::open_shifts(
                reader, network.id, {.places = activities::ShiftFilter::Places::all, .most = 1});
            if (open.empty())
                return {};
            return {host_path(open.front().listed.date.activity) + end};
        };
}

void add_host_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(host_pattern), editors, show_promises, host_examples());
    site.post(std::string(yes_pattern), editors, post_yes);
    site.post(std::string(no_pattern), editors, post_no);
    site.post(std::string(choice_for_pattern), editors, post_choice_for);
    site.post(std::string(contact_pattern), editors, show_contact);
}

} // namespace dorfnetz::signups
