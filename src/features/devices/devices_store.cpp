#include "features/devices/devices_store.hpp"

#include "foundation/core/base64url.hpp"

#include <algorithm>

namespace dorfnetz::devices::store {

namespace {

constexpr std::chrono::minutes abandoned_after{10};

} // namespace

void insert_device(db::Tx& tx, const NetworkId& network, const DeviceId& id, const About& about,
                   const push::Subscription& subscription, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO push_devices (network_id, id, about, about_id, endpoint, point, auth, added_at)
        VALUES (:network, :id, :about, :about_id, :endpoint, :point, :auth, :now)
        ON CONFLICT (network_id, about, about_id, endpoint) DO UPDATE SET point = excluded.point, auth = excluded.auth)sql",
            {{"network", network},
             {"id", id},
             {"about", about.kind},
             {"about_id", about.id},
             {"endpoint", subscription.endpoint},
             {"point", to_base64url(subscription.point)},
             {"auth", to_base64url(subscription.auth)},
             {"now", now}});
}

std::int64_t count_devices(db::Reader& reader, const NetworkId& network, const About& about)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM push_devices
        WHERE network_id = :network AND about = :about AND about_id = :id)sql",
                        {{"network", network}, {"about", about.kind}, {"id", about.id}});
}

std::vector<DeviceId> devices_about(db::Reader& reader, const NetworkId& network, const About& about)
{
    return reader.list(R"sql(
        SELECT id FROM push_devices
        WHERE network_id = :network AND about = :about AND about_id = :id ORDER BY id)sql",
                       {{"network", network}, {"about", about.kind}, {"id", about.id}},
                       [](db::Row& row) { return row.take<DeviceId>(); });
}

void delete_devices(db::Tx& tx, const NetworkId& network, const About& about)
{
    tx.exec(R"sql(
        DELETE FROM push_devices WHERE network_id = :network AND about = :about AND about_id = :id)sql",
            {{"network", network}, {"about", about.kind}, {"id", about.id}});
}

void delete_device(db::Tx& tx, const NetworkId& network, const DeviceId& device)
{
    tx.exec(R"sql(DELETE FROM push_devices WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", device}});
}

void insert_message(db::Tx& tx, const NetworkId& network, const MessageId& id, const DeviceId& device,
                    const Reminder& reminder, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO push_messages (network_id, id, device_id, title, text, path, next_attempt_at, expires_at)
        VALUES (:network, :id, :device, :title, :text, :path, :now, :until))sql",
            {{"network", network},
             {"id", id},
             {"device", device},
             {"title", reminder.title},
             {"text", reminder.text},
             {"path", reminder.path},
             {"now", std::max(now, reminder.not_before.value_or(now))},
             {"until", reminder.until}});
}

std::optional<Message> claim(db::Tx& tx, Timestamp now)
{
    auto message = tx.first(R"sql(
        SELECT m.network_id, m.id, m.device_id, d.endpoint, d.point, d.auth, m.title, m.text, m.path, m.expires_at,
               m.attempts
        FROM push_messages m JOIN push_devices d ON d.network_id = m.network_id AND d.id = m.device_id
        WHERE m.claimed_at IS NULL AND m.next_attempt_at <= :now ORDER BY m.next_attempt_at LIMIT 1)sql",
                            {{"now", now}}, [](db::Row& row) {
                                Message found;
                                found.network = row.take<NetworkId>();
                                found.id = row.take<MessageId>();
                                found.device = row.take<DeviceId>();
                                found.to.endpoint = row.take<std::string>();
                                found.to.point = from_base64url(row.take<std::string>()).value_or("");
                                found.to.auth = from_base64url(row.take<std::string>()).value_or("");
                                found.reminder.title = row.take<std::string>();
                                found.reminder.text = row.take<std::string>();
                                found.reminder.path = row.take<std::string>();
                                found.reminder.until = row.take<Timestamp>();
                                found.attempts = row.take<int>();
                                return found;
                            });
    if (message)
        tx.exec(R"sql(
            UPDATE push_messages SET claimed_at = :now, attempts = attempts + 1
            WHERE network_id = :network AND id = :id)sql",
                {{"network", message->network}, {"id", message->id}, {"now", now}});
    return message;
}

void postpone(db::Tx& tx, const Message& message, Timestamp until)
{
    tx.exec(R"sql(
        UPDATE push_messages SET claimed_at = NULL, next_attempt_at = :until
        WHERE network_id = :network AND id = :id)sql",
            {{"network", message.network}, {"id", message.id}, {"until", until}});
}

void delete_message(db::Tx& tx, const Message& message)
{
    tx.exec(R"sql(DELETE FROM push_messages WHERE network_id = :network AND id = :id)sql",
            {{"network", message.network}, {"id", message.id}});
}

void delete_lost(db::Tx& tx, Timestamp now)
{
    tx.exec(R"sql(DELETE FROM push_messages WHERE expires_at <= :now OR claimed_at <= :before)sql",
            {{"now", now}, {"before", now - abandoned_after}});
}

} // namespace dorfnetz::devices::store
