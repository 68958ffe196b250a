#pragma once

#include "features/meetings/api.hpp"
#include "features/minutes/rules.hpp"

#include <optional>
#include <string>
#include <string_view>

// What is kept of the minutes of a meeting.
namespace dorfnetz::minutes {

using meetings::AgendaItemId;
using meetings::Meeting;
using meetings::MeetingId;
using BesideId = Id<struct MinutesBesideTag>;
using NoteId = Id<struct MinutesNoteTag>;

struct Minutes
{
    MeetingId meeting = {};
    State state = State::draft;
    std::int64_t stand = 0; // grows with everything that whoever writes has to hear of
    std::optional<Timestamp> sent_at = {};
    std::optional<Timestamp> approved_at = {};
    std::optional<MeetingId> approved_in = {};
    std::string digest = {}; // of what was sent, and approved
};

// About one matter, or about the meeting as a whole.
struct Text
{
    AgendaItemId item = {}; // empty: the meeting as a whole
    std::string text = {};  // Markdown
    std::int64_t version = 0;
    web::UserId written_by = {};
    Timestamp written_at = {};
    std::optional<Hold> hold = {};
};

// What could not go in.
struct Beside
{
    BesideId id = {};
    AgendaItemId item = {};
    std::string text = {};
    std::int64_t based_on = 0;
    std::string tab = {};
    std::int64_t number = 0;
    web::UserId written_by = {};
    Timestamp written_at = {};
};

enum class NoteKind {
    objection,  // before the approval, for who takes part
    correction, // after it, for all who see the minutes
};

std::string_view to_text(NoteKind kind);
std::optional<NoteKind> note_kind_from_text(std::string_view text);

struct Note
{
    NoteId id = {};
    NoteKind kind = NoteKind::objection;
    std::string text = {};
    std::string answer = {}; // of an objection; empty: none yet
    web::UserId written_by = {};
    Timestamp written_at = {};
};

inline constexpr std::size_t longest_note = 5'000; // characters

} // namespace dorfnetz::minutes
