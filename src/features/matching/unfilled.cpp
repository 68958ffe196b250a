#include "features/matching/unfilled_api.hpp"

#include "features/matching/prepared.hpp"

#include <algorithm>
#include <utility>

namespace dorfnetz::matching {

namespace {

// What is in the way of one more choice.
class Examiner
{
public:
    Examiner(const Problem& problem, const std::vector<std::size_t>& taken)
        : m_problem(problem),
          m_shifts_of(problem.volunteers.size()),
          m_friends_of(problem.volunteers.size()),
          m_in(problem.shifts.size()),
          m_left_of_share(fair_shares(problem))
    {
        for (const auto index : taken) {
            const auto& choice = problem.choices[index];
            m_shifts_of[choice.volunteer].push_back(choice.shift);
            ++m_in[choice.shift];
            --m_left_of_share[problem.volunteers[choice.volunteer].village];
        }
        for (const auto& pair : problem.together) {
            m_friends_of[pair.one].emplace_back(pair.other, pair.points);
            m_friends_of[pair.other].emplace_back(pair.one, pair.points);
        }
    }

    Hindered examine(std::size_t index) const
    {
        const auto& choice = m_problem.choices[index];
        const auto& volunteer = m_problem.volunteers[choice.volunteer];
        const auto& shift = m_problem.shifts[choice.shift];
        std::vector<Hindered> found;
        for (const auto why : {Obstacle::busy, Obstacle::way, Obstacle::rest}) {
            Hindered candidate{.choice = index, .why = why};
            for (const auto other : m_shifts_of[choice.volunteer])
                if (obstacle_between(volunteer, shift, m_problem.shifts[other]) == why) {
                    candidate.shifts.push_back(other);
                    candidate.lacking =
                        std::max(candidate.lacking, lacking(volunteer, shift, m_problem.shifts[other]));
                }
            if (candidate.shifts.empty())
                continue;
            if (why == Obstacle::busy)
                candidate.lacking = 0;
            found.push_back(std::move(candidate));
        }
        Minute minutes = shift.end - shift.begin;
        for (const auto other : m_shifts_of[choice.volunteer])
            if (const auto& another = m_problem.shifts[other];
                period_of(m_problem, another) == period_of(m_problem, shift))
                minutes += another.end - another.begin;
        const auto shifts = static_cast<Minute>(m_shifts_of[choice.volunteer].size());
        if (shifts >= volunteer.most_shifts)
            found.push_back({.choice = index,
                             .why = Obstacle::most_shifts,
                             .lacking = shifts + 1 - volunteer.most_shifts});
        if (volunteer.most_minutes > 0 && minutes > volunteer.most_minutes)
            found.push_back({.choice = index,
                             .why = Obstacle::most_minutes,
                             .lacking = minutes - volunteer.most_minutes});
        if (found.empty())
            found.push_back({.choice = index, .why = Obstacle::cost, .loss = loss(index)});
        found.front().is_only = found.size() == 1;
        return found.front();
    }

private:
    // Between two shifts of which the one ends before the other begins, whichever that is.
    Minute lacking(const Volunteer& volunteer, const Shift& one, const Shift& other) const
    {
        const auto& earlier = one.end <= other.begin ? one : other;
        const auto& later = one.end <= other.begin ? other : one;
        return earlier.end + gap_between(m_problem, volunteer, earlier, later) - later.begin;
    }

    // `cost` stands for none.
    Obstacle obstacle_between(Volunteer volunteer, const Shift& one, const Shift& other) const
    {
        if (one.begin < other.end && other.begin < one.end)
            return Obstacle::busy;
        if (lacking(volunteer, one, other) <= 0)
            return Obstacle::cost;
        volunteer.rest = 0;
        return lacking(volunteer, one, other) > 0 ? Obstacle::way : Obstacle::rest;
    }

    // As value_of counts it, for one more.
    Points loss(std::size_t index) const
    {
        const auto& choice = m_problem.choices[index];
        const auto& rules = m_problem.rules;
        const auto before = static_cast<Points>(m_shifts_of[choice.volunteer].size());
        Points gain = choice.liking + (choice.standing == Standing::proposed ? rules.keep : 0);
        gain -= std::min<Points>(rules.load_most, rules.load_step * before * before);
        if (m_in[choice.shift] < m_problem.shifts[choice.shift].least)
            gain += rules.needed;
        if (m_left_of_share[m_problem.volunteers[choice.volunteer].village] <= 0)
            gain -= rules.village_step;
        for (const auto& [other, points] : m_friends_of[choice.volunteer])
            if (std::ranges::find(m_shifts_of[other], choice.shift) != m_shifts_of[other].end())
                gain += points;
        return -gain;
    }

    const Problem& m_problem;
    std::vector<std::vector<std::size_t>> m_shifts_of;                     // of each volunteer
    std::vector<std::vector<std::pair<std::size_t, Points>>> m_friends_of; // whom each wants to be with
    std::vector<int> m_in;                                                 // people in each shift
    std::vector<int> m_left_of_share;                                      // of each village
};

} // namespace

std::vector<Unfilled> unfilled_in(const Problem& problem, const std::vector<std::size_t>& taken)
{
    std::vector<char> is_taken(problem.choices.size());
    std::vector<int> in(problem.shifts.size());
    for (const auto index : taken) {
        is_taken[index] = true;
        ++in[problem.choices[index].shift];
    }
    std::vector<Unfilled> found;
    std::vector<int> entry(problem.shifts.size(), -1);
    for (std::size_t shift = 0; shift < in.size(); ++shift)
        if (in[shift] < problem.shifts[shift].least) {
            entry[shift] = static_cast<int>(found.size());
            found.push_back(
                {.shift = shift, .open = problem.shifts[shift].least - in[shift], .taken = in[shift]});
        }
    if (found.empty())
        return found;
    const Examiner examiner(problem, taken);
    for (std::size_t index = 0; index < problem.choices.size(); ++index)
        if (const int at = entry[problem.choices[index].shift]; at >= 0 && !is_taken[index])
            found[static_cast<std::size_t>(at)].candidates.push_back(examiner.examine(index));
    return found;
}

const char* to_text(Obstacle obstacle)
{
    switch (obstacle) {
    case Obstacle::busy:
        return "busy";
    case Obstacle::way:
        return "way";
    case Obstacle::rest:
        return "rest";
    case Obstacle::most_shifts:
        return "most_shifts";
    case Obstacle::most_minutes:
        return "most_minutes";
    case Obstacle::cost:
        return "cost";
    }
    return "";
}

std::optional<Obstacle> obstacle_from_text(std::string_view text)
{
    for (const auto obstacle : {Obstacle::busy, Obstacle::way, Obstacle::rest, Obstacle::most_shifts,
                                Obstacle::most_minutes, Obstacle::cost})
        if (to_text(obstacle) == text)
            return obstacle;
    return std::nullopt;
}

} // namespace dorfnetz::matching
