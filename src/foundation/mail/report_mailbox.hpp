#pragma once

#include "foundation/db/db.hpp"
#include "foundation/mail/bounce.hpp"
#include "foundation/mail/mailer.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

// The mailbox into which mails come back, read by IMAP.
namespace dorfnetz::mail {

struct MailboxSettings
{
    std::string host;
    std::uint16_t port = 993;
    Encryption encryption = Encryption::tls;
    std::string user;
    std::string password;
    std::string ca_file = {}; // empty: the certificates of the system
    std::chrono::seconds timeout{60};
};

std::optional<std::string> problem_of(const MailboxSettings& settings);

struct MailboxReport
{
    int bounced = 0;
    int complaints = 0;
    int left_alone = 0; // no report about a mail of ours: stays for people to read
};

struct ReportReading
{
    db::Pool& pool;
    const MailboxSettings& mailbox;
    std::string pattern; // of return paths
    AddressKey address_key;
    const Clock& clock;
    std::function<bool()> may_go_on = [] { return true; };
};

// Reads what nobody has read yet, at most 200 messages. Reports are deleted when the outbox knows of them;
// everything else is marked as read and stays. Throws std::runtime_error with stage and code if the mailbox
// cannot be read.
MailboxReport read_reports(const ReportReading& reading);

} // namespace dorfnetz::mail
