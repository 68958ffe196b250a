#include "features/matching/plan_api.hpp"

#include "features/matching/bound.hpp"
#include "features/matching/draft.hpp"
#include "features/matching/first_plan.hpp"
#include "features/matching/search.hpp"
#include "features/matching/volume.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <numeric>
#include <tuple>
#include <utility>

namespace dorfnetz::matching {

namespace {

using Clock = std::chrono::steady_clock;

// Flows for the whole, of which the first few put in cliques and the rest leave out what still clashes.
constexpr int whole_rounds = 6;
constexpr int part_rounds = 12;
constexpr int price_rounds = 10;            // steps towards a lower bound between two rounds of improving
constexpr int patience = 8;                 // rounds in which nothing gets better, after which nothing will
constexpr std::size_t search_most = 10'000; // choices that can be searched through
constexpr int search_steps = 1000;          // towards a lower bound before that

// First the flow for everything; then, by turns, better prices and parts of the time planned anew while the
// rest stays: in a part few shifts clash, so its flow is as good as exact. What is small is searched at last.
class Planner
{
public:
    Planner(const Problem& problem, const Effort& effort)
        : m_problem(problem),
          m_effort(effort),
          m_prepared(prepare(problem)),
          m_end(Clock::now() +
                std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(effort.seconds)))
    {
    }

    Plan run()
    {
        const auto first = first_plan(m_prepared, whole_rounds, go_on());
        Descent descent(m_prepared, first.prices, m_effort.threads);
        m_bound = descent.bound();
        keep(first.lines);
        int idle = 0;
        for (std::size_t round = 0; idle < patience && !is_good_enough() && go_on()(); ++round) {
            const auto value = m_value;
            const bool is_lower = descent.go_down(price_rounds, m_value, go_on());
            m_bound = descent.bound();
            improve_parts(round);
            idle = is_lower || m_value > value ? 0 : idle + 1;
        }
        if (is_good_enough() || m_prepared.lines.size() > search_most || !go_on()())
            return finished(descent.prices());
        auto prices = descent.prices();
        for (bool is_lower = true; is_lower && !is_good_enough() && go_on()();) {
            Volume volume(m_prepared, prices);
            volume.go_down(search_steps, (m_value + 1) * price_unit, go_on());
            is_lower = volume.bound().worth / price_unit < m_bound;
            m_bound = volume.bound().worth / price_unit;
            prices = volume.prices();
        }
        if (!is_good_enough() && go_on()())
            search_all(prices);
        return finished(prices);
    }

private:
    std::function<bool()> go_on()
    {
        return [this] {
            m_is_cut_short = m_is_cut_short || Clock::now() >= m_end ||
                             (m_effort.go_on && !m_effort.go_on({.value = m_value, .bound = m_bound}));
            return !m_is_cut_short;
        };
    }

    bool is_good_enough() const
    {
        return m_bound - m_value <= static_cast<Points>(m_effort.gap * static_cast<double>(m_bound));
    }

    void keep(const std::vector<int>& lines)
    {
        Draft draft(m_prepared);
        draft.take(lines);
        draft.improve();
        m_value = draft.worth();
        m_chosen = draft.choices();
    }

    // The time in slices, each planned anew. Their length and where they begin change from round to round, so
    // that what one edge parted is together the next time.
    void improve_parts(std::size_t round)
    {
        constexpr std::array<Minute, 4> lengths{8 * 60, 12 * 60, 6 * 60, 16 * 60};
        const auto length = lengths[round % lengths.size()];
        const auto [first, last] = std::ranges::minmax(m_problem.shifts, {}, &Shift::begin);
        const auto offset = static_cast<Minute>(round) * 150 % length;
        std::vector<bool> within(m_problem.shifts.size());
        for (auto at = first.begin - offset; at <= last.begin && !is_good_enough() && go_on()();
             at += length) {
            for (std::size_t s = 0; s < within.size(); ++s)
                within[s] = m_problem.shifts[s].begin >= at && m_problem.shifts[s].begin < at + length;
            improve_part(within);
        }
    }

    void search_all(const Certificate& prices)
    {
        Search known{.worth = m_value};
        for (const auto choice : m_chosen)
            known.lines.push_back(m_prepared.line_of[choice]);
        const auto found = search(m_prepared, prices, std::move(known), go_on());
        m_is_best = found.is_complete;
        m_value = found.worth;
        m_chosen.clear();
        for (const auto line : found.lines)
            m_chosen.push_back(
                static_cast<std::size_t>(m_prepared.lines[static_cast<std::size_t>(line)].choice));
    }

