#pragma once

#include "features/minutes/minutes.hpp"
#include "features/minutes/paper.hpp"
#include "foundation/db/db.hpp"

#include <map>
#include <vector>

namespace dorfnetz::minutes::store {

std::optional<Minutes> minutes_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);
// Of all meetings that have any, with the latest sent or written to first.
std::vector<Minutes> all_minutes(db::Reader& reader, const NetworkId& network);
// The minutes with a new `stand`, made if there are none; until the end of the transaction nobody else writes
// to them.
Minutes take_turn(db::Tx& tx, const NetworkId& network, const MeetingId& meeting);

std::vector<Text> texts_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);
// Those that changed after that `stand`, be it only who writes there.
std::vector<Text> texts_since(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                              std::int64_t stand);
std::optional<Text> text_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                            const AgendaItemId& item);
void put_text(db::Tx& tx, const NetworkId& network, const Minutes& minutes, const Text& text);

void insert_edit(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Text& text,
                 const Save& save);
// The greatest number of a tab at a matter, taken in or kept beside.
std::optional<std::int64_t> last_number(db::Reader& reader, const NetworkId& network,
                                        const MeetingId& meeting, const AgendaItemId& item,
                                        std::string_view tab);
// What the text was in that version; empty before anything was written, or if there is none.
std::string text_in(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                    const AgendaItemId& item, std::int64_t version);
// Whether something newer than the version came from another tab.
bool others_wrote_after(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                        const AgendaItemId& item, std::int64_t version, std::string_view tab);

// Those that nobody has put together with the text yet.
std::vector<Beside> besides_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);
std::optional<Beside> beside_by_id(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                                   const BesideId& id);
// Whether something that a tab wrote at the matter is among them.
bool has_beside(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                const AgendaItemId& item, std::string_view tab);
// How much of this writer does, at all matters.
std::int64_t count_besides(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                           const web::UserId& writer);
// One of its tab at the matter; opens it again if it was done.
void put_beside(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Beside& beside);
void finish_beside(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const AgendaItemId& item,
                   std::string_view tab);

// Keeps the lines of what is sent for approval, from a draft.
void send(db::Tx& tx, const NetworkId& network, const Minutes& minutes, const std::vector<Line>& lines);
// Forgets them again: what was sent is a draft.
void take_back(db::Tx& tx, const NetworkId& network, const MeetingId& meeting);
// What was sent is approved, in place of all texts, edits and what lies beside them.
void approve(db::Tx& tx, const NetworkId& network, const Minutes& minutes);
// Of what was sent or approved; a draft has none.
std::vector<Line> kept_lines(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);

std::vector<Note> notes_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);
void insert_note(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Note& note);
// False if there is no such objection of these minutes.
bool answer_note(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const NoteId& note,
                 std::string_view answer);

void forget_user(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::minutes::store
