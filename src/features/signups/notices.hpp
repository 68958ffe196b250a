#pragma once

#include "features/signups/api.hpp"
#include "features/signups/asking_api.hpp"
#include "features/signups/signups_store.hpp"
#include "foundation/calendar/icalendar.hpp"
#include "foundation/mail/mail.hpp"

#include <string>
#include <vector>

// Mails about promises, in the language of who promised.
namespace dorfnetz::signups {

// What a use case needs around it, made before its transaction.
struct Around
{
    web::Context context;
    bool sends_mail = false; // links in mails lead to us
};

Around around(const web::Context& context);

enum class Occasion {
    promised,   // just now
    moved_up,   // from the waiting list
    accepted,   // by the host
    settled,    // what was in the way is gone
    given_back, // by themself
    declined,   // by the host
    lapsed,     // nobody chose in time
    moved,      // another time or place
    called_off, // the date, or this shift
    on_again,   // takes place after all
    changed,    // by themself: more people, fewer
    coming,     // the reminder
};

// Writes the mail, if there is an address, and notes what was told. What is over is not told any more.
// Err::invalid for an address that no mail can be sent to.
Result<Done> tell(db::Tx& tx, const Around& around, const Signup& signup, const activities::OpenShift& open,
                  Occasion occasion);

struct ToTell
{
    Signup signup;
    activities::OpenShift open;
    Occasion occasion;
};

// Several things for one mailbox in one mail.
Result<Done> tell_all(db::Tx& tx, const Around& around, const std::vector<ToTell>& news);

// What is to be noted as told.
store::Told facts_of(const Signup& signup, const activities::OpenShift& open);

// What comes in the morning is of no use to who is needed by then.
bool is_soon(const activities::OpenShift& open, Timestamp now);

bool is_off(const activities::OpenShift& open);

// A promise as it stands in calendars; one that does not stand is cancelled there.
calendar::Event event_of(db::Reader& reader, const web::Context& context, const Signup& signup,
                         const activities::OpenShift& open);
// For one person, as an invitation where there is a mailbox.
std::string calendar_file(db::Reader& reader, const web::Context& context, const Signup& signup,
                          const activities::OpenShift& open);

} // namespace dorfnetz::signups
