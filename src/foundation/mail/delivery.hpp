#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/db/db.hpp"
#include "foundation/mail/mailer.hpp"
#include "foundation/mail/outbox.hpp"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace dorfnetz::mail {

// What the worker works with.
struct Delivery
{
    db::Pool& pool;
    // One for each connection that is to be open at a time. Of the mails that must arrive, one is on its way
    // whatever their number.
    std::vector<std::shared_ptr<Mailer>> mailers;
    const Clock& clock;
    Random& random;
    ClaimRules rules;
    std::string return_path = {}; // whereto mails come back, see `return_path`; empty: to the sender
    std::optional<std::string> only_to = {}; // test: whoever a mail is for, it goes to this address
    int per_round = 500;                     // mails in one call of deliver_waiting
};

struct DeliveryReport
{
    int sent = 0;
    int failed = 0;
    int postponed = 0;
    int uncertain = 0;
    bool server_unreachable = false; // the round ended early
    bool is_full = false;            // the round ended because of its limit
};

// One round: takes up what a crash left, then claims, sends and marks mails until none is due, a limit is
// reached, the server cannot be reached or a stop is requested. Any number of workers may do this at once.
// Throws db::Unavailable.
DeliveryReport deliver_waiting(const Delivery& delivery, const std::stop_token& stop = {});

// Delivers until stopped: the body of the worker's thread. Sleeps until `enqueue` rings or ten seconds are
// over; outlives a database that cannot be had for a while.
void run_delivery(const Delivery& delivery, const std::stop_token& stop);

// How long a mail waits after its nth attempt that a server put off: 1, 5, 15 minutes, 1, 4 and then every
// 12 hours. Where no server can be reached, which is no mail's fault, never longer than 15 minutes.
std::chrono::minutes pause_after(int attempts);
inline constexpr std::chrono::minutes longest_pause_without_server{15};

// So long after the first no further attempt is made.
inline constexpr std::chrono::hours given_up_after{72};

} // namespace dorfnetz::mail
