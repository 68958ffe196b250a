#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/html/html.hpp"
#include "foundation/i18n/i18n.hpp"

#include <chrono>
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

// At which hours a mail may come in. Phones ring for mails too.
enum class Hours {
    as_urgency, // what must arrive at any hour, everything else by day
    any,
    by_day, // what would go between 21 and 8 o'clock, by the network's clock, waits for the morning
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
    // What stands between head and foot of the HTML version. Empty: made of `text`, see `html_of_text`.
    html::Safe html = {};
    // One appointment to take in or out, as `calendar::write` makes it with the method request or cancel, its
    // ATTENDEE the address of `to`. Goes out as an invitation that calendars of phones understand.
    std::string calendar = {};
    i18n::Language language = i18n::Language::de; // of the frame around `text`
    std::optional<Timestamp> not_before = {};
    Hours hours = Hours::as_urgency;
    // Mails of one group to one person, of the same urgency and sender, that come up within a quarter of an
    // hour go out as one. Empty: alone, at once. Only for text, not with `html`.
    std::string digest_group = {};
};

// How long the first mail of a digest group waits for others.
inline constexpr std::chrono::minutes digest_window{15};

// Limits above which `enqueue` refuses.
inline constexpr std::size_t longest_subject = 250;                  // characters
inline constexpr std::size_t longest_text = 1'000'000;               // bytes; also of `html`
inline constexpr std::size_t longest_calendar = 100'000;             // bytes
inline constexpr std::size_t largest_attachments = 15 * 1024 * 1024; // bytes, all together

} // namespace dorfnetz::mail
