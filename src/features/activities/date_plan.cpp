#include "features/activities/date_plan.hpp"

#include "foundation/i18n/local_clock.hpp"

namespace dorfnetz::activities {

using calendar::at;
using i18n::clock_at;
using i18n::moment_of;
using std::chrono::minutes;

LocalSpan whole_days(Date first, Date last)
{
    return {.begin = at(first), .end = at(last, minutes{24 * 60 - 1})};
}

LocalSpan span_of(const Hours& hours)
{
    LocalSpan span{.begin = at(hours.first, hours.begin),
                   .end = at(hours.last.value_or(hours.first), hours.end)};
    if (span.end <= span.begin && !hours.last)
        span.end += std::chrono::days(1);
    return span;
}

Plan plan_of(const ActivityDraft& draft, Date from, Date until)
{
    if (draft.rule.empty())
        return {{calendar::date_of(draft.first.begin), draft.first}};
    Plan plan;
    const auto length = draft.first.end - draft.first.begin;
    for (const auto begin :
         calendar::occurrences(draft.rule, draft.first.begin, {.from = at(from), .until = at(until)}))
        plan.emplace(calendar::date_of(begin), LocalSpan{.begin = begin, .end = begin + length});
    return plan;
}

void put_when(ActivityDate& date, const i18n::Region& region, const LocalSpan& span, bool all_day)
{
    date.first_day = calendar::date_of(span.begin);
    // What ends at midnight is over on the day before.
    date.last_day = calendar::date_of(span.end - minutes{1});
    date.starts_at = moment_of(region, all_day ? at(date.first_day) : span.begin);
    date.ends_at = moment_of(region, all_day ? at(add_days(date.last_day, 1)) : span.end);
    // In the night of summer time an hour is left out, and what lies in it ends when it begins.
    if (date.ends_at <= date.starts_at)
        date.ends_at = date.starts_at + (span.end - span.begin);
}

LocalSpan span_of(const ActivityDate& date, const i18n::Region& region, bool all_day)
{
    if (all_day)
        return whole_days(date.first_day, date.last_day);
    return {.begin = clock_at(region, date.starts_at), .end = clock_at(region, date.ends_at)};
}

Revision revise(const std::vector<ActivityDate>& dates, const Revised& by)
{
    Revision revision;
    const auto with = [&](ActivityDate date, Date rule_day, const LocalSpan& span) {
        date.rule_day = rule_day;
        put_when(date, by.region, span, by.draft.all_day);
        return date;
    };
    const auto differs = [](const ActivityDate& left, const ActivityDate& right) {
        return left.starts_at != right.starts_at || left.ends_at != right.ends_at ||
               left.rule_day != right.rule_day;
    };
    if (by.draft.rule.empty() && dates.size() == 1) {
        const auto& [day, span] = *by.plan.begin();
        auto moved = with(dates.front(), day, span);
        if (differs(moved, dates.front())) {
            moved.is_changed = false;
            if (moved.status == DateStatus::postponed)
                moved.status = DateStatus::planned; // now the new day is known
            revision.changed.push_back(std::move(moved));
        }
        return revision;
    }
    auto missing = by.plan;
    for (const auto& date : dates) {
        const auto wanted = missing.find(date.rule_day);
        const bool is_wanted = wanted != missing.end();
        const auto span = is_wanted ? wanted->second : LocalSpan{};
        if (is_wanted)
            missing.erase(wanted);
        if (date.last_day < by.today || date.is_changed)
            continue;
        if (!is_wanted) {
            if (date.status == DateStatus::planned)
                revision.gone.push_back(date);
            continue;
        }
        auto now = with(date, date.rule_day, span);
        if (!by.is_called_off)
            now.status = DateStatus::planned; // what the rule took away before, it brings back
        if (differs(now, date) || now.status != date.status)
            revision.changed.push_back(std::move(now));
    }
    for (const auto& [day, span] : missing)
        revision.added.push_back(with({}, day, span));
    return revision;
}

} // namespace dorfnetz::activities
