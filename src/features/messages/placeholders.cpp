#include "features/messages/placeholders.hpp"

#include "foundation/core/text.hpp"

#include <array>

namespace dorfnetz::messages {

namespace {

struct Placeholder
{
    std::string_view name;
    std::string PersonalWords::*words;
};

constexpr std::array placeholders{
    Placeholder{"Vorname", &PersonalWords::first_name}, Placeholder{"Name", &PersonalWords::name},
    Placeholder{"Dorf", &PersonalWords::village}, Placeholder{"Verein", &PersonalWords::club}};

const Placeholder* placeholder_named(std::string_view name)
{
    for (const auto& known : placeholders)
        if (known.name == name)
            return &known;
    return nullptr;
}

// Calls `plain` for each stretch of text and `braced` for each word in braces, in their order. A brace that
// is not closed in its line is text.
template <class Plain, class Braced>
void read(std::string_view text, const Plain& plain, const Braced& braced)
{
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto end = open == std::string_view::npos ? open : text.find_first_of("{}\n", open + 1);
        if (end == std::string_view::npos || text[end] != '}') {
            const auto length =
                std::min(text.size(), open == std::string_view::npos ? text.size() : open + 1);
            plain(text.substr(0, length));
            text.remove_prefix(length);
            continue;
        }
        plain(text.substr(0, open));
        braced(text.substr(open + 1, end - open - 1));
        text.remove_prefix(end + 1);
    }
}

} // namespace

std::string all_placeholders()
{
    std::vector<std::string> names;
    for (const auto& known : placeholders)
        names.push_back('{' + std::string(known.name) + '}');
    return join(names, ", ");
}

std::optional<std::string> unknown_placeholder(std::string_view text)
{
    std::optional<std::string> unknown;
    read(
        text, [](std::string_view) {},
        [&](std::string_view name) {
            if (!unknown && !placeholder_named(name))
                unknown = '{' + std::string(name) + '}';
        });
    return unknown;
}

bool lacks_words(std::string_view text, const PersonalWords& words)
{
    bool lacks = false;
    read(
        text, [](std::string_view) {},
        [&](std::string_view name) {
            const auto* const known = placeholder_named(name);
            lacks = lacks || (known && (words.*known->words).empty());
        });
    return lacks;
}

std::string filled_in(std::string_view text, const PersonalWords& words)
{
    std::string filled;
    read(
        text, [&](std::string_view plain) { filled += plain; },
        [&](std::string_view name) {
            if (const auto* const known = placeholder_named(name))
                filled += words.*known->words;
        });
    return filled;
}

} // namespace dorfnetz::messages
