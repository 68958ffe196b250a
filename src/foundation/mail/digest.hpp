#pragma once

#include "foundation/mail/outbox.hpp"

#include <string>

namespace dorfnetz::mail {

// Puts the other mails of the group that wait for the same person into this one, which was just claimed; they
// are `joined` from then on. Does nothing if it is alone.
void join_digest(db::Tx& tx, ClaimedMail& first, const std::string& group, const Look& look, Timestamp now);

} // namespace dorfnetz::mail
