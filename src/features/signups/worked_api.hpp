#pragma once

#include "features/signups/api.hpp"

#include <cstdint>
#include <optional>
#include <vector>

// Who was there, in numbers: for sums over many dates.
namespace dorfnetz::signups {

struct Attended
{
    ShiftId shift;
    std::int64_t people = 1;
    std::optional<std::int64_t> minutes = {}; // for each of them; nothing: as long as the shift
};

// Of the whole network, also those whose names are gone.
std::vector<Attended> all_attended(db::Reader& reader, const NetworkId& network);

} // namespace dorfnetz::signups
