#pragma once

#include "features/minutes/minutes_service.hpp"
#include "features/minutes/paper.hpp"

#include <memory>
#include <vector>

// From the draft to what was approved.
namespace dorfnetz::minutes {

// What others say below an item: motions and results.
using SharedLines = std::shared_ptr<const std::vector<meetings::ItemLines>>;

// As it would be sent now, in the language of the context.
Paper draft_paper(const web::Context& context, db::Reader& reader, const Meeting& meeting,
                  const std::vector<meetings::ItemLines>& lines);
// What was sent or approved, or else the draft.
Paper paper_now(const web::Context& context, db::Reader& reader, const Meeting& meeting,
                const std::optional<Minutes>& minutes, const std::vector<meetings::ItemLines>& lines);

// The next meeting of the same kind, village or group, if there is one: it approves.
std::optional<Meeting> meeting_after(db::Reader& reader, const NetworkId& network, const Meeting& meeting);

// Each in the caller's transaction; the caller has asked who may. All of them answer Err::conflict, with the
// reason, in a state in which it cannot be done.

// For approval: whoever takes part gets a mail. What is read and approved from now on is what stands there
// now.
Result<Done> send_for_approval(db::Tx& tx, const web::Context& context, const Meeting& meeting,
                               const std::vector<meetings::ItemLines>& lines);
// The same without a mail and without asking whether it can be done; `minutes` says when it was sent. Answers
// the digest.
std::string keep_as_sent(db::Tx& tx, const web::Context& context, const Meeting& meeting, Minutes minutes,
                         const std::vector<meetings::ItemLines>& lines);
// To change something once more.
Result<Done> take_back(db::Tx& tx, const web::Context& context, const Meeting& meeting);
// Err::stale if what was read, known by its digest, is not what is sent now.
Result<Done> may_be_approved(const Minutes& minutes, std::string_view digest);
// From now on nothing of it changes. Err::stale as above.
Result<Done> approve(db::Tx& tx, const web::Context& context, const Meeting& meeting,
                     std::string_view digest);
// An objection before the approval, a correction after it.
Result<Done> add_note(db::Tx& tx, const web::Context& context, const Meeting& meeting, NoteKind kind,
                      const std::string& text);

// Whether the digest still fits what is kept.
bool is_unchanged(const Minutes& minutes, const Paper& paper);

} // namespace dorfnetz::minutes
