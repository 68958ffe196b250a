#include "features/signups/links.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_pages.hpp"
#include "features/signups/signups_service.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// One's own promise, behind a link that nobody can guess. Looking changes nothing: mail programs follow links
// too.
namespace dorfnetz::signups {

namespace {

using activities::OpenShift;
using web::Context;
using web::FormValues;

constexpr std::string_view cancel_pattern = "/zusage/{token}/absagen";
constexpr std::string_view word_pattern = "/zusage/{token}/bescheid";
constexpr std::string_view choice_pattern = "/zusage/{token}/wahl";
constexpr std::string_view file_pattern = "/zusage/{token}/kalender.ics";

// Before this time "I am late" says nothing to anybody.
constexpr std::chrono::hours shortly_before{12};

struct Own
{
    Signup signup;
    OpenShift open;
};

// What is found is compared by the database, as a hash of what was typed: how long that takes says nothing.
Result<Own> own_promise(const Context& context, db::Reader& reader)
{
    const auto hash = hash_of_token(context.environment, context.parameter("token"));
    auto signup = store::by_link(reader, context.network.id, hash);
    auto open = signup ? activities::shift_by_id(reader, context.network.id, signup->shift) : std::nullopt;
    if (!open || signup->name.empty())
        return Error{
            .kind = Err::missing,
            .text = "Dieser Link gilt nicht oder nicht mehr. Schau nach, ob er ganz in der Zeile steht."_de};
    return Own{*std::move(signup), *std::move(open)};
}

Result<Own> own_promise(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) { return own_promise(context, reader); });
}

std::string path_of(const Context& context)
{
    return "/zusage/" + std::string(context.parameter("token"));
}

bool is_open(const Context& context, const Own& own)
{
    return !is_off(own.open) && own.open.shift.ends_at > context.now() &&
           (own.signup.status == Status::requested || own.signup.status == Status::confirmed ||
            own.signup.status == Status::waitlisted);
}

// A link to a mailbox was read in that mailbox. One that was shown on the page proves nothing: whoever typed
// a telephone number must not learn from it what else that number has promised.
bool is_proven(const Signup& signup)
{
    return !signup.email.empty();
}

struct State
{
    std::string text;
    std::string look; // of the notice
};

State state_of(const Context& context, const Own& own)
{
    const auto& signup = own.signup;
    if (is_off(own.open))
        return {context.t("Das fällt aus. Du musst nichts tun."_de), "warn"};
    if (signup.is_choice() && is_proven(signup))
        return {context.t("Zu dieser Zeit hast du schon etwas anderes zugesagt."_de), "warn"};
    if (!is_proven(signup) && signup.stands() && own.open.shift.ends_at > context.now())
        return {context.t("Du bist vorgemerkt."_de), "ok"};
    switch (signup.status) {
    case Status::requested:
        return {context.t("Du bist vorgemerkt. Jetzt muss noch der Gastgeber Ja sagen."_de), ""};
    case Status::confirmed:
        return {context.t("Du bist dabei."_de), "ok"};
    case Status::waitlisted:
        return {context.t("Du stehst auf der Warteliste. Wird ein Platz frei, rückst du von selbst nach."_de),
                ""};
    case Status::attended:
        return {context.t("Du warst da. Danke."_de), "ok"};
    default:
        return {context.t("Hier ist nichts mehr für dich vorgemerkt."_de), ""};
    }
}

void show_word(html::Values& block, const Context& context, const Own& own)
{
    if (!own.signup.stands() || own.signup.word == Word::late ||
        context.now() < own.open.shift.starts_at - shortly_before)
        return;
    block.add("LATE").set("LATE_BUTTON", web::draw_button(context,
                                                          {.action = path_of(context) + "/bescheid",
                                                           .pattern = std::string(word_pattern),
                                                           .submit = context.t("Ich komme später"_de)},
                                                          {{"wort", "late"}}));
}

void show_buttons(html::Page& page, const Context& context, const Own& own)
{
    if (!is_open(context, own))
        return;
    const auto button = [&](German label, std::string_view why) {
        return web::draw_button(context,
                                {.action = path_of(context) + "/absagen",
                                 .pattern = std::string(cancel_pattern),
                                 .submit = context.t(label),
                                 .danger = true},
                                {{"warum", std::string(why)}});
    };
    auto block = page.add("CANCEL");
    // Whoever waits keeps no place from anybody.
    if (own.signup.status == Status::waitlisted) {
        block.set("CANCEL_BUTTON", button("Nicht mehr warten"_de, ""));
        return;
    }
    block.set("CANCEL_BUTTON", button("Absagen"_de, "")).show("HELD");
    block.add("ILL").set("ILL_BUTTON", button("Ich bin krank"_de, "ill"));
    show_word(block, context, own);
}

