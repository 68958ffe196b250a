#include "features/planning/calculation.hpp"

#include "features/asking/fits_api.hpp"
#include "features/asking/several_api.hpp"
#include "features/planning/planning_store.hpp"
#include "foundation/i18n/local_clock.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace dorfnetz::planning {

namespace {

using matching::Standing;
using web::Context;

// Whoever the register lets be asked is worth being asked: points of the matcher may be below zero.
constexpr int worth_of_anybody = 200;
// The task that somebody likes best, or company: more than staying where one was proposed (Rules::keep).
constexpr int worth_of_a_wish = 300;
constexpr int village_step = 5;
constexpr double close_enough = 0.0001; // of the best: nobody would see the difference

// Hours that somebody gives are those of a month: each month that begins between the first shift and the
// last.
std::vector<matching::Minute> months_between(const Context& context, const std::vector<Roster>& rosters)
{
    const auto& region = context.region();
    const auto last = rosters.back().open.shift.starts_at;
    auto month = i18n::local_date(region, rosters.front().open.shift.starts_at);
    std::vector<matching::Minute> begins;
    for (;;) {
        const auto next = month.year() / month.month() + std::chrono::months(1);
        month = next / std::chrono::day(1);
        const auto begin = i18n::moment_of(region, std::chrono::local_days(month));
        if (begin > last)
            return begins;
        begins.push_back(matching::minute_of(begin));
    }
}

} // namespace

class Calculation::Drawing
{
public:
    Drawing(Calculation& into, db::Reader& reader, const Context& context, const Plan& plan,
            const std::vector<Roster>& rosters)
        : m_into(into),
          m_reader(reader),
          m_context(context),
          m_plan(plan),
          m_fits(reader, context, shifts_of(rosters))
    {
        for (auto& wish : store::wishes_of(reader, context.network.id, plan.activity))
            m_wishes.emplace(wish.person, std::move(wish));
        for (const auto& place : store::places_of(reader, context.network.id, plan.activity))
            if (into.m_anew == Anew::keeping || !m_fits.number_of(place.person))
                m_marks[place.shift].emplace(place.person, place.mark);
        for (const auto& person : m_fits.people())
            into.m_people.insert(person.id);
    }

    void add(const Roster& roster)
    {
        const auto& shift = roster.open.shift;
        const auto hours = activities::working_hours(m_context.region(), shift);
        const auto number = problem().shifts.size();
        problem().shifts.push_back({.id = shift.id.text(),
                                    .begin = matching::minute_of(hours.begin),
                                    .end = matching::minute_of(hours.end),
                                    .place = 0});
        std::int64_t stays = 0; // volunteers who hold a place
        std::int64_t promised = 0;
        std::int64_t awaited = 0;
        for (const auto& [person, stage] : roster.stages) {
            const auto known = m_fits.number_of(person);
            if (!known || (stage != Stage::promised && !is_awaited(stage)))
                continue;
            choose(roster, *known, 0, Standing::promised);
            ++(stage == Stage::promised ? promised : awaited);
            ++stays;
        }
        // Places of those who are no volunteers of this plan.
        const auto held = std::max<std::int64_t>(0, shift.taken - promised) +
                          std::max<std::int64_t>(0, roster.awaited() - awaited) + add_settled(roster, stays);
        if (roster.open_places() > 0)
            add_suitable(roster);
        const auto most = std::max(shift.most - held, stays);
        problem().shifts[number].most = static_cast<int>(most);
        problem().shifts[number].least =
            static_cast<int>(std::clamp<std::int64_t>(shift.least - held, 0, most));
    }

    void add_company()
    {
        for (const auto& [person, wish] : m_wishes) {
            const auto one = volunteer_of(person);
            const auto other = wish.together_with ? volunteer_of(*wish.together_with) : std::nullopt;
            // Both may have said so.
            if (one && other &&
                std::ranges::none_of(problem().together, [&](const matching::Together& known) {
                    return known.one == *other && known.other == *one;
                }))
                problem().together.push_back({.one = *one, .other = *other, .points = worth_of_a_wish});
        }
        problem().villages = m_villages.size();
    }

private:
    matching::Problem& problem() { return m_into.m_problem; }

    std::optional<std::size_t> volunteer_of(const PersonId& person) const
    {
        const auto number = m_fits.number_of(person);
        const auto found = number ? m_volunteers.find(*number) : m_volunteers.end();
        return found == m_volunteers.end() ? std::nullopt : std::optional(found->second);
    }

    const PlanWish* wish_of(std::size_t person) const
    {
        const auto found = m_wishes.find(m_fits.people()[person].id);
        return found == m_wishes.end() ? nullptr : &found->second;
    }

    std::optional<Mark> mark_of(const Roster& roster, std::size_t person) const
    {
        const auto marks = m_marks.find(roster.open.shift.id);
        if (marks == m_marks.end())
            return std::nullopt;
        const auto found = marks->second.find(m_fits.people()[person].id);
        return found == marks->second.end() ? std::nullopt : std::optional(found->second);
    }

