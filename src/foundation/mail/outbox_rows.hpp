#pragma once

#include "foundation/mail/outbox.hpp"

#include <optional>
#include <string>
#include <vector>

// Inside of foundation/mail: the statements of the outbox that see whom a mail is for (all in outbox.cpp).
namespace dorfnetz::mail {

// A mail that is due, before anybody has decided to send it.
struct DueMail
{
    NetworkId network;
    MailId id;
    std::string to_address;
    bool by_day = false;
    std::string digest_group;
};

// The one of this urgency that waits longest; of hosts that have had their share of the minute none.
std::optional<DueMail> first_due(db::Reader& reader, Urgency urgency, Timestamp now,
                                 std::int64_t per_minute_and_host);

// Takes it for the worker whose claim this is.
ClaimedMail claim(db::Tx& tx, const DueMail& due, const std::string& claim, const Mailbox& sender,
                  Timestamp now);

// Another mail of a digest group, waiting for the same person.
struct DigestMail
{
    MailId id;
    std::string subject;
    std::string text;
    std::string calendar;
};

std::vector<DigestMail> others_of_digest(db::Reader& reader, const ClaimedMail& first,
                                         const std::string& group, Timestamp until);

std::vector<Attachment> attachments_of(db::Reader& reader, const NetworkId& network, const MailId& mail);
void insert_attachments(db::Tx& tx, const NetworkId& network, const MailId& mail,
                        const std::vector<Attachment>& attachments);

void delete_attachments(db::Tx& tx, const NetworkId& network, const MailId& mail);

// Whom a mail went to, by its number alone: what comes back names no network.
struct Recipient
{
    NetworkId network;
    std::string to_address;
};

std::optional<Recipient> recipient_of(db::Reader& reader, const MailId& mail);

MailState mail_state(std::string_view name);

} // namespace dorfnetz::mail
