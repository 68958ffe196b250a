#pragma once

#include "features/people/api.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

// What joining keeps about people outside the register: offers that were not confirmed yet.
namespace dorfnetz::joining {

// How long an offer waits for the click in its mail, or for a call.
inline constexpr std::chrono::days time_to_confirm{7};
inline constexpr std::chrono::days time_to_call{90};

// What an offer waits for.
enum class Awaits { mail, call };

// Offers for which nothing of the kind came in time.
std::int64_t count_expired_offers(db::Reader& reader, const NetworkId& network, Awaits what, Timestamp now);
// Deletes them. Answers how many.
std::int64_t delete_expired_offers(db::Tx& tx, const NetworkId& network, Awaits what, Timestamp now);

// Offers, as something that is kept about people outside the register.
people::Elsewhere kept_offers();

} // namespace dorfnetz::joining
