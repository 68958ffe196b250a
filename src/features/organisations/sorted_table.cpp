#include "features/organisations/feature.hpp"

namespace dorfnetz::organisations {

search::SortedTable sorted_table()
{
    return search::sorted_table_of("organisations", R"sql(
        SELECT network_id, id, name
        FROM organisations
        WHERE network_id > :network OR (network_id = :network AND id > :id)
        ORDER BY network_id, id LIMIT :limit)sql",
                                   R"sql(
        UPDATE organisations SET sort_key = :key
        WHERE network_id = :network AND id = :id AND sort_key <> :key)sql");
}

} // namespace dorfnetz::organisations