    void improve_part(const std::vector<bool>& within)
    {
        std::vector<std::size_t> inside;
        std::vector<std::size_t> rest;
        for (const auto choice : m_chosen)
            (within[m_problem.choices[choice].shift] ? inside : rest).push_back(choice);
        const auto part = prepare(m_problem, rest, within);
        if (part.lines.empty())
            return;
        std::vector<int> lines;
        for (const auto choice : inside)
            lines.push_back(part.line_of[choice]);
        Draft now(part);
        now.take(lines);
        Draft anew(part);
        anew.take(first_plan(part, part_rounds, go_on()).lines);
        anew.improve();
        if (anew.worth() <= now.worth())
            return;
        m_value += anew.worth() - now.worth();
        m_chosen = std::move(rest);
        const auto chosen = anew.choices();
        m_chosen.insert(m_chosen.end(), chosen.begin(), chosen.end());
    }

    Plan finished(const Certificate& prices)
    {
        Plan plan{.taken = std::move(m_chosen), .certificate = prices, .is_cut_short = m_is_cut_short};
        plan.taken.insert(plan.taken.end(), m_prepared.fixed.begin(), m_prepared.fixed.end());
        std::ranges::sort(plan.taken);
        plan.value = value_of(m_problem, plan.taken);
        plan.needed_value = needed_value_of(m_problem, plan.taken);
        // What is promised is worth the same in every plan.
        plan.bound = m_bound + plan.value - m_value;
        plan.is_best = m_is_best || plan.value == plan.bound;
        return plan;
    }

    const Problem& m_problem;
    const Effort& m_effort;
    const Prepared m_prepared;
    const Clock::time_point m_end;
    std::vector<std::size_t> m_chosen; // choices, without those that are promised
    Points m_value = 0;
    Points m_bound = 0;
    bool m_is_best = false; // because everything was searched
    bool m_is_cut_short = false;
};

// The problem in the order of its ids, so that nothing depends on the order in which it was told; and where
// each shift and choice stood.
struct Sorted
{
    Problem problem;
    std::vector<std::size_t> shifts;
    std::vector<std::size_t> choices;
};

template <class Entries, class Less>
std::vector<std::size_t> order_of(const Entries& entries, Less&& less)
{
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, less);
    return order;
}

std::vector<std::size_t> places_in(const std::vector<std::size_t>& order)
{
    std::vector<std::size_t> places(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        places[order[i]] = i;
    return places;
}

Sorted in_order(const Problem& problem)
{
    const auto by_id = [](const auto& entries) {
        return order_of(entries, [&](std::size_t a, std::size_t b) { return entries[a].id < entries[b].id; });
    };
    Sorted sorted;
    sorted.problem.places = problem.places;
    sorted.problem.periods = problem.periods;
    sorted.problem.rules = problem.rules;
    sorted.problem.villages = problem.villages;
    sorted.shifts = by_id(problem.shifts);
    const auto volunteers = by_id(problem.volunteers);
    for (const auto i : sorted.shifts)
        sorted.problem.shifts.push_back(problem.shifts[i]);
    for (const auto i : volunteers)
        sorted.problem.volunteers.push_back(problem.volunteers[i]);
    const auto shift_places = places_in(sorted.shifts);
    const auto volunteer_places = places_in(volunteers);
    const auto key = [&](std::size_t i) {
        const auto& choice = problem.choices[i];
        return std::pair(volunteer_places[choice.volunteer], shift_places[choice.shift]);
    };
    sorted.choices = order_of(problem.choices, [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    for (const auto i : sorted.choices) {
        auto choice = problem.choices[i];
        std::tie(choice.volunteer, choice.shift) = key(i);
        sorted.problem.choices.push_back(choice);
    }
    for (auto pair : problem.together) {
        std::tie(pair.one, pair.other) =
            std::minmax({volunteer_places[pair.one], volunteer_places[pair.other]});
        sorted.problem.together.push_back(pair);
    }
    std::ranges::sort(sorted.problem.together, {},
                      [](const Together& pair) { return std::tuple(pair.one, pair.other, pair.points); });
    return sorted;
}

} // namespace

double Plan::gap() const
{
    return bound <= 0 ? 0 : static_cast<double>(bound - value) / static_cast<double>(bound);
}

double Plan::preference_gap() const
{
    const auto rest = bound - needed_value;
    return rest <= 0 ? 0 : static_cast<double>(bound - value) / static_cast<double>(rest);
}

Plan plan(const Problem& problem, const Effort& effort)
{
    const auto sorted = in_order(problem);
    auto plan = Planner(sorted.problem, effort).run();
    for (auto& choice : plan.taken)
        choice = sorted.choices[choice];
    std::ranges::sort(plan.taken);
    Certificate prices{.shift_prices = std::vector<Points>(problem.shifts.size()),
                       .village_prices = std::move(plan.certificate.village_prices)};
    for (std::size_t i = 0; i < sorted.shifts.size(); ++i)
        prices.shift_prices[sorted.shifts[i]] = plan.certificate.shift_prices[i];
    plan.certificate = std::move(prices);
    return plan;
}

} // namespace dorfnetz::matching
