#pragma once

#include "foundation/web/context.hpp"

#include <string>
#include <string_view>

// Addresses that are keys. A key is made of an id and the secret of the installation, so that it can be shown
// again; the database knows a hash of it (web::keyed_hash), and so opens nothing if it gets lost.
namespace dorfnetz::web {

// 128 bits in hexadecimal.
inline constexpr std::size_t link_key_length = 32;

// Of a record, for one purpose.
std::string link_key(const Environment& environment, std::string_view purpose, const NetworkId& network,
                     std::string_view id);

// The address of a calendar ends so, for programs that look at names.
inline constexpr std::string_view calendar_ending = ".ics";
// The key in the last part of such an address; empty if it is none.
std::string_view key_of_calendar(std::string_view file);

} // namespace dorfnetz::web
