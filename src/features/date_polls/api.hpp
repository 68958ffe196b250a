#pragma once

#include "features/people/api.hpp"
#include "foundation/core/clock.hpp"

#include <chrono>

// Looking for the date of a meeting.
namespace dorfnetz::jobs {
class Jobs;
}

namespace dorfnetz::date_polls {

// Names stay so long after a poll is closed.
inline constexpr std::chrono::days names_kept{30};

// Reminds who has not answered, ends what is over, and forgets names.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);

// What somebody answered: told on "Meine Daten" if it was with their account, and erased with the person.
people::Elsewhere kept_replies();

} // namespace dorfnetz::date_polls
