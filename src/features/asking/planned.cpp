#include "features/asking/planned.hpp"

#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/matching/unfilled_api.hpp"

#include <algorithm>
#include <map>

namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::size_t most_planned = 60; // shifts
constexpr double seconds = 1;            // somebody waits for the page
// Whoever the register lets be asked is worth being asked: points of the matcher may be below zero.
constexpr int worth_of_anybody = 200;
constexpr int village_step = 5;

std::int64_t awaited_for(db::Reader& reader, const Context& context, const OpenShift& open)
{
    const auto search = store::search_of(reader, context.network.id, open.shift.id);
    if (!search || search->state == State::ended)
        return 0;
    const auto asked = store::asked_for(reader, context.network.id, open.shift.id);
    return std::count_if(asked.begin(), asked.end(),
                         [](const Asked& each) { return each.is_open() || each.answer == Answer::chosen; });
}

// The matcher's problem, and who its volunteers are.
class Drawing
{
public:
    void add(const PlannedShift& shift, std::vector<Suggestion> suggestions)
    {
        const auto& times = shift.open.shift;
        const auto number = m_problem.shifts.size();
        const auto most = std::max<std::int64_t>(0, times.free_places() - shift.awaited);
        const auto least = std::clamp<std::int64_t>(times.least - times.taken - shift.awaited, 0, most);
        m_problem.shifts.push_back({.id = times.id.text(),
                                    .begin = minute_of(times.starts_at),
                                    .end = minute_of(times.ends_at),
                                    .place = 0,
                                    .least = static_cast<int>(least),
                                    .most = static_cast<int>(most)});
        for (auto& suggestion : suggestions) {
            m_problem.choices.push_back({.volunteer = volunteer(suggestion.person),
                                         .shift = number,
                                         .liking = std::max(0, worth_of_anybody + suggestion.points)});
            m_suggestions.push_back(std::move(suggestion));
        }
    }

    void plan_into(Planned& planned)
    {
        m_problem.places = {{}};
        m_problem.villages = m_villages.size();
        m_problem.rules.village_step = village_step;
        const auto plan = matching::plan(m_problem, {.seconds = seconds, .threads = 1});
        planned.is_best = plan.is_best;
        planned.gap = plan.preference_gap();
        // In the order of the choices, and so of the points.
        for (const auto choice : plan.taken)
            planned.shifts[m_problem.choices[choice].shift].people.push_back(
                std::move(m_suggestions[choice]));
        for (const auto& unfilled : matching::unfilled_in(m_problem, plan.taken)) {
            planned.shifts[unfilled.shift].missing = unfilled.open;
            planned.shifts[unfilled.shift].suitable_elsewhere = unfilled.candidates.size();
        }
    }

private:
    std::size_t volunteer(const people::Person& person)
    {
        const auto [found, is_new] = m_volunteers.try_emplace(person.id, m_problem.volunteers.size());
        if (is_new) {
            const auto home = person.data.village ? person.data.village->text() : std::string();
            m_problem.volunteers.push_back(
                {.id = person.id.text(),
                 .village = m_villages.try_emplace(home, m_villages.size()).first->second,
                 .most_shifts = 1});
        }
        return found->second;
    }

    matching::Problem m_problem;
    std::vector<Suggestion> m_suggestions; // of each choice
    std::map<PersonId, std::size_t> m_volunteers;
    std::map<std::string, std::size_t> m_villages;
};

} // namespace

std::vector<OpenShift> shifts_to_plan(db::Reader& reader, const Context& context, const OpenShift& open,
                                      std::size_t most)
{
    std::vector<OpenShift> shifts;
    for (const auto& date : activities::dates_of(reader, context.network.id, open.listed.date.activity)) {
        if (shifts.size() >= most)
            break;
        if (date.ends_at + activities::longest_around <= context.now())
            continue;
        const auto listed = activities::date_by_id(reader, context.network.id, date.id);
        if (!listed)
            continue;
        for (auto& [shift, need] : activities::shifts_of_date(reader, context.network.id, date.id)) {
            OpenShift one{std::move(shift), std::move(need), *listed};
            if (one.need.draft.kind == activities::NeedKind::role && one.shift.free_places() > 0 &&
                one.shift.ends_at > one.shift.starts_at && !is_over(context, one))
                shifts.push_back(std::move(one));
        }
    }
    std::ranges::sort(shifts, [](const OpenShift& one, const OpenShift& other) {
        return std::pair(one.shift.starts_at, one.shift.id) <
               std::pair(other.shift.starts_at, other.shift.id);
    });
    if (shifts.size() > most)
        shifts.erase(shifts.begin() + static_cast<std::ptrdiff_t>(most), shifts.end());
    return shifts;
}

Planned planned_for(db::Reader& reader, const Context& context, const OpenShift& open)
{
    Planned planned;
    auto shifts = shifts_to_plan(reader, context, open, most_planned);
    if (shifts.empty())
        return planned;
    Facts facts(reader, context,
                {.after = shifts.front().shift.starts_at, .before = shifts.back().shift.starts_at});
    const auto people = people::people_to_ask(reader, context);
    Drawing drawing;
    for (auto& shift : shifts) {
        planned.shifts.push_back({.open = std::move(shift)});
        auto& one = planned.shifts.back();
        one.awaited = awaited_for(reader, context, one.open);
        drawing.add(one, people_for(reader, context, facts, people, one.open, wanted_for(one.open),
                                    most_planned_for));
    }
    drawing.plan_into(planned);
    return planned;
}

} // namespace dorfnetz::asking
