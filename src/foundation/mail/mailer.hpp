#pragma once

#include "foundation/db/db.hpp"
#include "foundation/mail/mail.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace dorfnetz::mail {

// What came of one attempt.
enum class Outcome {
    accepted,    // the server has taken it
    refused,     // the server will never take it (5xx)
    later,       // the server wants to be asked again (4xx)
    unreachable, // no server, no encryption, wrong password: nothing to do with this mail
    unknown,     // the line broke after the whole message was sent and before the answer
};

struct Attempt
{
    Outcome outcome = Outcome::accepted;
    // Stage and codes, such as "RCPT 550 5.1.1"; never the server's words, which may repeat the address.
    std::string reason = {};
};

// A message ready to go. Addresses are ASCII.
struct Envelope
{
    MailId id;
    std::string from;
    std::string to;
    std::string message; // as `build_message` makes it
};

// What carries mail out of the program. Used by one thread at a time.
class Mailer
{
public:
    virtual ~Mailer() = default;
    // Tries once. A stop ends the attempt as `later`, unless the message is already being sent.
    virtual Attempt send(const Envelope& envelope, const std::stop_token& stop) = 0;
};

enum class Encryption {
    starttls, // must be offered, usual on port 587
    tls,      // from the first byte, usual on port 465
    none,     // for a server on this machine
};

struct SmtpSettings
{
    std::string host;
    std::uint16_t port = 587;
    Encryption encryption = Encryption::starttls;
    std::string user = {}; // empty: no sign-in
    std::string password = {};
    std::string ca_file = {};    // empty: the certificates of the system
    std::string hello_name = {}; // how we greet; empty: libcurl asks the machine for its name
    std::chrono::seconds connect_timeout{15};
    std::chrono::seconds timeout{120}; // of one mail; far below the time after which it counts as abandoned
};

// What is wrong with the settings, in words for the operator; nothing if they can work.
std::optional<std::string> problem_of(const SmtpSettings& settings);

// Sends by SMTP, keeping the connection for the next mail. Throws std::invalid_argument for settings that
// have a problem.
std::unique_ptr<Mailer> smtp_mailer(const SmtpSettings& settings);

// Reaches nobody: writes each mail as `<id>.eml` into a directory (made if missing, readable by the owner
// only). What runs where no SMTP server is configured.
std::unique_ptr<Mailer> file_mailer(const std::filesystem::path& directory);

// Deletes the files of mails that the outbox has forgotten: purged, or to somebody who was erased. Answers
// how many.
std::int64_t delete_forgotten_files(db::Pool& pool, const std::filesystem::path& directory);

} // namespace dorfnetz::mail
