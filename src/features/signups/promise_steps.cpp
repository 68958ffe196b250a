#include "features/signups/promise_steps.hpp"

#include "features/signups/rules.hpp"
#include "foundation/core/log.hpp"

#include <algorithm>

namespace dorfnetz::signups {

namespace {

using activities::Admission;
using activities::NeedKind;
using activities::OpenShift;

Stay stay_of(db::Reader& reader, const NetworkId& network, const OpenShift& open)
{
    Stay stay{.from = open.shift.starts_at,
              .until = open.shift.ends_at,
              .village = {},
              .place = open.listed.place_name};
    if (open.listed.place_village)
        stay.village = villages::village_by_id(reader, network, *open.listed.place_village);
    return stay;
}

// Far away in time, nobody needs to look where it is.
bool are_near(const OpenShift& one, const OpenShift& other)
{
    return one.shift.starts_at < other.shift.ends_at + longest_way &&
           other.shift.starts_at < one.shift.ends_at + longest_way;
}

bool takes_time(const OpenShift& open)
{
    return open.need.draft.kind == NeedKind::role && !is_off(open);
}

void give_places_of(db::Tx& tx, const Around& around, Signup& signup)
{
    if (signup.holds)
        activities::give_back(tx, around.context.network.id, signup.shift, signup.people);
    signup.holds = false;
}

} // namespace

bool is_of_the_same(const Signup& one, const Signup& other)
{
    return (one.person && one.person == other.person) || may_be_the_same(one.name, other.name);
}

std::optional<OpenShift> lock(db::Tx& tx, const Around& around, const ShiftId& id)
{
    const auto& network = around.context.network.id;
    if (!activities::lock_shift(tx, network, id))
        return std::nullopt;
    auto open = activities::shift_by_id(tx, network, id);
    if (!open || open->listed.status == activities::Status::draft)
        return std::nullopt;
    return open;
}

// The shift is locked first and the promise read after it: whoever moves up in between is seen.
Result<Held> hold(db::Tx& tx, const Around& around, const SignupId& id)
{
    const auto& network = around.context.network.id;
    const auto before = store::by_id(tx, network, id);
    auto open = before ? lock(tx, around, before->shift) : std::nullopt;
    if (!open)
        return Error{.kind = Err::missing};
    return Held{store::by_id(tx, network, id).value(), *std::move(open)};
}

Result<Done> save(db::Tx& tx, const Around& around, Signup& signup)
{
    signup.changed_at = around.context.now();
    if (!store::update(tx, around.context.network.id, signup))
        return Error{
            .kind = Err::stale,
            .text = "Daran hat gerade jemand anderes etwas geändert. Schau nach, was jetzt da steht."_de};
    ++signup.version;
    return Done{};
}

void inform(db::Tx& tx, const Around& around, const Signup& signup, const OpenShift& open, Occasion occasion)
{
    if (!tell(tx, around, signup, open, occasion))
        log::warning("somebody could not be told what became of a promise: the address is none");
}

std::vector<Signup> in_the_way(db::Reader& reader, const NetworkId& network, const Signup& signup,
                               const OpenShift& open)
{
    std::vector<Signup> found;
    std::optional<Stay> here;
    for (auto& other : store::standing_of(reader, network, signup)) {
        if (other.id == signup.id || !is_of_the_same(signup, other) || other.is_choice())
            continue;
        if (other.shift == signup.shift) {
            found.push_back(std::move(other));
            continue;
        }
        if (other.status != Status::confirmed || !takes_time(open))
            continue;
        const auto there = activities::shift_by_id(reader, network, other.shift);
        if (!there || !takes_time(*there) || !are_near(open, *there))
            continue;
        if (!here)
            here = stay_of(reader, network, open);
        if (collide(*here, stay_of(reader, network, *there)))
            found.push_back(std::move(other));
    }
    return found;
}

void seat(db::Tx& tx, const Around& around, Signup& signup, const OpenShift& open)
{
    signup.holds = true;
    signup.held_until.reset();
    if (!in_the_way(tx, around.context.network.id, signup, open).empty()) {
        signup.status = Status::requested;
        // Whoever has no mail is called by the host, who needs the time for it.
        const bool hears_at_once = around.sends_mail && !signup.email.empty();
        signup.held_until = hears_at_once ? choice_until(around.context.now(), open.shift.starts_at)
                                          : std::max(around.context.now(), open.shift.starts_at);
        return;
    }
    const bool waits_for_host = open.need.draft.admission == Admission::by_host && !signup.host_agreed;
    signup.status = waits_for_host ? Status::requested : Status::confirmed;
}

Result<Done> move_up(db::Tx& tx, const Around& around, const ShiftId& id)
{
    const auto& network = around.context.network.id;
    const auto open = activities::shift_by_id(tx, network, id);
    if (!open || is_off(*open) || open->shift.starts_at <= around.context.now())
        return Done{};
    auto waiting = store::waiting(tx, network, id);
    std::vector<std::int64_t> groups;
    groups.reserve(waiting.size());
    for (const auto& signup : waiting)
        groups.push_back(signup.people);
    for (const auto next : moving_up(groups, open->shift.free_places())) {
        auto& signup = waiting[next];
        if (!activities::take_places(tx, network, id, signup.people))
            break;
        seat(tx, around, signup, *open);
        TRY(save(tx, around, signup));
        inform(tx, around, signup, *open, Occasion::moved_up);
    }
    return Done{};
}

Result<Done> settle_choices_of(db::Tx& tx, const Around& around, const Signup& gone)
{
    const auto& network = around.context.network.id;
    for (auto& signup : store::standing_of(tx, network, gone)) {
        if (!signup.is_choice() || signup.id == gone.id || !is_of_the_same(signup, gone))
            continue;
        const auto open = activities::shift_by_id(tx, network, signup.shift);
        if (!open || is_off(*open) || !in_the_way(tx, network, signup, *open).empty())
            continue;
        seat(tx, around, signup, *open);
        TRY(save(tx, around, signup));
        inform(tx, around, signup, *open, Occasion::settled);
    }
    return Done{};
}

Result<Done> end_promise(db::Tx& tx, const Around& around, Signup signup, const OpenShift& open,
                         const End& end)
{
    give_places_of(tx, around, signup);
    signup.status = end.status;
    signup.held_until.reset();
    if (end.word != Word::none)
        signup.word = end.word;
    TRY(save(tx, around, signup));
    inform(tx, around, signup, open, end.occasion);
    return move_up(tx, around, signup.shift);
}

} // namespace dorfnetz::signups
