#include "features/signups/roster.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_pages.hpp"
#include "features/signups/signups_service.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>
#include <fmt/format.h>

// Hosts enter somebody who said yes on the telephone, or type in a list that hung in the shop.
namespace dorfnetz::signups {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view add_pattern = "/redaktion/termine/{id}/zusagen/neu";
constexpr std::string_view roster_pattern = "/redaktion/termine/{id}/zusagen/zettel";

// One page with a form about the shown date.
struct FormPage
{
    German heading;
    German lead;
    std::string path;
    std::string_view pattern;
    German submit;
};

http::Response form_page(const Context& context, const Hosted& found, const FormPage& what,
                         const std::vector<Field>& fields, const FormValues& values,
                         const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    html::Page page;
    page.set("HEADING", context.t(what.heading))
        .set("LEAD", context.t(what.lead))
        .set("TITLE", found.activity.draft.title)
        .set("WHEN", activities::when_text(context, found.date->date, found.date->all_day))
        .set("FORM", web::draw_form(context,
                                    {.action = what.path,
                                     .pattern = std::string(what.pattern),
                                     .submit = context.t(what.submit),
                                     .cancel = host_path(*found.date)},
                                    fields, values, errors));
    web::show_refused(page, context, refused);
    const int status = web::form_status(errors, refused);
    return web::page(
        context, {.title = context.t(what.heading), .crumbs = host_crumbs(context, found), .index = false},
        context.render("signups_entering", page), status);
}

Result<Hosted> with_date(const Context& context)
{
    auto found = TRY(context.pool().read([&](db::Reader& reader) { return hosted(context, reader); }));
    if (!found.date)
        return Error{.kind = Err::missing,
                     .text =
                         "Für diesen Termin wird noch niemand gesucht. Sag zuerst, was gebraucht wird."_de};
    return found;
}

Field shift_field(const Context& context, db::Reader& reader, const Hosted& found)
{
    return {.name = "schicht",
            .label = context.t("Wofür?"_de),
            .input = Input::one_of,
            .required = true,
            .choices = shift_choices(context, reader, *found.date)};
}

Field hidden(std::string_view name)
{
    return {.name = std::string(name), .label = "", .input = Input::hidden};
}

// The shift of the form, if it is one of the date that is shown.
std::optional<ShiftId> chosen_shift(const FormValues& values)
{
    const auto text = values.text("schicht");
    return is_uuid(text) ? std::optional(ShiftId(text)) : std::nullopt;
}

// ---- One person ----

std::optional<people::Person> chosen_person(const Context& context, db::Reader& reader, std::string_view id)
{
    if (id.empty())
        return std::nullopt;
    auto person = people::visible_person(reader, context, PersonId(id));
    return person ? std::optional(*std::move(person)) : std::nullopt;
}

std::vector<Field> add_fields(const Context& context, db::Reader& reader, const Hosted& found,
                              const std::optional<people::Person>& person)
{
    std::vector<Field> fields{shift_field(context, reader, found)};
    if (person)
        fields.push_back({.name = "aus_dem_register",
                          .label = context.t("Aus dem Register: {1}. Telefon und E-Mail stehen dort."_de,
                                             {person->data.name()}),
                          .input = Input::note});
    else {
        fields.push_back({.name = "name", .label = context.t("Name"_de), .required = true, .longest = 100});
        fields.push_back({.name = "kontakt",
                          .label = context.t("Telefon oder E-Mail"_de),
                          .help = context.t("Damit ihr Bescheid sagen könnt, wenn sich etwas ändert."_de)});
    }
    fields.push_back({.name = "anzahl",
                      .label = context.t("Wie viele?"_de),
                      .input = Input::number,
                      .required = true,
                      .least = 1,
                      .most = 1000});
    fields.push_back({.name = "mit", .label = context.t("Wer kommt mit?"_de), .longest = 300});
    fields.push_back({.name = "nachricht",
                      .label = context.t("Was ihr noch wissen wollt"_de),
                      .input = Input::long_text,
                      .longest = 500});
    fields.push_back(hidden("person"));
    fields.push_back(hidden("tag"));
    return fields;
}

FormPage add_form(const Hosted& found)
{
    return {.heading = "Jemanden eintragen"_de,
            .lead = "Für alle, die es euch gesagt haben: am Telefon, beim Bäcker, im Chor."_de,
            .path = host_path(found.activity.id) + "/neu",
            .pattern = add_pattern,
            .submit = "Eintragen"_de};
}

Result<http::Response> show_add(Context& context)
{
    const auto found = TRY(with_date(context));
    return context.pool().read([&](db::Reader& reader) {
        const auto person = chosen_person(context, reader, context.query.text("person"));
        FormValues values;
        values.set("anzahl", "1")
            .set("schicht", std::string(context.query.text("schicht")))
            .set("person", person ? person->id.text() : std::string())
            .set("tag", found.date->date.id.text());
        return form_page(context, found, add_form(found), add_fields(context, reader, found, person), values,
                         {});
    });
}

NewSignup entered(const Context& context, const FormValues& values,
                  const std::optional<people::Person>& person, const Reach& reach)
{
    NewSignup wanted{
        .shift = chosen_shift(values).value_or(ShiftId()),
        .name = values.text("name"),
        .email = reach.email,
        .phone = reach.phone,
        .people = values.number("anzahl").value_or(1),
        .companions = values.text("mit"),
        .note = values.text("nachricht"),
        .remind_hours = usual_reminder,
        .origin = Origin::editor,
        .form_key = web::keyed_hash(
            context.environment, "signup-entered",
            join({std::string(context.form.text("_token")), values.text("schicht"), values.text("name"),
                  values.text("kontakt"), values.text("anzahl"), values.text("person")},
                 "\n"))};
    if (person) {
        wanted.person = person->id;
        wanted.name = person->data.name();
        wanted.email = person->data.email;
        wanted.phone = person->data.mobile.empty() ? person->data.phone : person->data.mobile;
    }
    return wanted;
}

Result<http::Response> post_add(Context& context)
{
    const auto found = TRY(with_date(context));
    const auto person = context.pool().read(
        [&](db::Reader& reader) { return chosen_person(context, reader, context.form.text("person")); });
    const auto fields =
        context.pool().read([&](db::Reader& reader) { return add_fields(context, reader, found, person); });
    auto sent = web::read_form(context, fields);
    Reach reach;
    if (sent.values.has("kontakt")) {
        if (const auto typed = reach_from_typed(sent.values.text("kontakt")))
            reach = *typed;
        else if (sent.ok())
            sent.errors.push_back(
                {"kontakt", "Das ist weder eine Telefonnummer noch eine E-Mail-Adresse."_de});
    }
    if (!sent.ok())
        return form_page(context, found, add_form(found), fields, sent.values, sent.errors);
    const auto surroundings = around(context);
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<SignedUp> {
        if (!may_host(tx, context, *found.date))
            return Error{.kind = Err::missing};
        auto added = TRY(sign_up(tx, surroundings, entered(context, sent.values, person, reach)));
        record_act(tx, context, HostAct::entered, added.id);
        return added;
    });
    if (done)
        return web::redirect_with_notice(
            context, host_path(*found.date),
            done->waits ? "Eingetragen, auf der Warteliste: Es ist kein Platz frei."_de : "Eingetragen."_de);
    if (done.error().kind == Err::invalid)
        return form_page(context, found, add_form(found), fields, sent.values, done.error().fields);
    return form_page(context, found, add_form(found), fields, sent.values, {}, done.error());
}

