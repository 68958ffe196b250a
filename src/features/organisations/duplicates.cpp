#include "features/organisations/api.hpp"
#include "features/organisations/organisation_values.hpp"
#include "foundation/search/folding.hpp"

#include <set>
#include <unordered_map>

namespace dorfnetz::organisations {

namespace {

constexpr std::size_t most_found = 5;
constexpr double alike = 0.6;                    // share of common trigrams above which names are alike
constexpr std::size_t commonest_trigram = 2'000; // names with it; more say nothing about likeness

// Three letters each, with the ends marked.
std::set<std::string> trigrams_of(std::string_view folded)
{
    const auto padded = " " + std::string(folded) + " ";
    std::set<std::string> trigrams;
    for (std::size_t i = 0; i + 3 <= padded.size(); ++i)
        trigrams.insert(padded.substr(i, 3));
    return trigrams;
}

bool share_one(const std::vector<VillageId>& left, const std::vector<VillageId>& right)
{
    return std::any_of(left.begin(), left.end(), [&](const VillageId& village) {
        return std::find(right.begin(), right.end(), village) != right.end();
    });
}

} // namespace

struct DuplicateFinder::Known
{
    struct One
    {
        OrganisationId id;
        std::string name;
        std::size_t trigrams;
        std::vector<VillageId> villages;
    };

    std::vector<One> all;
    std::unordered_multimap<std::string, std::size_t> by_register;
    std::unordered_multimap<std::string, std::size_t> by_name;
    std::unordered_map<std::string, std::vector<std::size_t>> by_trigram;

    void add(const OrganisationId& id, const std::string& name, const std::string& register_key,
             const std::vector<VillageId>& villages)
    {
        const auto number = all.size();
        const auto trigrams = trigrams_of(name);
        all.push_back({id, name, trigrams.size(), villages});
        if (!register_key.empty())
            by_register.emplace(register_key, number);
        by_name.emplace(name, number);
        for (const auto& trigram : trigrams)
            by_trigram[trigram].push_back(number);
    }

    std::vector<std::size_t> with_similar_name(const std::string& name) const
    {
        const auto trigrams = trigrams_of(name);
        std::unordered_map<std::size_t, std::size_t> common;
        for (const auto& trigram : trigrams)
            if (const auto found = by_trigram.find(trigram);
                found != by_trigram.end() && found->second.size() <= commonest_trigram)
                for (const auto number : found->second)
                    ++common[number];
        std::vector<std::pair<double, std::size_t>> similar;
        for (const auto& [number, count] : common) {
            const auto together = trigrams.size() + all[number].trigrams - count;
            if (const auto share = static_cast<double>(count) / static_cast<double>(together); share >= alike)
                similar.emplace_back(-share, number);
        }
        std::sort(similar.begin(), similar.end());
        std::vector<std::size_t> numbers;
        for (const auto& [share, number] : similar)
            numbers.push_back(number);
        return numbers;
    }
};

DuplicateFinder::DuplicateFinder(const Register& entries) : m_known(std::make_unique<Known>())
{
    for (const auto& entry : entries.entries)
        m_known->add(entry.id, entry.folded_name, entry.register_key, entry.villages);
}

DuplicateFinder::~DuplicateFinder() = default;
DuplicateFinder::DuplicateFinder(DuplicateFinder&&) noexcept = default;

std::vector<Duplicate> DuplicateFinder::find(const OrganisationDraft& draft) const
{
    std::vector<Duplicate> found;
    const auto add = [&](std::size_t number, Likeness likeness) {
        const auto& id = m_known->all[number].id;
        const bool known =
            std::any_of(found.begin(), found.end(), [&](const Duplicate& other) { return other.id == id; });
        if (!known && found.size() < most_found)
            found.push_back({id, likeness});
    };
    const auto name = search::fold(draft.name);
    if (const auto key = register_key(draft); !key.empty())
        for (auto [at, end] = m_known->by_register.equal_range(key); at != end; ++at)
            add(at->second, Likeness::certain);
    for (auto [at, end] = m_known->by_name.equal_range(name); at != end; ++at)
        if (share_one(m_known->all[at->second].villages, draft.villages))
            add(at->second, Likeness::likely);
    for (auto [at, end] = m_known->by_name.equal_range(name); at != end; ++at)
        add(at->second, Likeness::possible);
    for (const auto number : m_known->with_similar_name(name))
        add(number, Likeness::possible);
    return found;
}

void DuplicateFinder::add(const OrganisationId& id, const OrganisationDraft& draft)
{
    m_known->add(id, search::fold(draft.name), register_key(draft), draft.villages);
}

} // namespace dorfnetz::organisations
