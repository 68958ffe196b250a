#include "features/attendance/attendance_pages.hpp"
#include "features/signups/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

// Checking in by a form: without JavaScript on the day, and afterwards from a sheet of paper.
namespace dorfnetz::attendance {

namespace {

using activities::Listed;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::size_t longest_state = 100'000; // of all boxes of a shift, as they were drawn

std::string here_field(const SheetShift& shift)
{
    return "da_" + shift.shift.id.text();
}

std::string absent_field(const SheetShift& shift)
{
    return "weg_" + shift.shift.id.text();
}

std::string hours_field(const SheetRow& row)
{
    return "stunden_" + row.who;
}

// What is ticked and typed for one promise.
struct Ticked
{
    State state = State::open;
    std::string hours = {};

    bool operator==(const Ticked&) const = default;
};

Ticked drawn(const Context& context, const SheetRow& row)
{
    return {row.state, row.minutes ? hours_to_type(context.language, *row.minutes) : std::string()};
}

Ticked ticked_in(const FormValues& values, const SheetShift& shift, const SheetRow& row)
{
    const auto has = [&](const std::string& field) {
        const auto all = values.all(field);
        return std::find(all.begin(), all.end(), row.who) != all.end();
    };
    return {has(here_field(shift))     ? State::here
            : has(absent_field(shift)) ? State::absent
                                       : State::open,
            values.text(hours_field(row))};
}

// The boxes as they were when the form was drawn go with it in a hidden field. Only what somebody has changed
// is a tap, so what a phone tells meanwhile stays.
std::string as_drawn(const Context& context, const SheetShift& shift)
{
    std::string text;
    for (const auto& row : shift.rows) {
        const auto was = drawn(context, row);
        text += fmt::format("{} {} {};", row.who, to_text(was.state), was.hours);
    }
    return text;
}

std::map<std::string, Ticked> read_as_drawn(const std::string& text)
{
    std::map<std::string, Ticked> was;
    for (const auto& entry : split_list(text, ";")) {
        const auto words = split_list(entry, " ");
        if (words.size() < 2)
            continue;
        const auto state = words[1] == to_text(State::here)     ? State::here
                           : words[1] == to_text(State::absent) ? State::absent
                                                                : State::open;
        was[words[0]] = {state, words.size() > 2 ? words[2] : std::string()};
    }
    return was;
}

std::string was_field(const SheetShift& shift)
{
    return "war_" + shift.shift.id.text();
}

std::vector<web::Choice> row_choices(const Context& context, const SheetShift& shift)
{
    std::vector<web::Choice> choices;
    for (const auto& row : shift.rows)
        choices.push_back({row.who, name_of(context, row)});
    return choices;
}

void add_shift_fields(std::vector<Field>& fields, const Context& context, const SheetShift& shift)
{
    fields.push_back(
        {.name = was_field(shift), .label = "", .input = Input::hidden, .longest = longest_state});
    fields.push_back({.name = here_field(shift),
                      .label = shift.is_thing() ? context.t("Was ist da?"_de) : context.t("Wer ist da?"_de),
                      .input = Input::many_of,
                      .choices = row_choices(context, shift),
                      .mark_optional = false});
    fields.push_back(
        {.name = "mehr_" + shift.shift.id.text(),
         .label = shift.is_thing() ? context.t("Was fehlt?"_de) : context.t("Gefehlt, Stunden"_de),
         .input = Input::fold});
    fields.push_back(
        {.name = absent_field(shift),
         .label = shift.is_thing() ? context.t("Was fehlt?"_de) : context.t("Wer hat gefehlt?"_de),
         .input = Input::many_of,
         .choices = row_choices(context, shift),
         .mark_optional = false});
    if (shift.is_thing())
        return;
    fields.push_back({.name = "hinweis_" + shift.shift.id.text(),
                      .label = context.t("Stunden nur, wenn es mehr oder weniger war als die Schicht: „1,5“ "
                                         "oder „1:30“."_de),
                      .input = Input::note});
    for (const auto& row : shift.rows)
        fields.push_back({.name = hours_field(row),
                          .label = context.t("Stunden: {1}"_de, {name_of(context, row)}),
                          .longest = 7,
                          .mark_optional = false});
}

std::vector<Field> fields_of(const Context& context, const Sheet& sheet)
{
    std::vector<Field> fields;
    std::vector<web::Choice> places;
    for (const auto& shift : sheet.shifts) {
        const auto title = title_of(context, shift, sheet.listed);
        places.push_back({shift.shift.id.text(), title});
        fields.push_back(
            {.name = "schicht_" + shift.shift.id.text(), .label = title, .input = Input::heading});
        if (shift.rows.empty())
            fields.push_back({.name = "leer_" + shift.shift.id.text(),
                              .label = context.t("Hier hat niemand zugesagt."_de),
                              .input = Input::note});
        else
            add_shift_fields(fields, context, shift);
    }
    fields.push_back({.name = "neu", .label = context.t("Jemand kam spontan"_de), .input = Input::heading});
    fields.push_back({.name = "neu_wo",
                      .label = context.t("Wobei hat er oder sie geholfen?"_de),
                      .input = Input::one_of,
                      .choices = std::move(places),
                      .mark_optional = false});
    fields.push_back({.name = "neu_name", .label = context.t("Name"_de), .longest = longest_name});
    fields.push_back({.name = "neu_anzahl",
                      .label = context.t("Wie viele?"_de),
                      .input = Input::number,
                      .least = 1,
                      .most = most_people,
                      .mark_optional = false});
    fields.push_back({.name = "formular", .label = "", .input = Input::hidden});
    return fields;
}

FormValues values_of(const Context& context, const Sheet& sheet)
{
    FormValues values;
    for (const auto& shift : sheet.shifts) {
        std::vector<std::string> here;
        std::vector<std::string> absent;
        for (const auto& row : shift.rows) {
            if (row.state == State::here)
                here.push_back(row.who);
            if (row.state == State::absent)
                absent.push_back(row.who);
            values.set(hours_field(row), drawn(context, row).hours);
        }
        values.set(here_field(shift), std::move(here))
            .set(absent_field(shift), std::move(absent))
            .set(was_field(shift), as_drawn(context, shift));
    }
    return values.set("neu_anzahl", "1")
        .set("formular", new_uuid_v7(context.environment.clock, context.environment.random));
}

Tap tap_now(const Context& context, const std::string& who, Kind kind)
{
    return {.event = {.id = new_uuid_v7(context.environment.clock, context.environment.random),
                      .who = who,
                      .kind = kind,
                      .tapped_at = context.now()}};
}

Kind kind_of(State state)
{
    return state == State::here ? Kind::here : state == State::absent ? Kind::absent : Kind::open;
}

void add_taps(std::vector<Tap>& taps, web::SentForm& sent, const Context& context, const SheetShift& shift)
{
    const auto was = read_as_drawn(sent.values.text(was_field(shift)));
    for (const auto& row : shift.rows) {
        const auto before = was.find(row.who);
        if (before == was.end())
            continue; // came while somebody had the form open
        const auto now = ticked_in(sent.values, shift, row);
        if (now.state != before->second.state)
            taps.push_back(tap_now(context, row.who, kind_of(now.state)));
        if (now.state != State::here || now.hours.empty() || now.hours == before->second.hours)
            continue;
        const auto minutes = minutes_from_typed(now.hours);
        if (!minutes) {
            sent.errors.push_back({hours_field(row), "Schreib Stunden so: 1,5 oder 1:30."_de});
            continue;
        }
        taps.push_back(tap_now(context, row.who, Kind::minutes));
        taps.back().event.minutes = minutes;
    }
}

// The form's own key makes one of who is sent twice.
void add_walk_up(std::vector<Tap>& taps, web::SentForm& sent, const Context& context)
{
    const auto where = sent.values.text("neu_wo");
    const auto name = sent.values.text("neu_name");
    if (where.empty() && name.empty())
        return;
    if (where.empty()) {
        sent.errors.push_back({"neu_wo", "Wobei hat die Person geholfen?"_de});
        return;
    }
    const auto key = sent.values.text("formular");
    auto tap = tap_now(
        context, is_uuid(key) ? key : new_uuid_v7(context.environment.clock, context.environment.random),
        Kind::walk_up);
    tap.shift = activities::ShiftId(where);
    tap.people = sent.values.number("neu_anzahl").value_or(1);
    tap.name = name;
    taps.push_back(std::move(tap));
}

http::Response sheet_page(const Context& context, const Sheet& sheet, const FormValues& values,
                          const std::vector<FieldError>& errors)
{
    const auto& listed = sheet.listed;
    const auto sum = counted(sheet);
    html::Page page;
    page.set("TITLE", listed.title).set("WHEN", activities::when_text(context, listed.date, listed.all_day));
    if (sheet.shifts.empty())
        page.show("NOTHING");
    else
        page.add("LIST")
            .set("PHONE_PART", draw_phone_part(context, listed))
            .set("COUNT",
                 context.t("Da: {1} von {2}"_de, {std::to_string(sum.here), std::to_string(sum.expected)}))
            .set("FORM", web::draw_form(context,
                                        {.action = day_path(listed, sheet_end),
                                         .pattern = day_pattern(sheet_end),
                                         .submit = context.t("Speichern"_de),
                                         .cancel = day_path(listed, {})},
                                        fields_of(context, sheet), values, errors));
    auto response = web::page(
        context, {.title = context.t("Anwesenheit"_de), .crumbs = crumbs_of(context, listed), .index = false},
        context.render("attendance_sheet", page), errors.empty() ? 200 : web::status_of(Err::invalid));
    allow_camera(response);
    return response;
}

http::Response names_are_gone(const Context& context, const Listed& listed)
{
    return web::redirect_with_notice(
        context, day_path(listed, report_end),
        "Die Namen sind gelöscht, wie 30 Tage nach jedem Termin. Was gearbeitet wurde, steht hier."_de);
}

Result<http::Response> show_sheet(Context& context)
{
    const auto listed =
        TRY(context.pool().read([&](db::Reader& reader) { return hosted_day(context, reader); }));
    if (!has_names(context, listed))
        return names_are_gone(context, listed);
    record_view(context, listed);
    const auto sheet =
        context.pool().read([&](db::Reader& reader) { return sheet_of(reader, context.network.id, listed); });
    return sheet_page(context, sheet, values_of(context, sheet), {});
}

Result<http::Response> post_sheet(Context& context)
{
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<http::Response> {
        const auto listed = TRY(hosted_day(context, tx));
        if (!has_names(context, listed))
            return names_are_gone(context, listed);
        const auto sheet = sheet_of(tx, context.network.id, listed);
        auto sent = web::read_form(context, fields_of(context, sheet));
        std::vector<Tap> taps;
        for (const auto& shift : sheet.shifts)
            add_taps(taps, sent, context, shift);
        add_walk_up(taps, sent, context);
        if (!sent.ok())
            return sheet_page(context, sheet, sent.values, sent.errors);
        receive(tx, context, listed, taps);
        record_taps(tx, context, listed);
        return web::redirect_with_notice(context, day_path(listed, sheet_end), "Gespeichert."_de);
    });
}

} // namespace

void add_sheet_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(day_pattern(sheet_end), editors, show_sheet, some_day(sheet_end));
    site.post(day_pattern(sheet_end), editors, post_sheet, 1024 * 1024);
}

} // namespace dorfnetz::attendance
