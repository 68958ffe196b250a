#pragma once

#include "features/decisions/decisions_pages.hpp"
#include "features/decisions/secret_voters.hpp"

// A motion on the desk, as the pages for who takes part and who leads share it.
namespace dorfnetz::decisions {

struct Shown
{
    Motion motion;
    meetings::Meeting meeting;
    bool may_lead = false;
    bool may_change = false;
    std::vector<meetings::Voter> voters = {};
    std::vector<store::Vote> votes = {}; // of an open vote
    std::int64_t voted = 0;              // how many have, also of a secret one
    std::shared_ptr<const organisations::Register> entries = {};
    std::optional<SecretVoters> secret = {}; // before a secret vote is opened, for who leads
};

// The motion of the address, if the actor takes part in its meeting; Err::missing otherwise.
Result<Shown> shown_motion(const web::Context& context, db::Reader& reader);
// The same, if the actor leads the meeting.
Result<Shown> led_motion(const web::Context& context);

std::vector<web::Crumb> crumbs_of(const web::Context& context, const meetings::Meeting& meeting);

void add_motion_form_pages(web::Site& site);

} // namespace dorfnetz::decisions
