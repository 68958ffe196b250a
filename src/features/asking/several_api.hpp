#pragma once

#include "features/activities/needs_api.hpp"
#include "features/people/api.hpp"

#include <cstdint>
#include <string>
#include <vector>

// For a feature that asks somebody for several shifts in one go.
namespace dorfnetz::asking {

struct Invitation
{
    activities::ShiftId shift;
    std::vector<people::PersonId> people = {};
};

struct Asking
{
    std::int64_t by_mail = 0;   // people who got a mail, each one mail for everything
    std::int64_t by_phone = 0;  // who stand on call lists now
    std::int64_t by_letter = 0; // who get a letter
    std::int64_t questions = 0; // over all of them
    std::int64_t left_out = 0;  // questions that were not put: somebody cannot or does not want to be asked
};

// Asks them all now, in the caller's transaction. Each shift gets its search, so answers, thanks and what is
// still missing go their usual way. Everything is looked at again before: who may not be asked, or not for
// that shift, is left out. Err::conflict if the network is not at home at this address.
Result<Asking> ask_for_several(db::Tx& tx, const web::Context& context,
                               const std::vector<Invitation>& invitations, const std::string& message);

} // namespace dorfnetz::asking
