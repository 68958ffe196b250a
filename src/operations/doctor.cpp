#include "operations/doctor.hpp"

#include "operations/checks.hpp"

#include <algorithm>

namespace dorfnetz::operations {

namespace {

// Before this program was written, nobody can be living in it.
constexpr Timestamp earliest_sane = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

void check_clock(const SetUp& set_up, Findings& findings)
{
    if (set_up.clock.now() < earliest_sane)
        findings.push_back(
            {Grade::bad,
             "clock",
             "Die Uhr dieses Rechners steht auf {1}. Stell sie, am besten mit einem Zeitdienst."_de,
             {to_iso(set_up.clock.now())}});
}

} // namespace

Findings examine(const SetUp& set_up)
{
    Findings findings;
    check_clock(set_up, findings);
    check_data_folder(set_up, findings);
    std::optional<Timestamp> in_use_since;
    try {
        in_use_since = check_database(set_up, findings);
    } catch (const std::exception& problem) {
        findings.push_back(
            {Grade::bad, "database", "Mit der Datenbank stimmt etwas nicht: {1}"_de, {problem.what()}});
    }
    check_backups(set_up, in_use_since, findings);
    check_addresses(set_up, findings);
    check_mail(set_up, findings);
    check_reader(set_up, findings);
    return findings;
}

Grade worst_of(const Findings& findings)
{
    Grade worst = Grade::ok;
    for (const auto& finding : findings)
        worst = std::max(worst, finding.grade);
    return worst;
}

} // namespace dorfnetz::operations
