#include "foundation/search/entry.hpp"
#include "foundation/search/search.hpp"
#include "foundation/search/understanding.hpp"
#include "foundation/search/words.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace dorfnetz::search {

namespace {

constexpr std::size_t longest_query = 400; // bytes
constexpr std::size_t most_typed_words = 8;
constexpr std::size_t most_candidates = 1'000; // that are ranked

// What one typed word may mean.
using Group = std::vector<Meaning>;

enum class Where { anywhere, in_name };
enum class Likeness { any, same_word };

std::vector<Token> typed_words(std::string_view text)
{
    std::vector<Token> words;
    for (auto& token : tokens(text.substr(0, longest_query))) {
        const bool again = std::any_of(words.begin(), words.end(),
                                       [&](const Token& word) { return word.word == token.word; });
        if (!again && words.size() < most_typed_words)
            words.push_back(std::move(token));
    }
    return words;
}

// The entries of these kinds; nothing if there is none.
std::optional<std::vector<std::string>> terms_of_kinds(db::Reader& reader, const SearchQuery& query)
{
    std::vector<std::string> terms;
    for (const auto& kind : query.kinds)
        if (const auto number = number_of(reader, query.network, kind_word(kind)))
            terms.push_back(term_anywhere(*number));
    if (terms.empty() && !query.kinds.empty())
        return std::nullopt;
    return terms;
}

std::vector<std::string> terms_of_group(const Group& group, Where where, Likeness likeness)
{
    std::vector<std::string> terms;
    for (const auto& meaning : group)
        if (likeness == Likeness::any || meaning.likeness >= same_word)
            terms.push_back(where == Where::in_name ? term_in_name(meaning.number)
                                                    : term_anywhere(meaning.number));
    return terms;
}

// Empty if a group has no such term, so that nothing can match.
Condition all_of(const std::vector<Group>& groups, Where where, Likeness likeness)
{
    Condition condition;
    for (const auto& group : groups) {
        condition.push_back(terms_of_group(group, where, likeness));
        if (condition.back().empty())
            return {};
    }
    return condition;
}

Condition any_of(const std::vector<Group>& groups)
{
    std::vector<std::string> terms;
    for (const auto& group : groups)
        for (auto& term : terms_of_group(group, Where::anywhere, Likeness::any))
            terms.push_back(std::move(term));
    return terms.empty() ? Condition{} : Condition{terms};
}

// Entries to be ranked, each once.
class Candidates
{
public:
    Candidates(db::Reader& reader, const NetworkId& network, std::vector<std::string> kinds)
        : m_reader(reader), m_network(network), m_kinds(std::move(kinds))
    {
    }

    // Adds what fulfils the condition, as far as there is room.
    void add(Condition condition)
    {
        if (condition.empty() || m_more)
            return;
        if (!m_kinds.empty())
            condition.push_back(m_kinds);
        constexpr int one_too_many = static_cast<int>(most_candidates) + 1;
        auto entries = m_reader.engine() == db::Engine::sqlite
                           ? sqlite::matching(m_reader, m_network, condition, one_too_many)
                           : postgresql::matching(m_reader, m_network, condition, one_too_many);
        for (auto& entry : entries) {
            if (!m_seen.insert(entry.kind + '\0' + entry.id).second)
                continue;
            m_more = m_entries.size() == most_candidates;
            if (m_more)
                return;
            m_entries.push_back(std::move(entry));
        }
    }

    const std::vector<Entry>& entries() const { return m_entries; }

