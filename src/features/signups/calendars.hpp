#pragma once

#include "features/signups/signups_store.hpp"

#include <optional>
#include <string>
#include <string_view>

// Private addresses at which the promises of a mailbox can be subscribed to (docs/adr/0045). Mailboxes in
// lower case, as key_of_email makes them.
namespace dorfnetz::signups {

struct OwnCalendar
{
    std::string id;
    std::string mailbox;
};

// "/kalender/….ics". Whoever has it sees what was promised from that mailbox.
std::string path_of(const web::Context& context, const OwnCalendar& calendar);

std::optional<OwnCalendar> calendar_of(db::Reader& reader, const NetworkId& network,
                                       std::string_view mailbox);
// `file` is the last part of the address.
std::optional<OwnCalendar> calendar_at(db::Reader& reader, const web::Context& context,
                                       std::string_view file);
// Nothing changes if there is one.
void begin_calendar(db::Tx& tx, const web::Context& context, std::string_view mailbox);
void end_calendar(db::Tx& tx, const NetworkId& network, std::string_view mailbox);
// Those that nobody needed for long end.
void tidy_calendars(db::Tx& tx, const NetworkId& network, Timestamp now);

// The file: what stands, and what was called off meanwhile.
std::string draw_own_calendar(db::Reader& reader, const web::Context& context, const OwnCalendar& calendar);

} // namespace dorfnetz::signups
