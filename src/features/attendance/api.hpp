#pragma once

#include "features/activities/api.hpp"
#include "features/signups/api.hpp"

#include <cstdint>
#include <map>
#include <vector>

// Who was there and how it was, in numbers.
namespace dorfnetz::attendance {

// Of everybody who was there.
struct Worked
{
    std::int64_t dates = 0;
    std::int64_t helpers = 0; // counted on each date anew
    std::int64_t minutes = 0;

    bool operator==(const Worked&) const = default;
};

struct WorkedTotals
{
    Worked all = {};
    // Of several hosts for the one who answers for it, so that the sum is right.
    std::map<activities::OrganisationId, Worked> by_host = {};
    // Where it took place. Of what has no place in a village nowhere.
    std::map<activities::VillageId, Worked> by_village = {};
};

// Dates that began from the first day on and before the second, also those whose names are gone.
WorkedTotals worked_between(db::Reader& reader, const NetworkId& network, Date from, Date before);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::attendance
