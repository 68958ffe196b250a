#pragma once

#include "accounts/accounts_store.hpp"
#include "foundation/core/result.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <chrono>
#include <string>
#include <string_view>

// Links and codes that open a way in, once.
namespace dorfnetz::accounts {

enum class LinkPurpose {
    set,     // a first password, by invitation: 72 hours
    reset,   // a new password, asked for by mail: one hour
    sign_in, // signing in without a password, asked for by mail: 15 minutes
    paper,   // signing in with a printed code, for who has no mail: 14 days
};

std::string_view to_text(LinkPurpose purpose);
LinkPurpose link_purpose_from_text(std::string_view text);

std::chrono::minutes life_of(LinkPurpose purpose);
// "72 Stunden", as mails say it.
std::string life_text(i18n::Language language, LinkPurpose purpose);

// A new link; answers its token, which stands nowhere else. Earlier links stay valid, so that nobody can make
// the link in somebody's mailbox worthless by asking for another. The token of a paper is sixteen letters and
// digits that are not mistaken for one another.
std::string make_link(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                      const web::UserId& user, LinkPurpose purpose);

// As it is looked up. What was made for signing in opens no page for passwords, and the other way round.
std::string stored_link(const web::Environment& environment, LinkPurpose purpose, std::string_view token);

// "ABCD EFGH …", as it is printed.
std::string spaced_code(std::string_view code);

// Own path of the page that takes the token.
std::string link_path(LinkPurpose purpose, std::string_view token);

struct LinkMail
{
    NetworkId network;
    std::string network_name;
    Account account;
    LinkPurpose purpose = LinkPurpose::reset;
    i18n::Language language = i18n::Language::de;
    std::string url; // with scheme and host
};

// Puts the mail with the link into the outbox.
Result<Done> mail_link(db::Tx& tx, web::Environment& environment, const LinkMail& link);

} // namespace dorfnetz::accounts
