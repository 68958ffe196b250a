#pragma once

#include "foundation/core/id.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dorfnetz::mail {

using MailId = Id<struct MailTag>;

// What becomes of a mail of which nobody knows whether it went out, because the program or the line broke
// while it was sent. SMTP knows no "exactly once".
enum class Urgency {
    must_arrive, // sent again with the same Message-ID: a cancellation, a sign-in link; twice is better than
                 // never
    may_be_lost, // left alone and shown as uncertain: a newsletter, a reminder
};

struct Mailbox
{
    std::string address;
    std::string name = {}; // UTF-8, may be empty
};

struct Attachment
{
    std::string file_name;    // UTF-8, at most 150 bytes, no path
    std::string content_type; // "application/pdf"
    std::string bytes;
};

// One mail to one person, in that person's language.
struct Mail
{
    NetworkId network = {};
    Mailbox to = {};
    std::string subject = {}; // UTF-8, one line
    std::string text = {};    // UTF-8, any line breaks
    std::string purpose = {}; // for lists and statistics: "confirm_offer"
    Urgency urgency = Urgency::must_arrive;
    std::optional<Mailbox> from = {}; // otherwise the sender of the installation
    std::optional<std::string> reply_to = {};
    // The address that takes the recipient off the list by one POST (RFC 8058). Mail programs offer that
    // only for https.
    std::optional<std::string> unsubscribe_url = {};
    std::vector<Attachment> attachments = {};
};

// Limits above which `enqueue` refuses.
inline constexpr std::size_t longest_subject = 250;                  // characters
inline constexpr std::size_t longest_text = 1'000'000;               // bytes
inline constexpr std::size_t largest_attachments = 15 * 1024 * 1024; // bytes, all together

} // namespace dorfnetz::mail
