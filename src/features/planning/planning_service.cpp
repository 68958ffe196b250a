#include "features/planning/planning_service.hpp"

#include "accounts/audit.hpp"
#include "features/asking/fits_api.hpp"
#include "features/planning/calculation.hpp"
#include "features/planning/planning_store.hpp"
#include "features/signups/api.hpp"

#include <algorithm>

namespace dorfnetz::planning {

namespace {

using web::Context;

constexpr German being_worked_out = "Gerade wird gerechnet. Warte, bis der Vorschlag fertig ist."_de;

void note(db::Tx& tx, const Context& context, std::string_view action, const ActivityId& activity)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action),
                      .subject_kind = "activity",
                      .subject = activity.text()},
                     context.environment.clock, context.environment.random);
}

// Its row is locked.
Result<Plan> plan_at_rest(db::Tx& tx, const Context& context, const ActivityId& activity)
{
    TRY(hosted_activity(tx, context, activity));
    auto plan = store::lock(tx, context.network.id, activity);
    if (!plan)
        return Error{.kind = Err::conflict, .text = "Hier gibt es noch keinen Plan."_de};
    if (is_working(tx, context.network.id, *plan))
        return Error{.kind = Err::conflict, .text = being_worked_out};
    return *std::move(plan);
}

bool may_be_planned(db::Reader& reader, const Context& context, const PersonId& id)
{
    const auto people = people::people_to_ask(reader, context);
    return std::ranges::find(people, id, &people::Person::id) != people.end();
}

bool is_of(db::Reader& reader, const Context& context, const ActivityId& activity, const ShiftId& shift)
{
    const auto open = activities::shift_by_id(reader, context.network.id, shift);
    return open && open->listed.date.activity == activity;
}

} // namespace

Result<Hosted> hosted_activity(db::Reader& reader, const Context& context, const ActivityId& activity)
{
    const auto dates = activities::dates_of(reader, context.network.id, activity);
    const auto listed =
        dates.empty() ? std::nullopt : activities::date_by_id(reader, context.network.id, dates.back().id);
    if (!listed || listed->status == activities::Status::draft ||
        !signups::may_host(reader, context, *listed))
        return Error{.kind = Err::missing};
    return Hosted{.activity = activity, .title = listed->title};
}

bool is_working(db::Reader& reader, const NetworkId& network, const Plan& plan)
{
    const auto job = jobs::status_of(reader, network, plan.job);
    return job && (job->state == jobs::JobState::waiting || job->state == jobs::JobState::running);
}

Result<Done> begin(db::Tx& tx, const Context& context, const ActivityId& activity, const Rules& rules)
{
    TRY(hosted_activity(tx, context, activity));
    const auto before = store::lock(tx, context.network.id, activity);
    if (before && is_working(tx, context.network.id, *before))
        return Error{.kind = Err::conflict, .text = being_worked_out};
    const auto rosters = rosters_of(tx, context, activity);
    if (std::ranges::none_of(rosters, [](const Roster& roster) { return roster.open_places() > 0; }))
        return Error{.kind = Err::conflict, .text = "Gerade ist keine Aufgabe offen."_de};
    const auto job = jobs::enqueue(
        tx, {.network = context.network.id, .kind = std::string(planning_job), .payload = activity.text()},
        context.environment.clock, context.environment.random);
    store::begin(tx, context.network.id,
                 {.activity = activity,
                  .asked_by = context.actor.user,
                  .job = job,
                  .rules = rules,
                  .begun_at = context.now()});
    note(tx, context, "plan.begun", activity);
    return Done{};
}

Result<Done> take_best_so_far(db::Tx& tx, const Context& context, const ActivityId& activity)
{
    TRY(hosted_activity(tx, context, activity));
    store::take_best_so_far(tx, context.network.id, activity);
    return Done{};
}

Result<Done> discard(db::Tx& tx, const Context& context, const ActivityId& activity)
{
    TRY(plan_at_rest(tx, context, activity));
    store::remove(tx, context.network.id, activity);
    note(tx, context, "plan.discarded", activity);
    return Done{};
}

Result<Done> move(db::Tx& tx, const Context& context, const ActivityId& activity, const Move& move)
{
    TRY(plan_at_rest(tx, context, activity));
    for (const auto& shift : {move.from, move.to})
        if (shift && !is_of(tx, context, activity, *shift))
            return Error{.kind = Err::missing};
    if (!may_be_planned(tx, context, move.person))
        return Error{.kind = Err::missing};
    store::note_change(tx, context.network.id, activity);
    if (move.from)
        store::put_place(tx, context.network.id, activity,
                         {.shift = *move.from, .person = move.person, .mark = Mark::ruled_out});
    if (move.to)
        store::put_place(tx, context.network.id, activity,
                         {.shift = *move.to, .person = move.person, .mark = Mark::settled});
    return Done{};
}

Result<Done> put_wish(db::Tx& tx, const Context& context, const ActivityId& activity, const PlanWish& wish)
{
    TRY(plan_at_rest(tx, context, activity));
    if (wish.together_with == wish.person)
        return Error{.kind = Err::invalid,
                     .text = "Wähle jemand anderen aus."_de,
                     .fields = {{"mit", "Wähle jemand anderen aus."_de}}};
    if (!may_be_planned(tx, context, wish.person) ||
        (wish.together_with && !may_be_planned(tx, context, *wish.together_with)))
        return Error{.kind = Err::missing};
    if (wish == PlanWish{.person = wish.person})
        store::remove_wish(tx, context.network.id, activity, wish.person);
    else
        store::put_wish(tx, context.network.id, activity, wish);
    return Done{};
}

std::vector<asking::Invitation> to_be_asked(db::Reader& reader, const Context& context,
                                            const ActivityId& activity)
{
    const auto places = store::places_of(reader, context.network.id, activity);
    std::vector<asking::Invitation> invitations;
    for (const auto& roster : rosters_of(reader, context, activity)) {
        asking::Invitation invitation{.shift = roster.open.shift.id};
        for (const auto& place : places)
            if (place.shift == invitation.shift && place.mark != Mark::ruled_out &&
                !roster.is_promised_by(place.person) && !roster.is_awaited_from(place.person) &&
                !roster.has_ended_for(place.person))
                invitation.people.push_back(place.person);
        if (!invitation.people.empty() && roster.open_places() > 0)
            invitations.push_back(std::move(invitation));
    }
    return invitations;
}

Result<asking::Asking> ask(db::Tx& tx, const Context& context, const ActivityId& activity,
                           const std::string& message)
{
    TRY(plan_at_rest(tx, context, activity));
    const auto asking =
        TRY(asking::ask_for_several(tx, context, to_be_asked(tx, context, activity), message));
    if (asking.questions == 0)
        return Error{.kind = Err::conflict, .text = "Niemand davon kann gefragt werden."_de};
    note(tx, context, "plan.asked", activity);
    return asking;
}

} // namespace dorfnetz::planning
