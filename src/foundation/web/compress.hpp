#pragma once

#include "foundation/http/message.hpp"

#include <string>
#include <string_view>

namespace dorfnetz::web {

// Compressed for browsers; `quality` as the formats count it (brotli 0–11, gzip 1–9).
std::string brotli(std::string_view text, int quality);
std::string gzip(std::string_view text, int quality);

// Whether the browser takes this coding ("br", "gzip").
bool accepts(const http::Request& request, std::string_view coding);

} // namespace dorfnetz::web
