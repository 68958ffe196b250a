#pragma once

#include "foundation/web/environment.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dorfnetz::accounts {

// The text encrypted with the installation's secret, as URL-safe base64: for what must be read again and must
// not stand in a copy of the database. `purpose` keeps one kind from being read as another.
std::string seal(web::Environment& environment, std::string_view purpose, std::string_view text);

// Nothing for what was not sealed here for this purpose.
std::optional<std::string> unseal(const web::Environment& environment, std::string_view purpose,
                                  std::string_view sealed);

} // namespace dorfnetz::accounts
