#include "foundation/mail/outbox.hpp"
#include "foundation/mail/outbox_rows.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace dorfnetz::mail {

namespace {

constexpr std::array<std::string_view, 8> state_names{"waiting",   "sending",    "sent",   "failed",
                                                      "uncertain", "suppressed", "joined", "bounced"};

// A joined mail is what became of the one that it went with.
constexpr db::Query select_status = R"sql(
    SELECT COALESCE(w.state, m.state), COALESCE(w.attempts, m.attempts), COALESCE(w.last_error, m.last_error, ''),
           COALESCE(w.message_id, m.message_id, '')
    FROM outbox m LEFT JOIN outbox w ON w.network_id = m.network_id AND w.id = m.joined_to
    WHERE m.network_id = :network AND m.id = :id)sql";

constexpr db::Query count_states = R"sql(
    SELECT state, COUNT(*) FROM outbox WHERE state <> 'sent' AND state <> 'joined' GROUP BY state)sql";

constexpr db::Query count_states_of_network = R"sql(
    SELECT state, COUNT(*) FROM outbox
    WHERE state <> 'sent' AND state <> 'joined' AND network_id = :network GROUP BY state)sql";

constexpr db::Sql wait_again = R"sql(
    UPDATE outbox SET state = 'waiting', attempts = 0, first_attempt_at = NULL, next_attempt_at = :now,
                      finished_at = NULL, claim = NULL
    WHERE network_id = :network AND id = :id AND state IN ('failed', 'uncertain', 'suppressed'))sql";

constexpr db::Sql delete_old = R"sql(
    DELETE FROM outbox WHERE finished_at < :before)sql";

constexpr db::Sql recover_must_arrive = R"sql(
    UPDATE outbox SET state = 'waiting', claim = NULL, next_attempt_at = :now, last_error = 'interrupted'
    WHERE state = 'sending' AND claimed_at <= :before AND urgency = 'must_arrive')sql";

constexpr db::Sql recover_may_be_lost = R"sql(
    UPDATE outbox SET state = 'uncertain', claim = NULL, finished_at = :now, last_error = 'interrupted'
    WHERE state = 'sending' AND claimed_at <= :before AND urgency = 'may_be_lost')sql";

constexpr db::Sql leave_alone = R"sql(
    UPDATE outbox SET state = 'uncertain', claim = NULL, finished_at = :now, last_error = 'restored'
    WHERE urgency = 'may_be_lost' AND (state = 'waiting' OR state = 'sending'))sql";

OutboxCounts counts_from(const std::vector<std::pair<MailState, std::int64_t>>& rows)
{
    OutboxCounts counts;
    for (const auto& [state, count] : rows) {
        if (state == MailState::waiting || state == MailState::sending)
            counts.waiting += count;
        else if (state == MailState::failed)
            counts.failed += count;
        else if (state == MailState::uncertain)
            counts.uncertain += count;
        else if (state == MailState::bounced)
            counts.bounced += count;
        else if (state == MailState::suppressed)
            counts.suppressed += count;
    }
    return counts;
}

std::pair<MailState, std::int64_t> read_count(db::Row& row)
{
    const auto state = mail_state(row.take<std::string>());
    return {state, row.take<std::int64_t>()};
}

} // namespace

MailState mail_state(std::string_view name)
{
    const auto* const found = std::find(state_names.begin(), state_names.end(), name);
    if (found == state_names.end())
        throw std::logic_error("a stored mail has an unknown state");
    return static_cast<MailState>(found - state_names.begin());
}

std::optional<MailStatus> status_of(db::Reader& reader, const NetworkId& network, const MailId& id)
{
    return reader.first(select_status, {{"network", network}, {"id", id}}, [](db::Row& row) {
        MailStatus status;
        status.state = mail_state(row.take<std::string>());
        status.attempts = row.take<int>();
        status.last_error = row.take<std::string>();
        status.message_id = row.take<std::string>();
        return status;
    });
}

OutboxCounts outbox_counts(db::Reader& reader)
{
    return counts_from(reader.list(count_states, {}, read_count));
}

OutboxCounts outbox_counts(db::Reader& reader, const NetworkId& network)
{
    return counts_from(reader.list(count_states_of_network, {{"network", network}}, read_count));
}

Result<Done> send_again(db::Tx& tx, const NetworkId& network, const MailId& id, const Clock& clock)
{
    if (tx.exec(wait_again, {{"network", network}, {"id", id}, {"now", clock.now()}}) == 0)
        return Error{Err::missing, "Diese E-Mail kann nicht noch einmal verschickt werden."_de};
    tx.after_commit([] { delivery_bell().ring(); });
    return Done{};
}

std::vector<Undelivered> undelivered(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, state, to_name, to_host, subject, purpose, COALESCE(last_error, ''), created_at FROM outbox
        WHERE network_id = :network AND (state = 'failed' OR state = 'uncertain' OR state = 'suppressed' OR
                                         state = 'bounced')
        ORDER BY created_at DESC, id DESC LIMIT 500)sql",
                       {{"network", network}}, [](db::Row& row) {
                           Undelivered mail;
                           mail.id = row.take<MailId>();
                           mail.state = mail_state(row.take<std::string>());
                           mail.to_name = row.take<std::string>();
                           mail.to_host = row.take<std::string>();
                           mail.subject = row.take<std::string>();
                           mail.purpose = row.take<std::string>();
                           mail.reason = row.take<std::string>();
                           mail.created_at = row.take<Timestamp>();
                           return mail;
                       });
}

Result<Done> write_again(db::Tx& tx, const NetworkId& network, const MailId& id,
                         const AddressKey& address_key, const Clock& clock)
{
    const auto to = recipient_of(tx, id);
    const auto key = to ? address_key(plain_address(to->to_address)) : std::string();
    const auto why = to ? suppression_of(tx, network, key) : std::nullopt;
    if (why && (why->reason == Suppressed::wish || why->reason == Suppressed::complaint))
        return Error{Err::conflict, "Wer das Postfach hat, will keine Mails mehr."_de};
    TRY(send_again(tx, network, id, clock));
    lift_suppression(tx, network, key);
    return Done{};
}

Result<Done> settle_undelivered(db::Tx& tx, const NetworkId& network, const MailId& id)
{
    const auto gone = tx.exec(R"sql(
        DELETE FROM outbox
        WHERE network_id = :network AND id = :id AND (state = 'failed' OR state = 'uncertain' OR
                                                      state = 'suppressed' OR state = 'bounced'))sql",
                              {{"network", network}, {"id", id}});
    if (gone == 0)
        return Error{.kind = Err::missing};
    return Done{};
}

void settle_after_restore(db::Tx& tx, Timestamp now)
{
    tx.exec(leave_alone, {{"now", now}});
}

std::int64_t purge_outbox(db::Pool& pool, const Clock& clock)
{
    const auto now = clock.now();
    return pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<std::int64_t> {
                   purge_suppressions(tx, now);
                   return tx.exec(delete_old, {{"before", now - kept_after_the_end}});
               })
        .value();
}

std::int64_t recover_abandoned(db::Pool& pool, const Clock& clock)
{
    const auto now = clock.now();
    const auto before = now - abandoned_after;
    return pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<std::int64_t> {
                   return tx.exec(recover_must_arrive, {{"now", now}, {"before", before}}) +
                          tx.exec(recover_may_be_lost, {{"now", now}, {"before", before}});
               })
        .value();
}

} // namespace dorfnetz::mail
