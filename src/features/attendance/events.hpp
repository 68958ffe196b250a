#pragma once

#include "features/signups/api.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/web/actor.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Taps on a phone or in the form, and what follows from them. No database (docs/adr/0043).
namespace dorfnetz::attendance {

using signups::SignupId;

enum class Kind {
    here,
    absent,
    open, // takes back what was tapped by mistake
    minutes,
    walk_up, // came without having promised, and is there
};

std::string_view to_text(Kind kind);
std::optional<Kind> kind_from_text(std::string_view text);

struct Event
{
    std::string id = {};  // a UUID made on the phone
    std::string who = {}; // a promise, or the UUID that the phone gave to who came by
    Kind kind = Kind::here;
    std::optional<std::int64_t> minutes = {}; // worked, of Kind::minutes
    Timestamp tapped_at = {};
    Timestamp received_at = {};
    web::UserId user = {};     // whose session it was
    SignupId made_signup = {}; // of Kind::walk_up: the promise that was made for them
};

// An event as it is sent, with what only makes the promise of who came by.
struct Tap
{
    Event event = {};
    activities::ShiftId shift = {};
    std::int64_t people = 1;
    std::string name = {}; // may be empty
};

inline constexpr std::int64_t longest_minutes = 100'000;
inline constexpr std::int64_t most_people = 1'000;
inline constexpr std::size_t longest_name = 100; // characters

// "ID KIND WHO MILLISECONDS NUMBER SHIFT NAME": what assets/js/attendance.js sends. Nothing for anything
// else.
std::optional<Tap> tap_from_line(std::string_view line);

// When it was tapped by our clock. `phone_now` is what the phone's clock said when it sent this: a clock that
// is wrong by more than a minute is set right, and nothing was tapped later than it came.
Timestamp corrected(Timestamp tapped_at, Timestamp phone_now, Timestamp now);

enum class State { open, here, absent };

std::string_view to_text(State state);

// What holds of one promise.
struct Outcome
{
    std::optional<State> state = {}; // nothing: nobody has tapped it
    Timestamp at = {};               // of the tap that decided
    std::optional<std::int64_t> minutes = {};
    Timestamp minutes_at = {};

    bool operator==(const Outcome&) const = default;
};

// The latest tap wins, of those at the same moment the one with the greater id; the order in which they are
// given does not matter.
Outcome outcome_of(const std::vector<Event>& events);

// "1,5", "1:30" and "2" in hours as minutes; nothing for what is no such time.
std::optional<std::int64_t> minutes_from_typed(std::string_view text, std::int64_t most_hours = 999);
// 90 as "1,5" or "1.5"
std::string hours_to_type(i18n::Language language, std::int64_t minutes);

} // namespace dorfnetz::attendance
