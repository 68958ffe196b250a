#include "features/people/feature.hpp"

namespace dorfnetz::people {

search::SortedTable sorted_table()
{
    return search::sorted_table_of("people", R"sql(
        SELECT network_id, id, family_name || ' ' || given_name
        FROM people
        WHERE network_id > :network OR (network_id = :network AND id > :id)
        ORDER BY network_id, id LIMIT :limit)sql",
                                   R"sql(
        UPDATE people SET sort_key = :key
        WHERE network_id = :network AND id = :id AND sort_key <> :key)sql");
}

} // namespace dorfnetz::people
