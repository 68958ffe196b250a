#include "features/activities/api.hpp"
#include "features/activities/date_plan.hpp"
#include "features/activities/series.hpp"

namespace dorfnetz::activities {

namespace {

using i18n::DateStyle;

std::string clock_time(const web::Context& context, calendar::LocalTime time)
{
    const auto of_day = calendar::time_of_day(time);
    const auto hour = std::chrono::floor<std::chrono::hours>(of_day);
    const auto minute = (of_day - hour).count();
    const auto text = std::to_string(hour.count()) + (minute < 10 ? ":0" : ":") + std::to_string(minute);
    if (context.language == i18n::Language::de)
        return minute == 0 ? std::to_string(hour.count()) : text;
    return text;
}

} // namespace

std::string day_text(const web::Context& context, const Listed& listed)
{
    const auto& date = listed.date;
    const auto region = context.region();
    const auto first = i18n::format_date(region, date.first_day, DateStyle::weekday);
    if (date.first_day == date.last_day)
        return first;
    return context.t("{1} bis {2}"_de, {first, i18n::format_date(region, date.last_day, DateStyle::weekday)});
}

std::string hours_text(const web::Context& context, const Listed& listed)
{
    if (listed.all_day)
        return {};
    const auto span = span_of(listed.date, context.region(), false);
    const auto begin = clock_time(context, span.begin);
    if (listed.date.first_day != listed.date.last_day)
        return context.t("ab {1} Uhr"_de, {begin});
    return context.t("{1} bis {2} Uhr"_de, {begin, clock_time(context, span.end)});
}

std::string when_text(const web::Context& context, const Listed& listed)
{
    const auto hours = hours_text(context, listed);
    const auto day = day_text(context, listed);
    return hours.empty() ? day : day + ", " + hours;
}

std::string series_text(const web::Context& context, const ActivityDraft& draft)
{
    return describe(context.region(), draft.rule, calendar::date_of(draft.first.begin));
}

std::string place_text(const organisations::Register& entries, const Listed& listed)
{
    std::string text = listed.place_name;
    if (!listed.place_address.empty())
        text += (text.empty() ? "" : ", ") + listed.place_address;
    const auto* village = listed.place_village ? entries.village(*listed.place_village) : nullptr;
    if (village && text.find(village->name) == std::string::npos)
        text += (text.empty() ? "" : ", ") + village->name;
    return text;
}

} // namespace dorfnetz::activities
