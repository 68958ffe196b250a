#pragma once

#include "features/exchange/api.hpp"

#include <map>
#include <optional>
#include <set>
#include <span>
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
    std::string title = {};
    bool is_free = true;           // all of `when`, with the time to set up and to bring back
    std::optional<double> km = {}; // from `around`
};

// What is offered by organisations that everybody sees: by distance, by how well the words fit, and by title;
// what is free all the time before the rest.
std::vector<FoundThing> find_things(db::Reader& reader, const NetworkId& network,
                                    const organisations::Register& entries, const ThingSearch& search);

// What the list shows of those that it found, read for all of them at once.
struct FoundRows
{
    std::map<ThingId, Thing> things = {};
    std::map<std::string, std::string> pictures = {}; // the newest key of each album
    std::map<ThingId, std::set<HalfDay>> taken = {};  // around `when`, of those that are not free
};

FoundRows rows_of(db::Reader& reader, const NetworkId& network, std::span<const FoundThing> found,
                  const std::optional<Span>& when);

// When a thing could be had within a time, by what of it is taken.
std::vector<Span> usable(const Span& within, const Around& around, const std::set<HalfDay>& taken);

} // namespace dorfnetz::exchange
