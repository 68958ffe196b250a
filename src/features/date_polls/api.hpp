#pragma once

#include "features/meetings/api.hpp"
#include "features/people/api.hpp"
#include "foundation/core/clock.hpp"

#include <chrono>
#include <string>
#include <vector>

// Looking for the date of a meeting.
namespace dorfnetz::jobs {
class Jobs;
}

namespace dorfnetz::date_polls {

// Names stay so long after a poll is closed.
inline constexpr std::chrono::days names_kept{30};

// Reminds who has not answered, ends what is over, and forgets names.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);

// A poll of the example network, for so many evenings; each answer says yes (j), if needed (w) or no (n) to
// them in turn.
struct ExamplePoll
{
    std::string note = {};
    Date answer_by = {};
    std::vector<meetings::LocalSpan> dates = {};

    struct Answered
    {
        std::string name = {};
        villages::VillageId village = {};
        std::string said = {};
    };

    std::vector<Answered> answers = {};
};

// Sends no mail. Fails as a poll of people's does.
Result<Done> enter_example(db::Tx& tx, const web::Context& context, const meetings::MeetingId& meeting,
                           const ExamplePoll& example);

// What somebody answered: told on "Meine Daten" if it was with their account, and erased with the person.
people::Elsewhere kept_replies();

} // namespace dorfnetz::date_polls
