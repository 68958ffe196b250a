#pragma once

#include "features/activities/needs_api.hpp"
#include "features/people/api.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// For a feature that asks somebody for several shifts in one go.
namespace dorfnetz::asking {

struct Invitation
{
    activities::ShiftId shift;
    std::vector<people::PersonId> people = {};

    bool operator==(const Invitation&) const = default;
};

// Somebody who is not asked for a shift: they do not want to be asked or not now, have promised something
// else, are too young, or a proof is missing. That a host plans somebody for a time or a place that does not
// suit them is no reason.
struct LeftOut
{
    activities::ShiftId shift;
    people::PersonId person;
    std::string why = {}; // in the language of the context; empty where it is nobody's business
};

std::vector<LeftOut> left_out_of(db::Reader& reader, const web::Context& context,
                                 const std::vector<Invitation>& invitations);

// The entry, if the actor may ask for their help.
std::optional<people::Person> may_be_asked(db::Reader& reader, const web::Context& context,
                                           const people::PersonId& person);

// Whether anybody may: false for who has taken the consent back, cannot be reached or is gone, also into
// another entry.
bool can_be_asked(db::Reader& reader, const web::Context& context, const people::PersonId& person);

struct Asking
{
    std::int64_t by_mail = 0;   // people who got a mail, each one mail for everything
    std::int64_t by_phone = 0;  // who stand on call lists now
    std::int64_t by_letter = 0; // who get a letter
    std::int64_t questions = 0; // over all of them
    std::int64_t left_out = 0;  // questions that were not put
};

// Asks them all now, in the caller's transaction. Each shift gets its search, so answers, thanks and what is
// still missing go their usual way; nobody else of a search that had ended is asked again. Everything is
// looked at again before: whoever is left_out_of it gets no question. Err::conflict if the network is not at
// home at this address.
Result<Asking> ask_for_several(db::Tx& tx, const web::Context& context,
                               const std::vector<Invitation>& invitations, const std::string& message);

} // namespace dorfnetz::asking
