#pragma once

#include "features/asking/facts.hpp"

#include <string>
#include <vector>

// Clubs and companies that could help with a shift, and why. They are asked by whoever knows them: their
// public page says how.
namespace dorfnetz::asking {

struct OrganisationSuggestion
{
    organisations::Entry entry;
    std::string why; // "kann: Veranstaltungstechnik, 2 km entfernt"
};

// Published ones that say something that fits, the best first; clubs before companies only by what they say.
// Not those who host it.
std::vector<OrganisationSuggestion> organisations_to_ask(db::Reader& reader, const web::Context& context,
                                                         Facts& facts, const OpenShift& open,
                                                         const Wanted& wanted, std::size_t most);

} // namespace dorfnetz::asking
