#pragma once

#include "features/people/api.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

// Rows of some people with one statement instead of one for each.
namespace dorfnetz::people::store {

class RowsOf
{
public:
    static constexpr std::size_t most = 20;

    // Of everybody in the network.
    explicit RowsOf(const NetworkId& network) : m_params{{"network", network}} {}

    // Of these, at least one, `most` at most. They must outlive this.
    RowsOf(const NetworkId& network, std::span<const PersonId> ids)
        : m_params{{"network", network}}, m_some(ids.size() == 1 ? Some::one : Some::several)
    {
        // So that the statement is the same for any number of them, the last one stands in all that are left.
        for (std::size_t i = 0; i < (m_some == Some::one ? 1 : most); ++i)
            m_params.push_back({slots[i], ids[std::min(i, ids.size() - 1)]});
    }

    // `query` ends in its WHERE; `column` holds the person.
    template <class F>
    void each(db::Reader& reader, db::BuiltQuery query, db::Sql column, db::Sql order, F&& work) const
    {
        if (m_some == Some::one)
            query.add("AND").add(column).add("= :p0");
        if (m_some == Some::several)
            query.add("AND").add(column).add("IN (:p0, :p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, "
                                             ":p11, :p12, :p13, :p14, :p15, :p16, :p17, :p18, :p19)");
        query.add(order);
        reader.each(query, m_params, std::forward<F>(work));
    }

    // Calls `work` with as many of them at a time as one statement reads.
    template <class T, class F>
    static void in_turn(std::span<T> all, F&& work)
    {
        for (; !all.empty(); all = all.subspan(std::min(all.size(), most)))
            work(all.first(std::min(all.size(), most)));
    }

private:
    enum class Some { all, one, several };
    static constexpr std::array<std::string_view, most> slots{"p0",  "p1",  "p2",  "p3",  "p4",  "p5",  "p6",
                                                              "p7",  "p8",  "p9",  "p10", "p11", "p12", "p13",
                                                              "p14", "p15", "p16", "p17", "p18", "p19"};

    std::vector<db::Param> m_params;
    Some m_some = Some::all;
};

} // namespace dorfnetz::people::store
