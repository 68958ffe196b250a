#pragma once

#include "features/signups/api.hpp"

#include <string>

// Who sees who promised, and the rows in the audit log that tell of it.
namespace dorfnetz::signups {

// As `record_list_view`, of one promise.
Result<accounts::Viewer> record_contact_view(db::Tx& tx, const web::Context& context,
                                             const activities::Listed& listed, const SignupId& id);

// That a host decided about a promise, or entered one: "signup.accepted".
void record_decision(db::Tx& tx, const web::Context& context, std::string action, const SignupId& id);

} // namespace dorfnetz::signups
