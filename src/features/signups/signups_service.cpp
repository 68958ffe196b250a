#include "features/signups/signups_service.hpp"

#include "features/signups/links.hpp"
#include "features/signups/promise_steps.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_store.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace dorfnetz::signups {

namespace {

using activities::OpenShift;

constexpr German over = "Das ist schon vorbei. Schau, wo sonst jemand gebraucht wird."_de;
constexpr German off = "Das fällt aus. Schau, wo sonst jemand gebraucht wird."_de;

// More than there ever were can wait for nothing.
Result<Done> fits(const OpenShift& open, std::int64_t people)
{
    if (people >= 1 && people <= open.shift.most)
        return Done{};
    return Error{.kind = Err::invalid,
                 .text = "Bitte prüf deine Angaben."_de,
                 .fields = {{"anzahl", "Es gibt hier {1} Plätze."_de, {std::to_string(open.shift.most)}}}};
}

Result<Done> checked(const OpenShift& open, const NewSignup& wanted, Timestamp now)
{
    if (is_off(open))
        return Error{.kind = Err::conflict, .text = off};
    // A roster is typed in when the party is over.
    if (open.shift.ends_at <= now &&
        (wanted.origin == Origin::web || now >= open.listed.date.ends_at + kept_after_the_date))
        return Error{.kind = Err::conflict, .text = over};
    return fits(open, wanted.people);
}

Signup made_of(const NewSignup& wanted, const Around& around)
{
    const auto& environment = around.context.environment;
    const auto now = around.context.now();
    return {.id = new_id<SignupId>(environment.clock, environment.random),
            .shift = wanted.shift,
            .status = Status::waitlisted,
            .people = wanted.people,
            .person = wanted.person,
            .name = squeeze(wanted.name),
            .companions = squeeze(wanted.companions),
            .email = wanted.email,
            .phone = wanted.phone,
            .note = std::string(trim(wanted.note)),
            .origin = wanted.origin,
            .language = around.context.language,
            .host_agreed = wanted.origin != Origin::web,
            .remind_hours = wanted.remind_hours,
            .created_at = now,
            .changed_at = now};
}

// The host has said yes to somebody, and to how many come along.
bool needs_another_yes(const Signup& signup, const OpenShift& open, const Change& wanted)
{
    return open.need.draft.admission == activities::Admission::by_host && signup.host_agreed &&
           (wanted.people > signup.people || !may_be_the_same(signup.name, wanted.name));
}

// Whoever stands on the waiting list already is not put there a second time; nobody sees how many wait. Not
// by telephone: the answer to that leads to the promise, and whoever typed the number may not own it.
std::optional<Signup> waiting_already(db::Reader& reader, const NetworkId& network, const Signup& signup)
{
    if (signup.email.empty())
        return std::nullopt;
    for (auto& other : store::standing_of(reader, network, signup))
        if (other.shift == signup.shift && other.status == Status::waitlisted &&
            is_of_the_same(signup, other))
            return std::move(other);
    return std::nullopt;
}

} // namespace

std::unique_lock<std::mutex> turn_at(db::Pool& pool, const ShiftId& shift)
{
    // Two shifts that share one now and then wait for nothing; that is cheaper than one for each.
    static std::array<std::mutex, 64> turns;
    if (pool.engine() != db::Engine::postgresql)
        return {};
    return std::unique_lock(turns.at(std::hash<ShiftId>{}(shift) % turns.size()));
}

