#pragma once

#include "features/activities/api.hpp"

namespace dorfnetz::activities {

// Dates are written up to this local day.
Date horizon_of(Date today);

} // namespace dorfnetz::activities
