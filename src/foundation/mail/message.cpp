#include "foundation/mail/message.hpp"

#include "foundation/mail/address.hpp"
#include "foundation/mail/checks.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

namespace dorfnetz::mail {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";
constexpr std::size_t longest_plain = 66; // of a header's text, so that its line stays below 78

bool is_printable_ascii(char c)
{
    return c >= ' ' && c <= '~';
}

bool is_printable_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return is_printable_ascii(c); });
}

std::string base64(std::string_view bytes)
{
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto chunk = bytes.substr(i, 3);
        std::array<unsigned, 3> octets{};
        std::transform(chunk.begin(), chunk.end(), octets.begin(),
                       [](char c) { return static_cast<unsigned char>(c); });
        const unsigned bits = (octets[0] << 16U) | (octets[1] << 8U) | octets[2];
        text += alphabet[bits >> 18U];
        text += alphabet[(bits >> 12U) & 63U];
        text += chunk.size() > 1 ? alphabet[(bits >> 6U) & 63U] : '=';
        text += chunk.size() > 2 ? alphabet[bits & 63U] : '=';
    }
    return text;
}

void add_escaped(std::string& text, char escape, char c)
{
    const auto octet = static_cast<unsigned char>(c);
    text += escape;
    text += hex_digits[octet >> 4U];
    text += hex_digits[octet & 15U];
}

// Where a piece of at most `limit` bytes ends without cutting a character in two.
std::size_t end_of_piece(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit)
        return text.size();
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U)
        --limit;
    return limit;
}

std::string encoded_words(std::string_view text)
{
    // 39 bytes make 52 characters, 64 with the frame, 73 behind "Subject: ".
    std::string words;
    while (!text.empty()) {
        const auto length = end_of_piece(text, 39);
        if (!words.empty())
            words += "\r\n ";
        words += "=?UTF-8?B?" + base64(text.substr(0, length)) + "?=";
        text.remove_prefix(length);
    }
    return words;
}

// The name of a file for old and new mail programs (RFC 2183, RFC 2231).
std::string file_name_parameters(std::string_view name)
{
    std::string plain;
    std::string extended;
    for (const char c : name) {
        const bool simple = is_printable_ascii(c) && c != '"' && c != '\\';
        plain += simple ? c : '_';
        const bool token = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           c == '.' || c == '-' || c == '_';
        if (token)
            extended += c;
        else
            add_escaped(extended, '%', c);
    }
    // The extended name first: some programs take the first that they understand.
    const auto first = plain == name ? "" : ";\r\n filename*=UTF-8''" + extended;
    return first + ";\r\n filename=\"" + plain + '"';
}

void add_header(std::string& message, std::string_view name, std::string_view value)
{
    fmt::format_to(std::back_inserter(message), "{}: {}\r\n", name, value);
}

void add_text_part(std::string& message, std::string_view type, std::string_view text)
{
    add_header(message, "Content-Type", fmt::format("{}; charset=utf-8", type));
    add_header(message, "Content-Transfer-Encoding", "quoted-printable");
    message += "\r\n" + quoted_printable(text);
}

// For programs that do something with it: the appointment appears above the mail, with buttons.
void add_invitation(std::string& message, std::string_view calendar)
{
    add_header(message, "Content-Type",
               fmt::format("text/calendar; charset=utf-8;\r\n method={}", *calendar_method(calendar)));
    add_header(message, "Content-Transfer-Encoding", "base64");
    message += "\r\n" + base64_lines(calendar);
}

void add_attachment(std::string& message, const Attachment& attachment)
{
    add_header(message, "Content-Type", attachment.content_type);
    add_header(message, "Content-Disposition", "attachment" + file_name_parameters(attachment.file_name));
    add_header(message, "Content-Transfer-Encoding", "base64");
    message += "\r\n" + base64_lines(attachment.bytes);
}

// Several parts, one after the other. No encoding writes "=_" (RFC 2045 6.7), so the boundary cannot occur in
// a part; and none is the beginning of another.
class Parts
{
public:
    Parts(std::string& message, std::string_view kind, std::string_view message_id)
        : m_message(message),
          m_boundary(fmt::format("=_{}_{}", kind, message_id.substr(1, message_id.find('@') - 1)))
    {
        add_header(message, "Content-Type",
                   fmt::format("multipart/{};\r\n boundary=\"{}\"", kind, m_boundary));
    }

    void next() { m_message += "\r\n--" + m_boundary + "\r\n"; }

