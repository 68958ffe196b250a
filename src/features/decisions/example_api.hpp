#pragma once

#include "features/decisions/api.hpp"

#include <optional>
#include <utility>
#include <vector>

// Motions and decisions of the example network.
namespace dorfnetz::decisions {

struct ExampleMotion
{
    MeetingId meeting = {};
    AgendaItemId item = {};
    MotionDraft draft = {};
    // Of one that is decided: how the villages voted, or what was counted. Without either it is a draft.
    std::vector<std::pair<VillageId, Choice>> votes = {};
    std::optional<Counts> counts = {};
};

// The meeting of a decision must be over. Err::missing.
Result<MotionId> enter_example(db::Tx& tx, const web::Context& context, const ExampleMotion& example);

} // namespace dorfnetz::decisions
