#pragma once

#include "features/joining/api.hpp"
#include "features/people/api.hpp"
#include "foundation/web/page.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dorfnetz::joining {

using OfferId = Id<struct OfferTag>;
using villages::VillageId;

struct Offer
{
    OfferId id;
    std::string name;
    std::optional<VillageId> village;
    web::FormValues values;
    std::vector<people::AgreedText> agreed;
    i18n::Language language = i18n::Language::de;
    Timestamp created_at;
};

struct NewOffer
{
    web::FormValues values;
    std::string token; // of the link in the mail; empty: somebody calls
};

// Keeps the form until the mail is confirmed or somebody has called.
void keep_offer(db::Tx& tx, const web::Context& context, const NewOffer& offer);

// What waits under the token of a link; nothing if it is unknown, used or too old.
std::optional<Offer> offer_by_token(db::Reader& reader, const web::Context& context, std::string_view token);
// All that wait, for whatever, the oldest first; without what they agreed to.
std::vector<Offer> all_offers(db::Reader& reader, const NetworkId& network);
// What waits for a call.
std::optional<Offer> offer_by_id(db::Reader& reader, const web::Context& context, const OfferId& id);

// Whose offers: those of these villages, or all.
using OfVillages = std::optional<std::vector<std::string>>;

struct Waiting
{
    std::int64_t count = 0;
    std::optional<Timestamp> since = {}; // the oldest
};

Waiting waiting_for_call(db::Reader& reader, const web::Context& context, const OfVillages& villages);
// A page of them, the oldest first.
std::vector<Offer> offers_to_call(db::Reader& reader, const web::Context& context, const OfVillages& villages,
                                  const web::Paging& paging);

// What makes the difference to somebody of 16 and more.
bool is_under_age(const web::FormValues& values);

// The offer becomes a person with this consent, and is gone. A parent is asked by mail if there is one to
// ask.
Result<people::PersonId> accept(db::Tx& tx, const web::Context& context, const Offer& offer,
                                people::ConsentDraft consent, const people::Author& author);
void remove_offer(db::Tx& tx, const NetworkId& network, const OfferId& id);

} // namespace dorfnetz::joining
