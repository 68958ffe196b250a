#pragma once

#include "features/decisions/api.hpp"

#include <string>
#include <vector>

// What motions and their results are called, in the language of the page.
namespace dorfnetz::decisions {

German label(Way way);
German label(Majority majority);
// What it takes: "mehr Ja als Nein".
German meaning(Majority majority);
German label(Choice choice);
German label(Outcome outcome);

// "6 Ja, 1 Nein, 2 enthalten"
std::string counts_text(i18n::Language language, const Counts& counts);
// "Angenommen: 6 Ja, 1 Nein, 2 enthalten"; empty before it is closed.
std::string result_text(i18n::Language language, const Motion& motion);
// "7 von 9 Dörfern waren da, 5 mussten es sein."; empty without a quorum.
std::string quorum_text(i18n::Language language, const Motion& motion);
// Wording and result as they stand in the minutes.
std::vector<std::string> minutes_lines(i18n::Language language, const Motion& motion,
                                       std::string_view proposer);

} // namespace dorfnetz::decisions
