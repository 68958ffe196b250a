#include "features/newsletter/subscriptions.hpp"

#include "accounts/audit.hpp"
#include "accounts/revocations.hpp"
#include "features/newsletter/subscriptions_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>

namespace dorfnetz::newsletter {

namespace {

constexpr std::array asked_for{people::Purpose::newsletter};
constexpr std::string_view unsubscribe_start = "/rundbrief/abbestellen/";

std::string hash_of_token(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "newsletter", token);
}

// Made of the id, so that the links of every letter stay the same and need not be kept.
std::string link_token(const web::Environment& environment, const NetworkId& network,
                       const SubscriptionId& id)
{
    return fmt::format(
        "{}.{}", id.text(),
        web::keyed_hash(environment, "newsletter-subscription", network.text() + '\n' + id.text())
            .substr(0, 32));
}

void audit(db::Tx& tx, const web::Context& context, const SubscriptionId& id, std::string_view action)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action),
                      .subject_kind = "subscription",
                      .subject = id.text()},
                     context.environment.clock, context.environment.random);
}

} // namespace

void ask(db::Tx& tx, const web::Context& context, const Asked& asked)
{
    const auto agreed = people::remember_consent_texts(tx, people::wordings_of(context), asked_for);
    store::insert(tx, context.network.id,
                  {.id = new_id<SubscriptionId>(context.environment.clock, context.environment.random),
                   .email = to_lower_ascii(trim(asked.email)),
                   .language = context.language,
                   .wishes = asked.wishes,
                   .text_hash = agreed.front().hash,
                   .asked_at = context.now()},
                  hash_of_token(context.environment, asked.token));
}

std::optional<Subscription> asked_by_token(db::Reader& reader, const web::Context& context,
                                           std::string_view token)
{
    auto found = store::by_token(reader, context.network.id, hash_of_token(context.environment, token));
    if (!found || found->asked_at + time_to_confirm <= context.now())
        return std::nullopt;
    return found;
}

SubscriptionId confirm(db::Tx& tx, const web::Context& context, const Subscription& asked)
{
    auto confirmed = asked;
    confirmed.confirmed_at = context.now();
    for (const auto& known :
         store::by_email(tx, context.network.id, asked.email.seen_by(accounts::the_program()))) {
        if (known.id == asked.id || !known.confirmed_at)
            continue;
        store::remove(tx, context.network.id, asked.id);
        confirmed.id = known.id;
    }
    store::confirm(tx, context.network.id, confirmed);
    audit(tx, context, confirmed.id, "newsletter.subscribed");
    return confirmed.id;
}

std::string change_path(const web::Environment& environment, const NetworkId& network,
                        const SubscriptionId& id)
{
    return "/rundbrief/abo/" + link_token(environment, network, id);
}

std::string unsubscribe_path(const web::Environment& environment, const NetworkId& network,
                             const SubscriptionId& id)
{
    return std::string(unsubscribe_start) + link_token(environment, network, id);
}

std::optional<SubscriptionId> subscription_of_token(const web::Environment& environment,
                                                    const NetworkId& network, std::string_view token)
{
    const SubscriptionId id(token.substr(0, token.find('.')));
    if (!is_uuid(id.text()) || !equal_in_constant_time(token, link_token(environment, network, id)))
        return std::nullopt;
    return id;
}

void change(db::Tx& tx, const NetworkId& network, const SubscriptionId& id, const Wishes& wishes)
{
    store::replace_wishes(tx, network, id, wishes);
}

bool unsubscribe(db::Tx& tx, const NetworkId& network, const SubscriptionId& id)
{
    if (!store::remove(tx, network, id))
        return false;
    // A letter to thousands takes hours, and by night it waits.
    mail::call_back(tx, network, std::string(unsubscribe_start) + id.text());
    accounts::note_erasure(tx, network, subscription_kind, id.text());
    return true;
}

bool unsubscribe_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    return unsubscribe(tx, network, SubscriptionId{id});
}

} // namespace dorfnetz::newsletter