// ---- A list on paper ----

std::vector<Field> roster_fields(const Context& context, db::Reader& reader, const Hosted& found)
{
    return {shift_field(context, reader, found),
            {.name = "zeilen",
             .label = context.t("Wer steht auf dem Zettel?"_de),
             .input = Input::long_text,
             .required = true,
             .help = context.t(
                 "In jede Zeile ein Mensch: Name, Telefon oder E-Mail, wie viele. Mit Komma dazwischen: "
                 "„Karla Muster, 03493 76 54 32, 2“."_de),
             .longest = 20'000},
            hidden("tag")};
}

FormPage roster_form(const Hosted& found)
{
    return {
        .heading = "Liste vom Zettel abtippen"_de,
        .lead =
            "Alle auf einmal. Was nicht stimmt, sagen wir dir mit der Zeile; bis dahin ist nichts eingetragen."_de,
        .path = host_path(found.activity.id) + "/zettel",
        .pattern = roster_pattern,
        .submit = "Alle eintragen"_de};
}

Result<http::Response> show_roster(Context& context)
{
    const auto found = TRY(with_date(context));
    return context.pool().read([&](db::Reader& reader) {
        return form_page(context, found, roster_form(found), roster_fields(context, reader, found),
                         FormValues().set("tag", found.date->date.id.text()), {});
    });
}

// All or nothing.
Result<std::int64_t> enter_all(db::Tx& tx, const Context& context, const Around& surroundings,
                               const ShiftId& shift, const std::vector<RosterLine>& lines)
{
    std::int64_t waiting = 0;
    for (const auto& line : lines) {
        const NewSignup wanted{.shift = shift,
                               .name = line.name,
                               .email = line.reach.email,
                               .phone = line.reach.phone,
                               .people = line.people,
                               .remind_hours = usual_reminder,
                               .origin = Origin::paper,
                               .form_key =
                                   web::keyed_hash(context.environment, "signup-roster",
                                                   fmt::format("{}\n{}\n{}\n{}", context.form.text("_token"),
                                                               shift.text(), line.number, line.name))};
        const auto added = sign_up(tx, surroundings, wanted);
        if (!added && added.error().kind != Err::invalid)
            return added.error();
        if (!added)
            return Error{.kind = Err::invalid,
                         .fields = {{"zeilen",
                                     "In Zeile {1} stimmt etwas nicht: {2}"_de,
                                     {std::to_string(line.number), line.name}}}};
        record_act(tx, context, HostAct::entered, added->id);
        waiting += added->waits ? 1 : 0;
    }
    return waiting;
}

Result<http::Response> post_roster(Context& context)
{
    const auto found = TRY(with_date(context));
    const auto fields =
        context.pool().read([&](db::Reader& reader) { return roster_fields(context, reader, found); });
    auto sent = web::read_form(context, fields);
    const auto roster = roster_from_typed(sent.values.text("zeilen"));
    if (sent.ok())
        sent.errors = roster.problems;
    if (!sent.ok())
        return form_page(context, found, roster_form(found), fields, sent.values, sent.errors);
    const auto surroundings = around(context);
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<std::int64_t> {
        if (!may_host(tx, context, *found.date))
            return Error{.kind = Err::missing};
        return enter_all(tx, context, surroundings, chosen_shift(sent.values).value_or(ShiftId()),
                         roster.lines);
    });
    if (done)
        return web::redirect_with_notice(
            context, host_path(*found.date),
            *done > 0 ? "Alle eingetragen. Für manche war kein Platz: Sie stehen auf der Warteliste."_de
                      : "Alle eingetragen."_de);
    if (done.error().kind == Err::invalid)
        return form_page(context, found, roster_form(found), fields, sent.values, done.error().fields);
    return form_page(context, found, roster_form(found), fields, sent.values, {}, done.error());
}

} // namespace

void add_entering_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(add_pattern), editors, show_add, host_examples("/neu"));
    site.post(std::string(add_pattern), editors, post_add);
    site.get(std::string(roster_pattern), editors, show_roster, host_examples("/zettel"));
    site.post(std::string(roster_pattern), editors, post_roster);
}

} // namespace dorfnetz::signups
