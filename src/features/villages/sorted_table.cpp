#include "features/villages/feature.hpp"

namespace dorfnetz::villages {

search::SortedTable sorted_table()
{
    return search::sorted_table_of("villages", R"sql(
        SELECT network_id, id, name
        FROM villages
        WHERE network_id > :network OR (network_id = :network AND id > :id)
        ORDER BY network_id, id LIMIT :limit)sql",
                                   R"sql(
        UPDATE villages SET sort_key = :key
        WHERE network_id = :network AND id = :id AND sort_key <> :key)sql");
}

} // namespace dorfnetz::villages
