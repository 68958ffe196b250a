#pragma once

#include "features/meetings/attendance_api.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/actor.hpp"

// Minutes of meetings, for other features.
namespace dorfnetz::minutes {

// Minutes that were sent and not approved yet come up for the next meeting of the same kind.
meetings::AgendaSource agenda_source();

// A meeting about which something was written is not deleted, and has begun.
meetings::BeforeStep nothing_is_written();

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::minutes
