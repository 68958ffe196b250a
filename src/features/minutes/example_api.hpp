#pragma once

#include "features/meetings/api.hpp"
#include "foundation/core/result.hpp"

#include <string>
#include <utility>
#include <vector>

// Minutes of a meeting of the example network.
namespace dorfnetz::minutes {

struct ExampleMinutes
{
    std::string whole = {};                                                 // about the meeting as a whole
    std::vector<std::pair<meetings::AgendaItemId, std::string>> texts = {}; // Markdown
    bool is_approved = false;                                               // or else sent
};

// Sends no mail; leaves minutes alone that are there. The meeting must be over.
Result<Done> enter_example(db::Tx& tx, const web::Context& context, const meetings::MeetingId& meeting,
                           const ExampleMinutes& example, const std::vector<meetings::ItemLines>& lines);

} // namespace dorfnetz::minutes
