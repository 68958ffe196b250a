#include "features/organisations/api.hpp"
#include "features/vocabularies/api.hpp"

#include <unordered_map>
#include <unordered_set>

namespace dorfnetz::organisations {

namespace {

template <class T>
bool has_any(const std::vector<T>& wanted, const std::vector<T>& present)
{
    return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const T& value) {
               return std::find(present.begin(), present.end(), value) != present.end();
           });
}

// The kinds of filters that are counted; each is a bit of what an entry fails.
enum Facet : unsigned {
    no_facet = 0,
    village_facet = 1,
    field_facet = 2,
    strength_facet = 4,
    support_facet = 8,
    kind_facet = 16
};

bool is_among(const Editable& editable, const Entry& entry)
{
    const auto has = [](const auto& ids, const auto& id) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
    };
    return has(editable.entries, entry.id) ||
           std::any_of(entry.villages.begin(), entry.villages.end(),
                       [&](const VillageId& village) { return has(editable.villages, village); });
}

class Chooser
{
public:
    Chooser(const Register& entries, const Filter& filter, Date today)
        : m_register(entries), m_filter(filter), m_today(today)
    {
        for (const auto& village : entries.villages)
            if (std::find(filter.villages.begin(), filter.villages.end(), village.slug) !=
                filter.villages.end())
                m_villages.push_back(village.id);
        // A village that does not exist finds nothing instead of everything.
        if (!filter.villages.empty() && m_villages.empty())
            m_villages.emplace_back("");
        if (filter.found)
            for (std::size_t i = 0; i < filter.found->size(); ++i)
                m_rank.emplace((*filter.found)[i].text(), i);
    }

    Selection choose()
    {
        for (const auto& entry : m_register.entries)
            if (is_in_scope(entry))
                count(entry, failed_facets(entry));
        sort();
        fill_counts();
        return std::move(m_selection);
    }

private:
    bool is_in_scope(const Entry& entry) const
    {
        if (m_filter.directory && directory_of(entry.kind) != *m_filter.directory)
            return false;
        if (!has_any(m_filter.statuses, {entry.status}))
            return false;
        if (m_filter.only && !is_among(*m_filter.only, entry))
            return false;
        if (m_filter.found && !m_rank.contains(entry.id.text()))
            return false;
        return !m_filter.stale_only || is_stale(entry.last_confirmed_on, m_today);
    }

    unsigned failed_facets(const Entry& entry) const
    {
        unsigned failed = no_facet;
        if (!has_any(m_villages, entry.villages))
            failed |= village_facet;
        if (!has_any(m_filter.fields, entry.fields))
            failed |= field_facet;
        if (!has_any(m_filter.strengths, entry.strengths))
            failed |= strength_facet;
        if (!has_any(m_filter.support, entry.support))
            failed |= support_facet;
        if (!has_any(m_filter.kinds, {entry.kind}))
            failed |= kind_facet;
        return failed;
    }

    // A value is counted for every entry that all other kinds of filters let through.
    void count(const Entry& entry, unsigned failed)
    {
        if (failed == no_facet)
            m_selection.entries.push_back(&entry);
        if ((failed & ~unsigned{village_facet}) == 0)
            for (const auto& village : entry.villages)
                ++m_village_counts[village.text()];
        if ((failed & ~unsigned{field_facet}) == 0)
            for (const auto& field : entry.fields)
                ++m_field_counts[field];
        if ((failed & ~unsigned{strength_facet}) == 0)
            for (const auto& strength : entry.strengths)
                ++m_strength_counts[strength];
        if ((failed & ~unsigned{support_facet}) == 0)
            for (const auto& support : entry.support)
                ++m_support_counts[support];
        if ((failed & ~unsigned{kind_facet}) == 0)
            ++m_kind_counts[std::string(to_text(entry.kind))];
    }

    void sort()
    {
        auto& entries = m_selection.entries; // by name already
        if (m_filter.order == Order::by_relevance && m_filter.found)
            std::stable_sort(entries.begin(), entries.end(), [&](const Entry* left, const Entry* right) {
                return m_rank.at(left->id.text()) < m_rank.at(right->id.text());
            });
        if (m_filter.order == Order::newest_confirmation)
            std::stable_sort(entries.begin(), entries.end(), [](const Entry* left, const Entry* right) {
                return left->last_confirmed_on > right->last_confirmed_on;
            });
    }

    using Counts = std::unordered_map<std::string, std::int64_t>;

    static std::int64_t of(const Counts& counts, const std::string& key)
    {
        const auto found = counts.find(key);
        return found == counts.end() ? 0 : found->second;
    }

    static void fill_terms(std::vector<Counted>& counted, std::string_view list, const Counts& counts,
                           const std::vector<std::string>& chosen)
    {
        for (const auto& term : vocabularies::entries(list)) {
            const auto count = of(counts, term.key);
            const bool is_chosen = std::find(chosen.begin(), chosen.end(), term.key) != chosen.end();
            if (count > 0 || is_chosen)
                counted.push_back({term.key, count});
        }
    }

    void fill_counts()
    {
        for (const auto& village : m_register.villages)
            m_selection.villages.push_back({village.slug, of(m_village_counts, village.id.text())});
        fill_terms(m_selection.fields, "fields", m_field_counts, m_filter.fields);
        fill_terms(m_selection.strengths, "strengths", m_strength_counts, m_filter.strengths);
        fill_terms(m_selection.support, "support", m_support_counts, m_filter.support);
        std::vector<std::string> kinds;
        for (const auto kind : m_filter.kinds)
            kinds.emplace_back(to_text(kind));
        fill_terms(m_selection.kinds, "kinds", m_kind_counts, kinds);
    }

    const Register& m_register;
    const Filter& m_filter;
    Date m_today;
    std::vector<VillageId> m_villages;
    std::unordered_map<std::string, std::size_t> m_rank;
    Counts m_village_counts;
    Counts m_field_counts;
    Counts m_strength_counts;
    Counts m_support_counts;
    Counts m_kind_counts;
    Selection m_selection;
};

} // namespace

Selection choose(const Register& entries, const Filter& filter, Date today)
{
    return Chooser(entries, filter, today).choose();
}

} // namespace dorfnetz::organisations
