#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/mail/mail.hpp"

#include <string>
#include <string_view>

namespace dorfnetz::mail {

// What a message needs beyond the mail itself.
struct MessageFrame
{
    Mailbox from;
    std::string message_id; // "<…@…>"
    Timestamp date;
    std::string html = {}; // the whole document (letter.hpp); empty: text alone
};

// The message as it goes over the wire (RFC 5322, MIME): CRLF line ends, ASCII only, no line over 998
// characters; the same bytes for the same mail and frame. The mail must have passed `enqueue`.
std::string build_message(const Mail& mail, const MessageFrame& frame);

// "Sun, 22 Nov 2026 19:30:00 +0000" (RFC 5322 3.3)
std::string header_date(Timestamp moment);

// Text of a header: as it is if short ASCII, otherwise encoded words of at most 75 characters (RFC 2047),
// folded.
std::string header_text(std::string_view text);

// `name <address>`, the name quoted or encoded where it must be.
std::string header_mailbox(const Mailbox& mailbox);

// RFC 2045 6.7, lines of at most 76 characters, CRLF; other line breaks become CRLF.
std::string quoted_printable(std::string_view text);

// RFC 2045 6.8 in lines of 76 characters, CRLF.
std::string base64_lines(std::string_view bytes);

} // namespace dorfnetz::mail
