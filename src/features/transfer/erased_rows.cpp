#include "features/transfer/erased_rows.hpp"

#include "features/people/api.hpp"
#include "features/transfer/batches_store.hpp"

#include <set>

// A list keeps its rows for some days, also those of people who then say no.
namespace dorfnetz::transfer {

namespace {

struct RowKey
{
    NetworkId network;
    BatchId batch;
    std::int64_t number = 0;

    auto operator<=>(const RowKey&) const = default;
};

struct Tied
{
    RowKey key;
    std::string entry; // what the row became
    std::string match; // the entry, or the number of the row, that it is like
};

std::vector<Tied> tied_rows(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, batch_id, number, COALESCE(entry_id, ''), match_id FROM import_rows
        WHERE cells <> '[]' AND (entry_id IS NOT NULL OR match_id <> ''))sql",
                       {}, [](db::Row& row) {
                           Tied tied;
                           tied.key.network = row.take<NetworkId>();
                           tied.key.batch = row.take<BatchId>();
                           tied.key.number = row.take<std::int64_t>();
                           tied.entry = row.take<std::string>();
                           tied.match = row.take<std::string>();
                           return tied;
                       });
}

std::set<RowKey> rows_of_erased(const std::vector<Tied>& rows, const std::set<std::string>& erased)
{
    std::set<RowKey> found;
    for (const auto& row : rows)
        if (erased.contains(row.entry) || erased.contains(row.match))
            found.insert(row.key);
    const auto of_people = found;
    for (const auto& row : rows)
        for (const auto& key : of_people)
            if (key.network == row.key.network && key.batch == row.key.batch &&
                std::to_string(key.number) == row.match)
                found.insert(row.key);
    return found;
}

} // namespace

void forget_erased(web::Environment& environment)
{
    std::set<std::string> erased;
    const auto rows = environment.pool.read([&](db::Reader& reader) {
        for (const auto& person : people::erased_people(reader))
            erased.insert(person.id.text());
        return erased.empty() ? std::vector<Tied>{} : tied_rows(reader);
    });
    const auto found = rows_of_erased(rows, erased);
    if (found.empty())
        return;
    (void)environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& key : found) {
            store::delete_file(tx, key.network, key.batch);
            tx.exec(R"sql(
                UPDATE import_rows SET cells = '[]'
                WHERE network_id = :network AND batch_id = :batch AND number = :number)sql",
                    {{"network", key.network}, {"batch", key.batch}, {"number", key.number}});
        }
        return Done{};
    });
}

} // namespace dorfnetz::transfer
