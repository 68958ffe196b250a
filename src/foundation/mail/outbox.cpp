#include "foundation/mail/outbox.hpp"

#include "foundation/core/text.hpp"
#include "foundation/mail/checks.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace dorfnetz::mail {

namespace {

constexpr db::Sql insert_mail = R"sql(
    INSERT INTO outbox (network_id, id, purpose, urgency, from_address, from_name, to_address, to_name, to_host,
                        reply_to, unsubscribe_url, subject, content, html, calendar, language, by_day,
                        digest_group, created_at, next_attempt_at)
    VALUES (:network, :id, :purpose, :urgency, :from_address, :from_name, :to_address, :to_name, :to_host,
            :reply_to, :unsubscribe_url, :subject, :content, :html, :calendar, :language, :by_day,
            :digest_group, :now, :due))sql";

constexpr db::Sql insert_attachment = R"sql(
    INSERT INTO outbox_attachments (network_id, mail_id, position, file_name, content_type, content)
    VALUES (:network, :mail, :position, :file_name, :content_type, :content))sql";

constexpr db::Query select_status = R"sql(
    SELECT state, attempts, COALESCE(last_error, ''), COALESCE(message_id, '')
    FROM outbox WHERE network_id = :network AND id = :id)sql";

constexpr db::Query count_states = R"sql(
    SELECT state, count(*) FROM outbox WHERE state <> 'sent' GROUP BY state)sql";

constexpr db::Query count_states_of_network = R"sql(
    SELECT state, count(*) FROM outbox WHERE state <> 'sent' AND network_id = :network GROUP BY state)sql";

constexpr db::Sql wait_again = R"sql(
    UPDATE outbox SET state = 'waiting', attempts = 0, first_attempt_at = NULL, next_attempt_at = :now,
                      finished_at = NULL, claim = NULL
    WHERE network_id = :network AND id = :id AND state IN ('failed', 'uncertain'))sql";

constexpr db::Sql delete_old = R"sql(
    DELETE FROM outbox WHERE finished_at < :before)sql";

constexpr db::Query select_addressed = R"sql(
    SELECT id, to_address, to_name, COALESCE(reply_to, '') FROM outbox WHERE network_id = :network)sql";

constexpr db::Sql delete_mail = R"sql(
    DELETE FROM outbox WHERE network_id = :network AND id = :id)sql";

constexpr db::Query select_mails = R"sql(
    SELECT to_address, subject, purpose, created_at, state FROM outbox WHERE network_id = :network
    ORDER BY created_at DESC, id DESC)sql";

constexpr db::Query count_claimed_since = R"sql(
    SELECT count(*) FROM outbox WHERE claimed_at > :since)sql";

// On SQLite there is one writer; on PostgreSQL two workers that want the same row cannot both be serialised,
// so one of them is run again and finds the next row.
constexpr db::Sql claim_one = R"sql(
    UPDATE outbox SET state = 'sending', claim = :claim, claimed_at = :now, attempts = attempts + 1,
                      first_attempt_at = COALESCE(first_attempt_at, :now),
                      message_id = COALESCE(message_id, '<' || id || '@' || :host || '>')
    WHERE state = 'waiting' AND (network_id, id) IN (
        SELECT network_id, id FROM outbox WHERE state = 'waiting' AND next_attempt_at <= :now
        ORDER BY urgency DESC, next_attempt_at LIMIT 1)
    RETURNING network_id, id, purpose, urgency, from_address, from_name, to_address, to_name, reply_to,
              unsubscribe_url, subject, content, html, calendar, language, message_id, first_attempt_at,
              attempts)sql";

constexpr db::Query select_attachments = R"sql(
    SELECT file_name, content_type, content FROM outbox_attachments
    WHERE network_id = :network AND mail_id = :mail ORDER BY position)sql";

constexpr db::Sql mark_sent = R"sql(
    UPDATE outbox SET state = 'sent', finished_at = :now, claim = NULL, last_error = NULL,
                      content = '', html = '', calendar = '', unsubscribe_url = NULL
    WHERE network_id = :network AND id = :id AND state = 'sending' AND claim = :claim)sql";

constexpr db::Sql delete_attachments = R"sql(
    DELETE FROM outbox_attachments WHERE network_id = :network AND mail_id = :mail)sql";

constexpr db::Sql mark_ended = R"sql(
    UPDATE outbox SET state = :state, finished_at = :now, claim = NULL, last_error = :reason
    WHERE network_id = :network AND id = :id AND state = 'sending' AND claim = :claim)sql";

constexpr db::Sql mark_postponed = R"sql(
    UPDATE outbox SET state = 'waiting', claim = NULL, last_error = :reason, next_attempt_at = :next
    WHERE network_id = :network AND id = :id AND state = 'sending' AND claim = :claim)sql";

