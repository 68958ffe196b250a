#pragma once

#include "features/signups/api.hpp"
#include "features/signups/notices.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Promising, changing and taking back. Each in the caller's transaction, which holds the mails that tell of
// it.
namespace dorfnetz::signups {

// Whose turn it is to write about a shift. On PostgreSQL transactions that wait for the same row fail when
// the first one is done and are repeated a few times; when a hundred people promise at once, most would give
// up. So within this program they come one after the other. SQLite has a queue of its own.
std::unique_lock<std::mutex> turn_at(db::Pool& pool, const ShiftId& shift);

template <class F>
auto write_in_turn(db::Pool& pool, db::Scope scope, const ShiftId& shift, F&& work)
{
    const auto turn = turn_at(pool, shift);
    return pool.write(scope, std::forward<F>(work));
}

struct NewSignup
{
    ShiftId shift;
    std::string name;
    ContactText email = {};
    ContactText phone = {};
    std::optional<PersonId> person = {};
    std::int64_t people = 1;
    std::string companions = {};
    std::string note = {};
    std::optional<std::int64_t> remind_hours = {};
    Origin origin = Origin::web; // of the others the host has agreed by entering them
    std::string form_key = {};   // what was sent twice counts once; empty: always another one
};

struct SignedUp
{
    SignupId id;
    bool waits = false; // there was no place. Depends on what everybody sees, on nothing else
};

// Err::missing; Err::conflict for what is called off or over; Err::invalid with the field "anzahl", and
// "kontakt" for an address that no mail can be sent to.
Result<SignedUp> sign_up(db::Tx& tx, const Around& around, const NewSignup& wanted);

struct Change
{
    std::string name;
    std::int64_t people = 1;
    std::string companions = {};
    std::string note = {};
    std::optional<std::int64_t> remind_hours = {};
};

// Err::missing, Err::stale, Err::conflict if so many places are not free. Who waits and wants more places
// than before goes to the end of the list.
Result<Done> change(db::Tx& tx, const Around& around, const SignupId& id, std::int64_t version,
                    const Change& change);

enum class By { themself, host };

// Places that were held go to whoever waits. With Word::ill or none. Err::conflict if it has begun.
Result<Done> cancel(db::Tx& tx, const Around& around, const SignupId& id, By by, Word why = Word::none);

enum class Decision { yes, no };

// Of the host about a promise that waits for it; a no also takes back a yes. Err::conflict for what no longer
// waits.
Result<Done> decide(db::Tx& tx, const Around& around, const SignupId& id, Decision decision);

enum class Keep { this_one, the_others };

// Between two promises for the same time. Err::conflict if there is nothing to choose.
Result<Done> choose(db::Tx& tx, const Around& around, const SignupId& id, Keep keep, By by);

// "Running late", "on my way". Err::conflict when it is over.
Result<Done> say(db::Tx& tx, const Around& around, const SignupId& id, Word word);

// A choice that was not made in time.
void lapse(db::Tx& tx, const Around& around, const SignupId& id);

// Whoever waits and fits gets what is free. For a shift that may have more places than before.
void fill_up(db::Tx& tx, const Around& around, const ShiftId& id);

// What the same person promised for the same time or the same shift.
std::vector<Signup> in_the_way(db::Reader& reader, const NetworkId& network, const Signup& signup,
                               const activities::OpenShift& open);

// After a date has moved: makes a question of a promise that can no longer be kept beside others. Whether it
// did.
bool question_again(db::Tx& tx, const Around& around, const SignupId& id);

} // namespace dorfnetz::signups
