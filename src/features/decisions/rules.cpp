#include "features/decisions/rules.hpp"

#include <algorithm>
#include <set>

namespace dorfnetz::decisions {

namespace {

bool is_adopted(Majority majority, const Counts& counts, std::int64_t present)
{
    switch (majority) {
    case Majority::simple:
        return counts.yes > counts.no;
    case Majority::absolute:
        return 2 * counts.yes > present;
    case Majority::two_thirds:
        return counts.yes > 0 && counts.yes >= 2 * counts.no;
    case Majority::unanimous:
        return counts.yes > 0 && counts.no == 0;
    }
    return false;
}

} // namespace

Outcome decide(Majority majority, const Counts& counts, const std::optional<meetings::Quorum>& quorum)
{
    if (quorum && !quorum->is_reached())
        return Outcome::no_quorum;
    // Who has left after voting still counts.
    const auto present = quorum ? std::max(quorum->present, counts.cast()) : counts.cast();
    return is_adopted(majority, counts, present) ? Outcome::adopted : Outcome::rejected;
}

std::vector<Voice> voices_of(const web::Actor& actor, const std::vector<meetings::Voter>& voters)
{
    std::vector<Voice> voices;
    const auto own = meetings::voting_villages(actor);
    for (const auto& voter : voters) {
        if (voter.presence != meetings::Presence::delegate ||
            std::ranges::find(own, voter.village) == own.end())
            continue;
        voices.push_back({.village = voter.village});
        for (const auto& other : voters)
            if (other.presence == meetings::Presence::proxy && other.proxy == voter.village)
                voices.push_back({.village = other.village, .by = voter.village});
    }
    return voices;
}

Carriers carriers_of(const std::vector<meetings::Voter>& voters,
                     const std::map<web::UserId, std::vector<VillageId>>& accounts)
{
    Carriers carriers;
    for (const auto& voter : voters)
        if (voter.has_voice())
            carriers.emplace(voter.village, voter.proxy.value_or(voter.village));
    for (const auto& [account, villages] : accounts) {
        const auto common = carriers.at(villages.front());
        for (const auto& village : villages) {
            const auto own = carriers.at(village);
            for (auto& [other, carrier] : carriers)
                if (carrier == own)
                    carrier = common;
        }
    }
    return carriers;
}

std::int64_t count(const Carriers& carriers)
{
    std::set<VillageId> different;
    for (const auto& [village, carrier] : carriers)
        different.insert(carrier);
    return std::ssize(different);
}

} // namespace dorfnetz::decisions
