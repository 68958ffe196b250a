#include "features/asking/facts.hpp"
#include "features/asking/organisations_api.hpp"
#include "features/asking/weights.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace dorfnetz::asking {

namespace {

using matching::Soft;
using organisations::Entry;
using web::Context;

// Companies say what they support with, all others what they are strong in.
bool is_company(const Entry& entry)
{
    return entry.kind == organisations::Kind::company;
}

std::string_view list_of(const Entry& entry)
{
    return is_company(entry) ? "support" : "strengths";
}

const std::vector<std::string>& can(const Entry& entry)
{
    return is_company(entry) ? entry.support : entry.strengths;
}

std::string distance(const Context& context, std::int64_t metres)
{
    const auto km = kilometres(context, metres);
    return km ? context.t("{1} km entfernt"_de, {*km}) : context.t("am Ort"_de);
}

std::string words_about(const Context& context, const Entry& entry, const Sought& sought,
                        const std::vector<std::string>& named, const matching::Reason& reason)
{
    switch (reason.soft) {
    case Soft::field:
        return context.t("engagiert sich für: {1}"_de,
                         {shared_labels(context, "fields", entry.fields, sought.fields)});
    case Soft::related_field:
        return context.t("macht Ähnliches: {1}"_de,
                         {shared_labels(context, "fields", entry.fields, related_to(sought.fields))});
    case Soft::task: {
        const auto labels = shared_labels(context, list_of(entry), can(entry), named);
        return is_company(entry) ? context.t("unterstützt mit: {1}"_de, {labels})
                                 : context.t("stark in: {1}"_de, {labels});
    }
    case Soft::near:
        return distance(context, reason.amount);
    default:
        return {};
    }
}

// Being near alone says nothing.
bool says_something(const matching::Ranked& ranked)
{
    return std::any_of(ranked.reasons.begin(), ranked.reasons.end(), [](const matching::Reason& reason) {
        return reason.soft == Soft::field || reason.soft == Soft::related_field || reason.soft == Soft::task;
    });
}

class Ranking
{
public:
    Ranking(const Context& context, const organisations::Register& entries, const Sought& sought)
        : m_context(context), m_sought(sought)
    {
        for (const auto& village : entries.villages) {
            m_numbers.emplace(village.id, static_cast<std::uint32_t>(m_places.size()));
            m_places.push_back(place_of(village));
        }
    }

    void add(const std::vector<const Entry*>& entries, std::string_view list)
    {
        const auto named = named_in(m_sought.words, list);
        const matching::Need need{.place =
                                      m_sought.village ? number_of(*m_sought.village) : matching::no_place,
                                  .fields = asking::words_of("fields", m_sought.fields),
                                  .related_fields = asking::words_of("fields", related_to(m_sought.fields)),
                                  .tasks = asking::words_of(list, named)};
        std::vector<matching::Candidate> candidates;
        std::map<matching::Key, const Entry*> by_key;
        for (const auto* entry : entries) {
            candidates.push_back(candidate_of(*entry));
            by_key.emplace(candidates.back().key, entry);
        }
        matching::Register all(m_places);
        all.load(std::move(candidates));
        for (const auto& ranked : all.rank(need, entries.size(), weights_of(m_context.network)))
            if (says_something(ranked))
                m_found.emplace_back(ranked, suggestion(*by_key.at(ranked.key), named, ranked));
    }

    std::vector<OrganisationSuggestion> take(std::size_t most)
    {
        std::stable_sort(m_found.begin(), m_found.end(), [](const auto& one, const auto& other) {
            return one.first.points != other.first.points ? one.first.points > other.first.points
                                                          : one.second.entry.name < other.second.entry.name;
        });
        std::vector<OrganisationSuggestion> best;
        for (auto& [ranked, suggestion] : m_found)
            if (best.size() < most)
                best.push_back(std::move(suggestion));
        return best;
    }

private:
    std::uint32_t number_of(const villages::VillageId& village) const
    {
        const auto found = m_numbers.find(village);
        return found == m_numbers.end() ? matching::no_place : found->second;
    }

    // Distances count, villages do not leave out: whoever is active next door may well come over.
    matching::Candidate candidate_of(const Entry& entry) const
    {
        matching::Candidate one{.key = key_of(entry.id),
                                .everywhere = true,
                                .fields = asking::words_of("fields", entry.fields),
                                .tasks = asking::words_of(list_of(entry), can(entry)),
                                .asked_by = 1};
        for (const auto& village : entry.villages)
            if (one.home == matching::no_place)
                one.home = number_of(village);
        return one;
    }

    OrganisationSuggestion suggestion(const Entry& entry, const std::vector<std::string>& named,
                                      const matching::Ranked& ranked) const
    {
        std::vector<std::string> parts;
        for (const auto& reason : ranked.reasons)
            if (auto part = words_about(m_context, entry, m_sought, named, reason); !part.empty())
                parts.push_back(std::move(part));
        return {.entry = entry, .why = join(parts, " · ")};
    }

    const Context& m_context;
    const Sought& m_sought;
    std::unordered_map<villages::VillageId, std::uint32_t> m_numbers;
    std::vector<matching::Place> m_places;
    std::vector<std::pair<matching::Ranked, OrganisationSuggestion>> m_found;
};

} // namespace

std::vector<OrganisationSuggestion> organisations_for(const Context& context,
                                                      const organisations::Register& entries,
                                                      const Sought& sought, std::size_t most)
{
    std::vector<const Entry*> companies;
    std::vector<const Entry*> others;
    for (const auto& entry : entries.entries)
        if (entry.is_public() && std::ranges::find(sought.without, entry.id) == sought.without.end())
            (is_company(entry) ? companies : others).push_back(&entry);
    auto words = sought;
    if (named_in(sought.words, "strengths").empty() && named_in(sought.words, "support").empty())
        words.words += ' ' + sought.more_words;
    Ranking ranking(context, entries, words);
    ranking.add(others, "strengths");
    ranking.add(companies, "support");
    return ranking.take(most);
}

} // namespace dorfnetz::asking
