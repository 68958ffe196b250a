#include "operations/doctor.hpp"

#include "operations/checks.hpp"

#include <algorithm>

namespace dorfnetz::operations {

namespace {

// Before this program was written, nobody can be living in it.
constexpr Timestamp earliest_sane = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

void check_clock(const Surroundings& surroundings, Findings& findings)
{
    if (surroundings.clock.now() < earliest_sane)
        findings.push_back(
            {Grade::bad,
             "clock",
             "Die Uhr dieses Rechners steht auf {1}. Stell sie, am besten mit einem Zeitdienst."_de,
             {to_iso(surroundings.clock.now())}});
}

} // namespace

Findings examine(const Surroundings& surroundings)
{
    Findings findings;
    check_clock(surroundings, findings);
    check_data_folder(surroundings, findings);
    std::optional<Timestamp> in_use_since;
    try {
        in_use_since = check_database(surroundings, findings);
    } catch (const std::exception& problem) {
        findings.push_back(
            {Grade::bad, "database", "Mit der Datenbank stimmt etwas nicht: {1}"_de, {problem.what()}});
    }
    check_backups(surroundings, in_use_since, findings);
    check_addresses(surroundings, findings);
    check_mail(surroundings, findings);
    check_reader(surroundings, findings);
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
