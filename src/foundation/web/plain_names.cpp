#include "foundation/web/plain_names.hpp"

#include "foundation/core/text.hpp"

namespace dorfnetz::web {

namespace {

// What mail programs make a link of: "https://…", "www.…", "dorf.example/…".
bool has_web_address(std::string_view text)
{
    const auto plain = to_lower_ascii(text);
    const auto dot = plain.find('.');
    return plain.find("://") != std::string::npos || plain.find("www.") != std::string::npos ||
           (dot != std::string::npos && plain.find('/', dot) != std::string::npos);
}

} // namespace

void refuse_web_addresses(SentForm& sent, std::initializer_list<std::string_view> names)
{
    for (const auto name : names)
        if (has_web_address(sent.values.text(name)))
            sent.errors.push_back({std::string(name), "Schreib hier nur Namen, keine Internetadresse."_de});
}

} // namespace dorfnetz::web
