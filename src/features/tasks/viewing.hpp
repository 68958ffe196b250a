#pragma once

#include "features/tasks/api.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

// What an actor sees of tasks, and may do. What one may not see is Err::missing.
namespace dorfnetz::tasks {

// For the time of one page: asks for each meeting once. The context and the reader must outlive it.
class View
{
public:
    View(const web::Context& context, db::Reader& reader);

    bool sees(const Task& task);
    // The coordination, who takes part in its meeting or group, who edits the organisation that does it, and
    // who entered it as long as they could still give it.
    bool may_edit(const Task& task);
    // Who does it: a name only for who may see that person, otherwise "jemand aus Aue"; "noch niemand".
    std::string owner(const Task& task);
    // "bis Sa., 5. Dezember"; empty without a day.
    std::string due(const Task& task) const;
    // In which it was agreed; nothing without one.
    const meetings::Meeting* meeting(const Task& task);
    // That does it, if the actor may know of it.
    const organisations::Entry* organisation(const Task& task) const;

private:
    const web::Context& m_context;
    db::Reader& m_reader;
    std::shared_ptr<const organisations::Register> m_entries;
    std::map<std::string, std::optional<meetings::Meeting>> m_meetings = {};
};

// As everybody reads it: "Chor Aue", "jemand aus Aue", "noch niemand".
std::string public_owner(db::Reader& reader, const NetworkId& network, i18n::Language language,
                         const Owner& owner);
// "bis Sa., 5. Dezember"
std::string due_text(const i18n::Region& region, Date due);

// The task of the address, if the actor may see it; Err::missing otherwise.
Result<Task> visible_task(const web::Context& context, db::Reader& reader);
// The same, if the actor may change it.
Result<Task> editable_task(const web::Context& context, db::Reader& reader);

// Whom this person may give something to do, at the fields' names of the form; an error says why not. Whoever
// edits an organisation alone gives tasks to that; all others to whomever was agreed.
Result<Done> may_give(const web::Context& context, db::Reader& reader, const TaskDraft& draft);

// A list of tasks as parts of pages show it, those that the actor sees; nothing for none. `form` (own path)
// offers to enter another.
html::Safe draw_list(const web::Context& context, db::Reader& reader, const std::vector<Task>& tasks,
                     std::string_view form = {});
// One row of task_part.html or task_list.html.
void set_row(html::Values row, const web::Context& context, View& view, const Task& task);

} // namespace dorfnetz::tasks
