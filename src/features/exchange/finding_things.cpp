#include "features/exchange/finding_things.hpp"

#include "features/exchange/search_kinds.hpp"
#include "foundation/search/search.hpp"

#include <algorithm>
#include <unordered_map>

namespace dorfnetz::exchange {

namespace {

constexpr int most_hits = 500; // of the words

struct Candidate
{
    FoundThing found;
    std::size_t rank = 0; // of the words; without words the order of titles
};

// Where each thing stands among what the words found.
std::unordered_map<std::string, std::size_t> ranks_of(db::Reader& reader, const NetworkId& network,
                                                      const std::string& words)
{
    std::unordered_map<std::string, std::size_t> ranks;
    const auto result = search::find(
        reader,
        {.network = network, .text = words, .kinds = {std::string(thing_search_kind)}, .limit = most_hits});
    for (const auto& hit : result.hits)
        ranks.emplace(hit.id, ranks.size());
    return ranks;
}

// How far each village of the network is from the one; nothing if that one is not known or the place has no
// coordinates. Without a radius it is near to itself alone.
std::unordered_map<std::string, double> distances(const organisations::Register& entries,
                                                  const ThingSearch& search)
{
    std::unordered_map<std::string, double> near_it;
    const auto* from = entries.village(*search.around);
    if (!from)
        return near_it;
    near_it.emplace(from->id.text(), 0.0);
    for (const auto& village : entries.villages)
        if (const auto km = search.radius_km ? villages::distance_km(*from, village) : std::nullopt;
            km && *km <= static_cast<double>(*search.radius_km))
            near_it.emplace(village.id.text(), *km);
    return near_it;
}

} // namespace

std::vector<FoundThing> find_things(db::Reader& reader, const NetworkId& network,
                                    const organisations::Register& entries, const ThingSearch& search)
{
    const auto ranks = search.words.empty() ? decltype(ranks_of(reader, network, {})){}
                                            : ranks_of(reader, network, search.words);
    const auto near_it =
        search.around ? distances(entries, search) : std::unordered_map<std::string, double>{};
    std::vector<Candidate> candidates;
    const auto kind = search.kind ? std::string(to_text(*search.kind)) : std::string();
    // Whether something of the time is taken is one look into the key of the half days for each thing.
    reader.each(R"sql(
        SELECT t.id, t.organisation_id, t.village_id,
               CASE WHEN :any_time = 0 AND EXISTS (
                   SELECT 1 FROM exchange_half_days h
                   WHERE h.network_id = t.network_id AND h.thing_id = t.id
                     AND h.half_day BETWEEN :first - t.half_days_before AND :last + t.half_days_after)
               THEN 1 ELSE 0 END
        FROM exchange_things t
        WHERE t.network_id = :network AND t.status = 'offered' AND (:kind = '' OR t.kind = :kind)
        ORDER BY t.title, t.id)sql",
                {{"network", network},
                 {"kind", kind},
                 {"any_time", !search.when},
                 {"first", search.when ? search.when->first : 0},
                 {"last", search.when ? search.when->last : 0}},
                [&](db::Row& row) {
                    Candidate candidate{.found = {.id = row.take<ThingId>()}, .rank = candidates.size()};
                    const auto* owner = entries.entry(row.take<OrganisationId>());
                    const auto village = row.take<std::string>();
                    candidate.found.is_free = !row.take<bool>();
                    if (!owner || !owner->is_public())
                        return;
                    if (!search.words.empty()) {
                        const auto rank = ranks.find(candidate.found.id.text());
                        if (rank == ranks.end())
                            return;
                        candidate.rank = rank->second;
                    }
                    if (search.around) {
                        const auto place = near_it.find(village);
                        if (place == near_it.end())
                            return;
                        candidate.found.km = place->second;
                    }
                    candidates.push_back(std::move(candidate));
                });
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& left, const Candidate& right) {
        if (left.found.is_free != right.found.is_free)
            return left.found.is_free;
        const auto km = [](const Candidate& candidate) { return candidate.found.km.value_or(0); };
        return km(left) != km(right) ? km(left) < km(right) : left.rank < right.rank;
    });
    std::vector<FoundThing> found;
    found.reserve(candidates.size());
    for (auto& candidate : candidates)
        found.push_back(std::move(candidate.found));
    return found;
}

std::vector<Span> usable(const Span& within, const Around& around, const std::set<HalfDay>& taken)
{
    std::vector<Span> times;
    for (const auto& gap : gaps(widened(within, around), taken)) {
        const Span time{std::max(gap.first + around.before, within.first),
                        std::min(gap.last - around.after, within.last)};
        if (time.first <= time.last)
            times.push_back(time);
    }
    return times;
}

} // namespace dorfnetz::exchange
