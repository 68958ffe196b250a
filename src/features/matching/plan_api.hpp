#pragma once

#include "foundation/core/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// Who takes which shift, for many volunteers and many shifts at once, with a proof of how good the answer is.
//
// Pure functions: the same problem in any order gives the same plan, as long as no time limit cuts in. What
// is wished for is counted in whole points, so that value and bound are exact numbers.
//
//   value = sum of the likings of what is taken
//         - load: a volunteer's second, third … shift costs more each time (fairness between people)
//         - village: beyond its fair share each further shift of a village's people costs (fairness of
//         villages)
//         + needed: for each place that a shift needs at least
//         + together: for two who want to be in the same shift and are
//
// The bound is that of Lagrangian relaxation (Geoffrion 1974; Fisher 1981): the places of a shift get a
// price, everybody takes what suits best at these prices, and no plan whatsoever can be worth more. Whoever
// has the prices can check it without this program (docs/matching.md).
namespace dorfnetz::matching {

using Minute = std::int64_t; // since 1970-01-01 00:00 UTC
using Points = std::int64_t;

// Of the minute in which that moment lies.
Minute minute_of(Timestamp moment);

// Where a shift is, in kilometres from any common origin.
struct Place
{
    double east = 0;
    double north = 0;

    bool operator==(const Place&) const = default;
};

struct Shift
{
    std::string id; // unique; ties are broken by it
    Minute begin = 0;
    Minute end = 0; // after begin
    std::size_t place = 0;
    int least = 0; // people without whom it cannot go
    int most = 0;  // at least `least`
};

struct Volunteer
{
    std::string id; // unique
    std::size_t village = 0;
    int most_shifts = 0;
    Minute most_minutes = 0; // in each of Problem::periods; 0: no limit
    Minute rest = 0;         // at least between two shifts; travel counts as rest
};

enum class Standing {
    free,     // may be chosen
    proposed, // was in the last plan: kept if that costs little (Rules::keep)
    promised, // has been promised: stays, whatever it costs
};

// A volunteer who may take a shift. That somebody is able to, is near enough and has time is decided before:
// what is not listed is never chosen.
struct Choice
{
    std::size_t volunteer = 0;
    std::size_t shift = 0;
    int liking = 0; // 0 or more
    Standing standing = Standing::free;
};

// Two who want to be in the same shift.
struct Together
{
    std::size_t one = 0;
    std::size_t other = 0;
    int points = 0;
};

struct Rules
{
    int needed = 3000;  // for each place up to `least`
    int load_step = 40; // the (n+1)th shift of somebody costs load_step * n², at most load_most
    int load_most = 600;
    int village_step =
        0;          // each shift beyond a village's fair share costs that much more; 0: villages do not count
    int keep = 200; // for what was proposed before
    int travel_minutes = 15;  // to another place, besides the way itself
    double travel_speed = 50; // km/h
};

struct Problem
{
    std::vector<Place> places = {};
    // When minutes are counted anew, as the months of somebody who gives five hours a month; ascending. A
    // shift counts for the period in which it begins. None: all shifts together.
    std::vector<Minute> periods = {};
    std::vector<Shift> shifts = {};
    std::vector<Volunteer> volunteers = {};
    std::vector<Choice> choices = {}; // each pair once
    std::vector<Together> together = {};
    Rules rules = {};
    std::size_t villages = 0; // Volunteer::village is below
};

// What makes a problem meaningless, as sentences for whoever wrote it; empty if it can be planned.
std::vector<std::string> faults_of(const Problem& problem);

// The prices that prove the bound, in 1/price_unit points.
inline constexpr Points price_unit = 16;

struct Certificate
{
    std::vector<Points> shift_prices = {};
    std::vector<Points> village_prices = {};
};

struct Progress
{
    Points value = 0; // best plan so far
    Points bound = 0; // no plan is worth more
};

struct Plan
{
    std::vector<std::size_t> taken = {}; // indices of choices, ascending
    Points value = 0;
    Points needed_value = 0; // the part of value that comes from needed places
    Points bound = 0;
    Certificate certificate = {};
    bool is_best = false;      // no plan is worth more, by the bound or because everything was searched
    bool is_cut_short = false; // by the caller or the time limit

    // Of the bound; 0 when the prices prove that the plan is the best.
    double gap() const;
    // The same without the points for needed places, which flatter a percentage.
    double preference_gap() const;
};

struct Effort
{
    double seconds = 10;
    double gap = 0.0001; // good enough; 0: go on until proved best or the time is over
    unsigned threads = 2;
    std::function<bool(const Progress&)> go_on =
        {}; // asked a few times a second; false ends it with the best so far
};

// The best plan that was found. The problem must have no faults.
Plan plan(const Problem& problem, const Effort& effort = {});

// The period in which a shift begins: how many of Problem::periods are not after that.
std::size_t period_of(const Problem& problem, const Shift& shift);

// What a plan is worth, counted from scratch, whoever made it.
Points value_of(const Problem& problem, const std::vector<std::size_t>& taken);
// The part of it that comes from needed places.
Points needed_value_of(const Problem& problem, const std::vector<std::size_t>& taken);
// The hard rules that it breaks, as sentences; promised shifts that clash are not the plan's fault and not
// named.
std::vector<std::string> broken_rules(const Problem& problem, const std::vector<std::size_t>& taken);

// Minutes that must lie between the end of one shift and the beginning of the next for this volunteer.
Minute gap_between(const Problem& problem, const Volunteer& volunteer, const Shift& earlier,
                   const Shift& later);

} // namespace dorfnetz::matching
