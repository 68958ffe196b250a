#pragma once

#include "features/activities/api.hpp"
#include "foundation/web/environment.hpp"

#include <string>
#include <string_view>

// Activities from a calendar that another program wrote.
namespace dorfnetz::activities {

// What the file cannot say.
struct ImportChoice
{
    OrganisationId host = {}; // invites to everything in it
    std::string kind = {};    // of what the file's own categories do not tell
    bool publish = false;     // what is new is public at once
};

struct CalendarReport
{
    bool applied = false;
    std::string text; // what became of each event, or would become, in German
};

enum class Unreadable { stop, leave_out };

// In one go, as the pages do it with a preview in between: everything or nothing. With `dry_run` nothing is
// written. Err::invalid for what is no calendar.
struct CalendarImport
{
    ImportChoice choice = {};
    Unreadable unreadable = Unreadable::stop;
    bool dry_run = false;
};

Result<CalendarReport> import_calendar(web::Environment& environment, const web::Network& network,
                                       std::string_view bytes, const CalendarImport& wanted);

} // namespace dorfnetz::activities
