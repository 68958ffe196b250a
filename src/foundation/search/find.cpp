#include "foundation/core/text.hpp"
#include "foundation/search/postings.hpp"
#include "foundation/search/search.hpp"
#include "foundation/search/understanding.hpp"
#include "foundation/search/words.hpp"

#include <algorithm>
#include <cmath>

namespace dorfnetz::search {

namespace {

constexpr std::size_t longest_query = 400; // bytes
constexpr std::size_t most_typed_words = 8;

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

struct Scored
{
    std::uint32_t number;
    float score;
};

// How well each entry fits what was typed, by its number.
class Scores
{
public:
    // Each typed word counts once, with its best meaning in the entry.
    void add(const std::vector<Meaning>& meanings)
    {
        std::size_t entries = 0;
        std::fill(m_best.begin(), m_best.end(), 0.0F);
        for (const auto& meaning : meanings) {
            const auto likeness = static_cast<float>(meaning.likeness);
            each_posting(meaning.postings, [&](std::uint32_t number, Strength strength) {
                ++entries;
                make_room(number);
                m_best[number] = std::max(m_best[number], likeness * static_cast<float>(strength));
            });
        }
        // A rare word says more than a common one, but never twice as much.
        const auto worth = static_cast<float>(1 + 1 / (1 + std::log10(1 + static_cast<double>(entries))));
        ++m_typed;
        for (std::size_t number = 0; number < m_best.size(); ++number)
            if (m_best[number] > 0) {
                m_score[number] += worth * m_best[number];
                ++m_matched[number];
            }
    }

    // Leaves only these entries.
    void keep_only(const std::vector<std::string>& postings)
    {
        std::vector<bool> kept(m_score.size());
        for (const auto& of_kind : postings)
            each_posting(of_kind, [&](std::uint32_t number, Strength) {
                if (number < kept.size())
                    kept[number] = true;
            });
        for (std::size_t number = 0; number < kept.size(); ++number)
            if (!kept[number])
                m_matched[number] = 0;
    }

    // Those that have all typed words; if there is none, those that have any.
    std::vector<Scored> matches() const
    {
        auto all = with_at_least(m_typed);
        return all.empty() ? with_at_least(1) : all;
    }

private:
    std::vector<Scored> with_at_least(int words) const
    {
        std::vector<Scored> result;
        for (std::size_t number = 0; number < m_matched.size(); ++number)
            if (m_matched[number] >= words)
                result.push_back({static_cast<std::uint32_t>(number), m_score[number]});
        return result;
    }

    void make_room(std::uint32_t number)
    {
        if (number < m_best.size())
            return;
        const std::size_t size = std::max<std::size_t>(number + 1, m_best.size() * 2);
        m_best.resize(size);
        m_score.resize(size);
        m_matched.resize(size);
    }

    int m_typed = 0;
    std::vector<float> m_best; // of the word that is being added
    std::vector<float> m_score;
    std::vector<std::uint8_t> m_matched; // how many typed words
};

std::vector<std::string> postings_of_kinds(db::Reader& reader, const SearchQuery& query)
{
    std::vector<std::string> postings;
    for (const auto& kind : query.kinds)
        if (auto of_kind = reader.value<std::string>(R"sql(
                SELECT postings FROM search_words WHERE network_id = :network AND word = :word)sql",
                                                     {{"network", query.network}, {"word", kind_word(kind)}}))
            postings.push_back(std::move(*of_kind));
    return postings;
}

// The part of the list that is asked for, best first; of equal ones the one that was put in first.
std::vector<Scored> page_of(std::vector<Scored> scored, int offset, int limit)
{
    const auto count = static_cast<std::ptrdiff_t>(scored.size());
    const auto begin = std::clamp<std::ptrdiff_t>(offset, 0, count);
    const auto end = begin + std::clamp<std::ptrdiff_t>(limit, 0, count - begin);
    std::partial_sort(
        scored.begin(), scored.begin() + end, scored.end(), [](const Scored& left, const Scored& right) {
            return left.score != right.score ? left.score > right.score : left.number < right.number;
        });
    return {scored.begin() + begin, scored.begin() + end};
}

std::optional<Hit> hit_of(db::Reader& reader, const NetworkId& network, const Scored& scored)
{
    return reader.first(R"sql(
        SELECT kind, id FROM search_entries WHERE network_id = :network AND number = :number)sql",
                        {{"network", network}, {"number", scored.number}}, [&](db::Row& row) {
                            auto kind = row.take<std::string>();
                            return Hit{std::move(kind), row.take<std::string>(), scored.score};
                        });
}

} // namespace

std::string understood(std::string_view typed, const std::vector<Correction>& corrections)
{
    auto words = fold(typed);
    for (const auto& correction : corrections)
        words = replace_all(std::move(words), fold(correction.typed), fold(correction.understood));
    return words;
}

SearchResult find(db::Reader& reader, const SearchQuery& query)
{
    SearchResult result;
    Scores scores;
    Words words(reader, query.network);
    for (const auto& typed : typed_words(query.text)) {
        const auto understood = understand(words, typed);
        if (understood.instead_of_typed)
            result.corrections.push_back({typed.shown, *understood.instead_of_typed});
        scores.add(understood.meanings);
    }
    if (!query.kinds.empty())
        scores.keep_only(postings_of_kinds(reader, query));
    auto matches = scores.matches();
    result.total = static_cast<int>(matches.size());
    for (const auto& scored : page_of(std::move(matches), query.offset, query.limit))
        if (auto hit = hit_of(reader, query.network, scored))
            result.hits.push_back(std::move(*hit));
    return result;
}

} // namespace dorfnetz::search
