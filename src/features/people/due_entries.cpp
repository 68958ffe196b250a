#include "features/people/person.hpp"

#include <algorithm>

// Whose time in the register is over. What then happens is decided by features/retention.
namespace dorfnetz::people {

namespace {

std::vector<DueEntry> unanswered(db::Reader& reader, const NetworkId& network)
{
    return reader.list(
        R"sql(
        SELECT p.id, COALESCE((SELECT MIN(r.asked_at) FROM consent_requests r
                               WHERE r.network_id = p.network_id AND r.person_id = p.id), p.locked_at)
        FROM people p
        WHERE p.network_id = :network AND p.locked_at IS NOT NULL AND p.locked_because = 'no_consent')sql",
        {{"network", network}}, [](db::Row& row) {
            auto id = row.take<PersonId>();
            return DueEntry{std::move(id), row.take<Timestamp>() + std::chrono::days(days_to_answer)};
        });
}

std::vector<DueEntry> after_the_lock(db::Reader& reader, const NetworkId& network, Lock lock, int days)
{
    return reader.list(R"sql(
        SELECT id, locked_at FROM people
        WHERE network_id = :network AND locked_at IS NOT NULL AND locked_because = :lock)sql",
                       {{"network", network}, {"lock", to_text(lock)}}, [&](db::Row& row) {
                           auto id = row.take<PersonId>();
                           return DueEntry{std::move(id), row.take<Timestamp>() + std::chrono::days(days)};
                       });
}

void sort_by_time(std::vector<DueEntry>& entries)
{
    std::sort(entries.begin(), entries.end(), [](const DueEntry& one, const DueEntry& other) {
        return std::pair(one.at, one.id) < std::pair(other.at, other.id);
    });
}

} // namespace

std::vector<DueEntry> locked_until(db::Reader& reader, const NetworkId& network, Lock lock)
{
    auto entries = lock == Lock::no_consent ? unanswered(reader, network)
                   : lock == Lock::parent   ? after_the_lock(reader, network, lock, days_to_answer)
                   : lock == Lock::objected ? after_the_lock(reader, network, lock, days_after_objection)
                                            : after_the_lock(reader, network, lock, days_after_withdrawal);
    sort_by_time(entries);
    return entries;
}

std::vector<DueEntry> silent_since(db::Reader& reader, const NetworkId& network, Timestamp moment)
{
    auto entries = reader.list(R"sql(
        SELECT p.id, p.updated_at, (SELECT MAX(c.recorded_at) FROM consents c
                                    WHERE c.network_id = p.network_id AND c.person_id = p.id)
        FROM people p
        WHERE p.network_id = :network AND p.locked_at IS NULL AND p.is_example = 0 AND p.updated_at < :moment
          AND NOT EXISTS (SELECT 1 FROM consents c WHERE c.network_id = p.network_id AND c.person_id = p.id
                          AND c.recorded_at >= :moment))sql",
                               {{"network", network}, {"moment", moment}}, [](db::Row& row) {
                                   DueEntry entry;
                                   entry.id = row.take<PersonId>();
                                   entry.at = row.take<Timestamp>();
                                   const auto agreed = row.take<std::optional<Timestamp>>();
                                   entry.at = std::max(entry.at, agreed.value_or(entry.at));
                                   return entry;
                               });
    sort_by_time(entries);
    return entries;
}

} // namespace dorfnetz::people