    void end() { m_message += "\r\n--" + m_boundary + "--\r\n"; }

private:
    std::string& m_message;
    std::string m_boundary;
};

// The same in several forms, of which a program shows the last that it understands (RFC 2046 5.1.4).
void add_forms(std::string& message, const Mail& mail, const MessageFrame& frame)
{
    if (frame.html.empty() && mail.calendar.empty())
        return add_text_part(message, "text/plain", mail.text);
    Parts forms(message, "alternative", frame.message_id);
    forms.next();
    add_text_part(message, "text/plain", mail.text);
    if (!frame.html.empty()) {
        forms.next();
        add_text_part(message, "text/html", frame.html);
    }
    if (!mail.calendar.empty()) {
        forms.next();
        add_invitation(message, mail.calendar);
    }
    forms.end();
}

} // namespace

std::string header_date(Timestamp moment)
{
    static constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const Date date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(moment - day)};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000",
                       weekdays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string header_text(std::string_view text)
{
    const bool plain = text.size() <= longest_plain && is_printable_ascii(text) &&
                       text.find("=?") == std::string_view::npos && !text.starts_with(' ') &&
                       !text.ends_with(' ');
    return plain ? std::string(text) : encoded_words(text);
}

std::string header_mailbox(const Mailbox& mailbox)
{
    const auto address = ascii_address(mailbox.address).value_or(mailbox.address);
    if (mailbox.name.empty())
        return address;
    if (!is_printable_ascii(mailbox.name) || mailbox.name.size() > longest_plain ||
        mailbox.name.find("=?") != std::string::npos)
        return encoded_words(mailbox.name) + "\r\n <" + address + '>';
    std::string quoted = "\"";
    for (const char c : mailbox.name) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + "\"\r\n <" + address + '>';
}

std::string quoted_printable(std::string_view text)
{
    std::string encoded;
    std::size_t line = 0;
    const auto end_line = [&](std::string_view end) {
        encoded += end;
        line = 0;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n' || c == '\r') {
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
                ++i;
            end_line("\r\n");
            continue;
        }
        const bool last = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
        const bool space = c == ' ' || c == '\t';
        const bool plain = (is_printable_ascii(c) && c != '=' && !space) || (space && !last);
        if (line + (plain ? 1 : 3) > 75)
            end_line("=\r\n");
        if (plain)
            encoded += c;
        else
            add_escaped(encoded, '=', c);
        line += plain ? 1 : 3;
    }
    if (line > 0)
        end_line("\r\n");
    return encoded;
}

std::string base64_lines(std::string_view bytes)
{
    constexpr std::size_t bytes_per_line = 57;
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += bytes_per_line)
        text += base64(bytes.substr(i, bytes_per_line)) + "\r\n";
    return text;
}

std::string build_message(const Mail& mail, const MessageFrame& frame)
{
    std::string message;
    add_header(message, "Date", header_date(frame.date));
    add_header(message, "From", header_mailbox(frame.from));
    add_header(message, "To", header_mailbox(mail.to));
    if (mail.reply_to)
        add_header(message, "Reply-To", header_mailbox({.address = *mail.reply_to, .name = {}}));
    add_header(message, "Subject", header_text(mail.subject));
    add_header(message, "Message-ID", frame.message_id);
    add_header(message, "Content-Language", i18n::code(mail.language));
    // RFC 3834: no out-of-office reply to a program.
    add_header(message, "Auto-Submitted", "auto-generated");
    if (mail.unsubscribe_url) {
        add_header(message, "List-Unsubscribe", '<' + *mail.unsubscribe_url + '>');
        if (mail.unsubscribe_url->starts_with("https://"))
            add_header(message, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    add_header(message, "MIME-Version", "1.0");
    if (mail.attachments.empty() && mail.calendar.empty()) {
        add_forms(message, mail, frame);
        return message;
    }
    Parts parts(message, "mixed", frame.message_id);
    parts.next();
    add_forms(message, mail, frame);
    // A second time as a file, for programs that know invitations only so, or not at all.
    if (!mail.calendar.empty()) {
        parts.next();
        add_attachment(
            message, {.file_name = "invite.ics", .content_type = "application/ics", .bytes = mail.calendar});
    }
    for (const auto& attachment : mail.attachments) {
        parts.next();
        add_attachment(message, attachment);
    }
    parts.end();
    return message;
}

} // namespace dorfnetz::mail
