#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/fitting.hpp"
#include "features/asking/suggestions.hpp"
#include "features/people/own_page_api.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/web/atom.hpp"
#include "foundation/web/sent_back.hpp"

#include <array>
#include <fmt/format.h>

// "Was zu dir passt", behind a link that nobody can guess. Looking changes nothing.
namespace dorfnetz::asking {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view page_pattern = "/passt/{token}";
constexpr std::string_view mails_pattern = "/passt/{token}/nachricht";
constexpr std::string_view end_pattern = "/passt/{token}/beenden";
constexpr std::string_view begin_end = "/passt"; // of the person's own page

constexpr std::size_t most_fits = 12;
constexpr auto no_longer = "Dafür wird niemand mehr gesucht."_de;

constexpr std::array reasons{Because::topic, Because::far, Because::time, Because::other};

struct Visit
{
    FittingPage page;
    people::Person person;
};

Result<Visit> whose(const Context& context, db::Reader& reader, const std::optional<FittingPage>& page)
{
    auto person = page ? still_there(reader, context, page->person) : std::nullopt;
    if (!person || !is_of_mailbox(context, *page, *person))
        return Error{
            .kind = Err::missing,
            .text =
                "Dieser Link gilt nicht oder nicht mehr. Unter „Meine Daten“ bekommst du einen neuen."_de};
    return Visit{*page, *std::move(person)};
}

Result<Visit> visit(const Context& context, db::Reader& reader)
{
    return whose(context, reader, fitting_page_at(reader, context, context.parameter("token")));
}

std::string here(const Context& context)
{
    return fmt::format("/passt/{}", context.parameter("token"));
}

html::Safe answer_button(const Context& context, std::string label, const ShiftId& shift,
                         std::string_view answer, bool plain, std::string_view because = {})
{
    return web::draw_button(
        context,
        {.action = here(context),
         .pattern = std::string(page_pattern),
         .submit = std::move(label),
         .plain = plain},
        {{"schicht", shift.text()}, {"antwort", std::string(answer)}, {"warum", std::string(because)}});
}

// Whoever has not said how old they are says it in the form of the date.
bool knows_age(const people::Person& person, const OpenShift& open)
{
    return !open.need.draft.minimum_age || person.data.birth_year;
}

void show_fit(html::Values values, const Context& context, db::Reader& reader, const people::Person& person,
              const Fit& fit)
{
    html::Safe buttons;
    for (const auto because : reasons)
        buttons += answer_button(context, refusal_text(context, because), fit.open.shift.id, "nein", true,
                                 to_text(because));
    values.set("TITLE", signups::title_of(fit.open))
        .set("ACTIVITY_URL", context.url(activities::path_of(fit.open.listed.date)))
        .set("WHEN", activities::shift_when_text(context, fit.open.shift))
        .set("REFUSE_BUTTONS", buttons);
    if (const auto place = signups::place_of(reader, context, fit.open.listed); !place.empty())
        values.add("WHERE").set("PLACE", place);
    if (fit.more_times > 0)
        values.add("MORE").set("MORE_TEXT",
                               i18n::translate_count(context.language, "und ein weiterer Termin"_de,
                                                     "und {1} weitere Termine"_de,
                                                     static_cast<std::int64_t>(fit.more_times)));
    if (const auto& what = fit.open.need.draft.description; !what.empty())
        values.add("WHAT").set("DESCRIPTION", what);
    if (const auto conditions = signups::conditions_of(context, fit.open); !conditions.empty())
        values.add("CONDITIONS").set("CONDITIONS_TEXT", conditions);
    if (knows_age(person, fit.open))
        values.add("YES").set("YES_BUTTON", answer_button(context, signups::yes_button(context, fit.open),
                                                          fit.open.shift.id, "ja", false));
    else
        values.add("LOOK").set("LOOK_URL", context.url(activities::path_of(fit.open.listed.date)));
    if (!fit.but.empty())
        values.add("BUT").set("BUT_TEXT", fit.but);
    if (!fit.why.empty())
        values.add("WHY").set("WHY_TEXT", context.t("Passt, weil: {1}"_de, {fit.why}));
}

void show_hidden(html::Page& page, const Context& context, db::Reader& reader, const Visit& found)
{
    std::vector<std::pair<Refusal, OpenShift>> hidden;
    for (const auto& refusal : store::refusals_of(reader, context.network.id, found.person.id))
        if (auto open = activities::shift_by_id(reader, context.network.id, refusal.shift);
            open && !is_over(context, *open))
            hidden.emplace_back(refusal, *std::move(open));
    if (hidden.empty())
        return;
    auto block = page.add("HIDDEN");
    block.set("COUNT", i18n::format_number(context.language, std::ssize(hidden)));
    for (const auto& [refusal, open] : hidden)
        block.add("GONE")
            .set("GONE_TITLE", signups::title_of(open))
            .set("GONE_WHY", refusal_text(context, refusal.because))
            .set("SHOW_BUTTON",
                 answer_button(context, context.t("Wieder zeigen"_de), refusal.shift, "zurueck", true));
}

std::vector<Field> mail_fields(const Context& context)
{
    return {{.name = "wie_oft",
             .label = context.t("Wenn es etwas Neues gibt, das zu dir passt"_de),
             .input = Input::one_of,
             .required = true,
             .choices = {{"0", context.t("keine Nachricht"_de)},
                         {"7", context.t("höchstens einmal in der Woche"_de)},
                         {"30", context.t("höchstens einmal im Monat"_de)}}}};
}

void show_settings(html::Page& page, const Context& context, const Visit& found)
{
    web::FormValues values;
    values.set("wie_oft", std::to_string(found.page.every_days));
    const auto feed = feed_path_of(context, found.page);
    page.set("MAIL_FORM", web::draw_form(context,
                                         {.action = here(context) + "/nachricht",
                                          .pattern = std::string(mails_pattern),
                                          .submit = context.t("So merken"_de)},
                                         mail_fields(context), values))
        .set("FEED_URL", context.url(feed))
        .set("FEED_ADDRESS", context.absolute_url(feed))
        .set("END_BUTTON",
             web::draw_button(context, {.action = here(context) + "/beenden",
                                        .pattern = std::string(end_pattern),
                                        .submit = context.t("Den Link zu dieser Seite ungültig machen"_de),
                                        .plain = true}));
}

http::Response draw(const Context& context, db::Reader& reader, const Visit& found,
                    const std::optional<Error>& refused)
{
    html::Page page;
    page.set("NAME", found.person.data.name()).set("PLACES_URL", context.url("/mitmachen"));
    const auto fits = what_fits(reader, context, found.person, most_fits);
    if (fits.empty())
        page.add("NOTHING");
    else {
        auto some = page.add("SOME");
        for (const auto& fit : fits)
            show_fit(some.add("FIT"), context, reader, found.person, fit);
    }
    show_hidden(page, context, reader, found);
    show_settings(page, context, found);
    web::show_refused(page, context, refused);
    return web::page(context, {.title = context.t("Was zu dir passt"_de), .index = false},
                     context.render("asking_fitting", page), refused ? web::status_of(refused->kind) : 200);
}

Result<http::Response> show(const Context& context, const std::optional<Error>& refused = {})
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        return draw(context, reader, TRY(visit(context, reader)), refused);
    });
}