Result<SignedUp> sign_up(db::Tx& tx, const Around& around, const NewSignup& wanted)
{
    const auto& network = around.context.network.id;
    const auto known = wanted.form_key.empty() ? std::nullopt : store::by_form(tx, network, wanted.form_key);
    // Whoever took it back and sends the form once more means it anew.
    if (known && (known->stands() || known->status == Status::waitlisted))
        return SignedUp{.id = known->id, .waits = known->status == Status::waitlisted};
    auto open = lock(tx, around, wanted.shift);
    if (!open)
        return Error{.kind = Err::missing};
    TRY(checked(*open, wanted, around.context.now()));
    if (open->shift.free_places() > 0) {
        // First those who have waited longer, if places were added meanwhile.
        TRY(move_up(tx, around, wanted.shift));
        open = activities::shift_by_id(tx, network, wanted.shift);
    }
    auto signup = made_of(wanted, around);
    if (activities::take_places(tx, network, wanted.shift, signup.people))
        seat(tx, around, signup, *open);
    else if (const auto before = waiting_already(tx, network, signup)) {
        inform(tx, around, *before, *open, Occasion::promised);
        return SignedUp{.id = before->id, .waits = true};
    }
    store::insert(tx, network, signup,
                  {.link_hash = link_hash_of(around.context.environment, network, signup.id),
                   .form_key = wanted.form_key.empty() || known ? signup.id.text() : wanted.form_key});
    if (const auto told = tell(tx, around, signup, *open, Occasion::promised); !told) {
        if (told.error().kind != Err::invalid)
            return told.error();
        return Error{.kind = Err::invalid,
                     .text = "Bitte prüf deine Angaben."_de,
                     .fields = {{"kontakt",
                                 "An diese Adresse können wir nicht schreiben. Schau noch einmal nach."_de}}};
    }
    return SignedUp{.id = signup.id, .waits = signup.status == Status::waitlisted};
}

Result<Done> change(db::Tx& tx, const Around& around, const SignupId& id, std::int64_t version,
                    const Change& wanted)
{
    const auto& network = around.context.network.id;
    auto [signup, open] = TRY(hold(tx, around, id));
    if (signup.status != Status::requested && signup.status != Status::confirmed &&
        signup.status != Status::waitlisted)
        return Error{.kind = Err::missing};
    if (signup.version != version)
        return Error{
            .kind = Err::stale,
            .text = "Daran hat gerade jemand anderes etwas geändert. Schau nach, was jetzt da steht."_de};
    if (open.shift.ends_at <= around.context.now())
        return Error{.kind = Err::conflict, .text = over};
    TRY(fits(open, wanted.people));
    const auto more = wanted.people - signup.people;
    if (signup.holds && more > 0 && !activities::take_places(tx, network, signup.shift, more))
        return Error{.kind = Err::conflict,
                     .text = "So viele Plätze sind nicht mehr frei. Für {1} ist noch Platz."_de,
                     .values = {std::to_string(signup.people + open.shift.free_places())}};
    if (signup.holds && more < 0)
        activities::give_back(tx, network, signup.shift, -more);
    // Those behind have waited for what there was; who wants more than that waits anew.
    if (!signup.holds && more > 0)
        store::put_last(tx, network, signup);
    const bool asks_again = needs_another_yes(signup, open, wanted);
    if (asks_again) {
        signup.host_agreed = false;
        if (signup.status == Status::confirmed)
            signup.status = Status::requested;
    }
    signup.people = wanted.people;
    signup.name = squeeze(wanted.name);
    signup.companions = squeeze(wanted.companions);
    signup.note = std::string(trim(wanted.note));
    signup.remind_hours = wanted.remind_hours;
    TRY(save(tx, around, signup));
    if (more != 0 || asks_again)
        inform(tx, around, signup, open, Occasion::changed);
    return move_up(tx, around, signup.shift);
}

Result<Done> cancel(db::Tx& tx, const Around& around, const SignupId& id, By by, Word why)
{
    const auto [signup, open] = TRY(hold(tx, around, id));
    if (signup.status == Status::cancelled)
        return Done{};
    if (signup.status == Status::attended || signup.status == Status::absent ||
        signup.status == Status::declined)
        return Error{.kind = Err::conflict, .text = "Hier ist nichts mehr abzusagen."_de};
    if (open.shift.ends_at <= around.context.now())
        return Error{.kind = Err::conflict, .text = over};
    TRY(end_promise(tx, around, signup, open,
                    {.status = Status::cancelled,
                     .word = why,
                     .occasion = by == By::themself ? Occasion::given_back : Occasion::declined}));
    return settle_choices_of(tx, around, signup);
}

