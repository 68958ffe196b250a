#include "features/agenda/programme.hpp"

#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace dorfnetz::agenda {

namespace {

using web::Context;

// A series with as many dates in the month is said once instead of on each day.
constexpr std::size_t often = 3;

struct Ground
{
    const Context& context;
    const organisations::Register& entries;
};

// "Sa., 5. Dezember": the heading says the year.
std::string short_day(const Context& context, Date day)
{
    auto text = i18n::format_date(context.region(), day, i18n::DateStyle::weekday);
    if (const auto year = ' ' + to_iso(day).substr(0, 4); text.ends_with(year))
        text.resize(text.size() - year.size());
    return text;
}

ProgrammeLine line_of(const Ground& ground, const Listed& listed, std::string when)
{
    return {.when = std::move(when),
            .title = listed.title,
            .where = activities::place_text(ground.entries, listed),
            .hosts = activities::names_of(activities::public_hosts(ground.entries, listed))};
}

std::string hours_of(const Ground& ground, const Listed& listed)
{
    auto hours = activities::hours_text(ground.context, listed.date, listed.all_day);
    if (listed.date.first_day == listed.date.last_day)
        return hours;
    const auto until = ground.context.t("bis {1}"_de, {short_day(ground.context, listed.date.last_day)});
    return hours.empty() ? until : hours + ' ' + until;
}

ProgrammeLine regular_line(const Ground& ground, db::Reader& reader, const std::vector<const Listed*>& dates)
{
    const auto& context = ground.context;
    const auto on =
        std::find_if(dates.begin(), dates.end(), [](const Listed* date) { return !date->is_called_off(); });
    const auto& listed = **on;
    std::string when;
    if (const auto activity = activities::activity_by_id(reader, context.network.id, listed.date.activity))
        when = activities::series_text(context, activity->draft);
    if (const auto hours = activities::hours_text(context, listed.date, listed.all_day); !hours.empty())
        when += (when.empty() ? "" : ", ") + hours;
    std::vector<std::string> off;
    for (const auto* date : dates)
        if (date->is_called_off())
            off.push_back(short_day(context, date->date.first_day));
    if (!off.empty())
        when += ", " + context.t("nicht am {1}"_de, {join(off, ", ")});
    return line_of(ground, listed, when);
}

std::string line_text(const ProgrammeLine& line)
{
    auto text = line.when.empty() ? line.title : line.when + ": " + line.title;
    if (!line.where.empty())
        text += ", " + line.where;
    if (!line.hosts.empty())
        text += " (" + line.hosts + ")";
    return text + '\n';
}

} // namespace

std::string programme_path(Date month)
{
    const auto text = to_iso(month);
    return fmt::format("/termine/programm/{}/{}", text.substr(0, 4), text.substr(5, 2));
}

Programme programme_of(const Context& context, db::Reader& reader, const organisations::Register& entries,
                       Date month, Filter filter, std::string subject)
{
    filter.from = month;
    filter.until = add_days(add_months(month, 1), -1);
    const Ground ground{context, entries};
    const auto dates = activities::dates_between(reader, context.network.id, filter);
    std::map<activities::ActivityId, std::vector<const Listed*>> of_activity;
    for (const auto& listed : dates)
        of_activity[listed.date.activity].push_back(&listed);
    const auto is_regular = [&](const std::vector<const Listed*>& of) {
        const auto on =
            std::count_if(of.begin(), of.end(), [](const Listed* date) { return !date->is_called_off(); });
        return of.front()->is_series && static_cast<std::size_t>(on) >= often;
    };
    Programme programme{.heading =
                            context.t("Programm im {1}"_de,
                                      {i18n::format_date(context.region(), month, i18n::DateStyle::month)}),
                        .subject = std::move(subject)};
    for (const auto& listed : dates) {
        programme.changed_at = std::max(programme.changed_at, listed.date.changed_at);
        const auto& of = of_activity[listed.date.activity];
        if (is_regular(of)) {
            if (of.front() == &listed)
                programme.regular.push_back(regular_line(ground, reader, of));
            continue;
        }
        if (listed.is_called_off())
            continue;
        // What began before the month stands on its first day.
        const auto day = short_day(context, std::max(listed.date.first_day, month));
        if (programme.days.empty() || programme.days.back().day != day)
            programme.days.push_back({.day = day, .lines = {}});
        programme.days.back().lines.push_back(line_of(ground, listed, hours_of(ground, listed)));
    }
    return programme;
}

std::string as_text(const Context& context, const Programme& programme)
{
    auto text = fmt::format("{}\n{}\n", programme.heading, programme.subject);
    for (const auto& day : programme.days) {
        text += '\n' + day.day + '\n';
        for (const auto& line : day.lines)
            text += line_text(line);
    }
    if (!programme.regular.empty()) {
        text += '\n' + context.t("Immer wieder"_de) + '\n';
        for (const auto& line : programme.regular)
            text += line_text(line);
    }
    if (programme.empty())
        text += '\n' + context.t("In diesem Monat steht noch nichts."_de) + '\n';
    return text + '\n' + context.t("Alle Termine: {1}"_de, {context.absolute_url(list_path)}) + '\n';
}

Result<std::string> as_pdf(const Context& context, const Programme& programme)
{
    pdf::TableDocument table{.properties = {.title = programme.heading,
                                            .author = context.network.name,
                                            .language = std::string(i18n::code(context.language)),
                                            .created = programme.changed_at,
                                            .page_text = context.t("Seite {1} von {2}"_de)},
                             .subtitle = programme.subject == context.network.name ? std::string()
                                                                                   : programme.subject,
                             .columns = {{.title = context.t("Wann?"_de), .width = 3},
                                         {.title = context.t("Was?"_de), .width = 4},
                                         {.title = context.t("Wo?"_de), .width = 4},
                                         {.title = context.t("Wer lädt ein?"_de), .width = 3}},
                             .empty_text = context.t("In diesem Monat steht noch nichts."_de),
                             .footer = context.t("Alle Termine: {1}"_de, {context.absolute_url(list_path)})};
    for (const auto& day : programme.days)
        for (const auto& line : day.lines)
            table.rows.push_back({line.when.empty() ? day.day : day.day + ", " + line.when, line.title,
                                  line.where, line.hosts});
    if (!programme.regular.empty()) {
        table.headings.push_back(table.rows.size());
        table.rows.push_back({context.t("Immer wieder"_de)});
    }
    for (const auto& line : programme.regular)
        table.rows.push_back({line.when, line.title, line.where, line.hosts});
    return pdf::render_table(table);
}

} // namespace dorfnetz::agenda
