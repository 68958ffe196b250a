#pragma once

#include "accounts/accounts_store.hpp"
#include "accounts/sign_in.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The second proof beside password or link: a code of an app, or one from a sheet of paper. A passkey is both
// at once (passkeys.hpp). For whom it is a must: policy.hpp.
namespace dorfnetz::accounts {

inline constexpr int codes_on_a_sheet = 10;
inline constexpr int few_codes = 3; // so many left: time for a new sheet

// What somebody has set up.
struct Factors
{
    bool app = false;
    std::int64_t codes = 0;      // of the sheet in use
    std::int64_t codes_left = 0; // not yet used
    std::int64_t passkeys = 0;

    bool any() const { return app || codes > 0 || passkeys > 0; }
};

Factors factors_of(db::Reader& reader, const NetworkId& network, const web::UserId& user);

// Begins with a new app. One in use stays in use until `confirm_app`.
void begin_app(web::Environment& environment, const NetworkId& network, const web::UserId& user);
// The secret of the app that was begun; nothing if none was.
std::optional<std::string> begun_app(db::Reader& reader, const web::Environment& environment,
                                     const NetworkId& network, const web::UserId& user);
// Err::invalid (field "code") for a code that is not of now. This and what follows answer the new token of
// the actor's session.
Result<std::string> confirm_app(Door& door, web::Environment& environment, const web::Network& network,
                                const web::Actor& actor, std::string_view code, i18n::Language language);

// A new sheet of codes, which stand nowhere else. The old sheet stays in use until `confirm_sheet`.
std::vector<std::string> begin_sheet(web::Environment& environment, const NetworkId& network,
                                     const web::UserId& user);
// Any code typed from the new sheet; it is used up. Err::invalid (field "code").
Result<std::string> confirm_sheet(Door& door, web::Environment& environment, const web::Network& network,
                                  const web::Actor& actor, std::string_view code, i18n::Language language);

// Gives the second proof for the actor's session: a code of the app or of the sheet. Err::invalid (field
// "code"), Err::too_often; Err::forbidden once it was wrong so often that the session has ended
// (wrong_codes.hpp), which the owner is told by mail.
Result<std::string> prove(Door& door, web::Environment& environment, const web::Network& network,
                          const web::Actor& actor, std::string_view code);

// What follows when a proof of whatever kind is set up: the actor's session counts as proved, the log says
// `action`, and the owner is told by mail.
Result<std::string> factor_set_up(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                  const web::Actor& actor, std::string action, i18n::Language language);

// Without leave and without telling anybody: for what does both.
void delete_factors(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::accounts
