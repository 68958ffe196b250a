#pragma once

#include "foundation/core/clock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Which of several dates is best, worked out without the database.
namespace dorfnetz::date_polls {

// Sorted by how well it fits.
enum class Answer { yes, if_needed, no };

std::string_view to_text(Answer answer);
std::optional<Answer> answer_from_text(std::string_view text);

// A date that can be chosen.
struct Candidate
{
    std::string id;
    Timestamp starts_at = {};
};

// What somebody said. Several of one voice, as two people of one village, count once for each date: with the
// best that any of them said, since one of them is enough to speak for the village.
struct Ballot
{
    std::string voice = {}; // village, or the answer itself where everybody has a voice; empty: has none
    std::map<std::string, Answer> answers = {}; // by date; what is missing was not said
};

// How many voices a date has.
struct Standing
{
    std::string id;
    Timestamp starts_at = {};
    std::int64_t yes = 0;
    std::int64_t if_needed = 0;
    std::int64_t no = 0;
    bool reaches_quorum = false; // enough could come

    std::int64_t could_come() const { return yes + if_needed; }

    bool operator==(const Standing&) const = default;
};

// In the order of the dates. `needed`: so many voices have to be there.
std::vector<Standing> standings_of(const std::vector<Candidate>& dates, const std::vector<Ballot>& ballots,
                                   std::int64_t needed);

// A date on which enough can come to decide is better than one on which they cannot. Then the more voices say
// yes, the better; then the more could come if needed; then the fewer say no; then the earlier.
bool is_better(const Standing& one, const Standing& other);

// Nothing if nobody could come on any of them.
std::optional<Standing> best_of(const std::vector<Standing>& standings);

} // namespace dorfnetz::date_polls
