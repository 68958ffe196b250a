#pragma once

#include "accounts/accounts_store.hpp"
#include "accounts/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/network.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Use cases around accounts: inviting, handing over and ending a role, blocking. They refuse (Err::forbidden)
// who may not do that to this account, and none can leave a network without a coordinator.
namespace dorfnetz::accounts {

// Where the links in mails lead, and in which language they are written.
struct MailStyle
{
    i18n::Language language = i18n::Language::de;
    std::string site; // "https://heide.example" or with "/en", without slash at the end
};

// What roles can be given for, as the program knows it; accounts knows no villages and no organisations.
struct Subjects
{
    struct Organisation
    {
        web::Choice choice;                // id and name
        std::vector<std::string> villages; // where it is active
    };

    std::function<std::vector<web::Choice>(db::Reader&, const NetworkId&)> villages; // ids and names
    std::function<std::vector<Organisation>(db::Reader&, const NetworkId&)> organisations;
    // Where an organisation is active.
    std::function<std::vector<std::string>(db::Reader&, const NetworkId&, const std::string&)> villages_of;
};

// Whether the actor may give and end this role: the coordination all of them, a lead editor access to the
// entries of the own village.
bool may_give(db::Reader& reader, const Subjects& subjects, const web::Actor& actor, const NetworkId& network,
              const web::Grant& grant);
// The same for access to the entry of an organisation whose villages are known.
bool may_give_entry(const web::Actor& actor, const NetworkId& network, const Subjects::Organisation& entry);

// Err::conflict if this user is the only one who coordinates.
Result<Done> must_not_be_last_coordinator(db::Tx& tx, const NetworkId& network, const web::UserId& user);

// Err::forbidden unless the actor manages all accounts of the network.
Result<Done> must_manage_users(const web::Actor& actor, const NetworkId& network);

// Makes the account and mails the link; what `create_user` answers.
Result<NewUser> invite(web::Environment& environment, const Subjects& subjects, const web::Actor& actor,
                       const web::Network& network, const Invitation& invitation, const MailStyle& style);

// Who takes over, and from when; not in the past.
struct Successor
{
    std::string email; // empty for who has none
    std::string name;
    Timestamp from;
};

// A role that has not ended, if the actor may hand it over: its holder, or who may give it.
std::optional<StoredGrant> grant_to_hand_over(db::Reader& reader, const web::Environment& environment,
                                              const Subjects& subjects, const web::Actor& actor,
                                              const NetworkId& network, std::string_view id);

// Ends a role at the moment at which it begins for somebody else, in one step: boards change. Err::missing
// for a role that is not the actor's to hand over, Err::conflict for the last coordinator's as long as the
// successor cannot sign in, or if the successor has the role already.
Result<NewUser> hand_over(web::Environment& environment, const Subjects& subjects, const web::Actor& actor,
                          const web::Network& network, std::string_view grant_id, const Successor& successor,
                          const MailStyle& style);

// A code on paper for who has no mail or no access to it; signs in once, within two weeks. Only the
// coordination, for it opens the account of somebody else; Err::conflict for one's own.
Result<NewUser> make_paper(web::Environment& environment, const web::Actor& actor, const NetworkId& network,
                           const web::UserId& user);

// A new link for an account, mailed as well: for who has lost the first one. Answers its path. Err::conflict
// for one's own: whoever finds a browser left signed in would have the account.
Result<std::string> send_new_link(web::Environment& environment, const web::Actor& actor,
                                  const web::Network& network, const web::UserId& user,
                                  const MailStyle& style);

// Of somebody who has lost the second proof, or whose password others know: all that opened the account is
// taken away (password, second proof, links, codes on paper, sessions), and they are told. Who has mail gets
// a link for a new password, who has none a code on paper (`paper_code`). Err::forbidden, Err::missing;
// Err::conflict for one's own account.
Result<NewUser> reset_access(web::Environment& environment, const web::Actor& actor,
                             const web::Network& network, const web::UserId& user, const MailStyle& style);

// A role that the actor may end. Err::conflict if it is the last coordinator's, Err::missing if the network
// has no such role or the actor may not end it.
Result<StoredGrant> grant_to_end(db::Tx& tx, const web::Environment& environment, const Subjects& subjects,
                                 const web::Actor& actor, const NetworkId& network,
                                 std::string_view grant_id);

// Ends it at once; Err::stale if it has ended already, otherwise as `grant_to_end`.
Result<Done> end_grant(web::Environment& environment, const Subjects& subjects, const web::Actor& actor,
                       const NetworkId& network, std::string_view grant_id);

// Blocks or allows signing in. Blocking ends all sessions of the account at once. `version` is what the actor
// saw; Err::stale if it has changed since, Err::conflict for the last coordinator.
Result<Done> change_sign_in(web::Environment& environment, const web::Actor& actor, const NetworkId& network,
                            const web::UserId& user, std::int64_t version, SignIn sign_in);

} // namespace dorfnetz::accounts
