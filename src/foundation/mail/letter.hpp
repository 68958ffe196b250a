#pragma once

#include "foundation/i18n/i18n.hpp"
#include "foundation/mail/mail.hpp"

#include <string>
#include <string_view>

// The HTML version of a mail: one column, large type, nothing that is fetched from elsewhere, by day and by
// night. Mail programs know little of CSS; what they all need stands in the elements themselves.
namespace dorfnetz::mail {

// How the mails of a network look.
struct Look
{
    std::string name;                        // of the network
    std::string address = {};                // of its front page; empty: not known
    std::string colour = "#652a5d";          // dark enough for white letters on it
    std::string time_zone = "Europe/Berlin"; // of its hours
};

// A plain text as markup: paragraphs, lists ("- "), headings (underlined by "==="), links; a line that is
// nothing but an address is a button.
std::string html_of_text(std::string_view text, i18n::Language language, const Look& look);

// The whole document. `body` is markup: what `html_of_text` makes, or the mail's own.
std::string html_letter(const Mail& mail, std::string_view body, const Look& look);

} // namespace dorfnetz::mail
