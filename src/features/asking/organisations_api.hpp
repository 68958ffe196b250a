#pragma once

#include "features/organisations/api.hpp"
#include "foundation/web/context.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

// Clubs and companies that could help with something, and why. They are asked by whoever knows them: their
// public page says how.
namespace dorfnetz::asking {

struct Sought
{
    std::string words;                                    // what is needed, in its own words
    std::vector<std::string> fields = {};                 // keys of the vocabulary
    std::optional<organisations::VillageId> village = {}; // where
    std::string more_words = {}; // looked at where `words` name nothing that somebody could have or do
    std::vector<organisations::OrganisationId> without = {}; // who seeks it
};

struct OrganisationSuggestion
{
    organisations::Entry entry;
    std::string why; // "stark in: Veranstaltungstechnik · 2 km entfernt"
};

// Published ones that say something that fits, the best first; clubs before companies only by what they say.
std::vector<OrganisationSuggestion> organisations_for(const web::Context& context,
                                                      const organisations::Register& entries,
                                                      const Sought& sought, std::size_t most);

} // namespace dorfnetz::asking
