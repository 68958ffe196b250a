#include "foundation/pdf/printable.hpp"

#include "foundation/core/text.hpp"

#include <glib.h>

#include <algorithm>

namespace dorfnetz::pdf {
namespace {

bool turns_direction(gunichar character)
{
    return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
}

void append(std::string& to, gunichar character)
{
    char bytes[6];
    to.append(bytes, static_cast<std::size_t>(g_unichar_to_utf8(character, bytes)));
}

} // namespace

std::string printable(std::string_view text, std::size_t characters)
{
    // A character has at most four bytes: more need not be looked at, however long the text is.
    const bool cut = text.size() > characters * 4 + 4;
    if (cut)
        text = text.substr(0, characters * 4 + 4);
    char* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    std::string result;
    std::size_t count = 0;
    const char* at = valid;
    for (; *at != '\0' && count < characters; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        if (character == '\r')
            continue;
        if (character == '\t')
            character = ' ';
        if (character == 0x2028 || character == 0x2029)
            character = '\n';
        if ((character != '\n' && g_unichar_iscntrl(character)) || turns_direction(character))
            continue;
        append(result, character);
        ++count;
    }
    if (cut || *at != '\0')
        result += "…";
    g_free(valid);
    return result;
}

std::string printable_line(std::string_view text, std::size_t characters)
{
    return squeeze(printable(text, characters));
}

std::string printable_url(std::string_view url)
{
    const bool known =
        url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:");
    const bool plain = std::all_of(url.begin(), url.end(), [](char letter) {
        return letter > ' ' && letter < 0x7F && letter != '\'' && letter != '"' && letter != '\\';
    });
    return known && plain && url.size() <= 500 ? std::string(url) : std::string();
}

} // namespace dorfnetz::pdf
