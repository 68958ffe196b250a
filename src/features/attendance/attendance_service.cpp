#include "features/attendance/attendance_service.hpp"

#include "accounts/audit.hpp"
#include "features/activities/needs_api.hpp"
#include "features/attendance/attendance_store.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace dorfnetz::attendance {

namespace {

using activities::Listed;
using web::Context;

// Takes the taps of one date.
class Receiver
{
public:
    Receiver(db::Tx& tx, const Context& context, const Listed& listed)
        : m_tx(tx), m_context(context), m_network(context.network.id), m_date(listed.date.id)
    {
        for (const auto& needed : activities::shifts_of_date(tx, m_network, m_date))
            m_shifts.insert(needed.shift.id);
        for (const auto& promise : signups::promises_of_date(tx, m_network, m_date))
            m_expected.insert(promise.signup.id.text());
    }

    Received receive(const std::vector<Tap>& taps)
    {
        Received received;
        for (const auto& tap : taps)
            ++(take(tap) ? received.taken : received.refused);
        apply();
        return received;
    }

private:
    bool take(const Tap& tap)
    {
        if (store::has_event(m_tx, m_network, tap.event.id))
            return true;
        auto event = tap.event;
        event.received_at = m_context.now();
        event.user = m_context.actor.user;
        if (event.kind == Kind::walk_up) {
            const auto made = make_promise(tap);
            if (!made)
                return false;
            event.made_signup = *made;
        } else if (is_of_another_date(event.who)) {
            return false;
        }
        store::insert_event(m_tx, m_network, m_date, event);
        m_touched.insert(event.who);
        return true;
    }

    // Sent twice under two ids it makes one promise all the same: `who` is the key.
    std::optional<SignupId> make_promise(const Tap& tap)
    {
        if (!m_shifts.contains(tap.shift))
            return std::nullopt;
        const auto made = signups::walk_up(m_tx, m_context.environment, m_network,
                                           {.shift = tap.shift,
                                            .name = tap.name,
                                            .people = tap.people,
                                            .at = tap.event.tapped_at,
                                            .form_key = "walk_up " + tap.event.who});
        // Known already, it may be somebody of another date, who is nobody's business here.
        const auto signup = made ? signups::signup_by_id(m_tx, m_network, *made) : std::nullopt;
        return signup && m_shifts.contains(signup->shift) ? std::optional(signup->id) : std::nullopt;
    }

    // What a phone calls by an id that nobody knows yet is somebody who came by and whose own tap is still on
    // its way.
    bool is_of_another_date(const std::string& who)
    {
        return !m_expected.contains(who) && signups::signup_by_id(m_tx, m_network, SignupId(who));
    }

    void apply()
    {
        std::map<std::string, std::vector<Event>> events;
        std::map<std::string, SignupId> signup_of;
        for (auto& event : store::events_on(m_tx, m_network, m_date)) {
            if (!m_touched.contains(event.who))
                continue;
            if (m_expected.contains(event.who))
                signup_of[event.who] = SignupId(event.who);
            else if (!event.made_signup.empty())
                signup_of[event.who] = event.made_signup;
            events[event.who].push_back(std::move(event));
        }
        for (const auto& [who, signup] : signup_of)
            apply(signup, outcome_of(events.at(who)));
    }

    // A promise that was taken back meanwhile stays so; the tap is in the log.
    void apply(const SignupId& signup, const Outcome& outcome)
    {
        if (!outcome.state)
            return;
        const auto now = m_context.now();
        switch (*outcome.state) {
        case State::here:
            if (signups::check_in(m_tx, m_network, signup, outcome.at))
                static_cast<void>(signups::record_minutes(m_tx, m_network, signup, outcome.minutes, now));
            break;
        case State::absent:
            static_cast<void>(signups::mark_absent(m_tx, m_network, signup, now));
            break;
        case State::open:
            static_cast<void>(signups::unmark(m_tx, m_network, signup, now));
            break;
        }
    }

    db::Tx& m_tx;
    const Context& m_context;
    const NetworkId& m_network;
    const activities::DateId& m_date;
    std::set<activities::ShiftId> m_shifts;
    std::set<std::string> m_expected; // promises
    std::set<std::string> m_touched;  // what phones call them
};

bool is_recorded_today(db::Reader& reader, const Context& context, std::string_view action,
                       const Listed& listed)
{
    const auto day = to_iso(listed.date.first_day);
    constexpr std::int64_t enough = 50; // of one account, about one activity, on one day
    const auto known = accounts::audit_page(
        reader, context.network.id,
        {.user = context.actor.user.text(),
         .subject_kind = "activity",
         .subject = listed.date.activity.text(),
         .actions = {std::string(action)},
         .from = i18n::local_time(context.region(), context.today(), std::chrono::minutes(0))},
        enough, 0);
    return std::any_of(known.begin(), known.end(), [&](const accounts::AuditRecord& record) {
        return record.entry && record.entry->details == day;
    });
}

void record_for_today(db::Tx& tx, const Context& context, std::string_view action, const Listed& listed)
{
    if (is_recorded_today(tx, context, action, listed))
        return;
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action),
                      .subject_kind = "activity",
                      .subject = listed.date.activity.text(),
                      .details = to_iso(listed.date.first_day)},
                     context.environment.clock, context.environment.random);
}

} // namespace

Result<Listed> hosted_day(const Context& context, db::Reader& reader)
{
    auto listed =
        activities::date_by_id(reader, context.network.id, activities::DateId{context.parameter("tag")});
    if (!listed || listed->date.activity.text() != context.parameter("id") ||
        !signups::may_host(reader, context, *listed))
        return Error{.kind = Err::missing};
    return *std::move(listed);
}

bool has_names(const Context& context, const Listed& listed)
{
    return context.now() < listed.date.ends_at + signups::kept_after_the_date;
}

Received receive(db::Tx& tx, const Context& context, const Listed& listed, const std::vector<Tap>& taps)
{
    return Receiver(tx, context, listed).receive(taps);
}

void record_view(const Context& context, const Listed& listed)
{
    constexpr std::string_view action = "attendance.viewed";
    if (context.pool().read(
            [&](db::Reader& reader) { return is_recorded_today(reader, context, action, listed); }))
        return;
    static_cast<void>(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        record_for_today(tx, context, action, listed);
        return Done{};
    }));
}

void record_taps(db::Tx& tx, const Context& context, const Listed& listed)
{
    record_for_today(tx, context, "attendance.recorded", listed);
}

} // namespace dorfnetz::attendance
