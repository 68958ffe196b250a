#include "features/tasks/tasks_store.hpp"

#include <stdexcept>

namespace dorfnetz::tasks {

namespace {

db::BuiltQuery task_query()
{
    return db::BuiltQuery(R"sql(
        SELECT id, number, title, text, organisation_id, person_id, due_on, state, outcome, audience, meeting_id,
               item_id, group_id, is_example, created_by, created_at, updated_at, settled_at, told_soon_for,
               told_late_on, version
        FROM tasks WHERE network_id = :network)sql");
}

Task task_from(db::Row& row)
{
    Task task;
    task.id = row.take<TaskId>();
    task.number = row.take<std::int64_t>();
    task.draft.title = row.take<std::string>();
    task.draft.text = row.take<std::string>();
    if (auto organisation = row.take<std::optional<OrganisationId>>())
        task.draft.owner = *std::move(organisation);
    if (auto person = row.take<std::optional<PersonId>>())
        task.draft.owner = *std::move(person);
    task.draft.due_on = row.take<std::optional<Date>>();
    task.state = state_from_text(row.take<std::string>()).value();
    task.outcome = row.take<std::string>();
    task.draft.audience = audience_from_text(row.take<std::string>()).value();
    task.draft.meeting = row.take<std::optional<MeetingId>>();
    task.draft.item = row.take<std::optional<AgendaItemId>>();
    task.draft.group = row.take<std::optional<GroupId>>();
    task.draft.is_example = row.take<bool>();
    task.created_by = row.take<std::optional<web::UserId>>();
    task.created_at = row.take<Timestamp>();
    task.updated_at = row.take<Timestamp>();
    task.settled_at = row.take<std::optional<Timestamp>>();
    task.told_soon_for = row.take<std::optional<Date>>();
    task.told_late_on = row.take<std::optional<Date>>();
    task.version = row.take<std::int64_t>();
    return task;
}

template <class Id>
std::optional<Id> owner_as(const Owner& owner)
{
    const auto* id = std::get_if<Id>(&owner);
    return id ? std::optional(*id) : std::nullopt;
}

} // namespace

std::optional<Task> task_by_id(db::Reader& reader, const NetworkId& network, const TaskId& id)
{
    auto query = task_query();
    query.add(R"part(AND id = :id)part");
    return reader.first(query, {{"network", network}, {"id", id}}, task_from);
}

bool has_tasks(db::Reader& reader, const NetworkId& network)
{
    return store::next_number(reader, network) > 1;
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(UPDATE tasks SET created_by = NULL WHERE network_id = :network AND created_by = :user)sql",
            {{"network", network}, {"user", user}});
}

namespace store {

std::vector<Task> list(db::Reader& reader, const NetworkId& network, const Filter& filter)
{
    const auto state = filter.state ? std::string(to_text(*filter.state)) : std::string();
    const auto meeting = filter.meeting ? filter.meeting->text() : std::string();
    const auto group = filter.group ? filter.group->text() : std::string();
    auto query = task_query();
    query.add(R"part(
          AND (CAST(:state AS TEXT) = '' OR state = :state)
          AND (CAST(:meeting AS TEXT) = '' OR meeting_id = :meeting)
          AND (CAST(:group AS TEXT) = '' OR group_id = :group)
        ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, COALESCE(settled_at, '') DESC,
                 CASE WHEN due_on IS NULL THEN 1 ELSE 0 END, due_on, number
        LIMIT :most)part");
    return reader.list(query,
                       {{"network", network},
                        {"state", state},
                        {"meeting", meeting},
                        {"group", group},
                        {"most", filter.most}},
                       task_from);
}

std::optional<Task> by_number(db::Reader& reader, const NetworkId& network, std::int64_t number)
{
    auto query = task_query();
    query.add(R"part(AND number = :number)part");
    return reader.first(query, {{"network", network}, {"number", number}}, task_from);
}

std::optional<Task> by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash)
{
    auto query = task_query();
    query.add(R"part(AND link_hash = :hash)part");
    return reader.first(query, {{"network", network}, {"hash", link_hash}}, task_from);
}

