#include "foundation/search/sort_keys.hpp"

#include "foundation/core/result.hpp"
#include "foundation/search/sounding.hpp"

namespace dorfnetz::search {

namespace {

constexpr int rows_of_a_step = 200;

bool is_of_version(db::Pool& pool, const std::string& table, const std::string& version)
{
    return pool.read([&](db::Reader& reader) {
        return reader.value<std::string>(
                   R"sql(SELECT version FROM sort_key_versions WHERE table_name = :table)sql",
                   {{"table", table}}) == version;
    });
}

void note_version(db::Pool& pool, const std::string& table, const std::string& version)
{
    static_cast<void>(pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            INSERT INTO sort_key_versions (table_name, version) VALUES (:table, :version)
            ON CONFLICT (table_name) DO UPDATE SET version = excluded.version)sql",
                {{"table", table}, {"version", version}});
        return Done{};
    }));
}

} // namespace

SortedTable sorted_table_of(std::string name, db::Query rows, db::Sql store)
{
    return {.name = std::move(name),
            .next =
                [rows](db::Reader& reader, const SortedRow& after, int limit) {
                    return reader.list(rows, {{"network", after.network}, {"id", after.id}, {"limit", limit}},
                                       [](db::Row& row) {
                                           return SortedRow{row.take<NetworkId>(), row.take<std::string>(),
                                                            row.take<std::string>()};
                                       });
                },
            .store =
                [store](db::Tx& tx, const SortedRow& row, const std::string& key) {
                    tx.exec(store, {{"key", key}, {"network", row.network}, {"id", row.id}});
                }};
}

SortedTable table_of_sounds()
{
    auto table = sorted_table_of("search_words", R"sql(
        SELECT network_id, word, word
        FROM search_words
        WHERE network_id > :network OR (network_id = :network AND word > :id)
        ORDER BY network_id, word LIMIT :limit)sql",
                                 R"sql(
        UPDATE search_words SET sound = :key
        WHERE network_id = :network AND word = :id AND sound <> :key)sql");
    table.key_of = sound_key;
    return table;
}

std::int64_t renew_sort_keys(db::Pool& pool, const SortedTable& table, const std::string& version,
                             const std::function<bool()>& may_go_on)
{
    if (is_of_version(pool, table.name, version))
        return 0;
    std::int64_t made = 0;
    SortedRow last;
    while (may_go_on()) {
        // The order of lists of every network may change with it.
        const auto step =
            pool.write(db::Scope::everything(), [&](db::Tx& tx) -> Result<std::vector<SortedRow>> {
                auto rows = table.next(tx, last, rows_of_a_step);
                for (const auto& row : rows)
                    table.store(tx, row, table.key_of(row.text));
                return rows;
            });
        if (step->empty()) {
            note_version(pool, table.name, version);
            return made;
        }
        made += static_cast<std::int64_t>(step->size());
        last = step->back();
    }
    return made;
}

} // namespace dorfnetz::search
