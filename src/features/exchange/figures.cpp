#include "features/exchange/figures_api.hpp"

namespace dorfnetz::exchange {

namespace {

Use read_use(db::Row& row)
{
    return {.village = row.take<villages::VillageId>(), .is_used = row.take<std::int64_t>() != 0};
}

} // namespace

std::vector<Use> things_and_use(db::Reader& reader, const NetworkId& network, Timestamp since)
{
    return reader.list(R"sql(
        SELECT village_id, CASE WHEN EXISTS (
            SELECT 1 FROM exchange_bookings b
            WHERE b.network_id = t.network_id AND b.thing_id = t.id AND b.requested_at >= :since) THEN 1 ELSE 0 END
        FROM exchange_things t
        WHERE t.network_id = :network AND t.status = 'offered' AND t.is_example = 0 ORDER BY t.id)sql",
                       {{"network", network}, {"since", since}}, read_use);
}

std::vector<Use> needs_and_answers(db::Reader& reader, const NetworkId& network, Timestamp since, Date today)
{
    return reader.list(R"sql(
        SELECT village_id, CASE WHEN p.status = 'done' OR EXISTS (
            SELECT 1 FROM exchange_answers a
            WHERE a.network_id = p.network_id AND a.post_id = p.id AND a.status = 'taken') THEN 1 ELSE 0 END
        FROM exchange_posts p
        WHERE p.network_id = :network AND p.kind = 'need' AND p.is_example = 0 AND p.created_at >= :since
          AND (p.status = 'done' OR (p.status = 'open' AND (p.expires_on < :today OR p.to_day < :today)))
        ORDER BY p.id)sql",
                       {{"network", network}, {"since", since}, {"today", today}}, read_use);
}

} // namespace dorfnetz::exchange