std::vector<Task> of_person(db::Reader& reader, const NetworkId& network, const PersonId& person)
{
    auto query = task_query();
    query.add(R"part(AND person_id = :person ORDER BY number)part");
    return reader.list(query, {{"network", network}, {"person", person}}, task_from);
}

std::int64_t next_number(db::Reader& reader, const NetworkId& network)
{
    return reader.count(R"sql(SELECT COALESCE(MAX(number), 0) + 1 FROM tasks WHERE network_id = :network)sql",
                        {{"network", network}});
}

void insert(db::Tx& tx, const NetworkId& network, const Task& task, std::string_view link_hash)
{
    const auto& draft = task.draft;
    // A number that another transaction took in the same moment is a conflict, which PostgreSQL tries again.
    const auto inserted = tx.exec(R"sql(
        INSERT INTO tasks (network_id, id, number, title, text, organisation_id, person_id, due_on, state,
                           outcome, audience, meeting_id, item_id, group_id, is_example, created_by,
                           created_at, updated_at, settled_at, link_hash, version)
        VALUES (:network, :id, :number, :title, :text, :organisation, :person, :due, :state, :outcome,
                :audience, :meeting, :item, :group, :example, :created_by, :created, :updated, :settled,
                :link_hash, :version)
        ON CONFLICT (network_id, number) DO NOTHING)sql",
                                  {{"network", network},
                                   {"id", task.id},
                                   {"number", task.number},
                                   {"title", draft.title},
                                   {"text", draft.text},
                                   {"organisation", owner_as<OrganisationId>(draft.owner)},
                                   {"person", owner_as<PersonId>(draft.owner)},
                                   {"due", draft.due_on},
                                   {"state", to_text(task.state)},
                                   {"outcome", task.outcome},
                                   {"audience", to_text(draft.audience)},
                                   {"meeting", draft.meeting},
                                   {"item", draft.item},
                                   {"group", draft.group},
                                   {"example", draft.is_example},
                                   {"created_by", task.created_by},
                                   {"created", task.created_at},
                                   {"updated", task.updated_at},
                                   {"settled", task.settled_at},
                                   {"link_hash", link_hash},
                                   {"version", task.version}});
    if (inserted != 1)
        throw std::logic_error("a task has a number that is taken");
}

bool update(db::Tx& tx, const NetworkId& network, const Task& task, std::string_view link_hash)
{
    const auto& draft = task.draft;
    return tx.exec(R"sql(
        UPDATE tasks SET title = :title, text = :text, organisation_id = :organisation, person_id = :person,
               due_on = :due, state = :state, outcome = :outcome, audience = :audience, meeting_id = :meeting,
               item_id = :item, group_id = :group, updated_at = :updated, settled_at = :settled,
               link_hash = :link_hash, told_soon_for = :soon, told_late_on = :late, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", task.id},
                    {"title", draft.title},
                    {"text", draft.text},
                    {"organisation", owner_as<OrganisationId>(draft.owner)},
                    {"person", owner_as<PersonId>(draft.owner)},
                    {"due", draft.due_on},
                    {"state", to_text(task.state)},
                    {"outcome", task.outcome},
                    {"audience", to_text(draft.audience)},
                    {"meeting", draft.meeting},
                    {"item", draft.item},
                    {"group", draft.group},
                    {"updated", task.updated_at},
                    {"settled", task.settled_at},
                    {"link_hash", link_hash},
                    {"soon", task.told_soon_for},
                    {"late", task.told_late_on},
                    {"version", task.version}}) == 1;
}

void mark_told(db::Tx& tx, const NetworkId& network, const Task& task)
{
    tx.exec(
        R"sql(
        UPDATE tasks SET told_soon_for = :soon, told_late_on = :late
        WHERE network_id = :network AND id = :id)sql",
        {{"network", network}, {"id", task.id}, {"soon", task.told_soon_for}, {"late", task.told_late_on}});
}

void forget_person(db::Tx& tx, const NetworkId& network, const PersonId& person)
{
    // Nor does the link that they were sent open it any more: no hash of a token is an id.
    tx.exec(R"sql(
        UPDATE tasks SET person_id = NULL, link_hash = id WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", person}});
}

} // namespace store

} // namespace dorfnetz::tasks
