#include "features/villages/feature.hpp"

namespace dorfnetz::villages {

search::SortedTable sorted_table()
{
    return {.name = "villages",
            .next =
                [](db::Reader& reader, const search::SortedRow& after, int limit) {
                    return reader.list(
                        R"sql(
                        SELECT network_id, id, name
                        FROM villages
                        WHERE network_id > :network OR (network_id = :network AND id > :id)
                        ORDER BY network_id, id LIMIT :limit)sql",
                        {{"network", after.network}, {"id", after.id}, {"limit", limit}}, [](db::Row& row) {
                            return search::SortedRow{row.take<NetworkId>(), row.take<std::string>(),
                                                     row.take<std::string>()};
                        });
                },
            .store =
                [](db::Tx& tx, const search::SortedRow& row, const std::string& key) {
                    tx.exec(R"sql(
                        UPDATE villages SET sort_key = :key
                        WHERE network_id = :network AND id = :id AND sort_key <> :key)sql",
                            {{"key", key}, {"network", row.network}, {"id", row.id}});
                }};
}

} // namespace dorfnetz::villages
