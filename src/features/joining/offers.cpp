#include "features/joining/offers.hpp"

#include "features/joining/api.hpp"
#include "features/joining/joining_pages.hpp"
#include "features/notes/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/codec.hpp"

#include <algorithm>

namespace dorfnetz::joining {

namespace {

// The fields of the form, whatever the language it was filled in.
constexpr std::array<std::string_view, 29> kept_fields{"vorname",
                                                       "nachname",
                                                       "dorf",
                                                       "telefon",
                                                       "mobil",
                                                       "mail",
                                                       "strasse",
                                                       "plz",
                                                       "ort",
                                                       "weg",
                                                       "aufgaben",
                                                       "felder",
                                                       "koennen",
                                                       "notiz",
                                                       "gebiet_doerfer",
                                                       "umkreis_km",
                                                       "ueberall",
                                                       "unterwegs",
                                                       "sprachen",
                                                       "zeiten",
                                                       "alter",
                                                       "eltern_name",
                                                       "eltern_mail",
                                                       "eltern_telefon",
                                                       "einwilligung",
                                                       "ja_lead_contact",
                                                       "ja_public_name",
                                                       "ja_pictures",
                                                       "ja_special_fields"};
constexpr std::string_view hours_field = "stunden";

std::string packed(const web::FormValues& values)
{
    std::string text;
    const auto add = [&](std::string_view name) {
        for (const auto& value : values.all(name))
            if (!value.empty())
                text += (text.empty() ? "" : "&") + std::string(name) + '=' + http::percent_encode(value);
    };
    for (const auto name : kept_fields)
        add(name);
    add(hours_field);
    return text;
}

web::FormValues unpacked(const std::string& text)
{
    web::FormValues values;
    const auto form = http::parse_urlencoded(text);
    if (!form)
        throw std::logic_error("a stored offer cannot be read");
    for (const auto name : kept_fields)
        values.set(name, form->all(name));
    values.set(hours_field, form->all(hours_field));
    return values;
}

std::string hash_of(const web::Context& context, std::string_view token)
{
    return web::keyed_hash(context.environment, "offer", token);
}

Offer read_offer(db::Row& row)
{
    Offer offer;
    offer.id = row.take<OfferId>();
    offer.name = row.take<std::string>();
    offer.village = row.take<std::optional<VillageId>>();
    offer.values = unpacked(row.take<std::string>());
    offer.language = i18n::language_from_code(row.take<std::string>()).value_or(i18n::Language::de);
    offer.created_at = row.take<Timestamp>();
    return offer;
}

void add_consents(db::Reader& reader, const NetworkId& network, Offer& offer)
{
    offer.agreed = reader.list(
        R"sql(
        SELECT purpose, text_hash FROM offer_consents WHERE network_id = :network AND offer_id = :offer
        ORDER BY purpose)sql",
        {{"network", network}, {"offer", offer.id}}, [](db::Row& row) {
            const auto purpose = people::purpose_from_text(row.take<std::string>());
            return people::AgreedText{purpose.value_or(people::Purpose::register_), row.take<std::string>()};
        });
}

// "|a|b|", so that one parameter holds any number of villages; empty: all of them.
std::string between_bars(const OfVillages& villages)
{
    return villages ? '|' + join(*villages, "|") + '|' : std::string();
}

std::string_view state_of(Awaits what)
{
    return what == Awaits::mail ? "mail" : "call";
}

} // namespace

void keep_offer(db::Tx& tx, const web::Context& context, const NewOffer& offer)
{
    const auto draft = people::entry_from(offer.values, {});
    const auto now = context.now();
    const bool by_mail = !offer.token.empty();
    // Also an offer without a link gets a hash, of something that nobody knows: both cost the same.
    const auto token = by_mail ? offer.token : random_token(context.environment.random);
    const auto id = new_id<OfferId>(context.environment.clock, context.environment.random);
    tx.exec(R"sql(
        INSERT INTO offers (network_id, id, state, token_hash, name, village_id, data, language, created_at,
                            expires_at)
        VALUES (:network, :id, :state, :token, :name, :village, :data, :language, :now, :expires))sql",
            {{"network", context.network.id},
             {"id", id},
             {"state", by_mail ? "mail" : "call"},
             {"token", hash_of(context, token)},
             {"name", draft.name()},
             {"village", draft.village},
             {"data", packed(offer.values)},
             {"language", i18n::code(context.language)},
             {"now", now},
             {"expires", now + (by_mail ? time_to_confirm : time_to_call)}});
    for (const auto& [purpose, hash] : people::remember_consent_texts(tx, people::wordings_of(context),
                                                                      people::ticked_purposes(offer.values)))
        tx.exec(R"sql(
            INSERT INTO offer_consents (network_id, offer_id, purpose, text_hash)
            VALUES (:network, :offer, :purpose, :hash))sql",
                {{"network", context.network.id},
                 {"offer", id},
                 {"purpose", people::to_text(purpose)},
                 {"hash", hash}});
}

