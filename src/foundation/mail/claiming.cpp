#include "foundation/core/text.hpp"
#include "foundation/mail/digest.hpp"
#include "foundation/mail/hours.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/mail/outbox_rows.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

// One turn of the worker: what came of the mails before, and which are next. See
// docs/adr/0037-mail-at-scale.md for why both are one transaction.
namespace dorfnetz::mail {

namespace {

constexpr db::Query count_claimed = R"sql(
    SELECT COUNT(*) FROM outbox WHERE claimed_at > :since)sql";

constexpr db::Sql mark_sent = R"sql(
    UPDATE outbox SET state = 'sent', finished_at = :now, claim = NULL, last_error = NULL,
                      content = '', html = '', calendar = '', unsubscribe_url = NULL
    WHERE network_id = :network AND id = :id AND state = 'sending' AND claim = :claim)sql";

constexpr db::Sql mark_ended = R"sql(
    UPDATE outbox SET state = :state, finished_at = :now, claim = NULL, last_error = :reason
    WHERE network_id = :network AND id = :id AND state = 'sending' AND claim = :claim)sql";

constexpr db::Sql mark_postponed = R"sql(
    UPDATE outbox SET state = 'waiting', claim = NULL, last_error = :reason, next_attempt_at = :next
    WHERE network_id = :network AND id = :id AND state = 'sending' AND claim = :claim)sql";

constexpr db::Sql wait_for_the_morning = R"sql(
    UPDATE outbox SET next_attempt_at = :morning
    WHERE network_id = :network AND state = 'waiting' AND by_day = 1 AND next_attempt_at <= :now)sql";

constexpr db::Sql hold_back = R"sql(
    UPDATE outbox SET state = 'suppressed', finished_at = :now, last_error = :reason
    WHERE network_id = :network AND id = :id AND state = 'waiting')sql";

// What is left of the shares in this transaction.
class Budget
{
public:
    Budget(db::Reader& reader, const ClaimRules& rules, Timestamp now)
    {
        take_into_account(reader, rules.per_minute, now - std::chrono::minutes(1));
        take_into_account(reader, rules.per_day, now - std::chrono::days(1));
    }

    bool allows(Urgency urgency) const
    {
        return (urgency == Urgency::must_arrive ? m_must_arrive : m_may_be_lost) > 0;
    }

    void spend()
    {
        --m_must_arrive;
        --m_may_be_lost;
    }

private:
    void take_into_account(db::Reader& reader, std::int64_t share, Timestamp since)
    {
        if (share == 0)
            return;
        const auto used = reader.count(count_claimed, {{"since", since}});
        m_must_arrive = std::min(m_must_arrive, share - used);
        m_may_be_lost = std::min(m_may_be_lost, std::max<std::int64_t>(1, share * 9 / 10) - used);
    }

    std::int64_t m_must_arrive = std::numeric_limits<std::int64_t>::max();
    std::int64_t m_may_be_lost = std::numeric_limits<std::int64_t>::max();
};

class Claiming
{
public:
    Claiming(db::Tx& tx, const ClaimRules& rules, std::string claim_word, Timestamp now)
        : m_tx(tx), m_rules(rules), m_claim(std::move(claim_word)), m_now(now), m_budget(tx, rules, now)
    {
    }

    std::vector<ClaimedMail> take(const Room& room)
    {
        std::vector<ClaimedMail> claimed;
        take(claimed, std::min(room.must_arrive, room.mails), Urgency::must_arrive);
        take(claimed, room.mails, Urgency::may_be_lost);
        return claimed;
    }

private:
    void take(std::vector<ClaimedMail>& claimed, std::size_t until, Urgency urgency)
    {
        while (claimed.size() < until && m_budget.allows(urgency)) {
            const auto due = first_due(m_tx, urgency, m_now, m_rules.per_minute_and_host);
            if (!due)
                return;
            if (waits(*due) || is_held_back(*due))
                continue;
            claimed.push_back(claim(m_tx, *due, m_claim, m_rules.sender, m_now));
            m_budget.spend();
            if (!due->digest_group.empty())
                join_digest(m_tx, claimed.back(), due->digest_group, look(due->network), m_now);
        }
    }

