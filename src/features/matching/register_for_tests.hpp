#pragma once

#include "features/matching/rank_api.hpp"
#include "features/matching/regions_for_tests.hpp"

#include <utility>
#include <vector>

// Invented registers for measuring and testing, with the gaps that real ones have: of a hundred people some
// thirty name no times, twelve no fields, ten no area, and some live at a place that nobody knows.
namespace dorfnetz::matching {

struct RegisterSize
{
    std::uint32_t people = 1'000'000;
    std::uint32_t places = 10'000;
    double width = 350; // km
    int fields = 48;
    int engaged_percent = 10; // who have promised something already
};

inline constexpr int parts_of_week = 28;
inline constexpr int skills_known = 20;
inline constexpr std::int64_t test_day = 20'000; // 2024-10-04
inline constexpr Minute minutes_of_day = 1440;

inline std::vector<Place> invented_places(const RegisterSize& size, std::uint32_t seed)
{
    Chance chance(seed);
    std::vector<Place> places(size.places);
    for (auto& place : places)
        place = {chance.part() * size.width, chance.part() * size.width};
    return places;
}

// Some of the numbers below `bound`.
inline Words some_words(Chance& chance, int bound, int most)
{
    Words words = 0;
    for (int i = chance.below(most + 1); i > 0; --i)
        words |= Words{1} << chance.below(bound);
    return words;
}

inline Candidate invented_candidate(Chance& chance, const RegisterSize& size, std::uint32_t number)
{
    const auto place = [&] {
        return static_cast<std::uint32_t>(chance.below(static_cast<int>(size.places)));
    };
    Candidate one{.key = {1, number}, .home = chance.below(50) == 0 ? no_place : place()};
    if (chance.below(10) != 0) {
        one.radius_km = chance.between(3, 30);
        one.everywhere = chance.below(100) == 0;
        if (chance.below(20) == 0)
            one.helps_in = {place(), place()};
    }
    one.mobile_km = chance.below(2) * chance.between(2, 40);
    if (chance.below(100) >= 12) {
        one.fields = some_words(chance, size.fields, 3);
        one.tasks = some_words(chance, 12, 2);
    }
    if (chance.below(100) >= 30)
        for (int part = 0; part < parts_of_week; ++part)
            one.times |= chance.below(100) < 35 ? Words{1} << part : 0;
    one.proofs = some_words(chance, 8, 1);
    one.languages = some_words(chance, 6, 1);
    one.asked_by = chance.below(100) < 80 ? 0b11U : chance.below(2) * 0b01U;
    if (chance.below(10) == 0)
        one.skills = {static_cast<std::uint32_t>(chance.below(skills_known))};
    if (chance.below(100) < size.engaged_percent)
        for (int i = chance.between(1, 3); i > 0; --i) {
            const auto begin = (test_day + chance.below(28)) * minutes_of_day + chance.between(8, 20) * 60;
            one.engagements.push_back({begin, begin + chance.between(1, 4) * 60, place()});
        }
    if (chance.below(2) == 0)
        one.birth_year = chance.between(1940, 2010);
    one.last_asked = chance.below(3) == 0 ? test_day - chance.below(300) : never_asked;
    one.asked = one.last_asked == never_asked ? 0 : chance.between(1, 6);
    one.not_before = chance.below(20) == 0 ? test_day + chance.below(30) : 0;
    one.is_full = chance.below(20) == 0;
    if (chance.below(5) == 0)
        one.most_minutes = chance.between(0, 12) * 60;
    one.promised = chance.below(4);
    one.was_there = chance.below(5);
    one.stayed_away = chance.below(5) == 0 ? chance.below(3) : 0;
    return one;
}

inline std::vector<Candidate> invented_register(const RegisterSize& size, std::uint32_t seed)
{
    Chance chance(seed);
    std::vector<Candidate> all;
    all.reserve(size.people);
    for (std::uint32_t number = 0; number < size.people; ++number)
        all.push_back(invented_candidate(chance, size, number));
    return all;
}

// Of one or two hours on a day of the next four weeks, one or two fields, within 30 km.
inline Need invented_need(Chance& chance, const RegisterSize& size)
{
    Need need{.place = static_cast<std::uint32_t>(chance.below(static_cast<int>(size.places))),
              .within_km = 30,
              .fields = Words{1} << chance.below(size.fields),
              .asker = Words{1} << chance.below(2),
              .today = test_day};
    need.related_fields = some_words(chance, size.fields, 2);
    need.tasks = some_words(chance, 12, 1);
    const auto part = chance.below(parts_of_week);
    need.times = Words{1} << part;
    if (chance.below(2) == 0)
        need.period = Stretch{test_day * minutes_of_day, (test_day + chance.between(1, 28)) * minutes_of_day};
    const auto begin = (test_day + part / 4) * minutes_of_day + (8 + part % 4 * 4) * 60;
    need.span = Engagement{.begin = begin, .end = begin + chance.between(1, 2) * 60, .place = need.place};
    if (chance.below(5) == 0)
        need.proofs = Words{1} << chance.below(8);
    if (chance.below(5) == 0)
        need.born_by = 2006;
    need.languages = some_words(chance, 6, 1);
    if (chance.below(4) == 0)
        need.skills = {static_cast<std::uint32_t>(chance.below(skills_known))};
    return need;
}

} // namespace dorfnetz::matching
