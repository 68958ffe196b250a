#include "foundation/mail/checks.hpp"

#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"

#include <algorithm>
#include <stdexcept>

namespace dorfnetz::mail {

namespace {

constexpr std::size_t longest_name = 200;      // characters
constexpr std::size_t longest_file_name = 150; // bytes
constexpr std::size_t longest_url = 900;       // so that its header stays below 998

Error invalid(std::string field, German text)
{
    return Error{.kind = Err::invalid, .text = text, .fields = {{std::move(field), text}}};
}

// Whatever stands in a header: a line break there would begin a header of somebody else's making.
bool is_one_line(std::string_view text)
{
    return is_clean_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
           });
}

bool is_mailbox(const Mailbox& mailbox)
{
    return is_mail_address(mailbox.address) && is_one_line(mailbox.name) &&
           length_in_characters(mailbox.name) <= longest_name;
}

bool is_content_type(std::string_view text)
{
    const auto slash = text.find('/');
    return slash != std::string_view::npos && slash > 0 && slash + 1 < text.size() && text.size() <= 100 &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      std::string_view("/+-.;= ").find(c) != std::string_view::npos;
           });
}

bool is_file_name(std::string_view name)
{
    return !name.empty() && name.size() <= longest_file_name && is_one_line(name) &&
           name.find_first_of("/\\") == std::string_view::npos;
}

bool is_web_address(std::string_view url)
{
    return (url.starts_with("https://") || url.starts_with("http://")) && url.size() <= longest_url &&
           std::all_of(url.begin(), url.end(),
                       [](char c) { return c > ' ' && c <= '~' && c != '<' && c != '>'; });
}

Result<Done> check_extras(const Mail& mail)
{
    if (!mail.calendar.empty() && (!calendar_method(mail.calendar) || !is_clean_utf8(mail.calendar)))
        return invalid("calendar", "Der Eintrag für den Kalender ist keiner."_de);
    if (!is_clean_utf8(mail.html.text()))
        return invalid("html", "Der Text enthält Zeichen, die nicht verschickt werden können."_de);
    if (mail.html.text().size() > longest_text || mail.calendar.size() > longest_calendar)
        return Error{Err::too_large, "Der Text ist zu lang für eine E-Mail."_de};
    if (!mail.digest_group.empty() && !mail.html.empty())
        throw std::logic_error("a mail of a digest group has no HTML of its own");
    return Done{};
}

Result<Done> check_attachments(const Mail& mail)
{
    std::size_t bytes = 0;
    for (const auto& attachment : mail.attachments) {
        if (!is_file_name(attachment.file_name))
            return invalid("attachments",
                           "Der Name einer angehängten Datei kann nicht übernommen werden."_de);
        if (!is_content_type(attachment.content_type))
            return invalid("attachments", "Die Art einer angehängten Datei ist unbekannt."_de);
        bytes += attachment.bytes.size();
    }
    if (bytes > largest_attachments)
        return Error{Err::too_large, "Die angehängten Dateien sind zu groß für eine E-Mail."_de};
    return Done{};
}

} // namespace

Result<Done> check(const Mail& mail)
{
    if (!is_mailbox(mail.to))
        return invalid("to", "Das ist keine gültige E-Mail-Adresse."_de);
    if ((mail.from && !is_mailbox(*mail.from)) || (mail.reply_to && !is_mail_address(*mail.reply_to)))
        return invalid("from", "Der Absender hat keine gültige E-Mail-Adresse."_de);
    if (trim(mail.subject).empty() || !is_one_line(mail.subject) ||
        length_in_characters(mail.subject) > longest_subject)
        return invalid("subject", "Der Betreff fehlt, ist zu lang oder geht über mehrere Zeilen."_de);
    if (!is_clean_utf8(mail.text) || has_control_characters(mail.text))
        return invalid("text", "Der Text enthält Zeichen, die nicht verschickt werden können."_de);
    if (mail.text.size() > longest_text)
        return Error{Err::too_large, "Der Text ist zu lang für eine E-Mail."_de};
    if (mail.unsubscribe_url && !is_web_address(*mail.unsubscribe_url))
        return invalid("unsubscribe_url", "Die Adresse zum Abmelden ist keine Webadresse."_de);
    TRY(check_extras(mail));
    return check_attachments(mail);
}

std::optional<std::string_view> calendar_method(std::string_view calendar)
{
    if (!calendar.starts_with("BEGIN:VCALENDAR\r\n") || !calendar.ends_with("END:VCALENDAR\r\n"))
        return std::nullopt;
    for (const std::string_view method : {"REQUEST", "CANCEL"})
        if (calendar.find("\r\nMETHOD:" + std::string(method) + "\r\n") != std::string_view::npos)
            return method;
    return std::nullopt;
}

std::string host_of(std::string_view address)
{
    const auto ascii = ascii_address(address);
    return ascii ? ascii->substr(ascii->rfind('@') + 1) : "localhost";
}

} // namespace dorfnetz::mail