constexpr db::Sql recover_must_arrive = R"sql(
    UPDATE outbox SET state = 'waiting', claim = NULL, next_attempt_at = :now, last_error = 'interrupted'
    WHERE state = 'sending' AND claimed_at <= :before AND urgency = 'must_arrive')sql";

constexpr db::Sql recover_may_be_lost = R"sql(
    UPDATE outbox SET state = 'uncertain', claim = NULL, finished_at = :now, last_error = 'interrupted'
    WHERE state = 'sending' AND claimed_at <= :before AND urgency = 'may_be_lost')sql";

constexpr std::array<std::string_view, 8> state_names{"waiting",   "sending",    "sent",   "failed",
                                                      "uncertain", "suppressed", "joined", "bounced"};

MailState state_from(std::string_view name)
{
    for (std::size_t i = 0; i < state_names.size(); ++i)
        if (state_names[i] == name)
            return static_cast<MailState>(i);
    throw std::logic_error("a stored mail has an unknown state");
}

std::string_view name_of(Urgency urgency)
{
    return urgency == Urgency::must_arrive ? "must_arrive" : "may_be_lost";
}

bool waits_for_the_day(const Mail& mail)
{
    return mail.hours == Hours::by_day ||
           (mail.hours == Hours::as_urgency && mail.urgency == Urgency::may_be_lost);
}

void insert_attachments(db::Tx& tx, const Mail& mail, const MailId& id)
{
    std::int64_t position = 0;
    for (const auto& attachment : mail.attachments)
        tx.exec(insert_attachment, {{"network", mail.network},
                                    {"mail", id},
                                    {"position", position++},
                                    {"file_name", attachment.file_name},
                                    {"content_type", attachment.content_type},
                                    {"content", db::Blob{attachment.bytes}}});
}

ClaimedMail read_claimed(db::Row& row, const ClaimRules& rules)
{
    ClaimedMail claimed;
    auto& mail = claimed.mail;
    mail.network = row.take<NetworkId>();
    claimed.id = row.take<MailId>();
    mail.purpose = row.take<std::string>();
    mail.urgency = row.take<std::string>() == "must_arrive" ? Urgency::must_arrive : Urgency::may_be_lost;
    const auto from_address = row.take<std::optional<std::string>>();
    const auto from_name = row.take<std::optional<std::string>>();
    mail.from = from_address ? Mailbox{*from_address, from_name.value_or("")} : rules.sender;
    mail.to.address = row.take<std::string>();
    mail.to.name = row.take<std::string>();
    mail.reply_to = row.take<std::optional<std::string>>();
    mail.unsubscribe_url = row.take<std::optional<std::string>>();
    mail.subject = row.take<std::string>();
    mail.text = row.take<std::string>();
    claimed.html = row.take<std::string>();
    mail.calendar = row.take<std::string>();
    mail.language = i18n::language_from_code(row.take<std::string>()).value_or(i18n::Language::de);
    claimed.message_id = row.take<std::string>();
    claimed.first_attempt_at = row.take<Timestamp>();
    claimed.attempts = row.take<int>();
    return claimed;
}

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
    }
    return counts;
}

std::pair<MailState, std::int64_t> read_count(db::Row& row)
{
    const auto state = state_from(row.take<std::string>());
    return {state, row.take<std::int64_t>()};
}

} // namespace

Result<MailId> enqueue(db::Tx& tx, const Mail& mail, const Clock& clock, Random& random)
{
    TRY(check(mail));
    const auto id = new_id<MailId>(clock, random);
    const std::optional<std::string> none;
    const auto now = clock.now();
    auto due = std::max(now, mail.not_before.value_or(now));
    if (!mail.digest_group.empty())
        due = std::max(due, now + digest_window);
    tx.exec(insert_mail, {{"network", mail.network},
                          {"id", id},
                          {"purpose", mail.purpose},
                          {"urgency", name_of(mail.urgency)},
                          {"from_address", mail.from ? std::optional(mail.from->address) : none},
                          {"from_name", mail.from ? std::optional(mail.from->name) : none},
                          {"to_address", mail.to.address},
                          {"to_name", mail.to.name},
                          {"to_host", to_lower_ascii(host_of(mail.to.address))},
                          {"reply_to", mail.reply_to},
                          {"unsubscribe_url", mail.unsubscribe_url},
                          {"subject", mail.subject},
                          {"content", mail.text},
                          {"html", mail.html.text()},
                          {"calendar", mail.calendar},
                          {"language", i18n::code(mail.language)},
                          {"by_day", waits_for_the_day(mail)},
                          {"digest_group", mail.digest_group},
                          {"now", now},
                          {"due", due}});
    insert_attachments(tx, mail, id);
    tx.after_commit([] { delivery_bell().ring(); });
    return id;
}