    Look look(const NetworkId& network) const
    {
        return m_rules.look ? m_rules.look(m_tx, network) : Look{.name = m_rules.sender.name};
    }

    // Everything of the network that would go now waits with it.
    bool waits(const DueMail& due)
    {
        if (!due.by_day)
            return false;
        const auto morning = morning_after(look(due.network).time_zone, m_now);
        if (!morning)
            return false;
        m_tx.exec(wait_for_the_morning, {{"network", due.network}, {"morning", *morning}, {"now", m_now}});
        return true;
    }

    bool is_held_back(const DueMail& due)
    {
        if (!m_rules.address_key)
            return false;
        const auto why =
            suppression_of(m_tx, due.network, m_rules.address_key(plain_address(due.to_address)));
        if (!why)
            return false;
        m_tx.exec(hold_back,
                  {{"network", due.network}, {"id", due.id}, {"now", m_now}, {"reason", why->code}});
        return true;
    }

    db::Tx& m_tx;
    const ClaimRules& m_rules;
    std::string m_claim;
    Timestamp m_now;
    Budget m_budget;
};

bool write_mark(db::Tx& tx, const ClaimedMail& mail, const MarkOf& what, Timestamp now)
{
    const auto& network = mail.mail.network;
    switch (what.mark) {
    case Mark::sent:
        if (!mail.mail.attachments.empty())
            delete_attachments(tx, network, mail.id);
        return tx.exec(mark_sent,
                       {{"network", network}, {"id", mail.id}, {"claim", mail.claim}, {"now", now}}) > 0;
    case Mark::postponed:
        return tx.exec(mark_postponed, {{"network", network},
                                        {"id", mail.id},
                                        {"claim", mail.claim},
                                        {"reason", what.reason},
                                        {"next", what.next_attempt_at}}) > 0;
    case Mark::failed:
    case Mark::uncertain:
        return tx.exec(mark_ended, {{"network", network},
                                    {"id", mail.id},
                                    {"claim", mail.claim},
                                    {"reason", what.reason},
                                    {"state", what.mark == Mark::failed ? "failed" : "uncertain"},
                                    {"now", now}}) > 0;
    }
    throw std::logic_error("no such mark");
}

void note_what_it_says(db::Tx& tx, const Settled& settled, const ClaimRules& rules, Timestamp now)
{
    if (!rules.address_key || !settled.what.is_about_recipient)
        return;
    const auto& mail = settled.mail.mail;
    const auto key = rules.address_key(plain_address(mail.to.address));
    if (settled.what.mark == Mark::sent)
        note_success(tx, mail.network, key);
    else
        note_fault(tx, mail.network, key, settled.what.fault, settled.what.reason, now);
}

} // namespace

Turn settle_and_claim(db::Pool& pool, const std::vector<Settled>& settled, const Room& room,
                      const ClaimRules& rules, const Clock& clock, Random& random)
{
    const auto now = clock.now();
    const auto claim_word = random_token(random, 12);
    return pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<Turn> {
                   Turn turn;
                   for (const auto& each : settled) {
                       if (write_mark(tx, each.mail, each.what, now))
                           note_what_it_says(tx, each, rules, now);
                       else
                           turn.lost.push_back(each.mail.id);
                   }
                   if (room.mails > 0)
                       turn.claimed = Claiming(tx, rules, claim_word, now).take(room);
                   return turn;
               })
        .value();
}

std::optional<ClaimedMail> claim_next(db::Pool& pool, const ClaimRules& rules, const Clock& clock,
                                      Random& random)
{
    auto turn = settle_and_claim(pool, {}, {}, rules, clock, random);
    if (turn.claimed.empty())
        return std::nullopt;
    return std::move(turn.claimed.front());
}

} // namespace dorfnetz::mail
