#pragma once

#include "features/devices/api.hpp"
#include "foundation/core/id.hpp"
#include "foundation/push/push.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dorfnetz::devices::store {

using DeviceId = Id<struct DeviceTag>;
using MessageId = Id<struct MessageTag>;

// More than anybody carries about.
inline constexpr std::int64_t most_devices = 10;

void insert_device(db::Tx& tx, const NetworkId& network, const DeviceId& id, const About& about,
                   const push::Subscription& subscription, Timestamp now);
std::int64_t count_devices(db::Reader& reader, const NetworkId& network, const About& about);
std::vector<DeviceId> devices_about(db::Reader& reader, const NetworkId& network, const About& about);
void delete_devices(db::Tx& tx, const NetworkId& network, const About& about);
void delete_device(db::Tx& tx, const NetworkId& network, const DeviceId& device);

void insert_message(db::Tx& tx, const NetworkId& network, const MessageId& id, const DeviceId& device,
                    const Reminder& reminder, Timestamp now);

struct Message
{
    NetworkId network;
    MessageId id;
    DeviceId device;
    push::Subscription to;
    Reminder reminder;
    int attempts = 0; // before this one
};

// Takes the one that waits longest; nothing if none is due.
std::optional<Message> claim(db::Tx& tx, Timestamp now);
void postpone(db::Tx& tx, const Message& message, Timestamp until);
void delete_message(db::Tx& tx, const Message& message);
// What is too late, and what a crash left in the middle: nobody knows whether it went out.
void delete_lost(db::Tx& tx, Timestamp now);

} // namespace dorfnetz::devices::store
