#include "features/attendance/attendance_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>
#include <fmt/format.h>

// What is printed for the day: the roster, to be ticked with a pen, and the sign for the place.
namespace dorfnetz::attendance {

namespace {

using activities::Listed;
using web::Context;

constexpr double millimetre = 72 / 25.4;
constexpr double line_to_write_on = 9 * millimetre;
constexpr std::int64_t fewest_free_lines = 2; // in each shift, for who comes by
constexpr std::int64_t most_free_lines = 6;

pdf::Properties properties_of(const Context& context, const Listed& listed, std::string title)
{
    return {.title = std::move(title),
            .subject = listed.title,
            .author = context.network.name,
            .language = std::string(i18n::code(context.language)),
            .created = context.now(),
            .page_text = context.t("Seite {1} von {2}"_de)};
}

// With the telephone where there is one: that is what one has a use for at the gate.
std::string contact_of(const signups::Signup& signup, const accounts::Viewer& viewer)
{
    const auto& number = signup.phone.seen_by(viewer);
    return number.empty() ? signup.email.seen_by(viewer) : phone::format(number);
}

std::int64_t free_lines(const SheetShift& shift)
{
    return std::clamp(shift.shift.free_places(), fewest_free_lines, most_free_lines);
}

std::string remark_of(const Context& context, const SheetRow& row)
{
    std::vector<std::string> parts;
    if (!row.signup.companions.empty())
        parts.push_back(context.t("mit {1}"_de, {row.signup.companions}));
    if (row.signup.status == signups::Status::requested)
        parts.push_back(context.t("noch offen"_de));
    if (!row.signup.note.empty())
        parts.push_back(row.signup.note);
    return join(parts, "; ");
}

pdf::TableDocument roster_of(const Context& context, const Sheet& sheet, const accounts::Viewer& viewer)
{
    pdf::TableDocument roster{
        .properties =
            properties_of(context, sheet.listed, context.t("Wer hilft: {1}"_de, {sheet.listed.title})),
        .subtitle = activities::when_text(context, sheet.listed.date, sheet.listed.all_day),
        .columns = {{.title = context.t("Da"_de), .width = 0.6, .has_boxes = true},
                    {.title = context.t("Name"_de), .width = 3},
                    {.title = context.t("Telefon oder Mail"_de), .width = 2.6},
                    {.title = context.t("Bemerkung"_de), .width = 2.6},
                    {.title = context.t("Stunden"_de), .width = 1}},
        .row_height = line_to_write_on,
        .empty_text = context.t("An diesem Tag wird niemand gebraucht."_de),
        .footer = context.t("Nur für die Gastgeber. Nach dem Eintragen vernichten."_de)};
    for (const auto& shift : sheet.shifts) {
        roster.headings.push_back(roster.rows.size());
        roster.rows.push_back({title_of(context, shift, sheet.listed)});
        for (const auto& row : shift.rows)
            roster.rows.push_back(
                {"", name_of(context, row), contact_of(row.signup, viewer), remark_of(context, row)});
        for (auto line = free_lines(shift); line > 0; --line)
            roster.rows.emplace_back();
    }
    return roster;
}

struct Printed
{
    Sheet sheet;
    accounts::Viewer viewer;
};

// Names and ways to reach people: the row in the audit log comes first.
Result<Printed> take_roster(db::Tx& tx, const Context& context)
{
    auto listed = TRY(hosted_day(context, tx));
    const auto viewer = TRY(signups::record_list_view(tx, context, listed));
    return Printed{sheet_of(tx, context.network.id, std::move(listed)), viewer};
}

Result<http::Response> show_roster(Context& context)
{
    const auto printed =
        TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) { return take_roster(tx, context); }));
    return web::download(TRY(pdf::render_table(roster_of(context, printed.sheet, printed.viewer))),
                         "application/pdf", printed.sheet.listed.date.slug + "-liste.pdf");
}

// As people read it from paper: without the scheme.
std::string spoken_address(const std::string& address)
{
    const auto start = address.find("://");
    return start == std::string::npos ? address : address.substr(start + 3);
}

Result<http::Response> show_sign(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto listed = TRY(hosted_day(context, reader));
        const auto entries = organisations::shared_register(context, reader);
        const auto address = context.absolute_url(activities::path_of(listed.date));
        pdf::Sign sign{.properties = properties_of(context, listed, listed.title),
                       .lines = {activities::day_text(context, listed.date),
                                 activities::hours_text(context, listed.date, listed.all_day),
                                 activities::place_text(*entries, listed)},
                       .url = address,
                       .url_text = context.t("Halte die Kamera deines Telefons auf das Muster."_de),
                       .spoken_url = spoken_address(address),
                       .footer = activities::names_of(activities::public_hosts(*entries, listed)),
                       .paper = context.query.text("papier") == "a3" ? pdf::Paper::a3 : pdf::Paper::a4};
        std::erase(sign.lines, std::string());
        return web::download(TRY(pdf::render_sign(sign)), "application/pdf",
                             listed.date.slug + "-schild.pdf");
    });
}

} // namespace

void add_print_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(day_pattern(roster_end), editors, show_roster, some_day(roster_end));
    site.get(day_pattern(sign_end), editors, show_sign, some_day(sign_end));
}

} // namespace dorfnetz::attendance
