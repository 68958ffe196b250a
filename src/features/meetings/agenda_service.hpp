#pragma once

#include "features/meetings/api.hpp"

// What happens to matters of an agenda; each in the caller's transaction. Err::missing, and Err::conflict
// when the meeting is over.
namespace dorfnetz::meetings {

// Waits for who edits the agenda. Err::invalid.
Result<AgendaItemId> propose(db::Tx& tx, const web::Context& context, const MeetingId& id,
                             const AgendaItemDraft& draft, const std::optional<OrganisationId>& proposer);
// Err::stale, Err::invalid.
Result<Done> change_item(db::Tx& tx, const web::Context& context, const AgendaItemId& id,
                         std::int64_t version, const AgendaItemDraft& draft);
// Puts it at the end of the agenda; who proposed it gets a mail, here and below.
Result<Done> take_on(db::Tx& tx, const web::Context& context, const AgendaItemId& id);
Result<Done> decline(db::Tx& tx, const web::Context& context, const AgendaItemId& id,
                     const std::string& answer);
// For good. Throws db::ConstraintViolated for what there are motions about.
Result<Done> remove(db::Tx& tx, const web::Context& context, const AgendaItemId& id);

enum class Direction { up, down };

// By one. Does nothing if it no longer stands at `seen_at`, counted from 0.
Result<Done> move(db::Tx& tx, const web::Context& context, const AgendaItemId& id, Direction direction,
                  std::int64_t seen_at);

// What comes up by itself and is not on the agenda yet.
std::vector<Matter> open_matters(db::Reader& reader, const web::Context& context, const Meeting& meeting,
                                 const std::vector<AgendaSource>& sources);
// Puts one of them on the agenda; does nothing if it is there already.
Result<Done> take_matter(db::Tx& tx, const web::Context& context, const MeetingId& id,
                         const std::vector<AgendaSource>& sources, std::string_view key);

} // namespace dorfnetz::meetings