bool is_under_age(const web::FormValues& values)
{
    return values.text("alter") == under_age_value;
}

std::optional<Offer> offer_by_token(db::Reader& reader, const web::Context& context, std::string_view token)
{
    auto offer = reader.first(
        R"sql(
        SELECT id, name, village_id, data, language, created_at FROM offers
        WHERE network_id = :network AND token_hash = :token AND state = 'mail' AND expires_at > :now)sql",
        {{"network", context.network.id}, {"token", hash_of(context, token)}, {"now", context.now()}},
        read_offer);
    if (offer)
        add_consents(reader, context.network.id, *offer);
    return offer;
}

std::vector<Offer> all_offers(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, name, village_id, data, language, created_at FROM offers WHERE network_id = :network
        ORDER BY created_at, id)sql",
                       {{"network", network}}, read_offer);
}

std::optional<Offer> offer_by_id(db::Reader& reader, const web::Context& context, const OfferId& id)
{
    auto offer = reader.first(R"sql(
        SELECT id, name, village_id, data, language, created_at FROM offers
        WHERE network_id = :network AND id = :id AND state = 'call')sql",
                              {{"network", context.network.id}, {"id", id}}, read_offer);
    if (offer)
        add_consents(reader, context.network.id, *offer);
    return offer;
}

Waiting waiting_for_call(db::Reader& reader, const web::Context& context, const OfVillages& villages)
{
    return reader
        .first(R"sql(
            SELECT COUNT(*), MIN(created_at) FROM offers WHERE network_id = :network AND state = 'call'
              AND (CAST(:villages AS TEXT) = '' OR (CAST(:villages AS TEXT) LIKE '%|' || village_id || '|%'
                AND EXISTS (SELECT 1 FROM offer_consents c WHERE c.network_id = offers.network_id
                            AND c.offer_id = offers.id AND c.purpose = 'lead_contact'))))sql",
               {{"network", context.network.id}, {"villages", between_bars(villages)}},
               [](db::Row& row) {
                   const auto count = row.take<std::int64_t>();
                   return Waiting{count, row.take<std::optional<Timestamp>>()};
               })
        .value_or(Waiting{});
}

std::vector<Offer> offers_to_call(db::Reader& reader, const web::Context& context, const OfVillages& villages,
                                  const web::Paging& paging)
{
    return reader.list(R"sql(
        SELECT id, name, village_id, data, language, created_at FROM offers
        WHERE network_id = :network AND state = 'call'
          AND (CAST(:villages AS TEXT) = '' OR (CAST(:villages AS TEXT) LIKE '%|' || village_id || '|%'
            AND EXISTS (SELECT 1 FROM offer_consents c WHERE c.network_id = offers.network_id
                        AND c.offer_id = offers.id AND c.purpose = 'lead_contact')))
        ORDER BY created_at, id LIMIT :limit OFFSET :offset)sql",
                       {{"network", context.network.id},
                        {"villages", between_bars(villages)},
                        {"limit", paging.per_page},
                        {"offset", paging.offset()}},
                       read_offer);
}

Result<people::PersonId> accept(db::Tx& tx, const web::Context& context, const Offer& offer,
                                people::ConsentDraft consent, const people::Author& author)
{
    const auto consent_way = consent.way;
    consent.to = offer.agreed;
    people::NewPerson person{.data = people::entry_from(offer.values, {}),
                             .origin = people::Origin::web,
                             .consent = std::move(consent)};
    if (is_under_age(offer.values))
        person.parent = people::parent_from(offer.values);
    auto id = TRY(people::create_and_compare_later(tx, context.network.id, person, author));
    // Whoever agrees on the web has followed the link in the mail.
    if (consent_way == people::ConsentWay::web)
        people::confirm_mailbox(tx, context.network.id, id);
    TRY(people::ask_parent(tx, context, id));
    notes::move_notes(tx, context.network.id, {.about = notes::About::offer, .id = offer.id.text()},
                      {.about = notes::About::person, .id = id.text()});
    remove_offer(tx, context.network.id, offer.id);
    return id;
}

void remove_offer(db::Tx& tx, const NetworkId& network, const OfferId& id)
{
    tx.exec(R"sql(DELETE FROM offers WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

std::int64_t count_expired_offers(db::Reader& reader, const NetworkId& network, Awaits what, Timestamp now)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM offers WHERE network_id = :network AND state = :state AND expires_at <= :now)sql",
                        {{"network", network}, {"state", state_of(what)}, {"now", now}});
}

std::int64_t delete_expired_offers(db::Tx& tx, const NetworkId& network, Awaits what, Timestamp now)
{
    return tx.exec(R"sql(
        DELETE FROM offers WHERE network_id = :network AND state = :state AND expires_at <= :now)sql",
                   {{"network", network}, {"state", state_of(what)}, {"now", now}});
}

} // namespace dorfnetz::joining
