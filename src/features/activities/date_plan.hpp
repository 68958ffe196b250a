#pragma once

#include "features/activities/api.hpp"

#include <map>
#include <vector>

// On which days an activity takes place, worked out without the database.
namespace dorfnetz::activities {

// Days of a rule: by the day for which the rule makes it.
using Plan = std::map<Date, LocalSpan>;

// The dates of a draft from that local day to before the other. Without a rule the only one, whenever it is.
Plan plan_of(const ActivityDraft& draft, Date from, Date until);

// The moments of a span in the time zone, and the days that a calendar shows.
void put_when(ActivityDate& date, const i18n::Region& region, const LocalSpan& span, bool all_day);

// The span by the clock of the place, as `put_when` had it.
LocalSpan span_of(const ActivityDate& date, const i18n::Region& region, bool all_day);

struct Revision
{
    std::vector<ActivityDate> added; // without id and address
    std::vector<ActivityDate> changed;
    std::vector<ActivityDate> gone; // planned ones that the rule no longer makes
};

struct Revised
{
    const ActivityDraft& draft;
    const Plan& plan; // of the draft, from `today` on
    Date today;
    const i18n::Region& region;
    bool is_called_off = false; // the whole activity: no date of it is on
};

// What has to happen so that the dates follow the draft. What is past stays as it was, what was changed by
// hand keeps its time. An activity that takes place once keeps its only date, which moves.
Revision revise(const std::vector<ActivityDate>& dates, const Revised& by);

} // namespace dorfnetz::activities
