#pragma once

#include "foundation/web/site.hpp"

#include <string_view>

namespace dorfnetz::protocol {

inline constexpr std::string_view protocol_path = "/redaktion/protokoll";

void add_protocol_pages(web::Site& site);

} // namespace dorfnetz::protocol
