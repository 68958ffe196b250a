#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/i18n/i18n.hpp"

#include <string>

namespace dorfnetz::accounts {

// "Am längsten seit 12 Tagen."
std::string age_text(i18n::Language language, Timestamp since, Timestamp now);

} // namespace dorfnetz::accounts
