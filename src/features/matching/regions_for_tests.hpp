#pragma once

#include "features/matching/plan_api.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <string>

// Invented regions for measuring and testing the planner; the same seed gives the same region on every
// machine (only the generator is used, whose numbers the standard fixes, and none of its distributions).
namespace dorfnetz::matching {

struct RegionSize
{
    int volunteers = 10000;
    int shifts = 5000;
    int days = 28;
    int most_shifts = 4;
    int villages = 200;
    double width = 50; // km
    // Of every hundred blocks of half a week's day that somebody has time.
    int available_percent = 40;
};

class Chance
{
public:
    explicit Chance(std::uint32_t seed) : m_source(seed) {}

    int below(int bound) { return static_cast<int>(m_source() % static_cast<std::uint32_t>(bound)); }

    int between(int least, int most) { return least + below(most - least + 1); }

    double part() { return static_cast<double>(m_source()) / 4294967296.0; }

private:
    std::mt19937 m_source;
};

// Villages of very different size (the k-th of them has about 1/k of the people of the first), sixteen fields
// of which each volunteer likes two or three, seven days of four blocks of four hours from eight in the
// morning, a radius of 4 to 25 km, shifts of one to four hours with one to four needed and up to two more
// places.
inline Problem region(const RegionSize& size, std::uint32_t seed)
{
    Chance chance(seed);
    Problem problem;
    problem.villages = static_cast<std::size_t>(size.villages);
    std::vector<double> share;
    for (int v = 0; v < size.villages; ++v) {
        problem.places.push_back({chance.part() * size.width, chance.part() * size.width});
        share.push_back((v == 0 ? 0 : share.back()) + 1.0 / (v + 3));
    }
    const auto some_village = [&] {
        const auto at = chance.part() * share.back();
        return static_cast<std::size_t>(std::ranges::upper_bound(share, at) - share.begin());
    };
    std::vector<int> field;
    std::vector<int> block; // of the week
    for (int s = 0; s < size.shifts; ++s) {
        const int day = chance.below(size.days);
        const int part = chance.below(4);
        const int length = chance.between(1, 4) * 60;
        const Minute begin = (day * 24 + 8 + part * 4) * 60 + chance.below((240 - length) / 30 + 1) * 30;
        const int least = chance.between(1, 4);
        problem.shifts.push_back({"s" + std::to_string(s), begin, begin + length, some_village(), least,
                                  least + chance.between(0, 2)});
        field.push_back(chance.below(16));
        block.push_back(day % 7 * 4 + part);
    }
    for (int v = 0; v < size.volunteers; ++v) {
        const auto village = some_village();
        problem.volunteers.push_back({.id = "v" + std::to_string(v),
                                      .village = village,
                                      .most_shifts = chance.between(1, size.most_shifts)});
        std::uint32_t fields = 0;
        while (std::popcount(fields) < 2 + v % 2)
            fields |= 1u << chance.below(16);
        std::uint32_t blocks = 0;
        for (int b = 0; b < 28; ++b)
            if (chance.below(100) < size.available_percent)
                blocks |= 1u << b;
        const double radius = 4 + chance.part() * 21;
        const int favourite = std::countr_zero(fields);
        for (int s = 0; s < size.shifts; ++s) {
            const auto at = static_cast<std::size_t>(s);
            if ((fields >> field[at] & 1) == 0 || (blocks >> block[at] & 1) == 0)
                continue;
            const auto& here = problem.places[village];
            const auto& there = problem.places[problem.shifts[at].place];
            const double distance = std::hypot(here.east - there.east, here.north - there.north);
            if (distance > radius)
                continue;
            problem.choices.push_back({.volunteer = static_cast<std::size_t>(v),
                                       .shift = at,
                                       .liking = 200 + (field[at] == favourite ? 150 : 0) +
                                                 static_cast<int>(250 * (1 - distance / radius)) +
                                                 chance.below(100)});
        }
    }
    return problem;
}

} // namespace dorfnetz::matching
