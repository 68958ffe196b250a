#pragma once

#include "foundation/core/bell.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/mail/letter.hpp"
#include "foundation/mail/mail.hpp"
#include "foundation/mail/suppression.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
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
    std::int64_t waiting = 0;    // also those being sent
    std::int64_t failed = 0;     // of the last 30 days
    std::int64_t uncertain = 0;  // of the last 30 days
    std::int64_t bounced = 0;    // of the last 30 days: taken by the server and sent back later
    std::int64_t suppressed = 0; // of the last 30 days: held back, the address gets no more mail
};

// For the coordinator's page and for metrics; of all networks if none is named.
OutboxCounts outbox_counts(db::Reader& reader);
OutboxCounts outbox_counts(db::Reader& reader, const NetworkId& network);

// Lets a mail that failed, was held back or is uncertain be sent once more. Err::missing if it is in another
// state.
Result<Done> send_again(db::Tx& tx, const NetworkId& network, const MailId& id, const Clock& clock);

// A mail that did not arrive, as far as one may see it who does not need the address.
struct Undelivered
{
    MailId id;
    MailState state = MailState::failed; // failed, uncertain, suppressed or bounced
    std::string to_name;
    std::string to_host; // what stands behind the @
    std::string subject;
    std::string purpose;
    std::string reason; // stage and codes
    Timestamp created_at;
};

// Of the last 30 days, the newest first; at most 500.
std::vector<Undelivered> undelivered(db::Reader& reader, const NetworkId& network);

// As `send_again`, and the address may be written to again. Err::conflict if its owner wants no mail: servers
// may be wrong, people are asked.
Result<Done> write_again(db::Tx& tx, const NetworkId& network, const MailId& id,
                         const AddressKey& address_key, const Clock& clock);

// Takes a mail off the list of those that did not arrive, with all that is left of it.
Result<Done> settle_undelivered(db::Tx& tx, const NetworkId& network, const MailId& id);

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

// Deletes what waits and can be left by a link in which this stands: whoever left gets nothing that was
// written before. Answers how many.
std::int64_t call_back(db::Tx& tx, const NetworkId& network, std::string_view part_of_link);

// After a restore nobody knows what was sent since the backup. What must arrive goes (again), with the same
// Message-ID; everything else is left alone and shown as uncertain.
void settle_after_restore(db::Tx& tx, Timestamp now);

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
    Mailbox sender; // for mail that names none; its host stands in new Message-IDs
    // Attempts of all workers together; 0: as many as there are. What may be lost gets nine tenths, so that a
    // newsletter keeps nobody from signing in.
    std::int64_t per_minute = 60;
    std::int64_t per_day = 0;
    std::int64_t per_minute_and_host = 0;                         // to mailboxes of one provider
    std::function<Look(db::Reader&, const NetworkId&)> look = {}; // nothing: by the name of the sender
    AddressKey address_key = {};                                  // nothing: nobody is left out
};

enum class Mark { sent, failed, uncertain, postponed };

// Says what came of a claimed mail. A postponed one waits until `next_attempt_at`.
struct MarkOf
{
    Mark mark = Mark::sent;
    std::string reason = {};
    Timestamp next_attempt_at = {};
    Fault fault = Fault::none;      // of the mailbox, if the mail failed
    bool is_about_recipient = true; // otherwise it went to the mailbox of a test
};

struct Settled
{
    ClaimedMail mail;
    MarkOf what;
};

// How many mails a worker can take. Those that must arrive are counted by themselves: after a crash each of
// them goes out a second time.
struct Room
{
    std::size_t mails = 1;
    std::size_t must_arrive = 1;
};

struct Turn
{
    std::vector<ClaimedMail> claimed;
    std::vector<MailId> lost; // settled mails that another worker had taken over meanwhile; left as they are
};

// One transaction of the worker: says what came of the mails before and takes the next that are due, so that
// no other worker takes them. What must arrive comes first.
Turn settle_and_claim(db::Pool& pool, const std::vector<Settled>& settled, const Room& room,
                      const ClaimRules& rules, const Clock& clock, Random& random);

// Takes one mail, if any is due: for tests that look at what was written.
std::optional<ClaimedMail> claim_next(db::Pool& pool, const ClaimRules& rules, const Clock& clock,
                                      Random& random);

// Mail that a crashed worker left behind: sent again if it must arrive, otherwise uncertain. Answers how
// many.
std::int64_t recover_abandoned(db::Pool& pool, const Clock& clock);

} // namespace dorfnetz::mail
