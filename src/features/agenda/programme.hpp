#pragma once

#include "features/agenda/agenda.hpp"

#include <string>
#include <vector>

// What is on in one month, as a gazette prints it. Knows no pages.
namespace dorfnetz::agenda {

struct ProgrammeLine
{
    std::string when; // "18 bis 20 Uhr"; of what comes again and again "jeden Dienstag, 16 bis 18 Uhr"
    std::string title;
    std::string where; // may be empty, as the hosts
    std::string hosts;
};

struct ProgrammeDay
{
    std::string day; // "Sa., 5. Dezember"
    std::vector<ProgrammeLine> lines;
};

struct Programme
{
    std::string heading; // "Programm im Dezember 2026"
    std::string subject; // whose: the network or a village
    std::vector<ProgrammeDay> days = {};
    std::vector<ProgrammeLine> regular = {}; // what takes place often is said once
    Timestamp changed_at = {};               // the newest of what it says

    bool empty() const { return days.empty() && regular.empty(); }
};

// `filter` without days. What was called off is not printed.
Programme programme_of(const web::Context& context, db::Reader& reader,
                       const organisations::Register& entries, Date month, Filter filter,
                       std::string subject);

// Without any markup, to be pasted.
std::string as_text(const web::Context& context, const Programme& programme);
// A4. `Error` of foundation/pdf.
Result<std::string> as_pdf(const web::Context& context, const Programme& programme);

} // namespace dorfnetz::agenda
