#include "features/tasks/tasks_service.hpp"

#include "accounts/audit.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::tasks {

namespace {

using web::Context;

constexpr std::size_t token_length = 32; // 128 bits in hexadecimal

std::string owner_text(const Owner& owner)
{
    if (const auto* organisation = std::get_if<OrganisationId>(&owner))
        return organisation->text();
    if (const auto* person = std::get_if<PersonId>(&owner))
        return person->text();
    return {};
}

// Whoever gave the task away cannot answer for it any more, so the key depends on the owner.
std::string token_of(const web::Environment& environment, const NetworkId& network, const Task& task)
{
    return web::keyed_hash(environment, "task",
                           join({network.text(), task.id.text(), owner_text(task.draft.owner)}, "\n"))
        .substr(0, token_length);
}

std::string hash_of(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "task-link", token);
}

std::string link_hash_of(const Context& context, const Task& task)
{
    return hash_of(context.environment, token_of(context.environment, context.network.id, task));
}

// The draft as it is kept, if everything that it names is there.
Result<TaskDraft> checked(db::Reader& reader, const Context& context, TaskDraft draft)
{
    const auto& network = context.network.id;
    draft.title = squeeze(draft.title);
    draft.text = trim(draft.text);
    if (draft.title.empty())
        return Error{.kind = Err::invalid,
                     .text = "Bitte prüf deine Angaben."_de,
                     .fields = {{"titel", "Was ist zu tun?"_de}}};
    if (const auto* organisation = std::get_if<OrganisationId>(&draft.owner);
        organisation && !organisations::organisation_by_id(reader, network, *organisation))
        return Error{.kind = Err::missing};
    if (const auto* person = std::get_if<PersonId>(&draft.owner);
        person && !people::person_by_id(reader, network, *person))
        return Error{.kind = Err::missing};
    if (draft.item) {
        const auto item = meetings::item_by_id(reader, network, *draft.item);
        if (!item || (draft.meeting && *draft.meeting != item->meeting))
            return Error{.kind = Err::missing};
        draft.meeting = item->meeting;
    }
    if (draft.meeting) {
        const auto meeting = meetings::meeting_by_id(reader, network, *draft.meeting);
        if (!meeting)
            return Error{.kind = Err::missing};
        draft.group = meeting->draft.group;
    }
    if (draft.group && !groups::group_by_id(reader, network, *draft.group))
        return Error{.kind = Err::missing};
    return draft;
}

// That somebody of the register was given something to do is about them.
void record_owner(db::Tx& tx, const Context& context, const Task& task)
{
    if (const auto* person = std::get_if<PersonId>(&task.draft.owner))
        accounts::record(tx,
                         {.network = context.network.id,
                          .user = context.actor.user,
                          .action = "task.given",
                          .subject_kind = "person",
                          .subject = person->text(),
                          .details = task.draft.title},
                         context.environment.clock, context.environment.random);
}

Result<Done> save(db::Tx& tx, const Context& context, Task& task)
{
    task.updated_at = context.now();
    if (!store::update(tx, context.network.id, task, link_hash_of(context, task)))
        return Error{.kind = Err::stale,
                     .text = "Jemand anderes hat das gerade geändert. Schau nach, was jetzt da steht."_de};
    return Done{};
}

void begin_reminders_anew(Task& task)
{
    task.told_soon_for.reset();
    task.told_late_on.reset();
}

} // namespace

Result<TaskId> create(db::Tx& tx, const Context& context, const TaskDraft& draft)
{
    Task task{.id = new_id<TaskId>(context.environment.clock, context.environment.random),
              .draft = TRY(checked(tx, context, draft)),
              .created_at = context.now(),
              .updated_at = context.now()};
    task.number = store::next_number(tx, context.network.id);
    if (context.actor.signed_in())
        task.created_by = context.actor.user;
    store::insert(tx, context.network.id, task, link_hash_of(context, task));
    if (task.draft.meeting)
        lineage::link(tx, context.network.id, meetings::lineage_record(*task.draft.meeting),
                      lineage_record(task.id), context.now());
    record_owner(tx, context, task);
    return task.id;
}

Result<Done> update(db::Tx& tx, const Context& context, const TaskId& id, std::int64_t version,
                    const TaskDraft& draft)
{
    auto task = task_by_id(tx, context.network.id, id);
    if (!task)
        return Error{.kind = Err::missing};
    const auto before = task->draft;
    task->draft = TRY(checked(tx, context, draft));
    task->draft.is_example = before.is_example;
    task->version = version;
    const bool has_new_owner = task->draft.owner != before.owner;
    if (has_new_owner || task->draft.due_on != before.due_on)
        begin_reminders_anew(*task);
    TRY(save(tx, context, *task));
    if (has_new_owner)
        record_owner(tx, context, *task);
    return Done{};
}

Result<Done> settle(db::Tx& tx, const Context& context, const TaskId& id, State state,
                    std::string_view outcome)
{
    auto task = task_by_id(tx, context.network.id, id);
    if (!task)
        return Error{.kind = Err::missing};
    if (task->state == state)
        return Error{.kind = Err::conflict,
                     .text = state == State::open ? "Die Aufgabe ist schon wieder offen."_de
                                                  : "Das ist schon eingetragen."_de};
    task->state = state;
    task->outcome = trim(outcome);
    task->settled_at = state == State::open ? std::nullopt : std::optional(context.now());
    return save(tx, context, *task);
}

Result<Done> postpone(db::Tx& tx, const Context& context, const TaskId& id, Date until, std::string_view why)
{
    auto task = task_by_id(tx, context.network.id, id);
    if (!task)
        return Error{.kind = Err::missing};
    if (!task->is_open())
        return Error{.kind = Err::conflict, .text = "Die Aufgabe ist schon abgeschlossen."_de};
    if (until < context.today())
        return Error{.kind = Err::invalid,
                     .text = "Bitte prüf deine Angaben."_de,
                     .fields = {{"bis", "Dieser Tag ist schon vorbei."_de}}};
    task->draft.due_on = until;
    task->outcome = trim(why);
    begin_reminders_anew(*task);
    return save(tx, context, *task);
}

std::string answer_path(const web::Environment& environment, const NetworkId& network, const Task& task)
{
    return "/aufgabe/" + token_of(environment, network, task);
}

Result<Task> task_of_token(db::Reader& reader, const Context& context, std::string_view token)
{
    auto task = store::by_link(reader, context.network.id, hash_of(context.environment, token));
    if (!task)
        return Error{
            .kind = Err::missing,
            .text = "Diesen Link gibt es nicht mehr. Vielleicht macht jetzt jemand anderes die Aufgabe."_de};
    return *std::move(task);
}

} // namespace dorfnetz::tasks
