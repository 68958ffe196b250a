#pragma once

#include "accounts/accounts_store.hpp"
#include "accounts/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>
#include <string_view>

// Use cases of the coordinator: inviting, ending a role, blocking. All of them refuse (Err::forbidden) who
// may not manage users, and none can leave a network without a coordinator.
namespace dorfnetz::accounts {

// Where the links in mails lead, and in which language they are written.
struct MailStyle
{
    i18n::Language language = i18n::Language::de;
    std::string site; // "https://heide.example" or with "/en", without slash at the end
};

// Makes the account and mails the link; what `create_user` answers.
Result<NewUser> invite(web::Environment& environment, const web::Actor& actor, const web::Network& network,
                       const Invitation& invitation, const MailStyle& style);

// A new link for an account, mailed as well: for who has lost the first one. Answers its path.
Result<std::string> send_new_link(web::Environment& environment, const web::Actor& actor,
                                  const web::Network& network, const web::UserId& user,
                                  const MailStyle& style);

// Err::conflict if it is the last coordinator's, Err::stale if it has ended already, Err::missing if the
// network has no such role.
Result<Done> end_grant(web::Environment& environment, const web::Actor& actor, const NetworkId& network,
                       std::string_view grant_id);

// Blocks or allows signing in. Blocking ends all sessions of the account at once. `version` is what the actor
// saw; Err::stale if it has changed since, Err::conflict for the last coordinator.
Result<Done> change_sign_in(web::Environment& environment, const web::Actor& actor, const NetworkId& network,
                            const web::UserId& user, std::int64_t version, SignIn sign_in);

} // namespace dorfnetz::accounts
