#pragma once

#include "accounts/accounts_store.hpp"
#include "foundation/core/result.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <chrono>
#include <string>
#include <string_view>

// Links that open the page on which a password is set, once.
namespace dorfnetz::accounts {

enum class LinkPurpose {
    set,  // of an invitation: 72 hours
    reset // asked for by mail: one hour
};

std::chrono::hours life_of(LinkPurpose purpose);

// A new link; answers its token, which stands nowhere else. Earlier links stay valid, so that nobody can make
// the link in somebody's mailbox worthless by asking for another.
std::string make_link(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                      const web::UserId& user, LinkPurpose purpose);

// As it is looked up.
std::string stored_link(const web::Environment& environment, std::string_view token);

// Own path of the page that takes the token.
std::string link_path(std::string_view token);

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
