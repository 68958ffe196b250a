#pragma once

#include "features/people/api.hpp"

namespace dorfnetz::people {

// Contact persons of organisations, as something that is kept about people outside the register.
Elsewhere kept_contacts();

} // namespace dorfnetz::people