Result<Done> decide(db::Tx& tx, const Around& around, const SignupId& id, Decision decision)
{
    auto [signup, open] = TRY(hold(tx, around, id));
    const bool waits = signup.status == Status::requested && !signup.is_choice();
    if (decision == Decision::no) {
        if (signup.status != Status::requested && signup.status != Status::confirmed &&
            signup.status != Status::waitlisted)
            return Error{.kind = Err::conflict, .text = "Das hat schon jemand entschieden."_de};
        TRY(end_promise(tx, around, signup, open,
                        {.status = Status::declined, .occasion = Occasion::declined}));
        return settle_choices_of(tx, around, signup);
    }
    if (!waits)
        return Error{.kind = Err::conflict, .text = "Das hat schon jemand entschieden."_de};
    signup.host_agreed = true;
    seat(tx, around, signup, open);
    TRY(save(tx, around, signup));
    inform(tx, around, signup, open, Occasion::accepted);
    return Done{};
}

Result<Done> choose(db::Tx& tx, const Around& around, const SignupId& id, Keep keep, By by)
{
    const auto& network = around.context.network.id;
    const auto asked = store::by_id(tx, network, id);
    const auto what = asked ? activities::shift_by_id(tx, network, asked->shift) : std::nullopt;
    if (!what)
        return Error{.kind = Err::missing};
    if (!asked->is_choice())
        return Error{.kind = Err::conflict, .text = "Hier ist nichts mehr zu wählen."_de};
    if (keep == Keep::the_others)
        return cancel(tx, around, id, by);
    auto others = in_the_way(tx, network, *asked, *what);
    // Several shifts, always locked in the same order: two who choose at once do not wait for each other.
    std::vector<ShiftId> shifts{asked->shift};
    for (const auto& other : others)
        shifts.push_back(other.shift);
    std::sort(shifts.begin(), shifts.end());
    for (const auto& shift : shifts)
        activities::lock_shift(tx, network, shift);
    for (const auto& other : others)
        if (const auto open = activities::shift_by_id(tx, network, other.shift))
            TRY(end_promise(tx, around, other, *open,
                            {.status = Status::cancelled, .occasion = Occasion::given_back}));
    auto [signup, open] = TRY(hold(tx, around, id));
    seat(tx, around, signup, open);
    TRY(save(tx, around, signup));
    inform(tx, around, signup, open, Occasion::settled);
    return Done{};
}

Result<Done> say(db::Tx& tx, const Around& around, const SignupId& id, Word word)
{
    auto [signup, open] = TRY(hold(tx, around, id));
    if (open.shift.ends_at <= around.context.now() || !signup.stands())
        return Error{.kind = Err::conflict, .text = over};
    signup.word = word;
    return save(tx, around, signup);
}

void lapse(db::Tx& tx, const Around& around, const SignupId& id)
{
    const auto held = hold(tx, around, id);
    if (!held || !held->signup.is_choice() || *held->signup.held_until > around.context.now())
        return;
    static_cast<void>(end_promise(tx, around, held->signup, held->open,
                                  {.status = Status::cancelled, .occasion = Occasion::lapsed}));
}

void fill_up(db::Tx& tx, const Around& around, const ShiftId& id)
{
    if (lock(tx, around, id))
        static_cast<void>(move_up(tx, around, id));
}

bool question_again(db::Tx& tx, const Around& around, const SignupId& id)
{
    auto held = hold(tx, around, id);
    if (!held || held->signup.status != Status::confirmed)
        return false;
    auto& signup = held->signup;
    seat(tx, around, signup, held->open);
    return signup.is_choice() && save(tx, around, signup).has_value();
}

} // namespace dorfnetz::signups
