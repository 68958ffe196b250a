#pragma once

#include "features/people/api.hpp"
#include "foundation/web/environment.hpp"

namespace dorfnetz::transfer {

// Rows of lists that were read in, as something that is kept about people outside the register: those that
// became a part of the entry, and the rows of the same list that repeat them, or that name a mailbox of
// theirs. Erasing empties them and deletes the workbook that they came in.
people::Elsewhere kept_rows();

// Empties the staged rows of people who were erased since, and the rows that repeat them.
void forget_erased(web::Environment& environment);

} // namespace dorfnetz::transfer
