#pragma once

#include "features/meetings/api.hpp"
#include "foundation/calendar/icalendar.hpp"
#include "foundation/mail/mail.hpp"

#include <string>
#include <vector>

// Whom a meeting is told to, and in which words.
namespace dorfnetz::meetings {

enum class News {
    invitation,
    changed, // another date, place or address
    cancelled,
    takes_place, // after all
    reminder,
};

// Of those who take part, and of who is asked to come besides; each mailbox once.
std::vector<groups::Recipient> recipients_of(db::Reader& reader, const web::Context& context,
                                             const Meeting& meeting);

// One mail to each of them, with the appointment for their calendars. How many. Err::conflict if links of
// this request would name a host that is not ours.
Result<std::int64_t> tell_all(db::Tx& tx, const web::Context& context, const Meeting& meeting, News news);

// The meeting for calendars; where everybody reads it without the address of the video meeting.
enum class Reads { everybody, who_takes_part };
calendar::Event event_of(const web::Context& context, const organisations::Register& entries,
                         const Meeting& meeting, Reads reads);

// "1. 18:00 Begrüßung (10 Minuten)", as text for mails and letters.
std::vector<std::string> agenda_lines(const web::Context& context, const Meeting& meeting,
                                      const std::vector<AgendaItem>& agenda);

// ---- Steps, each in the caller's transaction; who leads takes them ----

struct Guests
{
    bool municipality = false;
    bool advisers = false;
};

// Invites, or invites again with the agenda as it now is. How many mails. Err::missing, Err::conflict without
// a date and when the meeting has begun or is off; Err::stale when `version` is not the one that was asked
// about: then it was invited to already, or is another meeting by now.
Result<std::int64_t> invite(db::Tx& tx, const web::Context& context, const MeetingId& id,
                            std::int64_t version, const Guests& guests);
// Who was invited gets a mail. Err::missing, Err::conflict when it has begun or is off, Err::stale as above.
Result<Done> cancel(db::Tx& tx, const web::Context& context, const MeetingId& id, std::int64_t version,
                    const std::string& why);
// A second tap, or a tab in which the question still stands, tells nobody a second time: Err::stale.
Result<Done> is_as_asked(const Meeting& meeting, std::int64_t version);
// What changed of a meeting that people have in their calendars: they get it anew.
bool must_be_told(const Meeting& before, const Meeting& now);

// Day from which on it is reminded of; nothing if it is not, or was.
std::optional<Date> reminder_due(const web::Context& context, const Meeting& meeting);
// Reminds of all meetings of the network of which it is time. Each in a transaction of its own.
void remind(web::Environment& environment, const web::Site& site, const web::Network& network);

} // namespace dorfnetz::meetings
