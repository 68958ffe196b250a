#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/web/actor.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Several people write at the same text, some of them without a network: what becomes of what each of them
// sends. No database (docs/adr/0047).
namespace dorfnetz::minutes {

// Whoever types keeps the others off a matter for so long after the last letter.
inline constexpr std::chrono::seconds hold_time{60};
inline constexpr std::size_t longest_text = 20'000; // characters
// So many texts of one account may lie beside the minutes of a meeting.
inline constexpr std::int64_t most_besides = 50;

enum class State { draft, sent, approved };

std::string_view to_text(State state);
std::optional<State> state_from_text(std::string_view text);

// Who writes at a matter just now.
struct Hold
{
    std::string tab = {}; // the page in their browser; opened again it is another
    web::UserId by = {};
    Timestamp until = {};

    bool operator==(const Hold&) const = default;
};

enum class Then {
    go_on,
    release, // has stopped writing: others may begin at once
    leave,   // comes from another page than the one it was typed on: who writes there stays as it is
};

// All of the text as it stands in somebody's field.
struct Save
{
    std::string tab = {};
    std::int64_t number = 1;   // grows with each save of the tab; one that is sent again has the same
    std::int64_t based_on = 0; // version that the writer had before them
    std::string text = {};
    Then then = Then::go_on;
};

// What is there when it comes.
struct Situation
{
    State state = State::draft;
    std::int64_t version = 0; // 0: nothing was written yet
    std::string text = {};
    std::optional<Hold> hold = {};
    std::optional<std::int64_t> last_number = {}; // of this tab, taken in or kept beside
    bool others_wrote = false;                    // something newer than `based_on` came from another tab
    std::string seen = {};                        // text of the version `based_on`
    bool lies_beside = false;                     // what this tab wrote last
    std::int64_t besides = 0;                     // of this writer, in these minutes
};

enum class Verdict {
    taken,     // is the text now
    unchanged, // was the text already
    known,     // came before, something newer of this tab did, or it says nothing
    beside,    // somebody else writes there, or has written meanwhile
    too_many,  // it would have to lie beside, and too much of this writer does
    refused,   // the minutes are approved
};

std::string_view to_text(Verdict verdict);

Verdict judge(const Situation& situation, const Save& save, Timestamp now);

bool is_held(const std::optional<Hold>& hold, Timestamp now);
bool is_held_by_other(const std::optional<Hold>& hold, std::string_view tab, Timestamp now);
// Who holds the matter after a save that was taken or changed nothing. What lies beside takes nobody's hold
// away, and whoever has finished gives back their own alone.
std::optional<Hold> hold_after(const Situation& situation, const Save& save, Verdict verdict,
                               const web::UserId& by, Timestamp now);

// To begin putting two texts together by hand: each line of both once, in an order that fits both. Where they
// differ, the lines of `text` come first.
std::string both_together(std::string_view text, std::string_view beside);

} // namespace dorfnetz::minutes
