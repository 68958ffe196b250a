#include "features/signups/api.hpp"

#include "features/signups/links.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_store.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <utility>

// What becomes of promises on the day.
namespace dorfnetz::signups {

namespace {

constexpr std::int64_t longest_minutes = 100'000;
constexpr std::size_t longest_name = 100; // characters

// The shift's row is locked before anything that counts on it.
void keep_what_it_was(Signup& signup)
{
    if (signup.status != Status::attended && signup.status != Status::absent)
        signup.before = Before{.status = signup.status, .holds = signup.holds};
}

std::optional<Signup> hold_signup(db::Tx& tx, const NetworkId& network, const SignupId& id)
{
    const auto before = store::by_id(tx, network, id);
    if (!before || !activities::lock_shift(tx, network, before->shift))
        return std::nullopt;
    return store::by_id(tx, network, id);
}

Result<Done> save_signup(db::Tx& tx, const NetworkId& network, Signup& signup, Timestamp now)
{
    signup.changed_at = now;
    if (!store::update(tx, network, signup))
        return Error{.kind = Err::stale};
    return Done{};
}

Error not_possible()
{
    return {.kind = Err::conflict, .text = "Das geht hier nicht mehr. Schau nach, was jetzt da steht."_de};
}

Result<Signup> becoming(db::Tx& tx, const NetworkId& network, const SignupId& id, Status status)
{
    auto signup = hold_signup(tx, network, id);
    if (!signup)
        return Error{.kind = Err::missing};
    if (signup->status != status && !may_become(signup->status, status))
        return not_possible();
    return *std::move(signup);
}

} // namespace

std::optional<Signup> signup_by_id(db::Reader& reader, const NetworkId& network, const SignupId& id)
{
    return store::by_id(reader, network, id);
}

std::vector<Signup> signups_of_shift(db::Reader& reader, const NetworkId& network, const ShiftId& shift)
{
    return store::of_shift(reader, network, shift);
}

std::vector<Promise> promises_of_date(db::Reader& reader, const NetworkId& network, const DateId& date)
{
    std::vector<Promise> promises;
    for (const auto& [shift, need] : activities::shifts_of_date(reader, network, date)) {
        auto signups = store::of_shift(reader, network, shift.id);
        std::stable_sort(signups.begin(), signups.end(),
                         [](const Signup& left, const Signup& right) { return left.name < right.name; });
        for (auto& signup : signups)
            promises.push_back({std::move(signup), shift, need});
    }
    return promises;
}

std::vector<Promise> promises_of_person(db::Reader& reader, const NetworkId& network, const PersonId& person)
{
    std::vector<Promise> promises;
    for (auto& signup : store::of_person(reader, network, person))
        if (auto open = activities::shift_by_id(reader, network, signup.shift))
            promises.push_back({std::move(signup), std::move(open->shift), std::move(open->need)});
    std::stable_sort(promises.begin(), promises.end(), [](const Promise& left, const Promise& right) {
        return left.shift.starts_at > right.shift.starts_at;
    });
    return promises;
}

Result<Done> check_in(db::Tx& tx, const NetworkId& network, const SignupId& id, Timestamp at)
{
    auto signup = TRY(becoming(tx, network, id, Status::attended));
    if (signup.status == Status::attended)
        return Done{};
    keep_what_it_was(signup);
    // Whoever helps is counted; where there are places, they are taken.
    if (!signup.holds)
        signup.holds = activities::take_places(tx, network, signup.shift, signup.people);
    signup.status = Status::attended;
    signup.held_until.reset();
    signup.checked_in_at = at;
    return save_signup(tx, network, signup, at);
}

Result<Done> mark_absent(db::Tx& tx, const NetworkId& network, const SignupId& id, Timestamp now)
{
    auto signup = TRY(becoming(tx, network, id, Status::absent));
    if (signup.status == Status::absent)
        return Done{};
    keep_what_it_was(signup);
    signup.status = Status::absent;
    signup.held_until.reset();
    signup.checked_in_at.reset();
    signup.minutes.reset();
    return save_signup(tx, network, signup, now);
}

Result<Done> unmark(db::Tx& tx, const NetworkId& network, const SignupId& id, Timestamp now)
{
    auto signup = hold_signup(tx, network, id);
    if (!signup)
        return Error{.kind = Err::missing};
    if (signup->status != Status::attended && signup->status != Status::absent)
        return Done{};
    const auto before = std::exchange(signup->before, {});
    if (before && !before->holds && signup->holds) {
        activities::give_back(tx, network, signup->shift, signup->people);
        signup->holds = false;
    }
    // Without a place nobody's promise stands.
    if (before && before->holds == signup->holds)
        signup->status = before->status;
    else
        signup->status = signup->holds ? Status::confirmed : Status::waitlisted;
    signup->checked_in_at.reset();
    signup->minutes.reset();
    return save_signup(tx, network, *signup, now);
}

Result<Done> record_minutes(db::Tx& tx, const NetworkId& network, const SignupId& id,
                            std::optional<std::int64_t> minutes, Timestamp now)
{
    auto signup = hold_signup(tx, network, id);
    if (!signup)
        return Error{.kind = Err::missing};
    if (signup->status != Status::attended)
        return not_possible();
    if (minutes && (*minutes < 0 || *minutes > longest_minutes))
        return Error{.kind = Err::invalid,
                     .text = "Bitte prüf deine Angaben."_de,
                     .fields = {{"minutes", "So lange kann niemand geholfen haben."_de}}};
    signup->minutes = minutes;
    return save_signup(tx, network, *signup, now);
}

Result<SignupId> walk_up(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                         const WalkUp& who)
{
    if (!who.form_key.empty())
        if (const auto known = store::by_form(tx, network, who.form_key))
            return known->id;
    const auto shift = activities::lock_shift(tx, network, who.shift);
    if (!shift)
        return Error{.kind = Err::missing};
    const auto name = squeeze(who.name);
    std::vector<FieldError> problems;
    if (length_in_characters(name) > longest_name)
        problems.push_back({"name", "Kürz den Namen etwas."_de});
    if (who.people < 1 || who.people > 1000)
        problems.push_back({"people", "Wie viele sind es?"_de});
    if (!problems.empty())
        return Error{
            .kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
    const Signup signup{.id = new_id<SignupId>(environment.clock, environment.random),
                        .shift = who.shift,
                        .status = Status::attended,
                        .holds = activities::take_places(tx, network, who.shift, who.people),
                        .people = who.people,
                        .person = who.person,
                        .name = name,
                        .phone = who.phone,
                        .origin = Origin::walk_up,
                        .host_agreed = true,
                        .checked_in_at = who.at,
                        .created_at = who.at,
                        .changed_at = who.at};
    store::insert(tx, network, signup,
                  {.link_hash = link_hash_of(environment, network, signup.id),
                   .form_key = who.form_key.empty() ? signup.id.text() : who.form_key});
    return signup.id;
}

} // namespace dorfnetz::signups
