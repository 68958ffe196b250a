#pragma once

#include "features/exchange/api.hpp"

#include <optional>
#include <string>
#include <vector>

// "Who has a 10 m tent in June within 10 km": words, days and distance together.
namespace dorfnetz::exchange {

struct ThingSearch
{
    std::string words = {};
    std::optional<ThingKind> kind = {};
    std::optional<Span> when = {};
    std::optional<VillageId> around = {};       // the village itself without a radius
    std::optional<std::int64_t> radius_km = {}; // only with `around`
    // How many have to stand as they should. Days are asked of the nearest only, until so many of them are
    // free; what comes after is in the order that it has without days.
    std::size_t wanted = 100;
};

struct FoundThing
{
    ThingId id;
    bool is_free = true;           // all of `when`, with the time to set up and to bring back
    std::optional<double> km = {}; // from `around`
};

// What is offered by organisations that everybody sees: by distance, by how well the words fit, and by title;
// what is free all the time before the rest.
std::vector<FoundThing> find_things(db::Reader& reader, const NetworkId& network,
                                    const organisations::Register& entries, const ThingSearch& search);

// When a thing could be had within a time, by what of it is taken.
std::vector<Span> usable(const Span& within, const Around& around, const std::set<HalfDay>& taken);

} // namespace dorfnetz::exchange
