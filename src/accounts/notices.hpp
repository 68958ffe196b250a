#pragma once

#include "accounts/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>
#include <string_view>

// Mails that tell somebody what happened to their own account, so that a stranger does not stay unnoticed.
// Who has no mail address is told nothing.
namespace dorfnetz::accounts {

// Somebody signed in with a browser that was not here before: "Firefox, Windows". `site` as in MailStyle,
// empty if it is not known for certain.
Result<Done> tell_of_new_device(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                const Account& account, std::string_view client, i18n::Language language,
                                std::string_view site);

// The coordination took away what was set up as second proof.
Result<Done> tell_of_reset(db::Tx& tx, web::Environment& environment, const web::Network& network,
                           const Account& account);

// Somebody typed so many wrong codes that their session has ended.
Result<Done> tell_of_wrong_codes(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                 const Account& account);

// A second proof was set up.
Result<Done> tell_of_new_factor(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                const Account& account, i18n::Language language);

// The account can be opened by signing in at the municipality from now on.
Result<Done> tell_of_provider(db::Tx& tx, web::Environment& environment, const web::Network& network,
                              const Account& account, i18n::Language language);

// The password was set or changed.
Result<Done> tell_of_new_password(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                  const Account& account, i18n::Language language);

} // namespace dorfnetz::accounts
