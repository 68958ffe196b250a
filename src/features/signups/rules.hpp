#pragma once

#include "features/signups/api.hpp"

#include <span>

// Rules of promises, without a database.
namespace dorfnetz::signups {

// Between two villages: the straight line times the detour that roads make here, at the speed of country
// roads, and some minutes to park and find each other. Within a village only these minutes, at the same place
// nothing.
inline constexpr double detour = 1.3;
inline constexpr double kilometres_per_hour = 40;
inline constexpr std::chrono::minutes arriving{5};

// How long somebody has to choose between two promises, but never beyond the beginning.
inline constexpr std::chrono::hours time_to_choose{48};

inline constexpr std::int64_t usual_reminder = 24; // hours before it begins
inline constexpr std::int64_t longest_reminder = 336;

// Where and when somebody would be.
struct Stay
{
    Timestamp from = {};
    Timestamp until = {};
    std::optional<villages::Village> village = {}; // nothing: not known
    std::string place = {};
};

std::chrono::minutes way_between(const Stay& one, const Stay& other);
// Whether nobody can do both.
bool collide(const Stay& one, const Stay& other);
// The longest way in the network is never longer than this; for looking up what could collide.
inline constexpr std::chrono::hours longest_way{24};

// Which of those who wait move up when so many places are free: in their order, and a group that is too large
// for what is left lets those behind it have it.
std::vector<std::size_t> moving_up(std::span<const std::int64_t> groups, std::int64_t free_places);

// Whether a promise of this status may get the other one.
bool may_become(Status from, Status to);

// By when somebody has to choose.
Timestamp choice_until(Timestamp now, Timestamp begins);

// Two people may share a mailbox or a telephone; then their names tell them apart. "Karla" and "Karla Muster"
// are the same, "Karla Muster" and "Karl Muster" are not, nor is "–" anybody.
bool may_be_the_same(std::string_view one_name, std::string_view other_name);

// Whether it holds nothing that a mail program would make a link or a telephone number of.
bool could_be_a_name(std::string_view typed);

// Mail address or telephone as people write it into one field.
struct Reach
{
    ContactText email = {};
    ContactText phone = {}; // E.164 if it can be read
};

// Nothing if it is neither.
std::optional<Reach> reach_from_typed(std::string_view typed);
// How an address is looked up.
std::string key_of_email(std::string_view email);

} // namespace dorfnetz::signups
