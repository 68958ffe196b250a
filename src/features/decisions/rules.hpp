#pragma once

#include "features/decisions/api.hpp"

#include <map>

// What a count means.
namespace dorfnetz::decisions {

// Abstentions count for the quorum and for the absolute majority, whose half is that of all votes that are
// there; for all others only yes and no matter. Without a single yes nothing is adopted. `quorum` is nothing
// where nobody has to be there: then the votes that were cast are those that are there.
Outcome decide(Majority majority, const Counts& counts, const std::optional<meetings::Quorum>& quorum);

// For whom somebody may vote: the villages whose delegate they are, and those whose proxy these have.
struct Voice
{
    VillageId village = {};
    std::optional<VillageId> by = {}; // of a proxy: whose delegate votes
};

std::vector<Voice> voices_of(const web::Actor& actor, const std::vector<meetings::Voter>& voters);

// So many different people have to vote secretly, otherwise one of them knows what the others chose.
inline constexpr std::int64_t fewest_secret_carriers = 3;

// Each village with a voice, and one that stands for who carries it: the same for all whose votes one person
// may carry, as a delegate with a proxy or with an account for several villages.
using Carriers = std::map<VillageId, VillageId>;

// `accounts` says for which villages' delegates each account may vote.
Carriers carriers_of(const std::vector<meetings::Voter>& voters,
                     const std::map<web::UserId, std::vector<VillageId>>& accounts);
// How many different ones.
std::int64_t count(const Carriers& carriers);

} // namespace dorfnetz::decisions
