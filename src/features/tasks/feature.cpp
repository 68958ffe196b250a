#include "features/tasks/feature.hpp"

#include "features/tasks/reminders.hpp"
#include "features/tasks/tasks_pages.hpp"
#include "features/tasks/tasks_store.hpp"
#include "foundation/web/each_network.hpp"

namespace dorfnetz::tasks {

namespace {

using web::Context;

std::map<std::string, lineage::Told> describe(const Context& context, db::Reader& reader,
                                              const std::vector<std::string>& ids)
{
    std::map<std::string, lineage::Told> told;
    View view(context, reader);
    for (const auto& id : ids)
        if (const auto task = task_by_id(reader, context.network.id, TaskId{id}); task && view.sees(*task))
            told[id] = {.title = task->draft.title, .path = path_of(*task)};
    return told;
}

// Those of one's own organisations that are overdue, or due within a week.
std::vector<web::Waiting> what_waits(const Context& context, db::Reader& reader)
{
    View view(context, reader);
    web::Waiting waiting{.heading = context.t("Aufgaben, die anstehen"_de),
                         .text = context.t("Erledigt, oder dauert es länger? Trag es kurz ein."_de),
                         .link = context.t("Zu den Aufgaben"_de),
                         .path = std::string(list_path)};
    for (const auto& task : store::list(reader, context.network.id, {.state = State::open})) {
        const auto* owner = view.organisation(task);
        if (!owner || !task.draft.due_on || add_days(context.today(), days_before) < *task.draft.due_on ||
            !organisations::may_edit(context.actor, owner->id, owner->villages))
            continue;
        ++waiting.count;
        if (task.is_overdue(context.today()))
            waiting.state = web::Waiting::State::late;
    }
    return waiting.count == 0 ? std::vector<web::Waiting>{} : std::vector{waiting};
}

Result<Done> nothing_was_agreed(db::Tx& tx, const Context& context, const meetings::Meeting& meeting)
{
    for (const auto& task : store::list(tx, context.network.id, {.meeting = meeting.id}))
        return Error{.kind = Err::conflict,
                     .text =
                         "Dazu gehört eine Aufgabe: „{1}“. Sag das Treffen ab, dann bleibt sie stehen."_de,
                     .values = {task.draft.title}};
    return Done{};
}

} // namespace

void register_feature(web::Site& site)
{
    add_list_pages(site);
    add_edit_pages(site);
    add_answer_pages(site);
    add_parts(site);
    site.add(web::DeskItems{80, what_waits});
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.daily("remind_of_tasks", 8, [&environment, &site](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job,
                              [&](const web::Network& network) { remind(environment, site, network); });
    });
}

lineage::Kind lineage_kind()
{
    return {.key = std::string(lineage_kind_key),
            .singular = "Aufgabe"_de,
            .describe = describe,
            .making = lineage::Making{
                .path = std::string(new_path), .label = "Aufgabe daraus machen"_de, .access = givers()}};
}

meetings::BeforeStep before_deleting()
{
    return nothing_was_agreed;
}

} // namespace dorfnetz::tasks
