#pragma once

#include "features/devices/api.hpp"

#include <string_view>

namespace dorfnetz::devices {

inline constexpr std::string_view add_path = "/erinnerungen";
inline constexpr std::string_view remove_path = "/erinnerungen/aus";

Result<http::Response> add_device(web::Context& context);
Result<http::Response> remove_devices(web::Context& context);

} // namespace dorfnetz::devices
