#pragma once

#include "features/meetings/attendance_api.hpp"

#include <utility>
#include <vector>

// Meetings of the example network.
namespace dorfnetz::meetings {

struct ExampleMeeting
{
    MeetingDraft draft = {};
    std::vector<AgendaItemDraft> agenda = {};
    std::vector<std::pair<AgendaItemDraft, OrganisationId>> proposals = {};
    State state = State::planning;                                // or invited, or held
    std::vector<std::pair<VillageId, Representation>> there = {}; // of one that was held; proxies last
};

// Sends no mail. Fails as `create`, `begin` and `set_representation` do.
Result<MeetingId> enter_example(db::Tx& tx, const web::Context& context, const ExampleMeeting& example);

} // namespace dorfnetz::meetings