// What keeps them from promising here; nothing if they may. The list does not show such tasks, but forms can
// be old.
std::optional<Error> hindrance(const Context& context, db::Reader& reader, const people::Person& person,
                               const ShiftId& shift)
{
    const auto open = activities::shift_by_id(reader, context.network.id, shift);
    if (!open || open->listed.status == activities::Status::draft)
        return Error{.kind = Err::missing, .text = no_longer};
    if (is_over(context, *open))
        return Error{.kind = Err::conflict, .text = no_longer};
    const auto why_not = FreePeople(reader, context, *open).why_not(person);
    if (why_not == matching::Hard::age || !knows_age(person, *open))
        return Error{.kind = Err::conflict,
                     .text = "Dafür gilt ein Mindestalter. Schau beim Termin nach."_de};
    if (why_not == matching::Hard::proof)
        return Error{.kind = Err::conflict,
                     .text = "Dafür braucht es einen Nachweis. Schau beim Termin nach."_de};
    return std::nullopt;
}

Result<http::Response> promise(Context& context, const Visit& found, const ShiftId& shift)
{
    if (const auto refused = context.pool().read(
            [&](db::Reader& reader) { return hindrance(context, reader, found.person, shift); }))
        return show(context, refused);
    const auto said =
        signups::say_yes(context, shift, found.person, signups::Origin::web, [&](db::Tx& tx) -> Result<Done> {
            TRY(visit(context, tx)); // they may be gone since
            take_yes(tx, context, shift, found.person.id);
            return Done{};
        });
    if (!said)
        return show(context, said.error());
    return web::redirect_with_notice(context, said->own_path, signups::thanks_for(*said));
}

