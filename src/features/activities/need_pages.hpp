#pragma once

#include "features/activities/activities_pages.hpp"
#include "features/activities/needs_api.hpp"

#include <vector>

// What the pages of needs, times and shifts share.
namespace dorfnetz::activities {

std::string needs_path(const ActivityId& id);
std::string need_path(const Need& need);
std::string time_path(const ActivityId& activity, const NeedTimeId& id);
std::string shifts_path(const ActivityId& activity, const DateId& date);

struct NeedOfActivity
{
    Activity activity;
    Need need;
    std::vector<NeedTime> times; // without those that were withdrawn
};

// Err::missing if the need is of another activity or no longer there.
Result<NeedOfActivity> need_in(const web::Context& context, db::Reader& reader, Activity activity,
                               const NeedId& id);
// That of the address, if the actor may edit it.
Result<NeedOfActivity> editable_need(const web::Context& context, db::Reader& reader);

// "12 von 20 zugesagt", of people; what was called off does not count. Empty if only things are needed.
std::string promised_text(const web::Context& context, const std::vector<NeededShift>& shifts);

} // namespace dorfnetz::activities
