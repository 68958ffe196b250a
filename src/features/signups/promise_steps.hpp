#pragma once

#include "features/signups/notices.hpp"
#include "features/signups/signups_service.hpp"

#include <optional>

// Steps that use cases are made of (signups_service). Each in their transaction.
namespace dorfnetz::signups {

// What every use case works with: a promise, and its shift as it is now that its row is locked.
struct Held
{
    Signup signup;
    activities::OpenShift open;
};

// The shift with its row locked. Nothing if there is none, or only in a draft.
std::optional<activities::OpenShift> lock(db::Tx& tx, const Around& around, const ShiftId& id);
// Err::missing.
Result<Held> hold(db::Tx& tx, const Around& around, const SignupId& id);
// Err::stale if somebody else was faster.
Result<Done> save(db::Tx& tx, const Around& around, Signup& signup);
// A mail that cannot be written to somebody keeps nobody else from getting what they asked for.
void inform(db::Tx& tx, const Around& around, const Signup& signup, const activities::OpenShift& open,
            Occasion occasion);

// Whether two promises at one mailbox or telephone are of one person.
bool is_of_the_same(const Signup& one, const Signup& other);

// Gives a promise whose places are taken the status that it can have.
void seat(db::Tx& tx, const Around& around, Signup& signup, const activities::OpenShift& open);
// Whoever waits and fits gets what is free. The shift is locked.
Result<Done> move_up(db::Tx& tx, const Around& around, const ShiftId& id);
// What waited for a choice and has nothing in its way any more.
Result<Done> settle_choices_of(db::Tx& tx, const Around& around, const Signup& gone);

struct End
{
    Status status = Status::cancelled;
    Word word = Word::none;
    Occasion occasion = Occasion::given_back;
};

// Gives its places back, tells, and lets the next ones have them. The shift is locked.
Result<Done> end_promise(db::Tx& tx, const Around& around, Signup signup, const activities::OpenShift& open,
                         const End& end);

} // namespace dorfnetz::signups
