#include "accounts/audit.hpp"
#include "features/newsletter/subscriptions_store.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

// Whose subscriptions are, so that they are told and ended with the person.
namespace dorfnetz::newsletter {

namespace {

// A subscription has no name. Of a mailbox that several share it is nobody's alone, and stays.
std::vector<Subscription> subscriptions_that(db::Reader& reader, const NetworkId& network,
                                             const people::Traces& traces, people::Belonging belonging)
{
    std::vector<Subscription> found;
    for (const auto* emails : {&traces.emails, &traces.typed_emails})
        for (const auto& email : *emails)
            for (auto& subscription : store::by_email(reader, network, email))
                if (traces.whose({}, subscription.email, {}) == belonging)
                    found.push_back(std::move(subscription));
    return found;
}

// "q…@example.org": enough to know it again.
std::string hint_of(const Address& address)
{
    const auto& whole = address.seen_by(accounts::the_program());
    return std::string(truncate(whole, 1)) + "…" + whole.substr(std::min(whole.rfind('@'), whole.size()));
}

std::vector<people::OwnFact> facts_of(db::Reader& reader, const web::Context& context,
                                      const Subscription& subscription)
{
    const auto day = [&](Timestamp at) { return i18n::format_moment(context.region(), at); };
    const auto& wishes = subscription.wishes;
    std::vector<std::string> places;
    for (const auto& id : wishes.villages)
        if (const auto village = villages::village_by_id(reader, context.network.id, id))
            places.push_back(village->name);
    std::vector<std::string> topics;
    for (const auto& field : wishes.fields)
        topics.push_back(vocabularies::label("fields", field, context.language));
    return {{context.t("Was"_de), context.t("Rundbrief"_de)},
            {context.t("Bestellt"_de), day(subscription.asked_at)},
            {context.t("Bestätigt"_de),
             subscription.confirmed_at ? day(*subscription.confirmed_at) : context.t("noch nicht"_de)},
            {context.t("Dörfer"_de), places.empty() ? context.t("alle"_de) : join(places, ", ")},
            {context.t("Themen"_de), topics.empty() ? context.t("alle"_de) : join(topics, ", ")}};
}

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{.key = "newsletter", .heading = context.t("Rundbrief"_de), .entries = {}};
    for (const auto& subscription :
         subscriptions_that(reader, context.network.id, traces, people::Belonging::theirs))
        section.entries.push_back(facts_of(reader, context, subscription));
    return {std::move(section)};
}

void erase_one(db::Tx& tx, const NetworkId& network, const std::string& key)
{
    accounts::erase_details(tx, network, "subscription", key);
    unsubscribe(tx, network, SubscriptionId{key});
}

void erase_theirs(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    for (const auto& subscription : subscriptions_that(tx, network, traces, people::Belonging::theirs))
        erase_one(tx, network, subscription.id.text());
}

std::vector<std::string> perhaps_theirs(db::Reader& reader, const NetworkId& network,
                                        const people::Traces& traces)
{
    std::vector<std::string> keys;
    for (const auto& subscription : subscriptions_that(reader, network, traces, people::Belonging::perhaps))
        keys.push_back(subscription.id.text());
    return keys;
}

std::optional<std::vector<people::OwnFact>> show(db::Reader& reader, const web::Context& context,
                                                 const std::string& key)
{
    const auto subscription = store::by_id(reader, context.network.id, SubscriptionId{key});
    if (!subscription)
        return std::nullopt;
    auto facts = facts_of(reader, context, *subscription);
    facts.push_back({context.t("E-Mail-Adresse"_de), hint_of(subscription->email)});
    return facts;
}

} // namespace

people::Elsewhere kept_subscriptions()
{
    return {.place = "newsletter",
            .tell = tell,
            .erase = erase_theirs,
            .perhaps = perhaps_theirs,
            .show = show,
            .erase_one = erase_one};
}

} // namespace dorfnetz::newsletter
