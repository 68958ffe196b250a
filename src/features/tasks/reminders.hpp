#pragma once

#include "features/tasks/api.hpp"
#include "foundation/web/site.hpp"

// Mails to whoever does a task: a week before it is due, and while it is overdue.
namespace dorfnetz::tasks {

enum class Notice { none, soon, late };

inline constexpr int days_before = 7;
inline constexpr int days_between_late_notices = 14;
// Whoever has not answered by then is asked by people, at the next meeting.
inline constexpr int late_for_at_most = 90; // days

// What the owner has to hear today. Each due day is told once before, and from the day after it every two
// weeks.
Notice notice_due(const Task& task, Date today);

// Writes the mails that are due. Answers how many tasks were told of.
std::int64_t remind(web::Environment& environment, const web::Site& site, const web::Network& network);

} // namespace dorfnetz::tasks
