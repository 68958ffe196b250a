#pragma once

#include "accounts/guarded.hpp"
#include "features/newsletter/api.hpp"
#include "features/people/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/web/context.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who wants the letter, and what of it.
namespace dorfnetz::newsletter {

using SubscriptionId = Id<struct NewsletterSubscriptionTag>;
using villages::VillageId;
using Address = accounts::Guarded<accounts::Audience::coordinator>;

// Of what somebody wants to read; an empty list stands for everything.
struct Wishes
{
    std::vector<VillageId> villages = {};
    std::vector<std::string> fields = {}; // keys of the vocabulary "fields"

    bool operator==(const Wishes&) const = default;
};

struct Subscription
{
    SubscriptionId id;
    Address email; // in lower case
    i18n::Language language = i18n::Language::de;
    Wishes wishes = {};
    std::string text_hash = {}; // of the wording that was agreed to
    Timestamp asked_at = {};
    std::optional<Timestamp> confirmed_at = {};
};

// ---- By the reader, without an account ----

struct Asked
{
    std::string email;
    Wishes wishes = {};
    std::string token; // of the link in the mail that asks
};

// Keeps what somebody typed until the mailbox says yes. The same for every address, whoever has the letter.
void ask(db::Tx& tx, const web::Context& context, const Asked& asked);
// What waits under the token of a link; nothing if it is unknown, used or too old.
std::optional<Subscription> asked_by_token(db::Reader& reader, const web::Context& context,
                                           std::string_view token);
// The mailbox said yes. Whoever had the letter before has it as wished now, and all their links stay right.
SubscriptionId confirm(db::Tx& tx, const web::Context& context, const Subscription& asked);

// "/rundbrief/abo/…" and "/rundbrief/abbestellen/…": for every letter.
std::string change_path(const web::Environment& environment, const NetworkId& network,
                        const SubscriptionId& id);
std::string unsubscribe_path(const web::Environment& environment, const NetworkId& network,
                             const SubscriptionId& id);
// Whose link it is; nothing if it is none of ours. The subscription may have ended since.
std::optional<SubscriptionId> subscription_of_token(const web::Environment& environment,
                                                    const NetworkId& network, std::string_view token);

void change(db::Tx& tx, const NetworkId& network, const SubscriptionId& id, const Wishes& wishes);
// Deletes it, and sees to it that no restored backup brings it back. False if it has ended before.
bool unsubscribe(db::Tx& tx, const NetworkId& network, const SubscriptionId& id);

// ---- For those who write it ----

std::int64_t count_subscriptions(db::Reader& reader, const NetworkId& network);

} // namespace dorfnetz::newsletter
