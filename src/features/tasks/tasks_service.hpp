#pragma once

#include "features/tasks/tasks_store.hpp"

#include <string>
#include <string_view>

// What happens to tasks; each in the caller's transaction. Who may is asked by the pages (viewing.hpp).
namespace dorfnetz::tasks {

// Err::missing, Err::stale if `version` is no longer the newest, Err::invalid. Another owner gets another
// link, and a new day new reminders.
Result<Done> update(db::Tx& tx, const web::Context& context, const TaskId& id, std::int64_t version,
                    const TaskDraft& draft);

// Needs longer. Err::missing, Err::conflict if it is not open, Err::invalid (field "bis") for a day that is
// past.
Result<Done> postpone(db::Tx& tx, const web::Context& context, const TaskId& id, Date until,
                      std::string_view why);

// ---- The owner's link ----

// "/aufgabe/…": the address is the key, for whoever does the task now.
std::string answer_path(const web::Environment& environment, const NetworkId& network, const Task& task);
// Err::missing.
Result<Task> task_of_token(db::Reader& reader, const web::Context& context, std::string_view token);

} // namespace dorfnetz::tasks