Result<Done> refuse(db::Tx& tx, const Context& context, const ShiftId& shift, Because because)
{
    const auto found = TRY(visit(context, tx));
    const auto open = activities::shift_by_id(tx, context.network.id, shift);
    if (!open || open->listed.status == activities::Status::draft || is_over(context, *open))
        return Error{.kind = Err::missing, .text = no_longer};
    store::refuse(tx, context.network.id, found.person.id,
                  {.shift = shift, .need = open->need.id, .because = because, .said_at = context.now()});
    return Done{};
}

Result<Done> show_again(db::Tx& tx, const Context& context, const ShiftId& shift)
{
    const auto found = TRY(visit(context, tx));
    store::take_back_refusal(tx, context.network.id, found.person.id, shift);
    return Done{};
}

Result<http::Response> post_fit(Context& context)
{
    const auto found = TRY(context.pool().read([&](db::Reader& reader) { return visit(context, reader); }));
    const ShiftId shift(context.form.text("schicht"));
    const auto answer = context.form.text("antwort");
    if (answer == "ja")
        return promise(context, found, shift);
    const auto because = because_from_text(context.form.text("warum"));
    if (answer != "zurueck" && (answer != "nein" || !because))
        return show(context, Error{.kind = Err::invalid, .text = "Bitte wähle eine Antwort."_de});
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) {
        return answer == "zurueck" ? show_again(tx, context, shift) : refuse(tx, context, shift, *because);
    });
    if (!done)
        return show(context, done.error());
    return web::redirect_with_notice(context, here(context),
                                     answer == "zurueck" ? "Es steht wieder auf der Liste, wenn es passt."_de
                                     : *because == Because::other
                                         ? "Gemerkt. Das zeigen wir dir nicht mehr."_de
                                         : "Gemerkt. Davon zeigen wir dir weniger."_de);
}

Result<Done> set_rhythm(Context& context, std::int64_t days)
{
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto found = TRY(visit(context, tx));
        store::set_every_days(tx, context.network.id, found.page.person, days);
        return Done{};
    });
}

Result<http::Response> post_mails(Context& context)
{
    TRY(context.pool().read([&](db::Reader& reader) { return visit(context, reader); }));
    const auto sent = web::read_form(context, mail_fields(context));
    if (!sent.ok())
        return show(context, sent.error());
    TRY(set_rhythm(context, sent.values.number("wie_oft").value_or(0)));
    return web::redirect_with_notice(context, here(context), "Gemerkt. So halten wir es."_de);
}

// What mail programs send for whoever has enough of it (RFC 8058).
Result<http::Response> post_unsubscribe(Context& context)
{
    TRY(set_rhythm(context, 0));
    return web::redirect_with_notice(context, here(context), "Wir schreiben dir das nicht mehr."_de);
}

