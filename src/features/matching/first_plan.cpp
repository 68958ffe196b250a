#include "features/matching/first_plan.hpp"

#include "features/matching/flow.hpp"

#include <algorithm>
#include <numeric>

namespace dorfnetz::matching {

namespace {

// Whether the volunteer of these two lines can do both; `earlier` is the one that ends first.
bool fit(const Prepared& prepared, int earlier, int later)
{
    const auto& line = prepared.lines[static_cast<std::size_t>(later)];
    const int first =
        prepared.first[static_cast<std::size_t>(prepared.owner[static_cast<std::size_t>(later)])];
    const int at = earlier - first;
    if (at < line.far)
        return true;
    const auto near = prepared.near.begin();
    return std::binary_search(near + line.near_begin, near + line.near_end, at);
}

// Nodes: source, sink, villages, volunteers, shifts, cliques.
class Network
{
public:
    explicit Network(const Prepared& prepared)
        : m_prepared(prepared), m_clique(prepared.lines.size(), -1), m_is_left_out(prepared.lines.size())
    {
        m_nodes = shift_node(prepared.shifts);
        const auto& rules = prepared.problem->rules;
        int amount = 0;
        for (int g = 0; g < prepared.villages; ++g) {
            if (rules.village_step == 0)
                continue; // their people hang on the source itself
            m_arcs.push_back(
                {source, village_node(g), std::max(0, prepared.fair[static_cast<std::size_t>(g)]), 0});
            m_arcs.push_back({source, village_node(g), unlimited, rules.village_step});
        }
        for (int v = 0; v < prepared.volunteers; ++v) {
            const auto at = static_cast<std::size_t>(v);
            const int village = static_cast<int>(prepared.problem->volunteers[at].village);
            const int most = std::min(prepared.room[at], prepared.first[at + 1] - prepared.first[at]);
            for (int n = 0; n < most; ++n)
                m_arcs.push_back({rules.village_step == 0 ? source : village_node(village), volunteer_node(v),
                                  1, prepared.load(v, n)});
            amount += most;
        }
        int places = 0;
        for (int s = 0; s < prepared.shifts; ++s) {
            const auto at = static_cast<std::size_t>(s);
            const int least = std::min(prepared.least[at], prepared.most[at]);
            m_arcs.push_back({shift_node(s), sink, least, -rules.needed});
            m_arcs.push_back({shift_node(s), sink, prepared.most[at] - least, 0});
            places += prepared.most[at];
        }
        // More than can ever be used, so that some always goes the way that costs nothing: source and sink
        // then have the same potential.
        m_amount = std::min(amount, places) + 1;
        m_arcs.push_back({source, sink, m_amount, 0});
        m_fixed_arcs = m_arcs.size();
    }

    Flow solve()
    {
        m_arcs.resize(m_fixed_arcs);
        for (std::size_t c = 0; c < m_clique_owner.size(); ++c)
            m_arcs.push_back({volunteer_node(m_clique_owner[c]), m_nodes + static_cast<int>(c), 1, 0});
        m_line_arcs = m_arcs.size();
        for (std::size_t i = 0; i < m_prepared.lines.size(); ++i) {
            // Half of what being together is worth: an estimate; the bound counts both halves as well.
            Points doubled = 2 * static_cast<Points>(m_prepared.lines[i].weight);
            for (int p = m_prepared.partner_first[i]; p < m_prepared.partner_first[i + 1]; ++p)
                doubled += m_prepared.partners[static_cast<std::size_t>(p)].points;
            m_arcs.push_back({m_clique[i] >= 0 ? m_nodes + m_clique[i] : volunteer_node(m_prepared.owner[i]),
                              shift_node(m_prepared.lines[i].shift), m_is_left_out[i] ? 0 : 1,
                              -(doubled / 2)});
        }
        return cheapest_flow(m_nodes + static_cast<int>(m_clique_owner.size()), m_arcs, source, sink,
                             m_amount);
    }

    std::vector<int> lines_of(const Flow& flow) const
    {
        std::vector<int> lines;
        for (std::size_t i = 0; i < m_prepared.lines.size(); ++i)
            if (flow.amounts[m_line_arcs + i] > 0)
                lines.push_back(static_cast<int>(i));
        return lines;
    }

