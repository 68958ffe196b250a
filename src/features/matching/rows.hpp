#pragma once

#include "features/matching/rank_api.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

// How a register lies in memory: 64 who live near each other make a block. For each field, task and part of
// the week there is a word of 64 bits for each block, one after the other, so that most are ruled out 64 at a
// time. What is left is looked at one by one: first what is asked of everybody, then the rest.
namespace dorfnetz::matching {

inline constexpr std::size_t in_block = 64;
inline constexpr std::size_t most_words = 64;
inline constexpr std::size_t most_askers = 8;

// Where somebody is, and how far they go.
struct Whereabouts
{
    std::uint32_t home = no_place;
    std::uint16_t radius = 0; // 100 m
    std::uint8_t mobile = 0;  // km
    bool everywhere : 1 = false;
    bool has_places : 1 = false; // Lists::helps_in

    bool says_where() const { return everywhere || has_places || radius != 0; }
};

static_assert(sizeof(Whereabouts) == 8);

struct Row
{
    Key key = {};
    std::uint32_t lists = 0; // where its lists begin; 0: it has none
    std::uint32_t proofs = 0;
    std::uint32_t languages = 0;
    std::uint16_t last_asked = 0;
    std::uint16_t not_before = 0;
    std::uint16_t birth_year = 0;
    std::uint8_t asked = 0;
    std::uint8_t promised = 0;
    std::uint8_t was_there = 0;
    std::uint8_t stayed_away = 0;
    bool is_full = false;
};

static_assert(sizeof(Row) == 40);

// What few have much of: a run of numbers in one long vector.
struct Lists
{
    std::span<const std::uint32_t> helps_in = {};
    std::span<const std::uint32_t> skills = {};
    std::span<const std::uint32_t> engagements = {}; // begin, end, place
};

struct Box
{
    float west = std::numeric_limits<float>::max();
    float east = std::numeric_limits<float>::lowest();
    float south = std::numeric_limits<float>::max();
    float north = std::numeric_limits<float>::lowest();

    void add(const Place& place, double around);
    void add_everything();

    // Squared kilometres to the nearest point.
    float distance_to(const Place& place) const
    {
        const auto x = static_cast<float>(place.east);
        const auto y = static_cast<float>(place.north);
        const auto dx = std::max({west - x, x - east, 0.0F});
        const auto dy = std::max({south - y, y - north, 0.0F});
        return dx * dx + dy * dy;
    }
};

using Block = std::array<Row, in_block>;
using BlockWhereabouts = std::array<Whereabouts, in_block>;

// A word for each block.
using Column = std::vector<std::uint64_t>;

struct Columns
{
    Column there;         // which rows are somebody
    Column topic_unknown; // neither fields nor tasks
    Column times_unknown;
    std::array<Column, most_askers> asked_by;
    std::array<Column, most_words> fields;
    std::array<Column, most_words> tasks;
    std::array<Column, most_times> times;

    template <class F>
    void each(F&& work)
    {
        for (auto* column : {&there, &topic_unknown, &times_unknown})
            work(*column);
        for (auto& column : asked_by)
            work(column);
        for (auto& column : fields)
            work(column);
        for (auto& column : tasks)
            work(column);
        for (auto& column : times)
            work(column);
    }
};

// Where the homes of a block lie as far as they are known, and where its people help.
struct Boxes
{
    Box homes;
    Box reach;
};

} // namespace dorfnetz::matching
