#pragma once

#include <string>
#include <string_view>

namespace dorfnetz::web {

// Compressed for browsers; `quality` as the formats count it (brotli 0–11, gzip 1–9).
std::string brotli(std::string_view text, int quality);
std::string gzip(std::string_view text, int quality);

} // namespace dorfnetz::web
