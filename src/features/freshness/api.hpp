#pragma once

#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <cstdint>

namespace dorfnetz::freshness {

// Asks by mail about every public entry that nobody has confirmed for 12 months: the person who answers for
// it, or else the organisation; about one entry at most once in 90 days. For the daily job. Answers how many
// mails were written. Asks nobody if the installation has no public address, since the link would lead
// nowhere.
std::int64_t ask_for_confirmation(web::Environment& environment, const web::Network& network);

} // namespace dorfnetz::freshness
