#include "features/agenda/month.hpp"

#include "features/vocabularies/api.hpp"
#include "foundation/calendar/holidays.hpp"
#include "foundation/core/text.hpp"

#include <map>

namespace dorfnetz::agenda {

namespace {

using web::Context;

constexpr std::size_t shown_in_a_day = 5;
constexpr int months_around = 60; // further away there is nothing, and robots would walk for ever

Date first_of_month(Date day)
{
    return Date{day.year(), day.month(), std::chrono::day(1)};
}

Date wanted_month(const Context& context)
{
    const auto present = first_of_month(context.today());
    const auto wanted = date_from_iso(std::string(context.query.text("monat")) + "-01").value_or(present);
    return std::clamp(wanted, add_months(present, -months_around), add_months(present, months_around));
}

std::string month_text(Date month)
{
    return to_iso(month).substr(0, 7);
}

int weekday_of(Date day)
{
    return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(day)).iso_encoding());
}

std::map<Date, std::vector<const Listed*>> by_day(const std::vector<Listed>& dates, Date first, Date last)
{
    std::map<Date, std::vector<const Listed*>> days;
    for (const auto& listed : dates)
        for (auto day = std::max(first, listed.date.first_day); day <= std::min(last, listed.date.last_day);
             day = add_days(day, 1))
            days[day].push_back(&listed);
    return days;
}

void fill_day(html::Values box, const Context& context, Date day, const std::vector<const Listed*>& on_it)
{
    box.set("NUMBER", static_cast<std::int64_t>(static_cast<unsigned>(day.day())))
        .set("WEEKDAY", i18n::format_date(context.region(), day, i18n::DateStyle::weekday))
        .show_if(day == context.today(), "TODAY")
        .show_if(on_it.empty(), "EMPTY");
    for (std::size_t i = 0; i < std::min(on_it.size(), shown_in_a_day); ++i) {
        auto row = box.add("ROW");
        row.set("TITLE", on_it[i]->title)
            .set("DATE_URL", context.url(activities::path_of(on_it[i]->date)))
            .show_if(on_it[i]->is_called_off(), "OFF");
        const auto& date = on_it[i]->date;
        if (const auto begin = activities::begin_text(context, date, on_it[i]->all_day);
            !begin.empty() && day == date.first_day)
            row.add("AT").set("BEGIN", begin);
    }
    if (on_it.size() > shown_in_a_day)
        box.add("MORE")
            .set("MORE_TEXT", i18n::translate_count(context.language, "und einer mehr"_de, "und {1} mehr"_de,
                                                    static_cast<std::int64_t>(on_it.size() - shown_in_a_day)))
            .set("MORE_URL", context.url(web::with_query(
                                 context, {{"ansicht", ""}, {"monat", ""}, {"ab", to_iso(day)}})));
}

} // namespace

html::Safe draw_month(const Context& context, db::Reader& reader, const organisations::Register& entries,
                      Filter filter)
{
    const auto first = wanted_month(context);
    const auto last = add_days(add_months(first, 1), -1);
    filter.from = first;
    filter.until = last;
    filter.lists = Filter::Lists::no;
    const auto dates = activities::dates_between(reader, context.network.id, filter);
    const auto days = by_day(dates, first, last);
    std::map<Date, std::string> free;
    for (const auto& holiday : calendar::holidays(villages::land_of(entries.villages), first, last)) {
        const auto& name = context.language == i18n::Language::en ? holiday.en : holiday.de;
        // School holidays are said on their first day that is shown.
        auto& text = free[std::max(holiday.first, first)];
        text += (text.empty() ? "" : ", ") + name;
    }
    html::Page page;
    page.set("MONTH_TEXT", i18n::format_date(context.region(), first, i18n::DateStyle::month))
        .set("BEFORE_URL",
             context.url(web::with_query(context, {{"monat", month_text(add_months(first, -1))}})))
        .set("AFTER_URL",
             context.url(web::with_query(context, {{"monat", month_text(add_months(first, 1))}})))
        .set("PROGRAMME_URL", context.url(programme_path(first)))
        .show_if(dates.empty(), "NOTHING");
    for (const auto& entry : vocabularies::entries("weekdays"))
        page.add("HEAD").set("WEEKDAY_NAME", truncate(entry.label(context.language), 2));
    for (int blank = 1; blank < weekday_of(first); ++blank)
        page.add("BLANK");
    for (auto day = first; day <= last; day = add_days(day, 1)) {
        const auto found = days.find(day);
        auto box = page.add("BOX");
        fill_day(box, context, day, found == days.end() ? std::vector<const Listed*>() : found->second);
        if (const auto holiday = free.find(day); holiday != free.end())
            box.add("FREE").set("HOLIDAY", holiday->second);
    }
    return context.render("agenda_month", page);
}

} // namespace dorfnetz::agenda
