#pragma once

#include "accounts/accounts_store.hpp"
#include "accounts/admission.hpp"
#include "accounts/links.hpp"
#include "accounts/passwords.hpp"
#include "foundation/core/result.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"
#include "foundation/web/rate_limit.hpp"

#include <string>
#include <string_view>

namespace dorfnetz::accounts {

// What stands between the street and the accounts; one for the program. Throttling slows down and never locks
// out: a link by mail always opens, and asking for one too often does no harm to those that were sent.
struct Door
{
    explicit Door(PasswordCost cost = {}) : hasher(cost) {}

    PasswordHasher hasher;
    web::RateLimiter tries_from_one_place{20, 60};
    web::RateLimiter tries_for_one_account_from_one_place{2, 10};
    web::RateLimiter tries_for_one_account{6, 30}; // guesses that come from many places
    web::RateLimiter links_from_one_place{1, 10};
    // Of each kind. Three at once and one every ten minutes: whoever asks in somebody else's name cannot keep
    // them from getting one, since a link lives for longer than it takes until the next is sent.
    web::RateLimiter links_for_one_account{0.1, 3};
    web::RateLimiter links_opened_from_one_place{10, 30};
    web::RateLimiter codes_for_one_account{5, 10}; // of the second proof
};

struct Credentials
{
    std::string login; // mail address, or the name that somebody without one was given
    std::string password;
};

// Err::too_often if too many links, codes or keys were tried from there.
Result<Done> may_open(Door& door, const Caller& caller, Timestamp now);

// Err::invalid for a wrong password, an unknown and a blocked account alike, at the same cost;
// Err::too_often; Err::unavailable if too many sign in at once.
Result<Admission> sign_in(Door& door, web::Environment& environment, const web::Network& network,
                          const Credentials& credentials, const Caller& caller);

// Whom a link for signing in lets in; it stays as it is, so that a program that looks at links in mails does
// not use it up. Err::missing for one that is wrong, used or expired; Err::too_often.
Result<Account> open_sign_in_link(Door& door, web::Environment& environment, const web::Network& network,
                                  std::string_view token, const Caller& caller);
Result<Admission> sign_in_by_link(Door& door, web::Environment& environment, const web::Network& network,
                                  std::string_view token, const Caller& caller);
// By the code on a sheet of paper, which is used up. Err::invalid (field "code"), Err::too_often.
Result<Admission> sign_in_by_paper(Door& door, web::Environment& environment, const web::Network& network,
                                   std::string_view code, const Caller& caller);

Result<Done> sign_out(web::Environment& environment, const NetworkId& network, std::string_view token);

// Kind of the queued job that answers the wishes.
inline constexpr std::string_view link_requests_job = "link_requests";

struct LinkWish
{
    std::string email;
    LinkPurpose purpose = LinkPurpose::reset; // or sign_in
    i18n::Language language = i18n::Language::de;
    std::string address; // where the token is appended: "https://…/passwort/"
};

// Notes the wish; `answer_link_requests` sends the link later. The same work for known and unknown
// addresses. Err::too_often depends on the place alone.
Result<Done> ask_for_link(Door& door, web::Environment& environment, const web::Network& network,
                          const LinkWish& wish, const Caller& caller);

// Whose password the link sets. Err::missing for one that is wrong, used or expired; Err::too_often.
Result<Account> open_link(Door& door, web::Environment& environment, const web::Network& network,
                          std::string_view token, const Caller& caller);

// Sets the password, uses up the link, ends all sessions of the account and begins one. Err::invalid (field
// "kennwort") leaves the link as it is.
Result<Admission> set_password_by_link(Door& door, web::Environment& environment, const web::Network& network,
                                       std::string_view token, std::string_view password,
                                       const Caller& caller);

// Err::invalid (field "altes_kennwort" or "kennwort"). Ends the other sessions of the account.
Result<Done> change_password(Door& door, web::Environment& environment, const web::Network& network,
                             const web::Actor& actor, std::string_view old_password,
                             std::string_view new_password, i18n::Language language);

} // namespace dorfnetz::accounts
