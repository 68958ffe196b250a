#pragma once

#include "features/asking/suggestions.hpp"
#include "foundation/core/kept.hpp"

#include <memory>
#include <optional>
#include <vector>

// The people of a network as the matcher sees them, kept from page to page (docs/adr/0061-kept-register.md).
namespace dorfnetz::asking {

// For several threads at once. Lives as long as the site, so it never sees another database.
class KeptPeople
{
public:
    // As suggestions_for: exactly the same people in the same order. Nothing where there are fewer than
    // `most`, so that the others are of interest too, and what leaves them out. Whoever it names was read
    // anew.
    std::optional<std::vector<Suggestion>> best_for(db::Reader& reader, const web::Context& context,
                                                    const OpenShift& open, const Wanted& wanted,
                                                    std::size_t most);

private:
    class Network;
    static constexpr std::size_t most_networks = 16; // some 300 bytes for each of their people

    Kept<std::shared_ptr<Network>> m_networks{most_networks};
};

} // namespace dorfnetz::asking
