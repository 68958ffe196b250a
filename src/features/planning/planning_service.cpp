#include "features/planning/planning_service.hpp"

#include "accounts/audit.hpp"
#include "features/planning/calculation.hpp"
#include "features/planning/planning_store.hpp"
#include "features/signups/api.hpp"
#include "foundation/core/digest.hpp"

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

// An entry that was merged into another one is nobody until the plan follows it.
bool may_be_planned(db::Reader& reader, const Context& context, const PersonId& id)
{
    const auto person = asking::may_be_asked(reader, context, id);
    return person && person->id == id;
}

// Whether it is for the actor to throw away what is planned or noted of them.
bool may_forget(db::Reader& reader, const Context& context, const PersonId& id)
{
    return may_be_planned(reader, context, id) || !asking::can_be_asked(reader, context, id);
}

Error moved_meanwhile()
{
    return {.kind = Err::stale,
            .text = "Inzwischen steht die Person woanders oder ist schon gefragt. Schau noch einmal."_de};
}

// Whether they are planned for it, and neither asked nor promised.
bool stands_at(const std::vector<PlannedPlace>& places, const Roster& roster, const PersonId& person)
{
    return roster.is_free_for(person) && std::ranges::any_of(places, [&](const PlannedPlace& place) {
               return place.shift == roster.open.shift.id && place.person == person &&
                      place.mark != Mark::ruled_out;
           });
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

Result<Done> begin(db::Tx& tx, const Context& context, const ActivityId& activity, const Rules& rules,
                   Anew anew)
{
    TRY(hosted_activity(tx, context, activity));
    const auto before = store::lock(tx, context.network.id, activity);
    if (before && is_working(tx, context.network.id, *before))
        return Error{.kind = Err::conflict, .text = being_worked_out};
    const auto rosters = rosters_of(tx, context, activity);
    if (std::ranges::none_of(rosters, [](const Roster& roster) { return roster.open_places() > 0; }))
        return Error{.kind = Err::conflict, .text = "Gerade ist keine Aufgabe offen."_de};
    const auto people = people::people_to_ask(tx, context);
    if (people.empty())
        return Error{.kind = Err::conflict,
                     .text = context.actor.is_coordinator()
                                 ? "Im Register ist noch niemand, den ihr fragen dürft."_de
                                 : "Im Register ist niemand, den du fragen darfst. Frag euren Netzwerkverein "
                                   "oder die Koordination: Die sehen vielleicht mehr."_de};
    const auto job = jobs::enqueue(tx,
                                   {.network = context.network.id,
                                    .kind = std::string(planning_job),
                                    .payload = activity.text() + (anew == Anew::all ? all_anew : "")},
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

Result<Done> stop(db::Tx& tx, const Context& context, const ActivityId& activity)
{
    TRY(hosted_activity(tx, context, activity));
    const auto plan = store::lock(tx, context.network.id, activity);
    if (plan && is_working(tx, context.network.id, *plan))
        TRY(jobs::request_cancel(tx, context.network.id, plan->job, context.environment.clock));
    return Done{};
}

Result<Done> discard(db::Tx& tx, const Context& context, const ActivityId& activity)
{
    TRY(plan_at_rest(tx, context, activity));
    const auto& network = context.network.id;
    bool is_any_left = false;
    for (const auto& place : store::places_of(tx, network, activity))
        if (may_forget(tx, context, place.person))
            store::remove_place(tx, network, place);
        else
            is_any_left = true;
    for (const auto& wish : store::wishes_of(tx, network, activity))
        if (may_forget(tx, context, wish.person))
            store::remove_wish(tx, network, activity, wish.person);
        else
            is_any_left = true;
    if (is_any_left) {
        store::note_change(tx, network, activity);
        store::replace_obstacles(tx, network, activity, {});
    } else
        store::remove(tx, network, activity);
    note(tx, context, "plan.discarded", activity);
    return Done{};
}

Result<Done> move(db::Tx& tx, const Context& context, const ActivityId& activity, const Move& move)
{
    TRY(plan_at_rest(tx, context, activity));
    const auto rosters = rosters_of(tx, context, activity);
    const auto* from = move.from ? roster_of(rosters, *move.from) : nullptr;
    const auto* to = move.to ? roster_of(rosters, *move.to) : nullptr;
    if ((move.from && from == nullptr) || (move.to && to == nullptr) ||
        !may_be_planned(tx, context, move.person))
        return Error{.kind = Err::missing};
    const auto places = store::places_of(tx, context.network.id, activity);
    if ((from != nullptr && !stands_at(places, *from, move.person)) ||
        (to != nullptr && !to->is_free_for(move.person)))
        return moved_meanwhile();
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
    auto noted = wish;
    for (const auto& before : store::wishes_of(tx, context.network.id, activity))
        if (before.person == wish.person && before.together_with && !wish.together_with &&
            !may_be_planned(tx, context, *before.together_with))
            noted.together_with = before.together_with;
    if (!may_be_planned(tx, context, wish.person) ||
        (wish.together_with && !may_be_planned(tx, context, *wish.together_with)))
        return Error{.kind = Err::missing};
    if (noted == PlanWish{.person = wish.person})
        store::remove_wish(tx, context.network.id, activity, wish.person);
    else
        store::put_wish(tx, context.network.id, activity, noted);
    return Done{};
}

Result<Done> remove_wish(db::Tx& tx, const Context& context, const ActivityId& activity,
                         const PersonId& person)
{
    TRY(plan_at_rest(tx, context, activity));
    if (!may_be_planned(tx, context, person))
        return Error{.kind = Err::missing};
    store::remove_wish(tx, context.network.id, activity, person);
    return Done{};
}

ToAsk to_be_asked(db::Reader& reader, const Context& context, const ActivityId& activity,
                  const std::vector<Roster>& rosters)
{
    auto places = store::places_of(reader, context.network.id, activity);
    // Whom hosts want come first, should places have been taken meanwhile.
    std::ranges::stable_partition(places,
                                  [](const PlannedPlace& place) { return place.mark == Mark::settled; });
    std::vector<asking::Invitation> planned;
    for (const auto& roster : rosters) {
        asking::Invitation invitation{.shift = roster.open.shift.id};
        for (const auto& place : places)
            if (place.shift == invitation.shift && place.mark != Mark::ruled_out &&
                roster.is_free_for(place.person) && may_be_planned(reader, context, place.person))
                invitation.people.push_back(place.person);
        if (!invitation.people.empty())
            planned.push_back(std::move(invitation));
    }
    ToAsk all{.now = {}, .left_out = asking::left_out_of(reader, context, planned)};
    for (auto& invitation : planned) {
        std::erase_if(invitation.people, [&](const PersonId& person) {
            return std::ranges::any_of(all.left_out, [&](const asking::LeftOut& out) {
                return out.shift == invitation.shift && out.person == person;
            });
        });
        const auto most = static_cast<std::size_t>(
            std::max<std::int64_t>(0, roster_of(rosters, invitation.shift)->open_places()));
        for (std::size_t i = most; i < invitation.people.size(); ++i)
            all.beyond.push_back({.shift = invitation.shift, .person = invitation.people[i]});
        invitation.people.resize(std::min(most, invitation.people.size()));
        if (!invitation.people.empty())
            all.now.push_back(std::move(invitation));
    }
    return all;
}

std::string mark_of(const std::vector<asking::Invitation>& invitations)
{
    std::string all;
    for (const auto& invitation : invitations) {
        all += invitation.shift.text();
        for (const auto& person : invitation.people)
            all += ' ' + person.text();
        all += '\n';
    }
    return sha256(all);
}

Result<asking::Asking> ask(db::Tx& tx, const Context& context, const ActivityId& activity,
                           const std::string& message, std::string_view seen)
{
    TRY(plan_at_rest(tx, context, activity));
    const auto all = to_be_asked(tx, context, activity, rosters_of(tx, context, activity));
    if (mark_of(all.now) != seen)
        return Error{.kind = Err::stale,
                     .text =
                         "Inzwischen hat sich der Plan geändert. Schau noch einmal, wer gefragt wird."_de};
    auto asking = TRY(asking::ask_for_several(tx, context, all.now, message));
    asking.left_out += static_cast<std::int64_t>(all.left_out.size() + all.beyond.size());
    if (asking.questions == 0)
        return Error{.kind = Err::conflict, .text = "Niemand davon kann gefragt werden."_de};
    note(tx, context, "plan.asked", activity);
    return asking;
}

} // namespace dorfnetz::planning
