#include "features/matching/prepared.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace dorfnetz::matching {

namespace {

// The way between two places, in minutes rounded up; a millionth of a minute is no minute, so that machines
// that round differently agree. Shifts last a minute at least, so there is never more time on the way through
// a third place: a chain of shifts can be judged pair by pair.
class Ways
{
public:
    // A table while it is smaller than what it saves.
    explicit Ways(const Problem& problem)
        : m_problem(problem),
          m_places(problem.places.size()),
          m_minutes(m_places <= table_most ? m_places * m_places : 0)
    {
        for (std::size_t i = 0; i < m_minutes.size(); ++i)
            m_minutes[i] = way(problem, i / m_places, i % m_places);
    }

    Minute operator()(std::size_t from, std::size_t to) const
    {
        return m_minutes.empty() ? way(m_problem, from, to) : m_minutes[from * m_places + to];
    }

    static Minute way(const Problem& problem, std::size_t from, std::size_t to)
    {
        if (from == to)
            return 0;
        const auto& a = problem.places[from];
        const auto& b = problem.places[to];
        const double kilometres = std::hypot(a.east - b.east, a.north - b.north);
        return problem.rules.travel_minutes +
               static_cast<Minute>(std::ceil(kilometres * 60 / problem.rules.travel_speed - 1e-6));
    }

private:
    static constexpr std::size_t table_most = 500;

    const Problem& m_problem;
    std::size_t m_places;
    std::vector<Minute> m_minutes;
};

bool fits(const Ways& ways, const Volunteer& volunteer, const Shift& earlier, const Shift& later)
{
    return earlier.end + std::max(ways(earlier.place, later.place), volunteer.rest) <= later.begin;
}

} // namespace

Minute gap_between(const Problem& problem, const Volunteer& volunteer, const Shift& earlier,
                   const Shift& later)
{
    return std::max(Ways::way(problem, earlier.place, later.place), volunteer.rest);
}

Points Prepared::load(int volunteer, int taken) const
{
    const auto before = static_cast<Points>(had[static_cast<std::size_t>(volunteer)] + taken);
    return std::min<Points>(problem->rules.load_most, problem->rules.load_step * before * before);
}

std::vector<int> fair_shares(const Problem& problem)
{
    std::vector<std::int64_t> people(problem.villages);
    for (const auto& volunteer : problem.volunteers)
        ++people[volunteer.village];
    const auto needed =
        std::accumulate(problem.shifts.begin(), problem.shifts.end(), std::int64_t{0},
                        [](std::int64_t sum, const Shift& shift) { return sum + shift.least; });
    const auto all = std::max<std::int64_t>(1, static_cast<std::int64_t>(problem.volunteers.size()));
    std::vector<int> shares;
    shares.reserve(people.size());
    for (const auto count : people)
        shares.push_back(static_cast<int>((needed * count + all - 1) / all));
    return shares;
}

