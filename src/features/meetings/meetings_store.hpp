#pragma once

#include "features/meetings/api.hpp"

// SQL of meetings, nothing else.
namespace dorfnetz::meetings::store {

bool slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug);
void insert(db::Tx& tx, const NetworkId& network, const Meeting& meeting);
// Everything but id, address and what never changes, with the next version; false if somebody was faster.
bool update(db::Tx& tx, const NetworkId& network, const Meeting& meeting);
// That its reminder told of this beginning. Not a change that somebody could overwrite.
void set_reminded(db::Tx& tx, const NetworkId& network, const Meeting& meeting);

// With its agenda.
void remove(db::Tx& tx, const NetworkId& network, const MeetingId& id);

void insert_item(db::Tx& tx, const NetworkId& network, const AgendaItem& item, Timestamp now);
bool update_item(db::Tx& tx, const NetworkId& network, const AgendaItem& item, Timestamp now);
void set_position(db::Tx& tx, const NetworkId& network, const AgendaItemId& id, std::int64_t position);
void remove_item(db::Tx& tx, const NetworkId& network, const AgendaItemId& id);
// After all of the meeting with this status.
std::int64_t next_position(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                           ItemStatus status);
std::int64_t count_proposals(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);
bool has_item_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                 std::string_view source);

} // namespace dorfnetz::meetings::store
