#include "features/messages/messages_store.hpp"

#include "features/messages/api.hpp"

namespace dorfnetz::messages {

namespace {

Message read_message(db::Row& row)
{
    Message message;
    message.id = row.take<MessageId>();
    message.list = row.take<std::string>();
    message.filters = row.take<std::string>();
    message.purpose =
        people::purpose_from_text(row.take<std::string>()).value_or(people::Purpose::lead_contact);
    message.subject = row.take<std::string>();
    message.text = row.take<std::string>();
    message.sent_by = row.take<web::UserId>();
    message.status = status_from_text(row.take<std::string>()).value_or(Status::withdrawn);
    message.created_at = row.take<Timestamp>();
    message.goes_at = row.take<Timestamp>();
    message.sent_up_to = row.take<std::int64_t>();
    message.mails = row.take<std::int64_t>();
    message.letters = row.take<std::int64_t>();
    message.calls = row.take<std::int64_t>();
    return message;
}

} // namespace

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(UPDATE messages SET sent_by = NULL WHERE network_id = :network AND sent_by = :user)sql",
            {{"network", network}, {"user", user}});
}

std::int64_t count_old_messages(db::Reader& reader, const NetworkId& network, Timestamp now)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM messages
        WHERE network_id = :network AND created_at <= :before AND text <> '')sql",
                        {{"network", network}, {"before", now - content_kept}});
}

std::int64_t empty_old_messages(db::Tx& tx, const NetworkId& network, Timestamp now)
{
    const Timestamp before = now - content_kept;
    tx.exec(R"sql(
        DELETE FROM message_recipients WHERE network_id = :network AND message_id IN (
            SELECT id FROM messages WHERE network_id = :network AND created_at <= :before AND text <> ''))sql",
            {{"network", network}, {"before", before}});
    return tx.exec(R"sql(
        UPDATE messages SET subject = '', text = ''
        WHERE network_id = :network AND created_at <= :before AND text <> '')sql",
                   {{"network", network}, {"before", before}});
}

namespace store {

bool insert(db::Tx& tx, const NetworkId& network, const Message& message, std::string_view form_key)
{
    return tx.exec(R"sql(
        INSERT INTO messages (network_id, id, form_key, list, filters, purpose, subject, text, sent_by, status,
                              created_at, goes_at, sent_up_to, mails, letters, calls)
        VALUES (:network, :id, :form, :list, :filters, :purpose, :subject, :text, :by, 'waiting', :created, :goes, 0,
                :mails, :letters, :calls)
        ON CONFLICT (network_id, form_key) DO NOTHING)sql",
                   {{"network", network},
                    {"id", message.id},
                    {"form", form_key},
                    {"list", message.list},
                    {"filters", message.filters},
                    {"purpose", people::to_text(message.purpose)},
                    {"subject", message.subject},
                    {"text", message.text},
                    {"by", message.sent_by},
                    {"created", message.created_at},
                    {"goes", message.goes_at},
                    {"mails", message.mails},
                    {"letters", message.letters},
                    {"calls", message.calls}}) == 1;
}

void insert_recipients(db::Tx& tx, const NetworkId& network, const Message& message,
                       const std::vector<Recipient>& recipients)
{
    const auto id_in = [&](const List& list, const Recipient& recipient) {
        return message.list == list.key ? recipient.id : std::string();
    };
    std::int64_t position = 0;
    for (const auto& recipient : recipients)
        if (recipient.way)
            tx.exec_later(R"sql(
                INSERT INTO message_recipients (network_id, message_id, position, way, person_id, organisation_id,
                                                signup_id)
                VALUES (:network, :message, :position, :way, NULLIF(CAST(:person AS TEXT), ''),
                        NULLIF(CAST(:entry AS TEXT), ''), NULLIF(CAST(:promise AS TEXT), '')))sql",
                          {{"network", network},
                           {"message", message.id},
                           {"position", ++position},
                           {"way", to_text(*recipient.way)},
                           {"person", id_in(people_list(), recipient)},
                           {"entry", id_in(entries_list(), recipient)},
                           {"promise", id_in(promises_list(), recipient)}});
}

std::optional<MessageId> by_form_key(db::Reader& reader, const NetworkId& network, std::string_view form_key)
{
    return reader.value<MessageId>(
        R"sql(SELECT id FROM messages WHERE network_id = :network AND form_key = :form)sql",
        {{"network", network}, {"form", form_key}});
}

