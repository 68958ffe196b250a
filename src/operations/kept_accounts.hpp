#pragma once

#include "features/people/api.hpp"

namespace dorfnetz::operations {

// Accounts, as something that is kept about people outside the register: told on "Meine Daten". They do not
// go with the entry, since a club may need its editor; the coordination deletes them, or the rule for
// accounts without a role does.
people::Elsewhere kept_accounts();

} // namespace dorfnetz::operations
