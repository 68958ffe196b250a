#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/form.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Notes on contacts with people. Who may see them is decided by the feature that the subject belongs to.
namespace dorfnetz::notes {

using NoteId = Id<struct NoteTag>;

enum class About { person, offer };

struct Subject
{
    About about = About::person;
    std::string id;
};

struct Note
{
    NoteId id;
    std::string text;
    std::optional<Date> remind_on;
    std::string author_name; // empty: that account is gone
    Timestamp written_at;
};

// The newest first.
std::vector<Note> notes_of(db::Reader& reader, const NetworkId& network, const Subject& subject);

// A reminder whose day has come, or a later one.
struct Reminder
{
    std::string subject; // id
    Date remind_on;
};

// Reminders up to and with this day about people or about offers, the oldest first.
std::vector<Reminder> due_reminders(db::Reader& reader, const NetworkId& network, About about, Date today);

// When somebody last noted something about each person, by id.
std::map<std::string, Timestamp> last_noted(db::Reader& reader, const NetworkId& network);

// The notes and the form for one more. `action` is the own path to which the form is sent, with `pattern`'s
// route; a note's reminder is done by sending `erledigt` with its id there.
html::Safe draw_notes(const web::Context& context, db::Reader& reader, const Subject& subject,
                      const std::string& action, const std::string& pattern);

// What was sent to that route: writes the note, or takes the reminder of one off, and answers what to say. A
// note whose day cannot be read is kept without it, so that nothing typed is lost. Err::invalid if nothing
// was typed. The caller has made sure that the actor may.
Result<German> save_sent(db::Tx& tx, const web::Context& context, const Subject& subject);

// For an offer that becomes a person, and for two entries that become one.
void move_notes(db::Tx& tx, const NetworkId& network, const Subject& from, const Subject& to);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::notes