    bool more() const { return m_more; }

private:
    db::Reader& m_reader;
    const NetworkId& m_network;
    std::vector<std::string> m_kinds;
    std::unordered_set<std::string> m_seen;
    std::vector<Entry> m_entries;
    bool m_more = false;
};

// Of the group that the fewest entries have, how many that can be at most.
std::int64_t most_matches(const std::vector<Group>& groups)
{
    std::int64_t fewest = INT64_MAX;
    for (const auto& group : groups) {
        std::int64_t entries = 0;
        for (const auto& meaning : group)
            entries += meaning.entries;
        fewest = std::min(fewest, entries);
    }
    return fewest;
}

// Where there are more than can be ranked, those that look best go first: the words themselves, in the name.
void collect(Candidates& candidates, const std::vector<Group>& groups)
{
    if (most_matches(groups) > static_cast<std::int64_t>(most_candidates)) {
        candidates.add(all_of(groups, Where::in_name, Likeness::same_word));
        candidates.add(all_of(groups, Where::in_name, Likeness::any));
        candidates.add(all_of(groups, Where::anywhere, Likeness::same_word));
    }
    candidates.add(all_of(groups, Where::anywhere, Likeness::any));
    if (candidates.entries().empty())
        candidates.add(any_of(groups));
}

// How well entries fit what was typed.
class Ranking
{
public:
    explicit Ranking(const std::vector<Group>& groups) : m_best(groups.size())
    {
        for (std::size_t group = 0; group < groups.size(); ++group)
            for (const auto& meaning : groups[group])
                m_meanings[meaning.number].push_back({group, worth(meaning)});
    }

    // Each typed word counts with its best place in the entry; of two names the one with less beside it wins.
    double score(const Entry& entry)
    {
        constexpr double of_weight[] = {1, 2, 4};
        std::fill(m_best.begin(), m_best.end(), 0.0);
        int name_words = 0;
        int matching_name_words = 0;
        for (const auto& word : read_words(entry.words)) {
            const bool in_name = word.weight == 3;
            name_words += in_name ? 1 : 0;
            const auto meant = m_meanings.find(word.number);
            if (meant == m_meanings.end())
                continue;
            matching_name_words += in_name ? 1 : 0;
            for (const auto& [group, worth] : meant->second)
                m_best[group] = std::max(m_best[group], worth * of_weight[word.weight - 1]);
        }
        double sum = 0;
        for (const double best : m_best)
            sum += best;
        return name_words == 0 ? sum : sum * (1 + 0.5 * matching_name_words / name_words);
    }

private:
    struct Worth
    {
        std::size_t group;
        double value;
    };

    // A rare word says more than a common one, but never twice as much.
    static double worth(const Meaning& meaning)
    {
        return meaning.likeness * (1 + 1 / (1 + std::log10(static_cast<double>(1 + meaning.entries))));
    }

    std::unordered_map<std::int64_t, std::vector<Worth>> m_meanings;
    std::vector<double> m_best;
};

std::vector<Hit> ranked(const std::vector<Entry>& entries, const std::vector<Group>& groups)
{
    Ranking ranking(groups);
    std::vector<Hit> hits;
    hits.reserve(entries.size());
    for (const auto& entry : entries)
        hits.push_back({entry.kind, entry.id, ranking.score(entry)});
    std::sort(hits.begin(), hits.end(), [](const Hit& left, const Hit& right) {
        return std::tie(right.score, left.kind, left.id) < std::tie(left.score, right.kind, right.id);
    });
    return hits;
}

std::vector<Hit> page_of(std::vector<Hit> hits, int offset, int limit)
{
    const auto count = static_cast<int>(hits.size());
    const int begin = std::clamp(offset, 0, count);
    const int end = begin + std::clamp(limit, 0, count - begin);
    return {hits.begin() + begin, hits.begin() + end};
}

} // namespace

SearchResult find(db::Reader& reader, const SearchQuery& query)
{
    SearchResult result;
    std::vector<Group> groups;
    for (const auto& typed : typed_words(query.text)) {
        auto understood = understand(reader, query.network, typed);
        if (understood.instead_of_typed)
            result.corrections.push_back({typed.shown, *understood.instead_of_typed});
        groups.push_back(std::move(understood.meanings));
    }
    auto kinds = terms_of_kinds(reader, query);
    if (groups.empty() || !kinds)
        return result;

    Candidates candidates(reader, query.network, std::move(*kinds));
    collect(candidates, groups);
    result.total = static_cast<int>(candidates.entries().size());
    result.more = candidates.more();
    result.hits = page_of(ranked(candidates.entries(), groups), query.offset, query.limit);
    return result;
}

} // namespace dorfnetz::search
