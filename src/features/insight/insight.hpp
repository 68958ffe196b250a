#pragma once

#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <string>
#include <vector>

// Where help is missing and whose offer nobody takes up, for meetings of the network: counts, no names.
namespace dorfnetz::insight {

// Groups with fewer people than that are not counted out: everybody would know who is meant.
inline constexpr std::int64_t fewest_told = 5;

// Tasks of the last twelve months whose time is over.
struct NeedCount
{
    std::string name; // of a village or a field, as people call it
    std::int64_t shifts = 0;
    std::int64_t too_few = 0; // found some, and fewer than needed
    std::int64_t nobody = 0;

    std::int64_t enough() const { return shifts - too_few - nobody; }
};

// People of the register who agreed to be asked.
struct OfferCount
{
    std::string name;
    std::int64_t people = 0;
    std::int64_t asked = 0; // within the last twelve months

    bool is_told() const { return people >= fewest_told; }
};

// What is offered to borrow, or needs on the board that are over.
struct UseCount
{
    std::string name;
    std::int64_t all = 0;
    std::int64_t used = 0; // asked for within the last twelve months, or found somebody
};

// Each list: where most is missing first. People: of villages of which the actor may see figures; all else is
// public anyway and counted for the whole network.
struct Insight
{
    std::vector<NeedCount> needs_of_villages;
    std::vector<NeedCount> needs_of_fields;
    std::vector<OfferCount> offers_of_villages;
    std::vector<OfferCount> offers_of_fields;
    std::vector<UseCount> things_of_villages;
    std::vector<UseCount> posts_of_villages;
    bool is_of_some_villages = false; // the people counted are not those of all
};

Insight insight_for(db::Reader& reader, const web::Context& context);

} // namespace dorfnetz::insight
