#include "foundation/web/link_key.hpp"

#include "foundation/web/form.hpp"

namespace dorfnetz::web {

std::string link_key(const Environment& environment, std::string_view purpose, const NetworkId& network,
                     std::string_view id)
{
    return keyed_hash(environment, purpose, network.text() + '\n' + std::string(id))
        .substr(0, link_key_length);
}

std::string_view key_of_calendar(std::string_view file)
{
    if (file.size() != link_key_length + calendar_ending.size() || !file.ends_with(calendar_ending))
        return {};
    return file.substr(0, link_key_length);
}

} // namespace dorfnetz::web