void show_choice(html::Page& page, const Context& context, db::Reader& reader, const Own& own)
{
    if (!own.signup.is_choice() || !is_proven(own.signup) || !is_open(context, own))
        return;
    auto block = page.add("CHOICE");
    block.set("UNTIL", i18n::format_moment(context.region(), *own.signup.held_until));
    for (const auto& other : in_the_way(reader, context.network.id, own.signup, own.open))
        if (const auto what = activities::shift_by_id(reader, context.network.id, other.shift))
            block.add("OTHER")
                .set("OTHER_TITLE", title_of(*what))
                .set("OTHER_WHEN", activities::shift_when_text(context, what->shift));
    const auto button = [&](German label, std::string_view what) {
        return web::draw_button(context,
                                {.action = path_of(context) + "/wahl",
                                 .pattern = std::string(choice_pattern),
                                 .submit = context.t(label)},
                                {{"was", std::string(what)}});
    };
    block.set("THIS_BUTTON", button("Das hier gilt, das andere sage ich ab"_de, "dies"))
        .set("OTHER_BUTTON", button("Ich bleibe beim anderen"_de, "anderes"));
}

// Everything else that was promised from this mailbox and is still to come.
void show_others(html::Page& page, const Context& context, db::Reader& reader, const Own& own)
{
    if (!is_proven(own.signup))
        return;
    std::vector<Own> others;
    for (auto& other : store::of_mailbox(reader, context.network.id, store::mailbox_of(own.signup))) {
        auto open = activities::shift_by_id(reader, context.network.id, other.shift);
        if (other.id != own.signup.id && open && is_open(context, {other, *open}))
            others.push_back({std::move(other), *std::move(open)});
    }
    if (others.empty())
        return;
    std::sort(others.begin(), others.end(), [](const Own& left, const Own& right) {
        return left.open.shift.starts_at < right.open.shift.starts_at;
    });
    auto block = page.add("OTHERS");
    for (const auto& other : others)
        block.add("PROMISE")
            .set("PROMISE_TITLE", title_of(other.open))
            .set("PROMISE_WHEN", activities::shift_when_text(context, other.open.shift))
            .set("PROMISE_NAME", other.signup.name)
            .set("PROMISE_URL", context.url(own_path(context, other.signup.id)));
}

std::vector<web::Field> change_fields(const Context& context, const Own& own)
{
    std::vector<web::Field> fields{{.name = "name",
                                    .label = context.t("Wie heißt du?"_de),
                                    .required = true,
                                    .longest = 100,
                                    .autocomplete = "name"}};
    for (auto& field : fields_about(context, own.open))
        if (field.name != "erinnern" || is_proven(own.signup))
            fields.push_back(std::move(field));
    fields.push_back({.name = "version", .label = "", .input = web::Input::hidden});
    return fields;
}

FormValues values_of(const Signup& signup)
{
    FormValues values;
    values.set("name", signup.name)
        .set("anzahl", std::to_string(signup.people))
        .set("mit", signup.companions)
        .set("nachricht", signup.note)
        .set("erinnern", signup.remind_hours ? std::to_string(*signup.remind_hours) : std::string("nein"))
        .set("version", std::to_string(signup.version));
    return values;
}

http::Response own_page(const Context& context, const Own& own, const FormValues& values,
                        const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    const auto state = state_of(context, own);
    html::Page page;
    page.set("TITLE", own.open.need.draft.title)
        .set("ACTIVITY", own.open.listed.title)
        .set("ACTIVITY_URL", context.url(activities::path_of(own.open.listed.date)))
        .set("STATE", state.text)
        .set("LOOK", state.look)
        .set("STATE_ICON", web::icon(state.look == "ok" ? "check" : "info"));
    web::show_refused(page, context, refused);
    if (context.query.text("neu") == "1" && !is_proven(own.signup))
        page.add("NEW").set("NEW_ICON", web::icon("info"));
    context.pool().read([&](db::Reader& reader) {
        page.set("FACTS", draw_facts(context, reader, own.open));
        show_choice(page, context, reader, own);
        show_others(page, context, reader, own);
        page.set("CALENDAR", is_proven(own.signup)
                                 ? draw_calendar(context, reader, own.signup, path_of(context))
                                 : html::Safe());
    });
    show_buttons(page, context, own);
    if (own.signup.word == Word::late)
        page.show("LATE_SAID");
    if (own.signup.stands() && !is_off(own.open))
        page.add("FILE")
            .set("FILE_URL", context.url(path_of(context) + "/kalender.ics"))
            .set("FILE_ICON", web::icon("calendar"));
    page.set("PARTS",
             own.signup.stands() && is_open(context, own) ? context.pool().read([&](db::Reader& reader) {
                 return context.site.parts(promise_parts, context, reader, own.signup.id.text());
             })
                                                          : html::Safe());
    if (!is_open(context, own))
        page.add("GONE").set("PLACES_URL", context.url(places_path));
    else
        page.add("CHANGE").set("FORM", web::draw_form(context,
                                                      {.action = path_of(context),
                                                       .pattern = std::string(own_pattern),
                                                       .submit = context.t("Änderung speichern"_de)},
                                                      change_fields(context, own), values, errors));
    const int status = web::form_status(errors, refused);
    return web::page(context, {.title = context.t("Deine Zusage"_de), .index = false},
                     context.render("signups_own", page), status);
}

