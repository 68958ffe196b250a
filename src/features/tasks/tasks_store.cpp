#include "features/tasks/tasks_store.hpp"

namespace dorfnetz::tasks {

namespace {

db::BuiltQuery task_query()
{
    return db::BuiltQuery(R"sql(
        SELECT t.id, t.number, t.title, t.text, t.organisation_id, p.person_id, t.due_on, t.state, t.outcome,
               t.audience, t.meeting_id, t.item_id, t.group_id, t.is_example, t.created_by, t.created_at,
               t.updated_at, t.settled_at, t.told_soon_for, t.told_late_on, t.version
        FROM tasks AS t LEFT JOIN task_people AS p ON p.network_id = t.network_id AND p.task_id = t.id
        WHERE t.network_id = :network)sql");
}

Task task_from(db::Row& row)
{
    Task task;
    task.id = row.take<TaskId>();
    task.number = row.take<std::int64_t>();
    task.draft.title = row.take<std::string>();
    task.draft.text = row.take<std::string>();
    const auto organisation = row.take<std::optional<OrganisationId>>();
    const auto person = row.take<std::optional<PersonId>>();
    if (organisation)
        task.draft.owner = *organisation;
    else if (person)
        task.draft.owner = *person;
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

std::string_view kind_of(const Owner& owner)
{
    if (std::holds_alternative<OrganisationId>(owner))
        return "organisation";
    return std::holds_alternative<PersonId>(owner) ? "person" : "nobody";
}

void insert_person(db::Tx& tx, const NetworkId& network, const Task& task)
{
    if (const auto person = owner_as<PersonId>(task.draft.owner))
        tx.exec(R"sql(
            INSERT INTO task_people (network_id, task_id, owner_kind, person_id)
            VALUES (:network, :task, 'person', :person))sql",
                {{"network", network}, {"task", task.id}, {"person", *person}});
}

} // namespace

std::optional<Task> task_by_id(db::Reader& reader, const NetworkId& network, const TaskId& id)
{
    auto query = task_query();
    query.add(R"part(AND t.id = :id)part");
    return reader.first(query, {{"network", network}, {"id", id}}, task_from);
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
          AND (CAST(:state AS TEXT) = '' OR t.state = :state)
          AND (CAST(:meeting AS TEXT) = '' OR t.meeting_id = :meeting)
          AND (CAST(:group AS TEXT) = '' OR t.group_id = :group)
        ORDER BY CASE WHEN t.state = 'open' THEN 0 ELSE 1 END, COALESCE(t.settled_at, '') DESC,
                 CASE WHEN t.due_on IS NULL THEN 1 ELSE 0 END, t.due_on, t.number
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
    const auto id =
        reader.value<TaskId>(R"sql(SELECT id FROM tasks WHERE network_id = :network AND number = :number)sql",
                             {{"network", network}, {"number", number}});
    return id ? task_by_id(reader, network, *id) : std::nullopt;
}

std::optional<Task> by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash)
{
    const auto id = reader.value<TaskId>(
        R"sql(SELECT id FROM tasks WHERE network_id = :network AND link_hash = :hash)sql",
        {{"network", network}, {"hash", link_hash}});
    return id ? task_by_id(reader, network, *id) : std::nullopt;
}

std::vector<Task> of_person(db::Reader& reader, const NetworkId& network, const PersonId& person)
{
    auto query = task_query();
    query.add(R"part(AND p.person_id = :person ORDER BY t.number)part");
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
    tx.exec(R"sql(
        INSERT INTO tasks (network_id, id, number, title, text, owner_kind, organisation_id, due_on, state,
                           outcome, audience, meeting_id, item_id, group_id, is_example, created_by,
                           created_at, updated_at, settled_at, link_hash, version)
        VALUES (:network, :id, :number, :title, :text, :owner_kind, :organisation, :due, :state, :outcome,
                :audience, :meeting, :item, :group, :example, :created_by, :created, :updated, :settled,
                :link_hash, :version))sql",
            {{"network", network},
             {"id", task.id},
             {"number", task.number},
             {"title", draft.title},
             {"text", draft.text},
             {"owner_kind", kind_of(draft.owner)},
             {"organisation", owner_as<OrganisationId>(draft.owner)},
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
    insert_person(tx, network, task);
}

bool update(db::Tx& tx, const NetworkId& network, const Task& task, std::string_view link_hash)
{
    const auto& draft = task.draft;
    // First, since it holds the kind of the owner.
    tx.exec(R"sql(DELETE FROM task_people WHERE network_id = :network AND task_id = :task)sql",
            {{"network", network}, {"task", task.id}});
    const auto changed = tx.exec(R"sql(
        UPDATE tasks SET title = :title, text = :text, owner_kind = :owner_kind, organisation_id = :organisation,
               due_on = :due, state = :state, outcome = :outcome, audience = :audience, meeting_id = :meeting,
               item_id = :item, group_id = :group, updated_at = :updated, settled_at = :settled,
               link_hash = :link_hash, told_soon_for = :soon, told_late_on = :late, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                                 {{"network", network},
                                  {"id", task.id},
                                  {"title", draft.title},
                                  {"text", draft.text},
                                  {"owner_kind", kind_of(draft.owner)},
                                  {"organisation", owner_as<OrganisationId>(draft.owner)},
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
    if (changed)
        insert_person(tx, network, task);
    return changed;
}

} // namespace store

} // namespace dorfnetz::tasks
