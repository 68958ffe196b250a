#pragma once

#include "features/activities/needs_api.hpp"
#include "features/matching/unfilled_api.hpp"
#include "features/people/api.hpp"
#include "features/planning/api.hpp"
#include "foundation/jobs/queue.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who could do which shift of an activity (docs/adr/0060-plans-are-proposals.md). A plan is a proposal: hosts
// change it, and nobody is asked before they say so.
namespace dorfnetz::planning {

using activities::ActivityId;
using activities::NeedId;
using activities::OpenShift;
using activities::ShiftId;
using people::PersonId;

struct Rules
{
    std::int64_t most_shifts = 2; // for one person
    std::chrono::minutes rest{0}; // between two shifts of a person
    std::chrono::seconds time{5}; // to be spent at most

    bool operator==(const Rules&) const = default;
};

struct Plan
{
    ActivityId activity;
    std::optional<web::UserId> asked_by = {}; // with whose rights it is worked out
    jobs::JobId job = {};                     // the last one; only this one may write
    Rules rules = {};
    bool is_enough = false; // the best so far is to be taken
    Timestamp begun_at = {};
    std::optional<Timestamp> made_at = {}; // nothing as long as there is no result
    std::int64_t worth = 0;                // points of the matcher, without those for needed places
    std::int64_t best_worth = 0;           // no plan is worth more
    bool is_best = false;
    bool is_changed = false; // by a host, since it was made

    // Of one that nobody works on: whether the last try came to nothing.
    bool has_failed() const { return !made_at || *made_at < begun_at; }
};

enum class Mark {
    proposed,  // by the program
    settled,   // a host wants it so: it stays when the plan is worked out anew
    ruled_out, // a host does not want it
};

struct PlannedPlace
{
    ShiftId shift;
    PersonId person;
    Mark mark = Mark::proposed;

    bool operator==(const PlannedPlace&) const = default;
};

// What somebody told a host, for this activity.
struct PlanWish
{
    PersonId person;
    std::optional<std::int64_t> most_shifts = {};
    std::optional<std::chrono::minutes> not_after = {}; // since midnight: wants to be done by then
    std::optional<NeedId> likes = {};
    std::optional<PersonId> together_with = {};

    bool operator==(const PlanWish&) const = default;
};

enum class Anew {
    keeping, // what was settled and ruled out stays, what was proposed where it can
    all,     // everything is worked out, as if nobody had changed anything
};

// How many would fit a shift that stays short of people, by what holds them back.
using Obstacles = std::map<ShiftId, std::map<matching::Obstacle, std::int64_t>>;

// "22:00"
std::string clock_text(std::chrono::minutes since_midnight);
std::string_view to_text(Mark mark);
std::optional<Mark> mark_from_text(std::string_view text);

inline constexpr std::size_t most_shifts_planned = 400;
inline constexpr std::size_t most_looked_at = 300; // people, for one shift
inline constexpr std::int64_t most_for_one = 20;   // shifts
inline constexpr std::string_view planning_job = "planning";
inline constexpr const char* all_anew = " anew"; // behind the activity in its payload

} // namespace dorfnetz::planning
