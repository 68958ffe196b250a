#pragma once

#include "features/activities/needs_api.hpp"
#include "features/asking/api.hpp"
#include "features/people/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Looking for people for a shift: who fits is asked, a few at a time, until it is filled
// (docs/adr/0058-asking-in-waves.md).
namespace dorfnetz::asking {

using activities::OpenShift;
using activities::ShiftId;
using people::PersonId;

enum class State { running, paused, ended };

enum class Ended {
    not_yet,
    full,
    over,        // it has begun, or was called off
    nobody_left, // everybody who was chosen was asked
    by_hand,
    asker_gone, // may not ask any more, or has no account any more
};

struct Search
{
    ShiftId shift;
    State state = State::running;
    Ended ended = Ended::not_yet;
    std::int64_t at_once = 5;
    std::chrono::hours wait{48}; // until the next wave
    std::string message = {};    // in the asker's own words
    std::optional<web::UserId> asker = {};
    std::int64_t wave = 0; // the last one
    std::optional<Timestamp> wave_at = {};
    std::int64_t version = 1;
};

// How somebody is asked.
enum class Channel { mail, phone, letter };

enum class Answer {
    chosen, // not asked yet
    asked,
    yes,
    no,
    later,    // wants to be asked once more
    left_out, // took the consent back, or does not want to be asked now
    thanked,  // did not answer before it was filled, and was told so
};

struct Asked
{
    ShiftId shift;
    PersonId person;
    std::int64_t turn = 0;
    Channel channel = Channel::mail;
    Answer answer = Answer::chosen;
    std::optional<Timestamp> asked_at = {};
    std::optional<Timestamp> answered_at = {};
    std::optional<Timestamp> again_at = {};   // of `later`
    std::optional<Timestamp> printed_at = {}; // of a letter

    // Whether an answer is still to come.
    bool is_open() const { return answer == Answer::asked || answer == Answer::later; }

    // Whether it is for a host to do something, and not for them to answer.
    bool is_to_call() const { return answer == Answer::asked && channel == Channel::phone; }

    bool has_open_letter() const { return answer == Answer::asked && channel == Channel::letter; }

    bool is_to_print() const { return has_open_letter() && !printed_at; }
};

// How often somebody wants to be asked.
struct Wish
{
    std::int64_t days_between = 14;
    std::optional<Date> not_before = {};

    bool operator==(const Wish&) const = default;
};

std::string_view to_text(State state);
std::optional<State> state_from_text(std::string_view text);
std::string_view to_text(Ended ended);
std::optional<Ended> ended_from_text(std::string_view text);
std::string_view to_text(Channel channel);
std::optional<Channel> channel_from_text(std::string_view text);
std::string_view to_text(Answer answer);
std::optional<Answer> answer_from_text(std::string_view text);

// By mail, telephone or letter, as they want and as they can be reached; nothing if they cannot.
std::optional<Channel> channel_for(const people::Person& person);

inline constexpr std::int64_t most_at_once = 50;
inline constexpr std::size_t most_chosen = 100;
inline constexpr std::chrono::days asked_again_after{3}; // who said "later"

} // namespace dorfnetz::asking