    std::size_t volunteer(std::size_t person)
    {
        const auto [found, is_new] = m_volunteers.try_emplace(person, problem().volunteers.size());
        if (is_new) {
            const auto& entry = m_fits.people()[person];
            const auto home = entry.data.village ? entry.data.village->text() : std::string();
            const auto* wish = wish_of(person);
            const auto time = m_fits.time_left(person);
            problem().volunteers.push_back(
                {.id = entry.id.text(),
                 .village = m_villages.try_emplace(home, m_villages.size()).first->second,
                 .most_shifts = static_cast<int>(wish && wish->most_shifts ? *wish->most_shifts
                                                                           : m_plan.rules.most_shifts),
                 // No time at all is little, and not "no limit".
                 .most_minutes = time ? std::max<matching::Minute>(1, time->count()) : 0,
                 .rest = m_plan.rules.rest.count()});
        }
        return found->second;
    }

    void choose(const Roster& roster, std::size_t person, int points, Standing standing)
    {
        const auto* wish = wish_of(person);
        if (wish && wish->likes == roster.open.need.id)
            points += worth_of_a_wish;
        problem().choices.push_back({.volunteer = volunteer(person),
                                     .shift = problem().shifts.size() - 1,
                                     .liking = std::max(0, worth_of_anybody + points),
                                     .standing = standing});
        m_into.m_places.push_back({.shift = roster.open.shift.id,
                                   .person = m_fits.people()[person].id,
                                   .mark = mark_of(roster, person).value_or(Mark::proposed)});
    }

    // Whoever a host has put there stays, unless they have answered meanwhile. What is planned for somebody
    // whom this host may not ask is not theirs to change: how many places that holds.
    std::int64_t add_settled(const Roster& roster, std::int64_t& stays)
    {
        std::int64_t held = 0;
        const auto marks = m_marks.find(roster.open.shift.id);
        if (marks == m_marks.end())
            return held;
        for (const auto& [person, mark] : marks->second) {
            if (mark == Mark::ruled_out || !roster.is_free_for(person))
                continue;
            const auto known = m_fits.number_of(person);
            if (!known)
                held += asking::can_be_asked(m_reader, m_context, person) ? 1 : 0;
            else if (mark == Mark::settled) {
                choose(roster, *known, 0, Standing::promised);
                ++stays;
            }
        }
        return held;
    }

    void add_suitable(const Roster& roster)
    {
        for (const auto& [person, points] : m_fits.best_for(m_reader, roster.open, most_looked_at)) {
            const auto mark = mark_of(roster, person);
            if ((mark && mark != Mark::proposed) || !is_wished(roster, person))
                continue;
            choose(roster, person, points, mark ? Standing::proposed : Standing::free);
        }
    }

    bool is_wished(const Roster& roster, std::size_t person) const
    {
        const auto* wish = wish_of(person);
        return !wish || (wish->most_shifts != 0 && !is_too_late(m_context, *wish, roster.open));
    }

    Calculation& m_into;
    db::Reader& m_reader;
    const Context& m_context;
    const Plan& m_plan;
    asking::Fits m_fits;
    std::map<PersonId, PlanWish> m_wishes;
    std::map<ShiftId, std::map<PersonId, Mark>> m_marks;
    std::map<std::size_t, std::size_t> m_volunteers; // by number of the person
    std::map<std::string, std::size_t> m_villages;
};

Calculation::Calculation(db::Reader& reader, const Context& context, const Plan& plan,
                         const std::vector<Roster>& rosters, Anew anew)
    : m_anew(anew)
{
    m_problem.places = {{}}; // an activity is at one place
    m_problem.rules.village_step = village_step;
    if (rosters.empty())
        return;
    m_problem.periods = months_between(context, rosters);
    Drawing drawing(*this, reader, context, plan, rosters);
    for (const auto& roster : rosters)
        drawing.add(roster);
    drawing.add_company();
}

bool Calculation::replaces(const PlannedPlace& place) const
{
    return (place.mark == Mark::proposed || m_anew == Anew::all) && m_people.contains(place.person);
}

Outcome Calculation::run(std::chrono::seconds time, std::function<bool()> go_on) const
{
    const auto plan =
        matching::plan(m_problem, {.seconds = static_cast<double>(time.count()),
                                   .gap = close_enough,
                                   .threads = 1,
                                   .go_on = [&](const matching::Progress&) { return go_on(); }});
    Outcome outcome{.worth = plan.value - plan.needed_value,
                    .best_worth = plan.bound - plan.needed_value,
                    .is_best = plan.is_best};
    for (const auto choice : plan.taken)
        if (m_problem.choices[choice].standing != Standing::promised)
            outcome.proposed.push_back(m_places[choice]);
    for (const auto& unfilled : matching::unfilled_in(m_problem, plan.taken))
        for (const auto& hindered : unfilled.candidates)
            ++outcome.obstacles[ShiftId(m_problem.shifts[unfilled.shift].id)][hindered.why];
    return outcome;
}

} // namespace dorfnetz::planning
