#include "foundation/search/understanding.hpp"

#include "foundation/search/postings.hpp"
#include "foundation/search/spelling.hpp"

#include <algorithm>
#include <unordered_set>

namespace dorfnetz::search {

namespace {

constexpr std::size_t most_corrections = 3;
constexpr std::size_t shortest_for_parts = 4;
constexpr double same_stem = 0.9;
constexpr double corrected = 0.7;

using Meanings = std::vector<Meaning>;

Meaning read_meaning(db::Row& row)
{
    Meaning meaning;
    meaning.word = row.take<std::string>();
    meaning.postings = row.take<std::string>();
    meaning.shown = row.take<std::string>();
    return meaning;
}

Meaning read_longer(db::Row& row)
{
    Meaning meaning;
    meaning.word = row.take<std::string>();
    meaning.postings = row.take<std::string>();
    return meaning;
}

// Behind everything that begins with these letters, in the order of bytes.
std::string end_of_range(std::string_view beginning)
{
    return std::string(beginning) + "\U0010FFFF";
}

// Two lookups: with OR, SQLite would read all words of the network.
Meanings with_stem(db::Reader& reader, const NetworkId& network, const std::string& word)
{
    return reader.list(
        R"sql(
        SELECT word, postings, shown FROM search_words
        WHERE network_id = :network AND word = :word
        UNION ALL
        SELECT word, postings, shown FROM search_words
        WHERE network_id = :network AND stem IN (:german, :english) AND word <> :word)sql",
        {{"network", network}, {"word", word}, {"german", stem(word, "de")}, {"english", stem(word, "en")}},
        read_meaning);
}

Meanings beginning_with(db::Reader& reader, const NetworkId& network, const std::string& letters)
{
    return reader.list(R"sql(
        SELECT word, postings FROM search_words
        WHERE network_id = :network AND word >= :letters AND word < :behind LIMIT 1000)sql",
                       {{"network", network}, {"letters", letters}, {"behind", end_of_range(letters)}},
                       read_longer);
}

// The range begins with the words that end in these letters, the compounds whose kind they name
// ("Heimatverein" for "verein"), so these stay if there are too many. The inner SELECT instead of a join:
// PostgreSQL would read all words of all networks to join a thousand.
Meanings containing(db::Reader& reader, const NetworkId& network, const std::string& letters,
                    const std::string& typed)
{
    return reader.list(
        R"sql(
        SELECT p.word, (SELECT w.postings FROM search_words w WHERE w.network_id = :network AND w.word = p.word)
        FROM (SELECT DISTINCT word FROM (
                SELECT word FROM search_parts
                WHERE network_id = :network AND part >= :letters AND part < :behind AND word <> :typed
                ORDER BY part LIMIT 1000) AS first_parts) AS p)sql",
        {{"network", network}, {"letters", letters}, {"behind", end_of_range(letters)}, {"typed", typed}},
        read_longer);
}

Meanings ending_with(db::Reader& reader, const NetworkId& network, const std::string& letters)
{
    return reader.list(R"sql(
        SELECT p.word, (SELECT w.postings FROM search_words w WHERE w.network_id = :network AND w.word = p.word)
        FROM search_parts p WHERE p.network_id = :network AND p.part = :letters LIMIT 1000)sql",
                       {{"network", network}, {"letters", letters}}, read_longer);
}

bool has(const Meaning& meaning, const std::string& letters)
{
    return meaning.word.find(letters) != std::string::npos;
}

std::size_t entries_of(const Meaning& meaning)
{
    return number_of_postings(meaning.postings);
}

// Of a longer word that was found by these letters, which are the typed word or its stem.
double likeness_of_part(const Meaning& meaning, const std::string& typed, const std::string& letters)
{
    if (meaning.word == letters)
        return same_stem;
    const double whole = has(meaning, typed) ? 1 : 0.8;
    if (meaning.word.starts_with(letters))
        return 0.7 * whole;
    return (meaning.word.ends_with(letters) ? 0.6 : 0.4) * whole;
}

// Longer words that have the typed one in them; of short ones only where a part of a compound must begin or
// end, otherwise "Rat" would find "Beratung".
Meanings longer_words(db::Reader& reader, const NetworkId& network, const std::string& typed)
{
    std::string letters = typed;
    Meanings meanings;
    if (!is_latin(typed)) {
        meanings = beginning_with(reader, network, letters);
    } else if (typed.size() >= shortest_for_parts) {
        const auto common = stem(typed, "de"); // "Musiken" finds "Blasmusik"
        if (common.size() >= shortest_for_parts && typed.starts_with(common))
            letters = common;
        meanings = containing(reader, network, letters, typed);
    } else if (typed.size() > 1) {
        meanings = beginning_with(reader, network, letters);
        for (auto& ending : ending_with(reader, network, letters))
            meanings.push_back(std::move(ending));
    }
    for (auto& meaning : meanings)
        meaning.likeness = likeness_of_part(meaning, typed, letters);
    return meanings;
}

