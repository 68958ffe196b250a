#pragma once

#include "features/people/api.hpp"
#include "foundation/web/environment.hpp"

#include <vector>

namespace dorfnetz::transfer {

// What is kept of lists that were read in: rows that became the person, are like them, or name their mail
// address or telephone.
std::vector<people::OwnSection> tell_rows(db::Reader& reader, const web::Context& context,
                                          const people::Traces& traces);
// Empties them, and deletes the workbook that they came in.
void erase_rows(db::Tx& tx, const NetworkId& network, const people::Traces& traces);

// Empties the staged rows of people who were erased since, and the rows that repeat them.
void forget_erased(web::Environment& environment);

} // namespace dorfnetz::transfer