Bell& delivery_bell()
{
    static Bell bell;
    return bell;
}

std::optional<MailStatus> status_of(db::Reader& reader, const NetworkId& network, const MailId& id)
{
    return reader.first(select_status, {{"network", network}, {"id", id}}, [](db::Row& row) {
        MailStatus status;
        status.state = state_from(row.take<std::string>());
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

std::int64_t purge_outbox(db::Pool& pool, const Clock& clock)
{
    const auto before = clock.now() - kept_after_the_end;
    return pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<std::int64_t> {
                   return tx.exec(delete_old, {{"before", before}});
               })
        .value();
}

// Addresses stand as they were typed; the rows of 30 days are few enough to compare them here.
std::vector<MailTo> mails_to(db::Reader& reader, const NetworkId& network, std::string_view address)
{
    const auto wanted = to_lower_ascii(address);
    std::vector<MailTo> found;
    reader.each(select_mails, {{"network", network}}, [&](db::Row& row) {
        const auto to = row.take<std::string>();
        MailTo mail{.subject = row.take<std::string>(),
                    .purpose = row.take<std::string>(),
                    .created_at = row.take<Timestamp>(),
                    .state = state_from(row.take<std::string>())};
        if (to_lower_ascii(to) == wanted)
            found.push_back(std::move(mail));
    });
    return found;
}

std::int64_t forget(db::Tx& tx, const NetworkId& network, const Mailbox& whom)
{
    const auto address = to_lower_ascii(whom.address);
    std::vector<MailId> found;
    tx.each(select_addressed, {{"network", network}}, [&](db::Row& row) {
        auto id = row.take<MailId>();
        const auto to = row.take<std::string>();
        const auto name = row.take<std::string>();
        const auto reply_to = row.take<std::string>();
        const bool theirs = to_lower_ascii(to) == address && (whom.name.empty() || whom.name == name);
        if (theirs || (whom.name.empty() && to_lower_ascii(reply_to) == address))
            found.push_back(std::move(id));
    });
    for (const auto& id : found)
        tx.exec(delete_mail, {{"network", network}, {"id", id}});
    return static_cast<std::int64_t>(found.size());
}

std::optional<ClaimedMail> claim_next(db::Pool& pool, const ClaimRules& rules, const Clock& clock,
                                      Random& random)
{
    const auto now = clock.now();
    const auto claim = random_token(random, 12);
    const auto host = host_of(rules.sender.address);
    return pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<std::optional<ClaimedMail>> {
                   const auto minute_ago = now - std::chrono::minutes(1);
                   if (tx.count(count_claimed_since, {{"since", minute_ago}}) >= rules.per_minute)
                       return std::optional<ClaimedMail>();
                   auto claimed = tx.returning(claim_one, {{"claim", claim}, {"now", now}, {"host", host}},
                                               [&](db::Row& row) { return read_claimed(row, rules); });
                   if (!claimed)
                       return claimed;
                   claimed->claim = claim;
                   claimed->mail.attachments =
                       tx.list(select_attachments,
                               {{"network", claimed->mail.network}, {"mail", claimed->id}}, [](db::Row& row) {
                                   Attachment attachment;
                                   attachment.file_name = row.take<std::string>();
                                   attachment.content_type = row.take<std::string>();
                                   attachment.bytes = row.take<std::string>();
                                   return attachment;
                               });
                   return claimed;
               })
        .value();
}

bool mark(db::Pool& pool, const ClaimedMail& mail, const MarkOf& what, const Clock& clock)
{
    const auto now = clock.now();
    const auto& network = mail.mail.network;
    const auto write_mark = [&](db::Tx& tx) -> std::int64_t {
        switch (what.mark) {
        case Mark::sent:
            tx.exec(delete_attachments, {{"network", network}, {"mail", mail.id}});
            return tx.exec(mark_sent,
                           {{"network", network}, {"id", mail.id}, {"claim", mail.claim}, {"now", now}});
        case Mark::postponed:
            return tx.exec(mark_postponed, {{"network", network},
                                            {"id", mail.id},
                                            {"claim", mail.claim},
                                            {"reason", what.reason},
                                            {"next", what.next_attempt_at}});
        case Mark::failed:
        case Mark::uncertain:
            return tx.exec(mark_ended, {{"network", network},
                                        {"id", mail.id},
                                        {"claim", mail.claim},
                                        {"reason", what.reason},
                                        {"state", what.mark == Mark::failed ? "failed" : "uncertain"},
                                        {"now", now}});
        }
        throw std::logic_error("no such mark");
    };
    const auto written = pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        if (write_mark(tx) == 0)
            return Error{Err::stale};
        return Done{};
    });
    return written.has_value();
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
