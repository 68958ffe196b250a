#include "features/signups/worked_api.hpp"

namespace dorfnetz::signups {

std::vector<Attended> all_attended(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT shift_id, people, minutes FROM signups
        WHERE network_id = :network AND status = 'attended' ORDER BY shift_id, id)sql",
                       {{"network", network}}, [](db::Row& row) {
                           Attended attended;
                           attended.shift = row.take<ShiftId>();
                           attended.people = row.take<std::int64_t>();
                           attended.minutes = row.take<std::optional<std::int64_t>>();
                           return attended;
                       });
}

} // namespace dorfnetz::signups
