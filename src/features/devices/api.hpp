#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/db/db.hpp"
#include "foundation/html/html.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace dorfnetz::devices {

// What a device is reminded of: a kind of record and its number, "signup" and the promise's.
struct About
{
    std::string kind;
    std::string id;
};

struct Reminder
{
    std::string title;
    std::string text = {};
    std::string path = {};                    // own path that opens by a tap
    Timestamp until = {};                     // later it says nothing to anybody
    std::optional<Timestamp> not_before = {}; // by night it waits for the day
};

// Sends the reminder to each device that is about this, after the commit. Answers how many.
std::int64_t remind(db::Tx& tx, const NetworkId& network, const About& about, const Reminder& reminder,
                    const Clock& clock, Random& random);

// The button that adds this browser, or takes off all that were added. Shows nothing where browsers cannot do
// it.
html::Safe draw_offer(const web::Context& context, db::Reader& reader, const About& about);

// Takes off all devices that are about this.
void forget(db::Tx& tx, const NetworkId& network, const About& about);

} // namespace dorfnetz::devices
