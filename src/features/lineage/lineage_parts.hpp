#pragma once

#include "features/lineage/api.hpp"

// The kinds are known to the site only, as parts of pages (web::Part); what api.hpp offers asks it for them
// by these names.
namespace dorfnetz::lineage {

inline constexpr std::string_view origin_part = "lineage-origin"; // subject: "beschluss:ID"
inline constexpr std::string_view chain_part = "lineage-chain";   // subject: "beschluss:ID"
inline constexpr std::string_view making_part =
    "lineage-making"; // subject: "beschluss:ID termin aufgabe &punkt=ID"

// "beschluss:ID"
std::string to_text(const Record& record);
std::optional<Record> record_from_text(std::string_view text);

} // namespace dorfnetz::lineage
