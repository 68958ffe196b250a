#pragma once

#include "features/asking/asking.hpp"
#include "features/signups/asking_api.hpp"

#include <span>
#include <vector>

// Asking, and what people answer. Each in the caller's transaction, which holds the mails, unless it says
// otherwise.
namespace dorfnetz::asking {

struct Start
{
    ShiftId shift;
    std::vector<PersonId> people = {}; // in the order in which they are asked
    std::int64_t at_once = 5;
    std::chrono::hours wait{48};
    std::string message = {};
};

// Whether the actor hosts it; only then they look for people.
bool may_search(db::Reader& reader, const web::Context& context, const OpenShift& open);

// Whether nobody is looked for any more: it has begun, or was called off.
bool is_over(const web::Context& context, const OpenShift& open);
// Who has not been asked has got no link, and nothing to answer.
bool has_a_link(const Asked& asked);

// How many may be asked at once: with more than two questions for a free place, most would be asked in vain.
std::int64_t most_for(const OpenShift& open);

// Begins the search, or adds people to the one there is, and asks the first ones. People whom the actor may
// not ask are left out. Err::missing, Err::conflict for what is over, called off or full, Err::invalid
// without anybody.
Result<Done> start(db::Tx& tx, const web::Context& context, const Start& start);

// The next wave now, whenever it would come; also of what was paused or has ended.
Result<Done> go_on(db::Tx& tx, const web::Context& context, const ShiftId& shift);
Result<Done> pause(db::Tx& tx, const web::Context& context, const ShiftId& shift);
// For good; those who have not answered are told that they need not.
Result<Done> stop(db::Tx& tx, const web::Context& context, const ShiftId& shift);

// What a search that runs needs now: the next wave, those who said "later" once more, or its end.
void keep_going(db::Tx& tx, const web::Context& context, const ShiftId& shift);
// Whether `keep_going` would do anything.
bool is_due(db::Reader& reader, const web::Context& context, const ShiftId& shift);

// "No" or "later", of who was asked. Err::missing, Err::conflict once it is over.
Result<Done> answer(db::Tx& tx, const web::Context& context, const Asked& asked, Answer answer);

// "Yes": a promise, in a transaction of its own.
Result<signups::Yes> answer_yes(const web::Context& context, const Asked& asked, bool by_themself);

// Of who promised, within that transaction: their answer, if they were asked, and what follows for the
// search, if there is one. False if they were not asked.
bool take_yes(db::Tx& tx, const web::Context& context, const ShiftId& shift, const PersonId& person);

// The entry of who was asked as it is now, if they still may be asked at all.
std::optional<people::Person> still_there(db::Reader& reader, const web::Context& context,
                                          const PersonId& person);

// The same, if the actor may ask them.
std::optional<people::Person> to_be_asked(db::Reader& reader, const web::Context& context,
                                          const Asked& asked);

// Err::conflict where mails would get links that lead nowhere.
Result<Done> check_home(db::Reader& reader, const web::Context& context);

// Into the audit log: that people were asked who were planned for it.
void note_planned(db::Tx& tx, const web::Context& context, const ShiftId& shift);

// Who hosts it, as people call them.
std::string host_name(db::Reader& reader, const web::Context& context, const OpenShift& open);

} // namespace dorfnetz::asking
