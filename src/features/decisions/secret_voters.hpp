#pragma once

#include "features/decisions/rules.hpp"
#include "foundation/web/context.hpp"

#include <string>
#include <vector>

// Who could vote secretly just now.
namespace dorfnetz::decisions {

// By the rights of this moment.
Carriers carriers_now(db::Reader& reader, const web::Context& context,
                      const std::vector<meetings::Voter>& voters);

// What is said before a secret vote is opened, so that nobody taps in vain.
struct SecretVoters
{
    std::int64_t people = 0;             // different ones, that could vote on a device of their own
    std::vector<std::string> hints = {}; // which villages cannot vote, or count together, and why

    bool are_enough() const { return people >= fewest_secret_carriers; }
};

SecretVoters secret_voters(db::Reader& reader, const web::Context& context,
                           const organisations::Register& entries,
                           const std::vector<meetings::Voter>& voters);

} // namespace dorfnetz::decisions
