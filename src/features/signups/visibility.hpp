#pragma once

#include "features/signups/api.hpp"

// Who sees who promised, and the rows in the audit log that tell of it.
namespace dorfnetz::signups {

// As `record_list_view`, of one promise.
Result<accounts::Viewer> record_contact_view(db::Tx& tx, const web::Context& context,
                                             const activities::Listed& listed, const SignupId& id);

// What hosts do with somebody's promise.
enum class HostAct { accepted, declined, chosen, entered, told };

void record_act(db::Tx& tx, const web::Context& context, HostAct act, const SignupId& id);

} // namespace dorfnetz::signups
