#pragma once

#include "features/people/api.hpp"

namespace dorfnetz::contact {

// The network's contact persons, as something that is kept about people outside the register: told on
// "Meine Daten" and erased with the person.
people::Elsewhere kept_persons();

} // namespace dorfnetz::contact