Result<http::Response> show_own(Context& context)
{
    const auto own = TRY(own_promise(context));
    return own_page(context, own, values_of(own.signup), {});
}

// Runs one step of whoever has the link; what it refuses is said on the page.
template <class F>
Result<http::Response> step(const Context& context, German notice, F&& work)
{
    const auto surroundings = around(context);
    const auto done =
        context.pool().write(context.scope(), [&](db::Tx& tx) { return work(tx, surroundings); });
    if (done)
        return web::redirect_with_notice(context, path_of(context), notice);
    if (done.error().kind == Err::missing)
        return done.error();
    const auto now = TRY(own_promise(context));
    return own_page(context, now, values_of(now.signup), {}, done.error());
}

Result<http::Response> post_change(Context& context)
{
    const auto own = TRY(own_promise(context));
    const auto sent = web::read_form(context, change_fields(context, own));
    if (!is_open(context, own))
        return own_page(context, own, values_of(own.signup), {});
    if (!sent.ok())
        return own_page(context, own, sent.values, sent.errors);
    const Change wanted{.name = sent.values.text("name"),
                        .people = sent.values.number("anzahl").value_or(1),
                        .companions = sent.values.text("mit"),
                        .note = sent.values.text("nachricht"),
                        .remind_hours =
                            is_proven(own.signup) ? reminder_from(sent.values) : own.signup.remind_hours};
    const auto version = sent.values.number("version").value_or(0);
    const auto surroundings = around(context);
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) {
        return change(tx, surroundings, own.signup.id, version, wanted);
    });
    if (done)
        return web::redirect_with_notice(context, path_of(context), "Gespeichert."_de);
    if (done.error().kind == Err::missing)
        return done.error();
    const auto now = TRY(own_promise(context));
    auto values = sent.values;
    values.set("version", std::to_string(now.signup.version));
    if (done.error().kind == Err::invalid)
        return own_page(context, now, values, done.error().fields);
    return own_page(context, now, values, {}, done.error());
}

Result<http::Response> post_cancel(Context& context)
{
    const auto own = TRY(own_promise(context));
    const bool is_ill = context.form.text("warum") == "ill";
    if (is_open(context, own) && !web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("Absagen?"_de),
             .what_happens = context.t(
                 own.signup.status == Status::waitlisted
                     ? "„{1}“, {2}: Du stehst dann nicht mehr auf der Warteliste."_de
                     : "„{1}“, {2}: Dein Platz wird dann frei, und jemand anders kann ihn nehmen."_de,
                 {title_of(own.open), activities::shift_when_text(context, own.open.shift)}),
             .button = {.action = path_of(context) + "/absagen",
                        .pattern = std::string(cancel_pattern),
                        .submit = context.t("Ja, absagen"_de),
                        .danger = true},
             .typed = {{"warum", is_ill ? "ill" : ""}},
             .back = path_of(context)});
    return step(
        context, is_ill ? "Abgesagt. Gute Besserung."_de : "Abgesagt. Danke, dass du Bescheid gibst."_de,
        [&](db::Tx& tx, const Around& surroundings) {
            return cancel(tx, surroundings, own.signup.id, By::themself, is_ill ? Word::ill : Word::none);
        });
}

Result<http::Response> post_word(Context& context)
{
    const auto own = TRY(own_promise(context));
    return step(context, "Danke, wir wissen Bescheid."_de, [&](db::Tx& tx, const Around& surroundings) {
        return say(tx, surroundings, own.signup.id, Word::late);
    });
}

Result<http::Response> post_choice(Context& context)
{
    const auto own = TRY(own_promise(context));
    if (!is_proven(own.signup))
        return Error{.kind = Err::missing};
    const auto keep = context.form.text("was") == "dies" ? Keep::this_one : Keep::the_others;
    return step(context, "Danke, jetzt ist es klar."_de, [&](db::Tx& tx, const Around& surroundings) {
        return choose(tx, surroundings, own.signup.id, keep, By::themself);
    });
}

Result<http::Response> show_file(Context& context)
{
    const auto own = TRY(own_promise(context));
    const auto file = context.pool().read(
        [&](db::Reader& reader) { return calendar_file(reader, context, own.signup, own.open); });
    return web::download(file, "text/calendar; charset=utf-8", "termin.ics");
}

} // namespace

void add_own_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    site.get(std::string(own_pattern), everyone, show_own);
    site.post(std::string(own_pattern), everyone, post_change);
    site.post(std::string(cancel_pattern), everyone, post_cancel);
    site.post(std::string(word_pattern), everyone, post_word);
    site.post(std::string(choice_pattern), everyone, post_choice);
    site.get(std::string(file_pattern), everyone, show_file);
}

} // namespace dorfnetz::signups
