#include "features/activities/import_store.hpp"

namespace dorfnetz::activities::import_store {

void keep(db::Tx& tx, const NetworkId& network, const Waiting& waiting, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO calendar_imports (network_id, id, organisation_id, kind, publish, content, created_at)
        VALUES (:network, :id, :host, :kind, :publish, :content, :now))sql",
            {{"network", network},
             {"id", waiting.id},
             {"host", waiting.choice.host},
             {"kind", waiting.choice.kind},
             {"publish", waiting.choice.publish},
             {"content", db::Blob{waiting.content}},
             {"now", now}});
}

std::optional<Waiting> waiting(db::Reader& reader, const NetworkId& network, std::string_view id)
{
    return reader.first(R"sql(
        SELECT id, organisation_id, kind, publish, content FROM calendar_imports
        WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, [](db::Row& row) {
                            Waiting waiting;
                            waiting.id = row.take<std::string>();
                            waiting.choice.host = row.take<OrganisationId>();
                            waiting.choice.kind = row.take<std::string>();
                            waiting.choice.publish = row.take<bool>();
                            waiting.content = row.take<std::string>();
                            return waiting;
                        });
}

void drop(db::Tx& tx, const NetworkId& network, std::string_view id)
{
    tx.exec(R"sql(DELETE FROM calendar_imports WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

void drop_older_than(db::Tx& tx, const NetworkId& network, Timestamp moment)
{
    tx.exec(R"sql(DELETE FROM calendar_imports WHERE network_id = :network AND created_at < :moment)sql",
            {{"network", network}, {"moment", moment}});
}

std::optional<Activity> activity_by_uid(db::Reader& reader, const NetworkId& network, std::string_view uid)
{
    const auto id = reader.value<ActivityId>(
        R"sql(SELECT activity_id FROM activity_sources WHERE network_id = :network AND uid = :uid)sql",
        {{"network", network}, {"uid", uid}});
    return id ? activity_by_id(reader, network, *id) : std::nullopt;
}

bool is_own_date(db::Reader& reader, const NetworkId& network, std::string_view uid)
{
    return reader.count(
               R"sql(SELECT COUNT(*) FROM activity_dates WHERE network_id = :network AND id = :uid)sql",
               {{"network", network}, {"uid", uid}}) > 0;
}

void remember_uid(db::Tx& tx, const NetworkId& network, std::string_view uid, const ActivityId& activity)
{
    tx.exec(R"sql(
        INSERT INTO activity_sources (network_id, uid, activity_id) VALUES (:network, :uid, :activity)
        ON CONFLICT DO NOTHING)sql",
            {{"network", network}, {"uid", uid}, {"activity", activity}});
}

} // namespace dorfnetz::activities::import_store
