#include "features/matching/search.hpp"

#include "features/matching/draft.hpp"
#include "features/matching/volume.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace dorfnetz::matching {

namespace {

constexpr int first_steps = 400; // towards better prices, at the root
constexpr int later_steps = 40;  // and further down

class Tree
{
public:
    Tree(const Prepared& prepared, Search known, const std::function<bool()>& go_on)
        : m_prepared(prepared),
          m_known(std::move(known)),
          m_step(step_of(prepared)),
          m_go_on(go_on),
          m_finder(prepared)
    {
    }

    Search run(const Certificate& prices)
    {
        m_known.is_complete = true;
        look_into(Fates(m_prepared.lines.size(), Fate::open), prices, first_steps);
        return std::move(m_known);
    }

private:
    // Plans differ by multiples of this.
    static Points step_of(const Prepared& prepared)
    {
        const auto& rules = prepared.problem->rules;
        auto step =
            std::gcd(std::gcd(rules.needed, rules.village_step), std::gcd(rules.load_step, rules.load_most));
        for (const auto& line : prepared.lines)
            step = std::gcd(step, line.weight);
        for (const auto& partner : prepared.partners)
            step = std::gcd(step, partner.points);
        return std::max(1, step);
    }

    // What a bound must reach so that there can be something better.
    Points goal() const { return (m_known.worth + m_step) * price_unit; }

    static std::vector<int> often_taken(const std::vector<double>& often)
    {
        std::vector<int> lines;
        for (std::size_t line = 0; line < often.size(); ++line)
            if (often[line] > 0.5)
                lines.push_back(static_cast<int>(line));
        return lines;
    }

    void look_into(Fates fates, const Certificate& start, int steps)
    {
        if (!m_go_on()) {
            m_known.is_complete = false;
            return;
        }
        Volume volume(m_prepared, start, fates);
        volume.go_down(steps, goal(), m_go_on);
        if (volume.bound().worth < goal())
            return;
        try_plan(volume.bound().lines);
        try_plan(often_taken(volume.often()));
        if (!decide_what_is_certain(fates, volume.prices(), volume.bound().worth))
            return;
        const int line = line_to_branch_on(fates, volume.often(), volume.bound());
        if (line < 0)
            return try_plan(decided_lines(fates));
        const auto at = static_cast<std::size_t>(line);
        const auto first = volume.often()[at] < 0.5 ? Fate::out : Fate::in;
        for (const auto fate : {first, first == Fate::in ? Fate::out : Fate::in}) {
            auto child = fates;
            child[at] = fate;
            look_into(std::move(child), volume.prices(), later_steps);
        }
    }

    // What everybody wants, made into a plan.
    void try_plan(const std::vector<int>& lines)
    {
        Draft draft(m_prepared);
        draft.take(lines);
        draft.improve();
        draft.improve();
        if (draft.worth() <= m_known.worth)
            return;
        m_known.worth = draft.worth();
        m_known.lines.clear();
        for (const auto choice : draft.choices())
            m_known.lines.push_back(m_prepared.line_of[choice]);
    }

    // A line without which, or with which, nothing better than what is known can come out, is decided. False
    // if nothing can come out at all.
    bool decide_what_is_certain(Fates& fates, const Certificate& prices, Points bound)
    {
        const auto before = fates; // for which the bound is
        std::vector<char> is_in_chain(m_prepared.lines.size());
        for (int v = 0; v < m_prepared.volunteers; ++v) {
            const auto at = static_cast<std::size_t>(v);
            const int begin = m_prepared.first[at];
            worths_at(m_prepared, v, prices, before, m_worths);
            for (const auto line : m_finder.best(v, m_worths.data(), price_unit))
                is_in_chain[static_cast<std::size_t>(line)] = true;
            const auto most = m_finder.worth();
            for (int line = begin; line < m_prepared.first[at + 1]; ++line) {
                auto& fate = fates[static_cast<std::size_t>(line)];
                if (fate != Fate::open)
                    continue;
                auto& worth = m_worths[static_cast<std::size_t>(line - begin)];
                const auto otherwise = is_in_chain[static_cast<std::size_t>(line)] ? -decided : decided;
                worth += otherwise;
                m_finder.best(v, m_worths.data(), price_unit);
                const auto loss = most - (m_finder.worth() - std::max<Points>(0, otherwise));
                worth -= otherwise;
                if (bound - loss < goal())
                    fate = otherwise < 0 ? Fate::in : Fate::out;
            }
        }
        return fill(fates);
    }

    // Full shifts take nobody else.
    bool fill(Fates& fates) const
    {
        std::vector<int> in(static_cast<std::size_t>(m_prepared.shifts));
        for (std::size_t line = 0; line < fates.size(); ++line)
            in[shift_of(line)] += fates[line] == Fate::in ? 1 : 0;
        for (std::size_t line = 0; line < fates.size(); ++line)
            if (fates[line] == Fate::open && in[shift_of(line)] >= m_prepared.most[shift_of(line)])
                fates[line] = Fate::out;
        for (std::size_t shift = 0; shift < in.size(); ++shift)
            if (in[shift] > m_prepared.most[shift])
                return false;
        return true;
    }

    // The open line about which the prices are least sure; -1 if all are decided.
    int line_to_branch_on(const Fates& fates, const std::vector<double>& often, const Bound& best) const
    {
        int found = -1;
        double least = 2;
        std::vector<char> is_wanted(fates.size());
        for (const auto line : best.lines)
            is_wanted[static_cast<std::size_t>(line)] = true;
        for (std::size_t line = 0; line < fates.size(); ++line) {
            if (fates[line] != Fate::open)
                continue;
            // Wanted by more than there are places for, if nothing else tells them apart.
            const bool is_contested =
                is_wanted[line] && best.wanted[shift_of(line)] > m_prepared.most[shift_of(line)];
            const double sure = std::abs(often[line] - 0.5) - (is_contested ? 0.2 : 0);
            if (sure < least) {
                least = sure;
                found = static_cast<int>(line);
            }
        }
        return found;
    }

    static std::vector<int> decided_lines(const Fates& fates)
    {
        std::vector<int> lines;
        for (std::size_t line = 0; line < fates.size(); ++line)
            if (fates[line] == Fate::in)
                lines.push_back(static_cast<int>(line));
        return lines;
    }

    std::size_t shift_of(std::size_t line) const
    {
        return static_cast<std::size_t>(m_prepared.lines[line].shift);
    }

    const Prepared& m_prepared;
    Search m_known;
    const Points m_step;
    const std::function<bool()>& m_go_on;
    ChainFinder m_finder;
    std::vector<Points> m_worths;
};

} // namespace

Search search(const Prepared& prepared, const Certificate& prices, Search known,
              const std::function<bool()>& go_on)
{
    return Tree(prepared, std::move(known), go_on).run(prices);
}

} // namespace dorfnetz::matching
