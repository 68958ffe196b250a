// Whom to ask for one need among a million invented people (register_for_tests.hpp), against looking at
// everybody in the same run.
//   bench_ranking [ADDRESS] [PEOPLE]        the address is not used: there is no database
// Ends with 1 if a goal is missed.

#include "features/matching/rank_api.hpp"
#include "features/matching/register_for_tests.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <vector>

using namespace dorfnetz::matching;

namespace {

constexpr std::size_t on_a_page = 50;

struct Times
{
    double median = 0; // ms
    double p99 = 0;
};

template <class F>
Times measured(int rounds, F&& work)
{
    std::vector<double> all;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
        all.push_back(taken.count());
    }
    std::sort(all.begin(), all.end());
    return {all[all.size() / 2], all[all.size() * 99 / 100]};
}

bool report(const char* what, const Times& times, double goal)
{
    const bool met = times.p99 <= goal;
    fmt::print("{:34} median {:8.3f} ms   p99 {:8.3f} ms   goal {:5g} ms   {}\n", what, times.median,
               times.p99, goal, met ? "met" : "MISSED");
    return met;
}

} // namespace

int main(int argc, char** argv)
{
    RegisterSize size;
    if (argc > 2)
        size.people = static_cast<std::uint32_t>(std::atoi(argv[2]));
    Register all(invented_places(size, 1));
    const auto begin = std::chrono::steady_clock::now();
    all.load(invented_register(size, 1));
    const std::chrono::duration<double> loading = std::chrono::steady_clock::now() - begin;
    const auto each = static_cast<double>(all.bytes()) / static_cast<double>(all.size());
    fmt::print("{} people in {} places: made and loaded in {:.1f} s, {:.0f} bytes each, goal 120   {}\n",
               all.size(), size.places, loading.count(), each, each <= 120 ? "met" : "MISSED");
    bool met = each <= 120;

    Chance chance(2);
    std::size_t found = 0;
    const auto by_area =
        measured(3000, [&] { found += all.rank(invented_need(chance, size), on_a_page).size(); });
    const auto of_everybody = measured(50, [&] {
        auto need = invented_need(chance, size);
        need.place = no_place;
        need.within_km.reset();
        found += all.rank(need, on_a_page).size();
    });
    const auto counted = measured(50, [&] { found += all.left_out(invented_need(chance, size))[0]; });
    const auto changed = measured(20'000, [&] {
        all.put(invented_candidate(chance, size,
                                   static_cast<std::uint32_t>(chance.below(static_cast<int>(size.people)))));
    });
    const auto after = static_cast<double>(all.bytes()) / static_cast<double>(all.size());
    fmt::print("after 20,000 changes {:.0f} bytes each, goal 120   {}\n", after,
               after <= 120 ? "met" : "MISSED");
    met = met && after <= 120;
    const auto afterwards =
        measured(3000, [&] { found += all.rank(invented_need(chance, size), on_a_page).size(); });
    met = report("within 30 km", by_area, 0.5) && met;
    met = report("anywhere", of_everybody, 100) && met;
    met = report("why others are left out (everybody)", counted, 100) && met;
    met = report("one person changed", changed, 0.05) && met;
    met = report("within 30 km, after 20,000 changes", afterwards, 0.5) && met;
    fmt::print("looking at everybody takes {:.0f} times as long as within 30 km; {} found\n",
               counted.median / by_area.median, found);
    return met ? 0 : 1;
}
