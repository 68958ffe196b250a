#include "features/organisations/api.hpp"

namespace dorfnetz::organisations {

std::string register_mark(db::Reader& reader, const NetworkId& network)
{
    const auto mark = reader.first(R"sql(
        SELECT COUNT(*), COALESCE(SUM(version), 0), COALESCE(MAX(id), '') FROM organisations
        WHERE network_id = :network)sql",
                                   {{"network", network}}, [](db::Row& row) {
                                       const auto count = std::to_string(row.take<std::int64_t>());
                                       const auto versions = std::to_string(row.take<std::int64_t>());
                                       return count + ' ' + versions + ' ' + row.take<std::string>();
                                   });
    return *mark;
}

} // namespace dorfnetz::organisations