Result<Done> end_page(db::Tx& tx, const Context& context)
{
    const auto found = TRY(visit(context, tx));
    store::end_fitting_page(tx, context.network.id, found.page.person);
    return Done{};
}

Result<http::Response> post_end(Context& context)
{
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return end_page(tx, context); }));
    return web::redirect_with_notice(context, "/meine-daten", "Der alte Link gilt nicht mehr."_de);
}

Result<http::Response> show_feed(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found =
            TRY(whose(context, reader, fitting_feed_at(reader, context, context.parameter("token"))));
        std::string entries;
        Timestamp updated{};
        for (const auto& fit : what_fits(reader, context, found.person, most_fits)) {
            const auto& date = fit.open.listed.date;
            updated = std::max(updated, date.changed_at);
            entries += fmt::format(
                "<entry><id>urn:uuid:{}</id><title>{}</title><link href=\"{}\"/><updated>{}</updated>"
                "<summary>{}</summary></entry>\n",
                web::xml(fit.open.shift.id.text()), web::xml(signups::title_of(fit.open)),
                web::xml(context.absolute_url(activities::path_of(date))), to_iso(date.changed_at),
                web::xml(activities::shift_when_text(context, fit.open.shift) +
                         (fit.why.empty() ? "" : ". ") + fit.why));
        }
        return web::atom_response(context,
                                  {.title = context.t("Was zu dir passt: {1}"_de, {context.network.name}),
                                   .path = feed_path_of(context, found.page),
                                   .page_path = "/mitmachen",
                                   .updated = updated,
                                   .entries = std::move(entries)});
    });
}

// ---- The ways there ----

std::string begin_pattern()
{
    return std::string(people::own_person_pattern) + std::string(begin_end);
}

Result<http::Response> post_begin(Context& context)
{
    auto begun = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<FittingPage> {
        const auto person = TRY(people::acting_person(tx, context));
        if (!still_there(tx, context, person.id))
            return Error{
                .kind = Err::conflict,
                .text = "Dafür brauchen wir deine Erlaubnis, dich zu fragen. Du gibst sie hier unter „Was du "
                        "erlaubt hast“."_de};
        return fitting_page_for(tx, context, person);
    });
    return web::redirect(context, path_of(context, TRY(std::move(begun))));
}

html::Safe show_on_own_page(const Context& context, db::Reader& reader, std::string_view subject)
{
    const people::PersonId person(subject);
    const auto entry = still_there(reader, context, person);
    if (!entry)
        return {};
    html::Page part;
    if (const auto page = store::fitting_page_of(reader, context.network.id, person);
        page && is_of_mailbox(context, *page, *entry))
        part.add("OPEN").set("PAGE_URL", context.url(path_of(context, *page)));
    else
        part.add("BEGIN").set(
            "BEGIN_BUTTON",
            web::draw_button(context, {.action = people::own_path_here(context) + std::string(begin_end),
                                       .pattern = begin_pattern(),
                                       .submit = context.t("Zeig es mir"_de)}));
    return context.render("asking_fitting_part", part);
}

} // namespace

void add_fitting_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    site.get(std::string(page_pattern), everyone, [](Context& context) { return show(context); });
    site.post(std::string(page_pattern), everyone, post_fit);
    site.post(std::string(mails_pattern), everyone, post_mails);
    site.post(std::string(end_pattern), everyone, post_end);
    const auto unsubscribe_pattern = std::string(page_pattern) + std::string(unsubscribe_end);
    site.get(unsubscribe_pattern, everyone, [](Context& context) { return show(context); });
    site.add(web::Route{.method = http::Method::post,
                        .pattern = unsubscribe_pattern,
                        .access = everyone,
                        .handler = post_unsubscribe,
                        .one_click = true});
    site.get("/passt/atom/{token}", everyone, show_feed);
    site.post(begin_pattern(), everyone, post_begin);
    site.add(web::Part{std::string(people::own_page_parts), 10, show_on_own_page});
}

} // namespace dorfnetz::asking