std::optional<Message> by_id(db::Reader& reader, const NetworkId& network, const MessageId& id)
{
    return reader.first(R"sql(
        SELECT id, list, filters, purpose, subject, text, COALESCE(sent_by, ''), status, created_at, goes_at,
               sent_up_to, mails, letters, calls
        FROM messages WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_message);
}

std::vector<Message> list(db::Reader& reader, const NetworkId& network, const web::UserId& sent_by,
                          std::int64_t limit, std::int64_t offset)
{
    return reader.list(R"sql(
        SELECT id, list, filters, purpose, subject, text, COALESCE(sent_by, ''), status, created_at, goes_at,
               sent_up_to, mails, letters, calls
        FROM messages WHERE network_id = :network AND (CAST(:by AS TEXT) = '' OR sent_by = :by)
        ORDER BY created_at DESC, id LIMIT :limit OFFSET :offset)sql",
                       {{"network", network}, {"by", sent_by}, {"limit", limit}, {"offset", offset}},
                       read_message);
}

std::int64_t count(db::Reader& reader, const NetworkId& network, const web::UserId& sent_by)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM messages
        WHERE network_id = :network AND (CAST(:by AS TEXT) = '' OR sent_by = :by))sql",
                        {{"network", network}, {"by", sent_by}});
}

std::int64_t count_since(db::Reader& reader, const NetworkId& network, const web::UserId& sent_by,
                         Timestamp since)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM messages
        WHERE network_id = :network AND sent_by = :by AND created_at > :since AND status <> 'withdrawn')sql",
                        {{"network", network}, {"by", sent_by}, {"since", since}});
}

bool set_status(db::Tx& tx, const NetworkId& network, const MessageId& id, Status from, Status to)
{
    return tx.exec(R"sql(
        UPDATE messages SET status = :to WHERE network_id = :network AND id = :id AND status = :expected)sql",
                   {{"network", network}, {"id", id}, {"expected", to_text(from)}, {"to", to_text(to)}}) == 1;
}

bool advance(db::Tx& tx, const NetworkId& network, const Message& message, std::int64_t up_to)
{
    return tx.exec(R"sql(
        UPDATE messages SET sent_up_to = :up_to
        WHERE network_id = :network AND id = :id AND status = 'sending' AND sent_up_to = :before)sql",
                   {{"network", network},
                    {"id", message.id},
                    {"up_to", up_to},
                    {"before", message.sent_up_to}}) == 1;
}

std::vector<Message> due(db::Reader& reader, const NetworkId& network, Timestamp now)
{
    return reader.list(R"sql(
        SELECT id, list, filters, purpose, subject, text, COALESCE(sent_by, ''), status, created_at, goes_at,
               sent_up_to, mails, letters, calls
        FROM messages WHERE network_id = :network AND (status = 'sending' OR (status = 'waiting' AND goes_at <= :now))
        ORDER BY created_at, id)sql",
                       {{"network", network}, {"now", now}}, read_message);
}

std::vector<StoredRecipient> recipients(db::Reader& reader, const NetworkId& network, const MessageId& id,
                                        Way way, std::int64_t after, std::int64_t most)
{
    return reader.list(
        R"sql(
        SELECT position, COALESCE(person_id, organisation_id, signup_id) FROM message_recipients
        WHERE network_id = :network AND message_id = :id AND way = :way AND position > :after
        ORDER BY position LIMIT :most)sql",
        {{"network", network}, {"id", id}, {"way", to_text(way)}, {"after", after}, {"most", most}},
        [](db::Row& row) {
            StoredRecipient recipient;
            recipient.position = row.take<std::int64_t>();
            recipient.id = row.take<std::string>();
            return recipient;
        });
}

std::vector<Message> sent_to(db::Reader& reader, const NetworkId& network, const people::PersonId& person)
{
    return reader.list(R"sql(
        SELECT m.id, m.list, m.filters, m.purpose, m.subject, m.text, COALESCE(m.sent_by, ''), m.status, m.created_at,
               m.goes_at, m.sent_up_to, m.mails, m.letters, m.calls
        FROM messages m JOIN message_recipients r ON r.network_id = m.network_id AND r.message_id = m.id
        WHERE m.network_id = :network AND r.person_id = :person AND m.status <> 'withdrawn'
        ORDER BY m.created_at DESC, m.id)sql",
                       {{"network", network}, {"person", person}}, read_message);
}

} // namespace store

} // namespace dorfnetz::messages
