#pragma once

#include "features/villages/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/web/context.hpp"

namespace dorfnetz::villages {

// Saves the texts and the population of a village that the actor may edit. Err::stale if somebody else saved
// since `village.version`.
Result<Done> describe(const web::Context& context, const Village& village);

} // namespace dorfnetz::villages