Prepared prepare(const Problem& problem, const std::vector<std::size_t>& fixed,
                 const std::vector<bool>& within)
{
    Prepared p;
    p.problem = &problem;
    p.volunteers = static_cast<int>(problem.volunteers.size());
    p.shifts = static_cast<int>(problem.shifts.size());
    p.villages = static_cast<int>(problem.villages);
    p.had.assign(problem.volunteers.size(), 0);
    p.fair = fair_shares(problem);
    p.periods = problem.periods.size() + 1;
    for (const auto& volunteer : problem.volunteers) {
        p.room.push_back(volunteer.most_shifts);
        p.minutes.insert(p.minutes.end(), p.periods,
                         volunteer.most_minutes > 0 ? volunteer.most_minutes : -1);
    }
    for (const auto& shift : problem.shifts) {
        p.least.push_back(shift.least);
        p.most.push_back(shift.most);
        p.period.push_back(static_cast<int>(period_of(problem, shift)));
    }

    std::vector<bool> is_fixed(problem.choices.size());
    for (const auto choice : fixed)
        is_fixed[choice] = true;
    for (std::size_t i = 0; i < problem.choices.size(); ++i)
        if (problem.choices[i].standing == Standing::promised)
            is_fixed[i] = true;
    std::vector<std::vector<std::size_t>> kept(problem.volunteers.size()); // shifts
    for (std::size_t i = 0; i < problem.choices.size(); ++i) {
        if (!is_fixed[i])
            continue;
        const auto& choice = problem.choices[i];
        const auto& shift = problem.shifts[choice.shift];
        p.fixed.push_back(i);
        kept[choice.volunteer].push_back(choice.shift);
        p.room[choice.volunteer] = std::max(0, p.room[choice.volunteer] - 1);
        ++p.had[choice.volunteer];
        if (auto& minutes = p.minutes_of(choice.volunteer, choice.shift); minutes >= 0)
            minutes = std::max<Minute>(0, minutes - (shift.end - shift.begin));
        p.least[choice.shift] = std::max(0, p.least[choice.shift] - 1);
        p.most[choice.shift] = std::max(0, p.most[choice.shift] - 1);
        --p.fair[problem.volunteers[choice.volunteer].village];
    }

    const Ways ways(problem);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < problem.choices.size(); ++i) {
        const auto& choice = problem.choices[i];
        const auto& volunteer = problem.volunteers[choice.volunteer];
        const auto& shift = problem.shifts[choice.shift];
        if (is_fixed[i] || p.room[choice.volunteer] == 0 || p.most[choice.shift] == 0 ||
            (!within.empty() && !within[choice.shift]))
            continue;
        if (const auto minutes = p.minutes_of(choice.volunteer, choice.shift);
            minutes >= 0 && shift.end - shift.begin > minutes)
            continue;
        if (std::ranges::any_of(kept[choice.volunteer], [&](std::size_t other) {
                const auto& promised = problem.shifts[other];
                return other == choice.shift ||
                       (!fits(ways, volunteer, promised, shift) && !fits(ways, volunteer, shift, promised));
            }))
            continue;
        order.push_back(i);
    }
    std::ranges::sort(order, {}, [&](std::size_t i) {
        const auto& choice = problem.choices[i];
        const auto& shift = problem.shifts[choice.shift];
        return std::tuple(choice.volunteer, shift.end, shift.begin, choice.shift);
    });

    p.first.assign(problem.volunteers.size() + 1, 0);
    p.lines.reserve(order.size());
    p.line_of.assign(problem.choices.size(), -1);
    for (const auto i : order) {
        const auto& choice = problem.choices[i];
        ++p.first[choice.volunteer + 1];
        p.line_of[i] = static_cast<int>(p.lines.size());
        p.lines.push_back(
            {.shift = static_cast<int>(choice.shift),
             .choice = static_cast<int>(i),
             .weight = choice.liking + (choice.standing == Standing::proposed ? problem.rules.keep : 0)});
        p.owner.push_back(static_cast<int>(choice.volunteer));
    }
    std::partial_sum(p.first.begin(), p.first.end(), p.first.begin());

    for (std::size_t v = 0; v < problem.volunteers.size(); ++v) {
        const auto begin = p.first[v];
        for (int i = begin; i < p.first[v + 1]; ++i) {
            auto& line = p.lines[static_cast<std::size_t>(i)];
            const auto& shift = problem.shifts[static_cast<std::size_t>(line.shift)];
            line.near_begin = static_cast<int>(p.near.size());
            bool all = true;
            for (int j = begin; j < i; ++j) {
                const auto& earlier =
                    problem.shifts[static_cast<std::size_t>(p.lines[static_cast<std::size_t>(j)].shift)];
                if (earlier.end > shift.begin)
                    break;
                if (!fits(ways, problem.volunteers[v], earlier, shift)) {
                    all = false;
                    continue;
                }
                if (all)
                    line.far = j - begin + 1;
                else
                    p.near.push_back(j - begin);
            }
            line.near_end = static_cast<int>(p.near.size());
        }
    }

    // Both lines of a pair in each shift that both may take.
    std::vector<std::vector<Partner>> partners(problem.together.empty() ? 0 : p.lines.size());
    for (const auto& pair : problem.together) {
        const auto lines_of = [&](std::size_t v) { return std::pair(p.first[v], p.first[v + 1]); };
        const auto [one_begin, one_end] = lines_of(pair.one);
        const auto [other_begin, other_end] = lines_of(pair.other);
        for (int i = one_begin; i < one_end; ++i)
            for (int j = other_begin; j < other_end; ++j)
                if (p.lines[static_cast<std::size_t>(i)].shift ==
                    p.lines[static_cast<std::size_t>(j)].shift) {
                    partners[static_cast<std::size_t>(i)].push_back({i, j, pair.points});
                    partners[static_cast<std::size_t>(j)].push_back({j, i, pair.points});
                }
        // With a shift that the other has promised the wish is certain to come true: it is part of the
        // liking.
        const auto add_certain = [&](std::size_t who, std::size_t other) {
            for (int i = p.first[who]; i < p.first[who + 1]; ++i) {
                auto& line = p.lines[static_cast<std::size_t>(i)];
                if (std::ranges::find(kept[other], static_cast<std::size_t>(line.shift)) != kept[other].end())
                    line.weight += pair.points;
            }
        };
        add_certain(pair.one, pair.other);
        add_certain(pair.other, pair.one);
    }
    p.partner_first.assign(p.lines.size() + 1, 0);
    for (std::size_t i = 0; i < partners.size(); ++i) {
        p.partner_first[i + 1] = static_cast<int>(partners[i].size());
        p.partners.insert(p.partners.end(), partners[i].begin(), partners[i].end());
    }
    std::partial_sum(p.partner_first.begin(), p.partner_first.end(), p.partner_first.begin());
    return p;
}

} // namespace dorfnetz::matching