std::optional<Meaning> exactly(db::Reader& reader, const NetworkId& network, const std::string& word)
{
    return reader.first(R"sql(
        SELECT word, postings, shown FROM search_words
        WHERE network_id = :network AND word = :word)sql",
                        {{"network", network}, {"word", word}}, read_meaning);
}

// Words that have this piece of the typed one at about its place, and about its length.
std::vector<std::string> with_piece(db::Reader& reader, const NetworkId& network, std::string_view typed,
                                    const Piece& piece, int errors)
{
    const auto take_word = [](db::Row& row) { return row.take<std::string>(); };
    const auto letters = std::string(piece.letters);
    const auto behind = end_of_range(letters);
    const auto begin = static_cast<int>(piece.begin);
    const auto rest = static_cast<int>(typed.size()) - begin;
    if (begin == 0)
        return reader.list(R"sql(
            SELECT word FROM search_words
            WHERE network_id = :network AND word >= :letters AND word < :behind
              AND length(word) BETWEEN :shortest AND :longest LIMIT 2000)sql",
                           {{"network", network},
                            {"letters", letters},
                            {"behind", behind},
                            {"shortest", rest - errors},
                            {"longest", rest + errors}},
                           take_word);
    if (letters.size() < 3) // in too many words to be of any help
        return {};
    return reader.list(R"sql(
        SELECT word FROM search_parts
        WHERE network_id = :network AND part >= :letters AND part < :behind
          AND length(part) BETWEEN :shortest AND :longest
          AND length(word) - length(part) BETWEEN :leftmost AND :rightmost LIMIT 2000)sql",
                       {{"network", network},
                        {"letters", letters},
                        {"behind", behind},
                        {"shortest", rest - errors},
                        {"longest", rest + errors},
                        {"leftmost", begin - errors},
                        {"rightmost", begin + errors}},
                       take_word);
}

// The words that are typed so with the fewest errors, the commonest first.
Meanings nearest(db::Reader& reader, const NetworkId& network, const std::string& typed)
{
    constexpr std::size_t most_compared = 20;
    int errors = tolerated_errors(typed.size());
    if (errors == 0 || !is_latin(typed))
        return {};
    std::unordered_set<std::string> seen;
    std::vector<std::string> near;
    for (const auto& piece : pieces(typed, errors))
        for (auto& word : with_piece(reader, network, typed, piece, errors)) {
            if (!seen.insert(word).second)
                continue;
            const int distance = typing_errors(typed, word, errors);
            if (distance > errors)
                continue;
            if (distance < errors)
                near.clear();
            errors = std::min(errors, distance);
            near.push_back(std::move(word));
        }
    if (near.size() > most_compared)
        near.resize(most_compared);
    Meanings meanings;
    for (const auto& word : near)
        if (auto meaning = exactly(reader, network, word))
            meanings.push_back(std::move(*meaning));
    std::sort(meanings.begin(), meanings.end(),
              [](const Meaning& left, const Meaning& right) { return entries_of(left) > entries_of(right); });
    if (meanings.size() > most_corrections)
        meanings.resize(most_corrections);
    return meanings;
}

// What is found by correcting an error is told unless the typed word, as a part of others, is the commoner
// one.
void add_corrections(db::Reader& reader, const NetworkId& network, const std::string& typed,
                     Understood& result)
{
    auto words = nearest(reader, network, typed);
    if (words.empty())
        return;
    std::size_t entries_as_typed = 0;
    for (const auto& longer : result.meanings)
        entries_as_typed += has(longer, typed) ? entries_of(longer) : 0;
    if (entries_of(words.front()) > entries_as_typed)
        result.instead_of_typed = words.front().shown;
    for (auto& longer : longer_words(reader, network, words.front().word)) {
        longer.likeness *= corrected;
        result.meanings.push_back(std::move(longer));
    }
    for (auto& word : words) {
        word.likeness = corrected;
        result.meanings.push_back(std::move(word));
    }
}

} // namespace

Understood understand(db::Reader& reader, const NetworkId& network, const Token& typed)
{
    Understood result;
    auto same = with_stem(reader, network, typed.word);
    result.meanings = longer_words(reader, network, typed.word);
    if (same.empty())
        add_corrections(reader, network, typed.word, result);
    for (auto& meaning : same) {
        meaning.likeness = meaning.word == typed.word ? 1.0 : same_stem;
        result.meanings.push_back(std::move(meaning));
    }
    return result;
}

} // namespace dorfnetz::search
