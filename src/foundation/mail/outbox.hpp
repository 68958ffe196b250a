#pragma once

#include "foundation/core/bell.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/mail/mail.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::mail {

// Puts a mail into the outbox, in the transaction of what it tells about: both happen or neither. The worker
// is woken after the commit. Refuses (Err::invalid) addresses that are none, line breaks and control
// characters in what becomes a header, broken UTF-8; (Err::too_large) what is above the limits in mail.hpp.
Result<MailId> enqueue(db::Tx& tx, const Mail& mail, const Clock& clock, Random& random);

enum class MailState {
    waiting,
    sending,
    sent,       // the server has taken it
    failed,     // given up
    uncertain,  // nobody knows whether it went out
    suppressed, // not sent: the address gets no more mail (suppression.hpp)
    joined,     // went with another of its digest group
    bounced,    // taken by the server and sent back later
};

struct MailStatus
{
    MailState state = MailState::waiting;
    int attempts = 0;
    std::string last_error; // stage and codes, no personal data
    std::string message_id; // empty before the first attempt
};

// Nothing if there is no such mail, or no more.
std::optional<MailStatus> status_of(db::Reader& reader, const NetworkId& network, const MailId& id);

struct OutboxCounts
{
    std::int64_t waiting = 0;   // also those being sent
    std::int64_t failed = 0;    // of the last 30 days
    std::int64_t uncertain = 0; // of the last 30 days
};

// For the coordinator's page and for metrics; of all networks if none is named.
OutboxCounts outbox_counts(db::Reader& reader);
OutboxCounts outbox_counts(db::Reader& reader, const NetworkId& network);

// Lets a mail that failed or is uncertain be sent once more. Err::missing if it is in another state.
Result<Done> send_again(db::Tx& tx, const NetworkId& network, const MailId& id, const Clock& clock);

// How long a mail stays after it was sent or given up.
inline constexpr std::chrono::days kept_after_the_end{30};

// Deletes what was sent or given up longer ago. Answers how many.
std::int64_t purge_outbox(db::Pool& pool, const Clock& clock);

// A mail that went to somebody in the last 30 days, or is on its way.
struct MailTo
{
    std::string subject;
    std::string purpose;
    Timestamp created_at;
    MailState state = MailState::waiting;
};

// All to this address, the newest first.
std::vector<MailTo> mails_to(db::Reader& reader, const NetworkId& network, std::string_view address);

// Deletes every mail to somebody and every one that is to be answered to them, also what was not sent yet.
// With a name only what goes to that name, for an address that several share. Answers how many.
std::int64_t forget(db::Tx& tx, const NetworkId& network, const Mailbox& whom);

// ---- for the worker ----

// What `enqueue` rings. It only saves time: the worker also looks by itself every few seconds, which is how
// it finds what another server has put into the outbox.
Bell& delivery_bell();

// Longer than any attempt may take; a mail still in `sending` after it was left by a crash.
inline constexpr std::chrono::minutes abandoned_after{10};

struct ClaimedMail
{
    Mail mail;
    MailId id;
    std::string claim; // proves to the mark that the mail is still this worker's
    std::string message_id;
    std::string html; // as `Mail::html`
    Timestamp first_attempt_at;
    int attempts = 0; // this one included
};

struct ClaimRules
{
    Mailbox sender;               // for mail that names none; its host stands in new Message-IDs
    std::int64_t per_minute = 60; // attempts of all workers together
};

// Takes the next mail that is due, in a transaction of its own, so that no other worker takes it. Nothing if
// none is due or the minute's share is used up.
std::optional<ClaimedMail> claim_next(db::Pool& pool, const ClaimRules& rules, const Clock& clock,
                                      Random& random);

enum class Mark { sent, failed, uncertain, postponed };

// Says what came of a claimed mail. A postponed one waits until `next_attempt_at`.
struct MarkOf
{
    Mark mark = Mark::sent;
    std::string reason = {};
    Timestamp next_attempt_at = {};
};

// Answers false, and changes nothing, if the claim was lost to another worker meanwhile.
bool mark(db::Pool& pool, const ClaimedMail& mail, const MarkOf& what, const Clock& clock);

// Mail that a crashed worker left behind: sent again if it must arrive, otherwise uncertain. Answers how
// many.
std::int64_t recover_abandoned(db::Pool& pool, const Clock& clock);

} // namespace dorfnetz::mail
