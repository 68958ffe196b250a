#include "features/matching/prepared.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace dorfnetz::matching {

namespace {

std::vector<std::vector<std::size_t>> shifts_by_volunteer(const Problem& problem,
                                                          const std::vector<std::size_t>& taken)
{
    std::vector<std::vector<std::size_t>> shifts(problem.volunteers.size());
    for (const auto choice : taken)
        shifts[problem.choices[choice].volunteer].push_back(problem.choices[choice].shift);
    for (auto& mine : shifts)
        std::ranges::sort(mine, {}, [&](std::size_t shift) { return problem.shifts[shift].end; });
    return shifts;
}

} // namespace

std::vector<std::string> faults_of(const Problem& problem)
{
    std::vector<std::string> faults;
    const auto same_ids = [&](const auto& entries, std::string_view what) {
        std::set<std::string_view> ids;
        for (const auto& entry : entries)
            if (!ids.insert(entry.id).second)
                faults.push_back(fmt::format("Two {}s are called {}.", what, entry.id));
    };
    same_ids(problem.shifts, "shift");
    same_ids(problem.volunteers, "volunteer");
    for (const auto& shift : problem.shifts) {
        if (shift.end <= shift.begin)
            faults.push_back(fmt::format("Shift {} does not end after it begins.", shift.id));
        if (shift.least < 0 || shift.most < shift.least)
            faults.push_back(fmt::format("Shift {} has fewer places than it needs at least.", shift.id));
        if (shift.place >= problem.places.size())
            faults.push_back(fmt::format("Shift {} is at a place that is not listed.", shift.id));
    }
    if (!std::ranges::is_sorted(problem.periods))
        faults.push_back("A period begins before the one that comes before it.");
    for (const auto& volunteer : problem.volunteers) {
        if (volunteer.village >= problem.villages)
            faults.push_back(fmt::format("Volunteer {} is of a village that is not listed.", volunteer.id));
        if (volunteer.most_shifts < 0 || volunteer.most_minutes < 0 || volunteer.rest < 0)
            faults.push_back(fmt::format("Volunteer {} has a limit below zero.", volunteer.id));
    }
    std::set<std::pair<std::size_t, std::size_t>> pairs;
    for (const auto& choice : problem.choices) {
        if (choice.volunteer >= problem.volunteers.size() || choice.shift >= problem.shifts.size()) {
            faults.push_back("A choice names a volunteer or a shift that is not listed.");
            continue;
        }
        if (choice.liking < 0)
            faults.push_back(
                fmt::format("Volunteer {} likes shift {} less than nothing; leave the choice out instead.",
                            problem.volunteers[choice.volunteer].id, problem.shifts[choice.shift].id));
        if (!pairs.emplace(choice.volunteer, choice.shift).second)
            faults.push_back(fmt::format("Volunteer {} and shift {} are listed twice.",
                                         problem.volunteers[choice.volunteer].id,
                                         problem.shifts[choice.shift].id));
    }
    for (const auto& pair : problem.together)
        if (pair.one >= problem.volunteers.size() || pair.other >= problem.volunteers.size() ||
            pair.one == pair.other || pair.points < 0)
            faults.push_back("A wish to be together does not name two volunteers.");
    const auto& rules = problem.rules;
    if (rules.needed < 0 || rules.load_step < 0 || rules.load_most < 0 || rules.village_step < 0 ||
        rules.keep < 0 || rules.travel_minutes < 0 || !(rules.travel_speed > 0))
        faults.push_back("A rule is below zero.");
    return faults;
}

Minute minute_of(Timestamp moment)
{
    return std::chrono::floor<std::chrono::minutes>(moment).time_since_epoch().count();
}

std::size_t period_of(const Problem& problem, const Shift& shift)
{
    return static_cast<std::size_t>(std::ranges::upper_bound(problem.periods, shift.begin) -
                                    problem.periods.begin());
}

Points needed_value_of(const Problem& problem, const std::vector<std::size_t>& taken)
{
    std::vector<int> in(problem.shifts.size());
    for (const auto choice : taken)
        ++in[problem.choices[choice].shift];
    Points value = 0;
    for (std::size_t shift = 0; shift < in.size(); ++shift)
        value += static_cast<Points>(problem.rules.needed) * std::min(in[shift], problem.shifts[shift].least);
    return value;
}

