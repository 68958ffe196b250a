#pragma once

#include "features/organisations/api.hpp"

#include <vector>

// Lists of organisations to choose from.
namespace dorfnetz::organisations {

// All, in the register's order; those for which the actor writes come first, then those of their villages.
std::vector<const Entry*> own_first(const web::Actor& actor, const Register& entries);

} // namespace dorfnetz::organisations
