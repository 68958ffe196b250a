#include "features/exchange/calendar.hpp"

#include "features/exchange/exchange_store.hpp"
#include "features/vocabularies/api.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::exchange {

namespace {

using web::Context;

constexpr int months_shown = 3;
constexpr std::size_t spans_listed = 12;

Date first_of_month(const Context& context, int months_from_now)
{
    const auto today = context.today();
    return add_months(Date{today.year() / today.month() / std::chrono::day(1)}, months_from_now);
}

struct Times
{
    std::set<HalfDay> taken = {};
    std::set<HalfDay> asked = {}; // asked for, not agreed

    std::string_view colour(HalfDay half_day) const
    {
        if (taken.contains(half_day))
            return "half-taken";
        return asked.contains(half_day) ? "half-asked" : "half-free";
    }
};

// On a narrow screen one is shown at a time.
std::string month_id(Date month)
{
    return fmt::format("monat-{:02}", static_cast<unsigned>(month.month()));
}

void show_ways(html::Values& table, const Context& context, int month)
{
    const auto way = [&](std::string_view section, int to) {
        if (to < 0 || to >= months_shown)
            return;
        const auto first = first_of_month(context, to);
        table.add(section)
            .set("TO_URL", html::Url::own("#" + month_id(first)))
            .set("TO_TEXT", i18n::format_date(context.region(), first, i18n::DateStyle::month));
    };
    way("BACK", month - 1);
    way("ON", month + 1);
}

void show_month(html::Values& page, const Context& context, const Times& times, int month)
{
    const auto first = first_of_month(context, month);
    const Date last{first.year() / first.month() / std::chrono::last};
    auto table = page.add("MONTH");
    table.set("MONTH_ID", month_id(first))
        .set("MONTH_TEXT", i18n::format_date(context.region(), first, i18n::DateStyle::month));
    show_ways(table, context, month);
    for (const auto& weekday : vocabularies::entries("weekdays"))
        table.add("HEAD").set("WEEKDAY", weekday.label(context.language).substr(0, 2));
    auto week = table.add("WEEK");
    const auto blanks = std::chrono::weekday(std::chrono::sys_days(first)).iso_encoding() - 1;
    for (unsigned blank = 0; blank < blanks; ++blank)
        week.add("DAY").show("BLANK");
    for (auto day = first; day <= last; day = add_days(day, 1)) {
        const bool is_monday = std::chrono::weekday(std::chrono::sys_days(day)).iso_encoding() == 1;
        if (is_monday && day != first)
            week = table.add("WEEK");
        auto cell = week.add("DAY").add("FILLED");
        cell.set("NUMBER", static_cast<unsigned>(day.day()))
            .set("MORNING", times.colour(half_day_of(day, Half::morning)))
            .set("AFTERNOON", times.colour(half_day_of(day, Half::afternoon)))
            .show_if(day < context.today(), "PAST")
            .show_if(day == context.today(), "TODAY");
    }
}

// Runs of half days that belong together.
std::vector<Span> spans_of(const std::set<HalfDay>& half_days)
{
    std::vector<Span> spans;
    for (const auto half_day : half_days) {
        if (spans.empty() || spans.back().last + 1 != half_day)
            spans.push_back({half_day, half_day});
        spans.back().last = half_day;
    }
    return spans;
}

void show_list(html::Values& page, const Context& context, const std::set<HalfDay>& half_days,
               std::string_view section)
{
    const auto spans = spans_of(half_days);
    if (spans.empty())
        return;
    auto list = page.add(section);
    for (std::size_t i = 0; i < std::min(spans.size(), spans_listed); ++i)
        list.add("SPAN").set("SPAN_TEXT", span_text(context.region(), spans[i]));
    list.show_if(spans.size() > spans_listed, "MORE");
}

} // namespace

html::Safe draw_calendar(const Context& context, db::Reader& reader, const Thing& thing)
{
    const auto today = context.today();
    const auto last_month = first_of_month(context, months_shown - 1);
    const auto now = half_day_of(today, Half::morning);
    const Span shown{
        now, half_day_of(Date{last_month.year() / last_month.month() / std::chrono::last}, Half::afternoon)};
    Times times{.taken = store::taken(reader, context.network.id, thing.id, shown)};
    for (const auto& booking : bookings_of(reader, context.network.id, thing.id, now))
        if (booking.status == BookingStatus::requested)
            for (auto half_day = std::max(booking.blocked.first, shown.first);
                 half_day <= std::min(booking.blocked.last, shown.last); ++half_day)
                if (!times.taken.contains(half_day))
                    times.asked.insert(half_day);
    html::Page page;
    for (int month = 0; month < months_shown; ++month)
        show_month(page, context, times, month);
    show_list(page, context, times.taken, "TAKEN_LIST");
    show_list(page, context, times.asked, "ASKED_LIST");
    page.show_if(times.taken.empty() && times.asked.empty(), "ALL_FREE");
    return context.render("exchange_calendar", page);
}

} // namespace dorfnetz::exchange
