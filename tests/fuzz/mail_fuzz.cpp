// Texts of people in mails and telephone numbers. A mail that passes the check has exactly the headers that
// we wrote, in ASCII and in lines that every server takes.

#include "tests/fuzz/fuzz.hpp"

#include "foundation/mail/address.hpp"
#include "foundation/mail/checks.hpp"
#include "foundation/mail/message.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>
#include <string>

using namespace dorfnetz;
using fuzz::require;

namespace {

void is_well_formed(std::string_view message)
{
    require(std::ranges::all_of(message, [](char c) { return static_cast<signed char>(c) > 0; }));
    auto head = message.substr(0, message.find("\r\n\r\n") + 2);
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        require(line.size() <= 998 && line.find_first_of("\r\n") == std::string_view::npos);
        if (!line.starts_with(' '))
            for (const auto* ours : {"Bcc", "Cc"})
                require(!line.starts_with(ours));
        head.remove_prefix(line.size() + 2);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    auto input = fuzz::text_of(data, size);
    if (const auto ascii = mail::ascii_address(input))
        require(mail::is_mail_address(*ascii) && ascii->find_first_of(" <>\r\n,;") == std::string::npos);
    static_cast<void>(phone::normalise(input));

    mail::Mail mail{.to = {"erika@example.org"}, .purpose = "test"};
    mail.to.name = fuzz::take_part(input, '\x1F');
    mail.subject = fuzz::take_part(input, '\x1F');
    mail.attachments.push_back({std::string(fuzz::take_part(input, '\x1F')), "text/plain", "x"});
    mail.text = input;
    if (mail::check(mail))
        is_well_formed(mail::build_message(
            mail, {.from = {"dorf@example.org", "Dorf"}, .message_id = "<1@example.org>", .date = {}}));
    return 0;
}
