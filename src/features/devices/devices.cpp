#include "features/devices/devices_store.hpp"

namespace dorfnetz::devices {

std::int64_t remind(db::Tx& tx, const NetworkId& network, const About& about, const Reminder& reminder,
                    const Clock& clock, Random& random)
{
    const auto devices = store::devices_about(tx, network, about);
    for (const auto& device : devices)
        store::insert_message(tx, network, new_id<store::MessageId>(clock, random), device, reminder,
                              clock.now());
    return std::ssize(devices);
}

void forget(db::Tx& tx, const NetworkId& network, const About& about)
{
    store::delete_devices(tx, network, about);
}

} // namespace dorfnetz::devices
