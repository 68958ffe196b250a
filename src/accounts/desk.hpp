#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/german.hpp"
#include "foundation/i18n/i18n.hpp"

#include <string>

namespace dorfnetz::accounts {

// "Am längsten seit 12 Tagen."
std::string age_text(i18n::Language language, Timestamp since, Timestamp now);

// The headings of the desk's menu. An entry belongs where somebody would look for it who has never seen it.
namespace desk_group {
inline constexpr auto clubs = "Vereine und Dörfer"_de;
inline constexpr auto people = "Menschen"_de;
inline constexpr auto together = "Treffen und Zusammenarbeit"_de;
inline constexpr auto lists = "Listen"_de;
inline constexpr auto public_site = "Internetseite"_de;
inline constexpr auto access = "Zugänge und Schutz"_de;
} // namespace desk_group

} // namespace dorfnetz::accounts
