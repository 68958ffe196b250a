#include "features/activities/date_plan.hpp"
#include "features/activities/need_form.hpp"
#include "features/activities/needs_api.hpp"
#include "features/activities/series.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/i18n/local_clock.hpp"

namespace dorfnetz::activities {

namespace {

using i18n::DateStyle;

std::string with_minutes(calendar::LocalTime time)
{
    const auto text = calendar::clock_text(time);
    return text.front() == '0' ? text.substr(1) : text;
}

std::string clock_time(const web::Context& context, calendar::LocalTime time)
{
    auto text = with_minutes(time);
    if (context.language == i18n::Language::de && text.ends_with(":00"))
        text.resize(text.size() - 3);
    return text;
}

LocalSpan span_of_shift(const web::Context& context, const Shift& shift)
{
    const auto region = context.region();
    return {.begin = i18n::clock_at(region, shift.starts_at), .end = i18n::clock_at(region, shift.ends_at)};
}

std::string with_day(const web::Context& context, const LocalSpan& times)
{
    const auto region = context.region();
    const auto first = calendar::date_of(times.begin);
    const auto last = calendar::date_of(times.end - std::chrono::minutes(1));
    const auto day = i18n::format_date(region, first, DateStyle::weekday);
    if (first != last && times.end - times.begin >= std::chrono::days(1))
        return context.t("{1} bis {2}"_de, {day, i18n::format_date(region, last, DateStyle::weekday)});
    const std::chrono::minutes midnight{0};
    if (calendar::time_of_day(times.begin) == midnight && calendar::time_of_day(times.end) == midnight)
        return day; // the whole of it
    return day + ", " +
           context.t("{1} bis {2} Uhr"_de,
                     {clock_time(context, times.begin), clock_time(context, times.end)});
}

} // namespace

std::string day_text(const web::Context& context, const ActivityDate& date)
{
    const auto region = context.region();
    const auto first = i18n::format_date(region, date.first_day, DateStyle::weekday);
    if (date.first_day == date.last_day)
        return first;
    return context.t("{1} bis {2}"_de, {first, i18n::format_date(region, date.last_day, DateStyle::weekday)});
}

std::string hours_text(const web::Context& context, const ActivityDate& date, bool all_day)
{
    if (all_day)
        return {};
    const auto span = span_of(date, context.region(), all_day);
    const auto begin = clock_time(context, span.begin);
    if (date.first_day != date.last_day)
        return context.t("ab {1} Uhr"_de, {begin});
    return context.t("{1} bis {2} Uhr"_de, {begin, clock_time(context, span.end)});
}

std::string when_text(const web::Context& context, const ActivityDate& date, bool all_day)
{
    const auto hours = hours_text(context, date, all_day);
    const auto day = day_text(context, date);
    return hours.empty() ? day : day + ", " + hours;
}

std::string begin_text(const web::Context& context, const ActivityDate& date, bool all_day)
{
    return all_day ? std::string() : with_minutes(span_of(date, context.region(), all_day).begin);
}

std::string shift_when_text(const web::Context& context, const Shift& shift)
{
    return with_day(context, span_of_shift(context, shift));
}

std::string shift_hours_text(const web::Context& context, const Shift& shift, const ActivityDate& date)
{
    if (shift.starts_at == date.starts_at && shift.ends_at == date.ends_at)
        return {};
    const auto times = span_of_shift(context, shift);
    if (calendar::date_of(times.begin) != date.first_day || date.first_day != date.last_day)
        return with_day(context, times);
    return context.t("{1} bis {2} Uhr"_de,
                     {clock_time(context, times.begin), clock_time(context, times.end)});
}

std::string day_offset_text(const web::Context& context, int days)
{
    if (days < -1)
        return context.t("{1} Tage vorher"_de, {std::to_string(-days)});
    if (days == -1)
        return context.t("am Tag davor"_de);
    if (days == 0)
        return context.t("am ersten Tag"_de);
    return context.t("am {1}. Tag"_de, {std::to_string(days + 1)});
}

std::string within_text(const web::Context& context, const ActivityDraft& activity,
                        const std::optional<Within>& within)
{
    if (!within)
        return context.t("die ganze Zeit"_de);
    const auto begin = activity.first.begin + within->starts_after;
    const auto hours = context.t("{1} bis {2} Uhr"_de,
                                 {clock_time(context, begin), clock_time(context, begin + within->lasts)});
    const int days = days_between(calendar::date_of(activity.first.begin), calendar::date_of(begin));
    const bool is_plain = days == 0 && calendar::date_of(activity.first.end - std::chrono::minutes(1)) ==
                                           calendar::date_of(activity.first.begin);
    return is_plain ? hours : day_offset_text(context, days) + ", " + hours;
}

std::string places_text(const web::Context& context, NeedKind kind, std::int64_t least, std::int64_t most)
{
    const auto number = [&](std::int64_t value) { return i18n::format_number(context.language, value); };
    if (kind == NeedKind::thing)
        return context.t("{1} Stück"_de, {number(most)});
    if (least == most)
        return i18n::translate_count(context.language, "eine Person"_de, "{1} Leute"_de, most);
    if (least == 0)
        return context.t("bis {1} Leute"_de, {number(most)});
    return context.t("{1} bis {2} Leute"_de, {number(least), number(most)});
}

std::vector<std::string> conditions_of(const web::Context& context, const NeedDraft& draft)
{
    std::vector<std::string> conditions;
    if (draft.minimum_age)
        conditions.push_back(context.t("ab {1} Jahren"_de, {std::to_string(*draft.minimum_age)}));
    if (!draft.skills.empty())
        conditions.push_back(context.t("gut ist: {1}"_de, {draft.skills}));
    if (!draft.proof.empty())
        conditions.push_back(context.t("mit Nachweis: {1}"_de,
                                       {vocabularies::label("proofs", draft.proof, context.language)}));
    return conditions;
}

std::vector<const organisations::Entry*> public_hosts(const organisations::Register& entries,
                                                      const Listed& listed)
{
    std::vector<const organisations::Entry*> hosts;
    for (const auto& host : listed.hosts)
        if (const auto* entry = entries.entry(host); entry && entry->is_public())
            hosts.push_back(entry);
    return hosts;
}

std::string names_of(const std::vector<const organisations::Entry*>& hosts)
{
    std::string names;
    for (const auto* host : hosts)
        names += (names.empty() ? "" : ", ") + host->name;
    return names;
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
