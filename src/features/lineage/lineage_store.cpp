#include "features/lineage/api.hpp"

namespace dorfnetz::lineage {

namespace {

Record record_from(db::Row& row)
{
    Record record;
    record.kind = row.take<std::string>();
    record.id = row.take<std::string>();
    return record;
}

} // namespace

void link(db::Tx& tx, const NetworkId& network, const Record& from, const Record& to, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO lineage_links (network_id, from_kind, from_id, to_kind, to_id, at)
        VALUES (:network, :from_kind, :from_id, :to_kind, :to_id, :now)
        ON CONFLICT (network_id, from_kind, from_id, to_kind, to_id) DO NOTHING)sql",
            {{"network", network},
             {"from_kind", from.kind},
             {"from_id", from.id},
             {"to_kind", to.kind},
             {"to_id", to.id},
             {"now", now}});
}

void forget(db::Tx& tx, const NetworkId& network, const Record& record)
{
    tx.exec(R"sql(
        DELETE FROM lineage_links
        WHERE network_id = :network
          AND ((from_kind = :kind AND from_id = :id) OR (to_kind = :kind AND to_id = :id)))sql",
            {{"network", network}, {"kind", record.kind}, {"id", record.id}});
}

std::vector<Record> sources_of(db::Reader& reader, const NetworkId& network, const Record& record)
{
    return reader.list(R"sql(
        SELECT from_kind, from_id FROM lineage_links
        WHERE network_id = :network AND to_kind = :kind AND to_id = :id ORDER BY at, from_kind, from_id)sql",
                       {{"network", network}, {"kind", record.kind}, {"id", record.id}}, record_from);
}

std::vector<Record> results_of(db::Reader& reader, const NetworkId& network, const Record& record)
{
    return reader.list(R"sql(
        SELECT to_kind, to_id FROM lineage_links
        WHERE network_id = :network AND from_kind = :kind AND from_id = :id ORDER BY at, to_kind, to_id)sql",
                       {{"network", network}, {"kind", record.kind}, {"id", record.id}}, record_from);
}

} // namespace dorfnetz::lineage
