#include "features/groups/groups_store.hpp"

namespace dorfnetz::groups {

namespace {

Group read_group(db::Row& row)
{
    Group group;
    group.id = row.take<GroupId>();
    group.slug = row.take<std::string>();
    group.draft.title = row.take<std::string>();
    group.draft.summary = row.take<std::string>();
    group.draft.aims = row.take<std::string>();
    group.draft.is_open = row.take<bool>();
    group.draft.is_example = row.take<bool>();
    group.ended_on = row.take<std::optional<Date>>();
    group.version = row.take<std::int64_t>();
    return group;
}

std::vector<VillageId> villages_of(db::Reader& reader, const NetworkId& network, const GroupId& group)
{
    return reader.list(R"sql(
        SELECT village_id FROM working_group_villages
        WHERE network_id = :network AND group_id = :group ORDER BY village_id)sql",
                       {{"network", network}, {"group", group}},
                       [](db::Row& row) { return row.take<VillageId>(); });
}

std::optional<Group> with_villages(db::Reader& reader, const NetworkId& network, std::optional<Group> group)
{
    if (group)
        group->draft.villages = villages_of(reader, network, group->id);
    return group;
}

} // namespace

std::optional<Group> group_by_id(db::Reader& reader, const NetworkId& network, const GroupId& id)
{
    return with_villages(reader, network,
                         reader.first(R"sql(
        SELECT id, slug, title, summary, aims, is_open, is_example, ended_on, version
        FROM working_groups WHERE network_id = :network AND id = :id)sql",
                                      {{"network", network}, {"id", id}}, read_group));
}

std::optional<Group> group_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return with_villages(reader, network,
                         reader.first(R"sql(
        SELECT id, slug, title, summary, aims, is_open, is_example, ended_on, version
        FROM working_groups WHERE network_id = :network AND slug = :slug)sql",
                                      {{"network", network}, {"slug", slug}}, read_group));
}

std::vector<Group> groups_of(db::Reader& reader, const NetworkId& network)
{
    auto groups = reader.list(R"sql(
        SELECT id, slug, title, summary, aims, is_open, is_example, ended_on, version
        FROM working_groups WHERE network_id = :network
        ORDER BY CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END, title, id)sql",
                              {{"network", network}}, read_group);
    for (auto& group : groups)
        group.draft.villages = villages_of(reader, network, group.id);
    return groups;
}

namespace store {

namespace {

void insert_villages(db::Tx& tx, const NetworkId& network, const Group& group)
{
    for (const auto& village : group.draft.villages)
        tx.exec(R"sql(
            INSERT INTO working_group_villages (network_id, group_id, village_id)
            VALUES (:network, :group, :village) ON CONFLICT DO NOTHING)sql",
                {{"network", network}, {"group", group.id}, {"village", village}});
}

} // namespace

bool insert(db::Tx& tx, const NetworkId& network, const Group& group, Timestamp now)
{
    const auto& draft = group.draft;
    if (tx.exec(R"sql(
        INSERT INTO working_groups (network_id, id, slug, title, summary, aims, is_open, is_example, created_at,
                                    updated_at, version)
        VALUES (:network, :id, :slug, :title, :summary, :aims, :open, :example, :now, :now, 1)
        ON CONFLICT DO NOTHING)sql",
                {{"network", network},
                 {"id", group.id},
                 {"slug", group.slug},
                 {"title", draft.title},
                 {"summary", draft.summary},
                 {"aims", draft.aims},
                 {"open", draft.is_open},
                 {"example", draft.is_example},
                 {"now", now}}) == 0)
        return false;
    insert_villages(tx, network, group);
    return true;
}

bool update(db::Tx& tx, const NetworkId& network, const Group& group, std::int64_t version, Timestamp now)
{
    const auto& draft = group.draft;
    if (tx.exec(R"sql(
        UPDATE working_groups SET title = :title, summary = :summary, aims = :aims, is_open = :open,
            updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                {{"network", network},
                 {"id", group.id},
                 {"version", version},
                 {"title", draft.title},
                 {"summary", draft.summary},
                 {"aims", draft.aims},
                 {"open", draft.is_open},
                 {"now", now}}) == 0)
        return false;
    tx.exec(R"sql(DELETE FROM working_group_villages WHERE network_id = :network AND group_id = :id)sql",
            {{"network", network}, {"id", group.id}});
    insert_villages(tx, network, group);
    return true;
}

void set_ended(db::Tx& tx, const NetworkId& network, const GroupId& id, std::optional<Date> day,
               Timestamp now)
{
    tx.exec(R"sql(
        UPDATE working_groups SET ended_on = :day, updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"day", day}, {"now", now}});
}

} // namespace store

} // namespace dorfnetz::groups
