#pragma once

#include "features/asking/suggestions.hpp"
#include "foundation/core/kept.hpp"

#include <memory>
#include <mutex>

// Whom somebody may ask, kept from page to page (docs/adr/0061-kept-register.md).
namespace dorfnetz::asking {

// For several threads at once. Belongs to a site, so it never meets another database.
class KeptPeople
{
public:
    // As the other suggestions_for.
    Suggestions suggestions_for(db::Reader& reader, const web::Context& context, const OpenShift& open,
                                const Wanted& wanted, std::size_t most);

private:
    struct Some
    {
        std::mutex mutex;
        std::unique_ptr<PeopleToAsk> people;
    };

    static constexpr std::size_t most_kept = 64; // networks and roles in them

    Kept<std::shared_ptr<Some>> m_kept{most_kept};
};

} // namespace dorfnetz::asking
