#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/db/db.hpp"
#include "foundation/mail/letter.hpp"
#include "foundation/mail/mailer.hpp"
#include "foundation/mail/outbox.hpp"

#include <functional>
#include <stop_token>

namespace dorfnetz::mail {

struct DeliveryLimits
{
    int per_round = 50;           // mails in one call of deliver_waiting
    std::int64_t per_minute = 60; // attempts of all workers on all servers together
};

// What the worker works with.
struct Delivery
{
    db::Pool& pool;
    Mailer& mailer;
    const Clock& clock;
    Random& random;
    Mailbox sender; // for mail that names none
    DeliveryLimits limits = {};
    std::function<Look(db::Reader&, const NetworkId&)> look = {}; // nothing: by the name of the sender
};

struct DeliveryReport
{
    int sent = 0;
    int failed = 0;
    int postponed = 0;
    int uncertain = 0;
    bool server_unreachable = false; // the round ended early
};

// One round: takes up what a crash left, then claims, sends and marks one mail after the other until none is
// due, a limit is reached, the server cannot be reached or a stop is requested. Any number of workers may do
// this at once. Throws db::Unavailable.
DeliveryReport deliver_waiting(const Delivery& delivery, const std::stop_token& stop = {});

// Delivers until stopped: the body of the worker's thread. Sleeps until `enqueue` rings or ten seconds are
// over; outlives a database that cannot be had for a while.
void run_delivery(const Delivery& delivery, const std::stop_token& stop);

// How long a mail waits after its nth attempt that a server put off: 1, 5, 15 minutes, 1, 4 and then every
// 12 hours.
std::chrono::minutes pause_after(int attempts);

// After so long no further attempt is made.
inline constexpr std::chrono::hours given_up_after{72};

} // namespace dorfnetz::mail
