#include "features/people/pending.hpp"

#include "features/people/person.hpp"

namespace dorfnetz::people {

namespace {

Pending read_pending(db::Row& row)
{
    Pending pending;
    pending.count = row.take<std::int64_t>();
    pending.since = row.take<std::optional<Timestamp>>();
    return pending;
}

} // namespace

Pending pending_locked(db::Reader& reader, const NetworkId& network, Lock lock)
{
    return reader
        .first(R"sql(
            SELECT COUNT(*), MIN(locked_at) FROM people
            WHERE network_id = :network AND locked_at IS NOT NULL AND locked_because = :reason)sql",
               {{"network", network}, {"reason", to_text(lock)}}, read_pending)
        .value_or(Pending{});
}

Pending pending_duplicates(db::Reader& reader, const NetworkId& network)
{
    return reader
        .first(R"sql(
            SELECT COUNT(*), MIN(found_at) FROM duplicate_reviews
            WHERE network_id = :network AND different_since IS NULL)sql",
               {{"network", network}}, read_pending)
        .value_or(Pending{});
}

} // namespace dorfnetz::people
