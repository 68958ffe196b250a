#include "accounts/audit.hpp"
#include "features/joining/offers.hpp"

#include <algorithm>

// Whose offers are, so that they are told and erased with the person.
namespace dorfnetz::joining {

namespace {

std::vector<Offer> offers_that(db::Reader& reader, const NetworkId& network, const people::Traces& traces,
                               people::Belonging belonging)
{
    auto offers = all_offers(reader, network);
    std::erase_if(offers, [&](const Offer& offer) {
        const auto draft = people::entry_from(offer.values, {});
        return traces.whose(draft.name(), draft.email, {draft.phone, draft.mobile}) != belonging;
    });
    return offers;
}

std::vector<people::OwnFact> facts_of(const web::Context& context, const Offer& offer)
{
    return {{context.t("Abgeschickt"_de), i18n::format_moment(context.region(), offer.created_at)},
            {context.t("Name"_de), offer.name}};
}

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{
        .key = "offers", .heading = context.t("Noch nicht bestätigte Anmeldungen"_de), .entries = {}};
    for (const auto& offer : offers_that(reader, context.network.id, traces, people::Belonging::theirs))
        section.entries.push_back(facts_of(context, offer));
    return {std::move(section)};
}

void erase_one(db::Tx& tx, const NetworkId& network, const std::string& key)
{
    accounts::erase_details(tx, network, "offer", key);
    remove_offer(tx, network, OfferId(key));
}

void erase_theirs(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    for (const auto& offer : offers_that(tx, network, traces, people::Belonging::theirs))
        erase_one(tx, network, offer.id.text());
}

std::vector<std::string> perhaps_theirs(db::Reader& reader, const NetworkId& network,
                                        const people::Traces& traces)
{
    std::vector<std::string> keys;
    for (const auto& offer : offers_that(reader, network, traces, people::Belonging::perhaps))
        keys.push_back(offer.id.text());
    return keys;
}

std::optional<std::vector<people::OwnFact>> show(db::Reader& reader, const web::Context& context,
                                                 const std::string& key)
{
    for (const auto& offer : all_offers(reader, context.network.id))
        if (offer.id.text() == key) {
            auto facts = facts_of(context, offer);
            facts.insert(facts.begin(), {context.t("Was"_de), context.t("Anmeldung zum Mitmachen"_de)});
            return facts;
        }
    return std::nullopt;
}

} // namespace

people::Elsewhere kept_offers()
{
    return {.place = "offer",
            .tell = tell,
            .erase = erase_theirs,
            .perhaps = perhaps_theirs,
            .show = show,
            .erase_one = erase_one};
}

} // namespace dorfnetz::joining
