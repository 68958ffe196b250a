#include "features/newsletter/subscriptions_store.hpp"

namespace dorfnetz::newsletter {

namespace store {

namespace {

Subscription read_subscription(db::Row& row)
{
    Subscription subscription;
    subscription.id = row.take<SubscriptionId>();
    subscription.email = row.take<std::string>();
    subscription.language = i18n::language_from_code(row.take<std::string>()).value_or(i18n::Language::de);
    subscription.text_hash = row.take<std::string>();
    subscription.asked_at = row.take<Timestamp>();
    subscription.confirmed_at = row.take<std::optional<Timestamp>>();
    return subscription;
}

void add_wishes(db::Reader& reader, const NetworkId& network, Subscription& subscription)
{
    subscription.wishes.villages = reader.list(R"sql(
            SELECT village_id FROM newsletter_subscription_villages
            WHERE network_id = :network AND subscription_id = :id ORDER BY village_id)sql",
                                               {{"network", network}, {"id", subscription.id}},
                                               [](db::Row& row) { return row.take<VillageId>(); });
    subscription.wishes.fields = reader.list(R"sql(
            SELECT field FROM newsletter_subscription_fields
            WHERE network_id = :network AND subscription_id = :id ORDER BY field)sql",
                                             {{"network", network}, {"id", subscription.id}},
                                             [](db::Row& row) { return row.take<std::string>(); });
}

std::vector<Subscription> with_wishes(db::Reader& reader, const NetworkId& network,
                                      std::vector<Subscription> subscriptions)
{
    for (auto& subscription : subscriptions)
        add_wishes(reader, network, subscription);
    return subscriptions;
}

void insert_wishes(db::Tx& tx, const NetworkId& network, const SubscriptionId& id, const Wishes& wishes)
{
    for (const auto& village : wishes.villages)
        tx.exec(R"sql(
            INSERT INTO newsletter_subscription_villages (network_id, subscription_id, village_id)
            VALUES (:network, :id, :village) ON CONFLICT DO NOTHING)sql",
                {{"network", network}, {"id", id}, {"village", village}});
    for (const auto& field : wishes.fields)
        tx.exec(R"sql(
            INSERT INTO newsletter_subscription_fields (network_id, subscription_id, field)
            VALUES (:network, :id, :field) ON CONFLICT DO NOTHING)sql",
                {{"network", network}, {"id", id}, {"field", field}});
}

} // namespace

void insert(db::Tx& tx, const NetworkId& network, const Subscription& subscription,
            std::string_view token_hash)
{
    tx.exec(R"sql(
        INSERT INTO newsletter_subscriptions (network_id, id, email, language, token_hash, text_hash, purpose,
                                              asked_at, confirmed_at)
        VALUES (:network, :id, :email, :language, NULLIF(CAST(:token AS TEXT), ''), :text, 'newsletter', :asked,
                :confirmed))sql",
            {{"network", network},
             {"id", subscription.id},
             {"email", subscription.email.seen_by(accounts::the_program())},
             {"language", i18n::code(subscription.language)},
             {"token", token_hash},
             {"text", subscription.text_hash},
             {"asked", subscription.asked_at},
             {"confirmed", subscription.confirmed_at}});
    insert_wishes(tx, network, subscription.id, subscription.wishes);
}

std::optional<Subscription> by_token(db::Reader& reader, const NetworkId& network,
                                     std::string_view token_hash)
{
    auto found = reader.first(R"sql(
        SELECT id, email, language, text_hash, asked_at, confirmed_at FROM newsletter_subscriptions
        WHERE network_id = :network AND token_hash = :token)sql",
                              {{"network", network}, {"token", token_hash}}, read_subscription);
    if (found)
        add_wishes(reader, network, *found);
    return found;
}

std::optional<Subscription> by_id(db::Reader& reader, const NetworkId& network, const SubscriptionId& id)
{
    auto found = reader.first(R"sql(
        SELECT id, email, language, text_hash, asked_at, confirmed_at FROM newsletter_subscriptions
        WHERE network_id = :network AND id = :id)sql",
                              {{"network", network}, {"id", id}}, read_subscription);
    if (found)
        add_wishes(reader, network, *found);
    return found;
}

std::vector<Subscription> by_email(db::Reader& reader, const NetworkId& network, std::string_view email)
{
    return with_wishes(reader, network,
                       reader.list(R"sql(
        SELECT id, email, language, text_hash, asked_at, confirmed_at FROM newsletter_subscriptions
        WHERE network_id = :network AND email = :email ORDER BY id)sql",
                                   {{"network", network}, {"email", email}}, read_subscription));
}

void confirm(db::Tx& tx, const NetworkId& network, const Subscription& subscription)
{
    tx.exec(R"sql(
        UPDATE newsletter_subscriptions
        SET language = :language, text_hash = :text, asked_at = :asked, confirmed_at = :confirmed, token_hash = NULL
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", subscription.id},
             {"language", i18n::code(subscription.language)},
             {"text", subscription.text_hash},
             {"asked", subscription.asked_at},
             {"confirmed", subscription.confirmed_at}});
    replace_wishes(tx, network, subscription.id, subscription.wishes);
}

void replace_wishes(db::Tx& tx, const NetworkId& network, const SubscriptionId& id, const Wishes& wishes)
{
    tx.exec(R"sql(
        DELETE FROM newsletter_subscription_villages WHERE network_id = :network AND subscription_id = :id)sql",
            {{"network", network}, {"id", id}});
    tx.exec(R"sql(
        DELETE FROM newsletter_subscription_fields WHERE network_id = :network AND subscription_id = :id)sql",
            {{"network", network}, {"id", id}});
    insert_wishes(tx, network, id, wishes);
}

bool remove(db::Tx& tx, const NetworkId& network, const SubscriptionId& id)
{
    return tx.exec(R"sql(DELETE FROM newsletter_subscriptions WHERE network_id = :network AND id = :id)sql",
                   {{"network", network}, {"id", id}}) > 0;
}

std::vector<Subscription> confirmed_after(db::Reader& reader, const NetworkId& network, const Batch& batch)
{
    return with_wishes(
        reader, network,
        reader.list(
            R"sql(
        SELECT id, email, language, text_hash, asked_at, confirmed_at FROM newsletter_subscriptions
        WHERE network_id = :network AND id > :after AND confirmed_at <= :by ORDER BY id LIMIT :most)sql",
            {{"network", network}, {"after", batch.after}, {"by", batch.confirmed_by}, {"most", batch.most}},
            read_subscription));
}

} // namespace store

std::int64_t count_subscriptions(db::Reader& reader, const NetworkId& network)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM newsletter_subscriptions
        WHERE network_id = :network AND confirmed_at IS NOT NULL)sql",
                        {{"network", network}});
}

std::int64_t count_unconfirmed(db::Reader& reader, const NetworkId& network, Timestamp now)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM newsletter_subscriptions
        WHERE network_id = :network AND confirmed_at IS NULL AND asked_at <= :before)sql",
                        {{"network", network}, {"before", now - time_to_confirm}});
}

std::int64_t delete_unconfirmed(db::Tx& tx, const NetworkId& network, Timestamp now)
{
    return tx.exec(R"sql(
        DELETE FROM newsletter_subscriptions
        WHERE network_id = :network AND confirmed_at IS NULL AND asked_at <= :before)sql",
                   {{"network", network}, {"before", now - time_to_confirm}});
}

} // namespace dorfnetz::newsletter
