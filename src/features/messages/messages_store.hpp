#pragma once

#include "features/messages/messages.hpp"

// SQL of messages, nothing else.
namespace dorfnetz::messages::store {

// False if the form was sent before.
bool insert(db::Tx& tx, const NetworkId& network, const Message& message, std::string_view form_key);
void insert_recipients(db::Tx& tx, const NetworkId& network, const Message& message,
                       const std::vector<Recipient>& recipients);
std::optional<MessageId> by_form_key(db::Reader& reader, const NetworkId& network, std::string_view form_key);
std::optional<Message> by_id(db::Reader& reader, const NetworkId& network, const MessageId& id);
// Of one account, or of all if it is empty.
std::vector<Message> list(db::Reader& reader, const NetworkId& network, const web::UserId& sent_by,
                          std::int64_t limit, std::int64_t offset);
std::int64_t count(db::Reader& reader, const NetworkId& network, const web::UserId& sent_by);
std::int64_t count_since(db::Reader& reader, const NetworkId& network, const web::UserId& sent_by,
                         Timestamp since);

// Whose status it then has; false if it was another one than expected.
bool set_status(db::Tx& tx, const NetworkId& network, const MessageId& id, Status from, Status to);
// False if another worker was faster.
bool advance(db::Tx& tx, const NetworkId& network, const Message& message, std::int64_t up_to);
// Messages that are to go out now, or on their way.
std::vector<Message> due(db::Reader& reader, const NetworkId& network, Timestamp now);

struct StoredRecipient
{
    std::int64_t position = 0;
    std::string id; // of the person or entry
};

std::vector<StoredRecipient> recipients(db::Reader& reader, const NetworkId& network, const MessageId& id,
                                        Way way, std::int64_t after, std::int64_t most);
// That somebody got, the newest first.
std::vector<Message> sent_to(db::Reader& reader, const NetworkId& network, const people::PersonId& person);

} // namespace dorfnetz::messages::store
