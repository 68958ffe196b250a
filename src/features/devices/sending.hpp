#pragma once

#include "foundation/core/random.hpp"
#include "foundation/db/db.hpp"
#include "foundation/fetch/fetch.hpp"
#include "foundation/push/push.hpp"

#include <functional>
#include <string>

namespace dorfnetz::devices {

struct Sending
{
    db::Pool& pool;
    fetch::Client& client;
    push::Key key;
    std::string subject; // where push services reach us, "mailto:…"
    const Clock& clock;
    Random& random;
    std::function<bool()> may_go_on = [] { return true; };
};

// Sends what is due, one after the other, until nothing is. Answers how many went out.
std::int64_t send_reminders(const Sending& sending);

} // namespace dorfnetz::devices