    Certificate prices_of(const Flow& flow) const
    {
        const auto potential = [&](int node) { return flow.potentials[static_cast<std::size_t>(node)]; };
        Certificate prices;
        for (int s = 0; s < m_prepared.shifts; ++s)
            prices.shift_prices.push_back((potential(sink) - potential(shift_node(s))) * price_unit);
        const Points most = m_prepared.problem->rules.village_step;
        for (int g = 0; g < m_prepared.villages; ++g)
            prices.village_prices.push_back(
                std::clamp<Points>(potential(village_node(g)) - potential(source), 0, most) * price_unit);
        return prices;
    }

    // A maximal clique around two lines that clash, of lines that are in none yet.
    void add_clique(int one, int other)
    {
        const int owner = m_prepared.owner[static_cast<std::size_t>(one)];
        std::vector<int> clique{one, other};
        const auto at = static_cast<std::size_t>(owner);
        for (int line = m_prepared.first[at]; line < m_prepared.first[at + 1]; ++line)
            if (m_clique[static_cast<std::size_t>(line)] < 0 && line != one && line != other &&
                std::ranges::all_of(clique, [&](int member) {
                    return !fit(m_prepared, std::min(member, line), std::max(member, line));
                }))
                clique.push_back(line);
        for (const auto line : clique)
            m_clique[static_cast<std::size_t>(line)] = static_cast<int>(m_clique_owner.size());
        m_clique_owner.push_back(owner);
    }

    void leave_out(int line) { m_is_left_out[static_cast<std::size_t>(line)] = true; }

    bool is_in_clique(int line) const { return m_clique[static_cast<std::size_t>(line)] >= 0; }

private:
    static constexpr int source = 0;
    static constexpr int sink = 1;
    static constexpr int unlimited = 1 << 30;

    int village_node(int village) const { return 2 + village; }

    int volunteer_node(int volunteer) const { return village_node(m_prepared.villages) + volunteer; }

    int shift_node(int shift) const { return volunteer_node(m_prepared.volunteers) + shift; }

    const Prepared& m_prepared;
    std::vector<FlowArc> m_arcs;
    std::size_t m_fixed_arcs = 0;
    std::size_t m_line_arcs = 0;
    int m_nodes = 0;
    int m_amount = 0;
    std::vector<int> m_clique;       // of each line, -1 for none
    std::vector<int> m_clique_owner; // volunteer
    std::vector<char> m_is_left_out; // of each line
};

} // namespace

FirstPlan first_plan(const Prepared& prepared, int rounds, const std::function<bool()>& go_on)
{
    Network network(prepared);
    FirstPlan plan;
    bool is_relaxation = true; // nothing left out: the prices prove something
    for (int round = 0;; ++round) {
        const auto flow = network.solve();
        plan.lines = network.lines_of(flow);
        if (is_relaxation)
            plan.prices = network.prices_of(flow);
        plan.clashes = 0;
        bool is_new = false;
        std::vector<int> worse;
        for (std::size_t i = 1; i < plan.lines.size(); ++i) {
            const int one = plan.lines[i - 1];
            const int other = plan.lines[i];
            if (prepared.owner[static_cast<std::size_t>(one)] !=
                    prepared.owner[static_cast<std::size_t>(other)] ||
                fit(prepared, one, other))
                continue;
            ++plan.clashes;
            if (is_relaxation && !network.is_in_clique(one) && !network.is_in_clique(other)) {
                network.add_clique(one, other);
                is_new = true;
            } else {
                worse.push_back(prepared.lines[static_cast<std::size_t>(one)].weight <
                                        prepared.lines[static_cast<std::size_t>(other)].weight
                                    ? one
                                    : other);
            }
        }
        if (plan.clashes == 0 || round + 1 >= rounds || !go_on())
            return plan;
        // What no further clique can part loses its lighter side.
        if (!is_new) {
            is_relaxation = false;
            for (const auto line : worse)
                network.leave_out(line);
        }
    }
}

} // namespace dorfnetz::matching
