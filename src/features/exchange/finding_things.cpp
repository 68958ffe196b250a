#include "features/exchange/finding_things.hpp"

#include "features/exchange/exchange_store.hpp"
#include "features/exchange/search_kinds.hpp"
#include "features/pictures/api.hpp"
#include "foundation/db/list.hpp"
#include "foundation/search/search.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <unordered_map>

namespace dorfnetz::exchange {

namespace {

constexpr int most_hits = 500; // of the words

struct Candidate
{
    FoundThing found;
    Around around = {};
    std::size_t rank = 0; // of the words; without words all have the same, and titles order them
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

// What is offered and fits, whether or not it is free.
std::vector<Candidate> candidates_for(db::Reader& reader, const NetworkId& network,
                                      const organisations::Register& entries, const ThingSearch& search)
{
    using Ranks = std::unordered_map<std::string, std::size_t>;
    const auto ranks = search.words.empty() ? Ranks{} : ranks_of(reader, network, search.words);
    const auto near_it =
        search.around ? distances(entries, search) : std::unordered_map<std::string, double>{};
    const auto kind = search.kind ? std::string(to_text(*search.kind)) : std::string();
    std::vector<Candidate> candidates;
    reader.each(R"sql(
        SELECT id, organisation_id, village_id, half_days_before, half_days_after, title FROM exchange_things
        WHERE network_id = :network AND status = 'offered' AND (:kind = '' OR kind = :kind))sql",
                {{"network", network}, {"kind", kind}}, [&](db::Row& row) {
                    Candidate candidate{.found = {.id = row.take<ThingId>()}};
                    const auto* owner = entries.entry(row.take<OrganisationId>());
                    const auto village = row.take<std::string>();
                    candidate.around.before = row.take<HalfDay>();
                    candidate.around.after = row.take<HalfDay>();
                    candidate.found.title = row.take<std::string>();
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
    return candidates;
}

// A booking with all that belongs to it: one that ends later than that cannot have begun.
constexpr HalfDay longest_blocked = longest_booking + 2 * longest_around;

constexpr auto asked_at_once = db::list_places.size();
constexpr std::size_t most_asked = 7 * asked_at_once; // nobody reads on for longer

// Says of each whether it is free in that time. Bookings say it on a tenth of the pages that their half days
// stand on; what each thing needs around is compared here, since a statement that reads it of the things
// takes three times as long.
void look_at_bookings(db::Reader& reader, const NetworkId& network, const Span& when,
                      std::span<Candidate> candidates)
{
    std::vector<ThingId> ids;
    std::unordered_map<std::string, Candidate*> by_id;
    for (auto& candidate : candidates) {
        candidate.found.is_free = true;
        ids.push_back(candidate.found.id);
        by_id.emplace(candidate.found.id.text(), &candidate);
    }
    constexpr Around widest{.before = longest_around, .after = longest_around};
    const auto around_it = widened(when, widest);
    db::in_lists<ThingId>({{"network", network},
                           {"first", around_it.first},
                           {"last", around_it.last},
                           {"end", around_it.last + longest_blocked}},
                          ids, [&](const db::Params& params) {
                              reader.each(R"sql(
        SELECT thing_id, blocked_from, blocked_until FROM exchange_bookings
        WHERE network_id = :network
          AND thing_id IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o, :p, :q, :r, :s, :t, :u, :v, :w, :x)
          AND holds = 1 AND blocked_until BETWEEN :first AND :end AND blocked_from <= :last)sql",
                                          params, [&](db::Row& row) {
                                              auto& candidate = *by_id.at(row.take<std::string>());
                                              const auto needed = widened(when, candidate.around);
                                              const auto from = row.take<HalfDay>();
                                              const auto until = row.take<HalfDay>();
                                              if (until >= needed.first && from <= needed.last)
                                                  candidate.found.is_free = false;
                                          });
                          });
}

// One after the other as they stand, until so many are found that are free. Answers how many were looked at:
// at least so many, if there are.
std::size_t look_at_days(db::Reader& reader, const NetworkId& network, const Span& when, std::size_t wanted,
                         std::vector<Candidate>& candidates)
{
    std::size_t looked_at = 0;
    std::size_t free_ones = 0;
    const auto most = std::min(candidates.size(), std::max(wanted, most_asked));
    while (looked_at < most && free_ones < wanted) {
        const auto batch =
            std::span(candidates).subspan(looked_at, std::min(asked_at_once, candidates.size() - looked_at));
        look_at_bookings(reader, network, when, batch);
        free_ones += static_cast<std::size_t>(std::count_if(
            batch.begin(), batch.end(), [](const Candidate& candidate) { return candidate.found.is_free; }));
        looked_at += batch.size();
    }
    return looked_at;
}

} // namespace

std::vector<FoundThing> find_things(db::Reader& reader, const NetworkId& network,
                                    const organisations::Register& entries, const ThingSearch& search)
{
    auto candidates = candidates_for(reader, network, entries, search);
    // Here and not by the database, which would compare titles by the rules of a language, and that takes
    // longer than everything else.
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& left, const Candidate& right) {
        const auto order = [](const Candidate& candidate) {
            return std::tuple(candidate.found.km.value_or(0), candidate.rank,
                              std::string_view(candidate.found.title),
                              std::string_view(candidate.found.id.text()));
        };
        return order(left) < order(right);
    });
    if (search.when) {
        const auto looked_at = look_at_days(reader, network, *search.when, search.wanted, candidates);
        std::stable_partition(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(looked_at),
                              [](const Candidate& candidate) { return candidate.found.is_free; });
    }
    std::vector<FoundThing> found;
    found.reserve(candidates.size());
    for (auto& candidate : candidates)
        found.push_back(std::move(candidate.found));
    return found;
}

FoundRows rows_of(db::Reader& reader, const NetworkId& network, std::span<const FoundThing> found,
                  const std::optional<Span>& when)
{
    std::vector<ThingId> ids;
    std::vector<ThingId> busy;
    std::vector<std::string> albums;
    for (const auto& each : found) {
        ids.push_back(each.id);
        albums.push_back(picture_album(each.id));
        if (when && !each.is_free)
            busy.push_back(each.id);
    }
    constexpr Around widest{.before = longest_around, .after = longest_around};
    return {.things = things_by_id(reader, network, ids),
            .pictures = pictures::newest_of(reader, network, albums),
            .taken = when ? store::taken_of(reader, network, busy, widened(*when, widest))
                          : std::map<ThingId, std::set<HalfDay>>{}};
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
