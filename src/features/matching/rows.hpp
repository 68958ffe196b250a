#pragma once

#include "features/matching/rank_api.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

// How a register lies in memory: 64 who live near each other make a block, and 32 blocks a stretch. Whole
// stretches and blocks are too far away. Of a block there is a word of 64 bits for each field, task and part
// of the week, all words beside each other, so that most are ruled out 64 at a time. What is left is looked
// at one by one: first what is asked of everybody, then the rest.
namespace dorfnetz::matching {

inline constexpr std::size_t in_block = 64;
inline constexpr std::size_t in_stretch = 32; // blocks
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

// Of a place where somebody helps, among those of one person; some places have the same bit (Bloom 1970).
inline std::uint64_t bit_of_place(std::uint32_t place)
{
    constexpr std::uint64_t golden = 0x9e3779b97f4a7c15U; // neighbours differ (Knuth, TAOCP 3, 6.4)
    return std::uint64_t{1} << (place * golden >> 58U);
}

inline constexpr std::uint16_t any_minutes = std::numeric_limits<std::uint16_t>::max(); // Row::most_minutes

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
    std::uint16_t most_minutes = any_minutes; // 0: gives as much already as they wanted
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
using BlockPlaces = std::array<std::uint64_t, in_block>; // bits of bit_of_place

using Bits = std::uint64_t; // one for each row of a block

// Those of a block of whom something is so.
struct BlockBits
{
    Bits there = 0;         // which rows are somebody
    Bits topic_unknown = 0; // neither fields nor tasks
    Bits times_unknown = 0;
    std::array<Bits, most_askers> asked_by = {};
    std::array<Bits, most_words> fields = {};
    std::array<Bits, most_words> tasks = {};
    std::array<Bits, most_times> times = {};

    void keep(Bits rows)
    {
        for (auto* bits : {&there, &topic_unknown, &times_unknown})
            *bits &= rows;
        const auto all = [rows](auto& words) {
            for (auto& bits : words)
                bits &= rows;
        };
        all(asked_by);
        all(fields);
        all(tasks);
        all(times);
    }
};

// Where the homes of a block or a stretch lie as far as they are known, and where its people help.
struct Boxes
{
    Box homes;
    Box reach;
};

} // namespace dorfnetz::matching
