#pragma once

#include "features/decisions/api.hpp"

// What a count means.
namespace dorfnetz::decisions {

// Abstentions count for the quorum and for the absolute majority, whose half is that of all votes that are
// there; for all others only yes and no matter. Without a single yes nothing is adopted. `quorum` is nothing
// where nobody has to be there: then the votes that were cast are those that are there.
Outcome decide(Majority majority, const Counts& counts, const std::optional<meetings::Quorum>& quorum);

// In a secret vote so many have to vote, otherwise the count would say who chose what.
inline constexpr std::int64_t fewest_secret_votes = 3;

// For whom somebody may vote: the villages whose delegate they are, and those whose proxy these have.
struct Voice
{
    VillageId village = {};
    std::optional<VillageId> by = {}; // of a proxy: whose delegate votes
};

std::vector<Voice> voices_of(const web::Actor& actor, const std::vector<meetings::Voter>& voters);

} // namespace dorfnetz::decisions