Points value_of(const Problem& problem, const std::vector<std::size_t>& taken)
{
    const auto& rules = problem.rules;
    Points value = 0;
    std::vector<int> of_village(problem.villages);
    std::set<std::pair<std::size_t, std::size_t>> pairs;
    for (const auto index : taken) {
        const auto& choice = problem.choices[index];
        value += choice.liking + (choice.standing == Standing::proposed ? rules.keep : 0);
        ++of_village[problem.volunteers[choice.volunteer].village];
        pairs.emplace(choice.volunteer, choice.shift);
    }
    for (const auto& mine : shifts_by_volunteer(problem, taken))
        for (std::size_t i = 1; i < mine.size(); ++i)
            value -= std::min<Points>(rules.load_most, rules.load_step * static_cast<Points>(i * i));
    value += needed_value_of(problem, taken);
    const auto shares = fair_shares(problem);
    for (std::size_t village = 0; village < of_village.size(); ++village)
        value -= static_cast<Points>(rules.village_step) * std::max(0, of_village[village] - shares[village]);
    for (const auto& pair : problem.together)
        for (std::size_t shift = 0; shift < problem.shifts.size(); ++shift)
            if (pairs.contains({pair.one, shift}) && pairs.contains({pair.other, shift}))
                value += pair.points;
    return value;
}

std::vector<std::string> broken_rules(const Problem& problem, const std::vector<std::size_t>& taken)
{
    std::vector<std::string> broken;
    std::vector<int> in(problem.shifts.size());
    std::vector<int> promised_in(problem.shifts.size());
    std::set<std::size_t> once(taken.begin(), taken.end());
    if (once.size() != taken.size())
        broken.push_back("A choice is taken twice.");
    std::set<std::pair<std::size_t, std::size_t>> promised;
    for (std::size_t i = 0; i < problem.choices.size(); ++i) {
        const auto& choice = problem.choices[i];
        if (choice.standing != Standing::promised)
            continue;
        promised.emplace(choice.volunteer, choice.shift);
        ++promised_in[choice.shift];
        if (!once.contains(i))
            broken.push_back(fmt::format("{} had promised {}.", problem.volunteers[choice.volunteer].id,
                                         problem.shifts[choice.shift].id));
    }
    for (const auto choice : taken)
        ++in[problem.choices[choice].shift];
    for (std::size_t shift = 0; shift < in.size(); ++shift)
        if (in[shift] > std::max(problem.shifts[shift].most, promised_in[shift]))
            broken.push_back(fmt::format("{} has more people than places.", problem.shifts[shift].id));
    const auto shifts = shifts_by_volunteer(problem, taken);
    for (std::size_t v = 0; v < shifts.size(); ++v) {
        const auto& volunteer = problem.volunteers[v];
        const auto is_promised = [&](std::size_t shift) { return promised.contains({v, shift}); };
        int own = 0;
        std::map<std::size_t, Minute> minutes; // by period
        std::set<std::size_t> own_periods;
        for (const auto shift : shifts[v]) {
            const auto length = problem.shifts[shift].end - problem.shifts[shift].begin;
            const auto period = period_of(problem, problem.shifts[shift]);
            minutes[period] += length;
            if (!is_promised(shift)) {
                ++own;
                own_periods.insert(period);
            }
        }
        if (own > 0 && static_cast<int>(shifts[v].size()) > volunteer.most_shifts)
            broken.push_back(fmt::format("{} has too many shifts.", volunteer.id));
        if (volunteer.most_minutes > 0 && std::ranges::any_of(own_periods, [&](std::size_t period) {
                return minutes[period] > volunteer.most_minutes;
            }))
            broken.push_back(fmt::format("{} has too many hours.", volunteer.id));
        for (std::size_t i = 0; i < shifts[v].size(); ++i)
            for (std::size_t j = i + 1; j < shifts[v].size(); ++j) {
                if (is_promised(shifts[v][i]) && is_promised(shifts[v][j]))
                    continue;
                const auto& one = problem.shifts[shifts[v][i]];
                const auto& other = problem.shifts[shifts[v][j]];
                if (one.end + gap_between(problem, volunteer, one, other) > other.begin)
                    broken.push_back(fmt::format("{} cannot do {} and {}.", volunteer.id, one.id, other.id));
            }
    }
    return broken;
}

} // namespace dorfnetz::matching
