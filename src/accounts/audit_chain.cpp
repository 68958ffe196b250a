#include "accounts/audit_chain.hpp"

#include "accounts/audit.hpp"
#include "accounts/parts_hash.hpp"
#include "foundation/web/network.hpp"

namespace dorfnetz::accounts {

namespace {

constexpr std::int64_t most_at_once =
    1'000; // rows in one transaction: the writer of SQLite is held for moments

struct LogRow
{
    std::string id;
    std::string at; // as it is stored
    std::string action;
    std::string details_hash;
};

LogRow read_log_row(db::Row& row)
{
    LogRow read;
    read.id = row.take<std::string>();
    read.at = row.take<std::string>();
    read.action = row.take<std::string>();
    read.details_hash = row.take<std::string>();
    return read;
}

// The network's id begins the chain, so that no chain can be shown as another network's.
std::string chained(const NetworkId& network, std::string_view before, std::int64_t place, const LogRow& row)
{
    return hash_of_parts(
        {network.text(), before, std::to_string(place), row.id, row.at, row.action, row.details_hash});
}

// Two servers that seal at once begin with the same unsealed row. On PostgreSQL the second one's UPDATE of it
// cannot be serialised, so its transaction is repeated and finds nothing left; the unique place is a second
// lock. SQLite has one writer.
std::int64_t seal_some(db::Tx& tx, const NetworkId& network)
{
    const auto rows = tx.list(R"sql(
        SELECT id, at, action, details_hash FROM audit_log
        WHERE network_id = :network AND place IS NULL ORDER BY at, id LIMIT :most)sql",
                              {{"network", network}, {"most", most_at_once}}, read_log_row);
    auto head = chain_head(tx, network);
    for (const auto& row : rows) {
        ++head.place;
        head.hash = chained(network, head.hash, head.place, row);
        tx.exec_later(R"sql(
            UPDATE audit_log SET place = :place, chain_hash = :hash
            WHERE network_id = :network AND id = :id AND place IS NULL)sql",
                      {{"place", head.place}, {"hash", head.hash}, {"network", network}, {"id", row.id}});
    }
    return std::ssize(rows);
}

std::vector<NetworkId> networks_with_unsealed_rows(db::Reader& reader)
{
    return reader.list(R"sql(SELECT DISTINCT network_id FROM audit_log WHERE place IS NULL)sql", {},
                       [](db::Row& row) { return row.take<NetworkId>(); });
}

} // namespace

ChainHead chain_head(db::Reader& reader, const NetworkId& network)
{
    const auto newest = reader.first(R"sql(
        SELECT place, chain_hash FROM audit_log
        WHERE network_id = :network AND place IS NOT NULL ORDER BY place DESC LIMIT 1)sql",
                                     {{"network", network}}, [&](db::Row& row) {
                                         const auto place = row.take<std::int64_t>();
                                         return ChainHead{network, place, row.take<std::string>()};
                                     });
    return newest.value_or(ChainHead{.network = network});
}

std::int64_t seal_audit_log(db::Pool& pool)
{
    std::int64_t sealed = 0;
    for (const auto& network : pool.read(networks_with_unsealed_rows))
        for (std::int64_t some = most_at_once; some == most_at_once; sealed += some)
            some = pool.write(db::Scope::nothing(),
                              [&](db::Tx& tx) -> Result<std::int64_t> { return seal_some(tx, network); })
                       .value();
    return sealed;
}

std::vector<ChainHead> chain_heads(db::Reader& reader)
{
    std::vector<ChainHead> heads;
    for (const auto& network : web::all_networks(reader))
        if (auto head = chain_head(reader, network.id); head.place > 0)
            heads.push_back(std::move(head));
    return heads;
}

ChainReport check_audit_log(db::Reader& reader, const NetworkId& network)
{
    ChainReport report;
    std::string before;
    reader.each(R"sql(
        SELECT place, chain_hash, id, at, action, details_hash FROM audit_log
        WHERE network_id = :network AND place IS NOT NULL ORDER BY place)sql",
                {{"network", network}}, [&](db::Row& row) {
                    const auto place = row.take<std::int64_t>();
                    auto hash = row.take<std::string>();
                    const auto content = read_log_row(row);
                    if (report.broken_at)
                        return;
                    const auto expected = report.sealed + 1;
                    if (place != expected || hash != chained(network, before, place, content))
                        report.broken_at = expected;
                    else
                        report.sealed = place;
                    before = std::move(hash);
                });
    reader.each(R"sql(
        SELECT COUNT(*), MIN(at) FROM audit_log WHERE network_id = :network AND place IS NULL)sql",
                {{"network", network}}, [&](db::Row& row) {
                    report.waiting = row.take<std::int64_t>();
                    report.waiting_since = row.take<std::optional<Timestamp>>();
                });
    report.forged_details = count_forged_details(reader, network);
    return report;
}

bool contains(db::Reader& reader, const ChainHead& head)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM audit_log
        WHERE network_id = :network AND place = :place AND chain_hash = :hash)sql",
                        {{"network", head.network}, {"place", head.place}, {"hash", head.hash}}) == 1;
}

} // namespace dorfnetz::accounts
