#include "foundation/search/understanding.hpp"

#include "foundation/search/spelling.hpp"

#include <algorithm>
#include <unordered_set>

namespace dorfnetz::search {

namespace {

constexpr std::size_t most_meanings = 100; // of one typed word, the commonest
constexpr std::size_t most_corrections = 3;
constexpr std::size_t shortest_for_parts = 4;
constexpr double corrected = 0.7;

struct Word
{
    std::int64_t number = 0;
    std::string text;
    std::string shown;
    std::int64_t entries = 0;
};

Word read_word(db::Row& row)
{
    return {row.take<std::int64_t>(), row.take<std::string>(), row.take<std::string>(),
            row.take<std::int64_t>()};
}

// Behind everything that begins with these letters, in the order of bytes.
std::string end_of_range(std::string_view beginning)
{
    return std::string(beginning) + "\U0010FFFF";
}

std::vector<Word> with_stem(db::Reader& reader, const NetworkId& network, const std::string& word)
{
    return reader.list(
        R"sql(
        SELECT number, word, shown, entries FROM search_words
        WHERE network_id = :network AND (word = :word OR stem = :german OR stem = :english))sql",
        {{"network", network}, {"word", word}, {"german", stem(word, "de")}, {"english", stem(word, "en")}},
        read_word);
}

std::vector<Word> beginning_with(db::Reader& reader, const NetworkId& network, const std::string& letters)
{
    return reader.list(R"sql(
        SELECT number, word, shown, entries FROM search_words
        WHERE network_id = :network AND word >= :letters AND word < :behind
        ORDER BY entries DESC LIMIT 100)sql",
                       {{"network", network}, {"letters", letters}, {"behind", end_of_range(letters)}},
                       read_word);
}

// The range is cut before the words are looked up: it begins with those that end in these letters, the
// compounds whose kind they name ("Heimatverein" for "verein").
std::vector<Word> containing(db::Reader& reader, const NetworkId& network, const std::string& letters)
{
    return reader.list(R"sql(
        SELECT w.number, w.word, w.shown, w.entries
        FROM (SELECT DISTINCT word FROM (
                SELECT word FROM search_parts
                WHERE network_id = :network AND part >= :letters AND part < :behind
                ORDER BY part LIMIT 1000) AS first_parts) AS p
        JOIN search_words w ON w.network_id = :network AND w.word = p.word
        ORDER BY w.entries DESC LIMIT 100)sql",
                       {{"network", network}, {"letters", letters}, {"behind", end_of_range(letters)}},
                       read_word);
}

std::vector<Word> ending_with(db::Reader& reader, const NetworkId& network, const std::string& letters)
{
    return reader.list(R"sql(
        SELECT w.number, w.word, w.shown, w.entries
        FROM search_parts p JOIN search_words w ON w.network_id = p.network_id AND w.word = p.word
        WHERE p.network_id = :network AND p.part = :letters
        ORDER BY w.entries DESC LIMIT 100)sql",
                       {{"network", network}, {"letters", letters}}, read_word);
}

bool is_latin(const std::string& word)
{
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool has(const Word& word, const std::string& letters)
{
    return word.text.find(letters) != std::string::npos;
}

// Of a longer word that was found by these letters, which are the typed word or its stem.
double likeness_of_part(const Word& word, const std::string& typed, const std::string& letters)
{
    if (word.text == letters)
        return same_word;
    const double whole = has(word, typed) ? 1 : 0.8;
    if (word.text.starts_with(letters))
        return 0.7 * whole;
    return (word.text.ends_with(letters) ? 0.6 : 0.4) * whole;
}

struct Found {
    Word word;
    double likeness;
};

// Longer words that have the typed one in them; of short ones only where a part of a compound must begin or
// end, otherwise "Rat" would find "Beratung".
std::vector<Found> longer_words(db::Reader& reader, const NetworkId& network, const std::string& word)
{
    std::string letters = word;
    std::vector<Word> words;
    if (!is_latin(word)) {
        words = beginning_with(reader, network, letters);
    } else if (word.size() >= shortest_for_parts) {
        const auto common = stem(word, "de"); // "Musiken" finds "Blasmusik"
        if (common.size() >= shortest_for_parts && word.starts_with(common))
            letters = common;
        words = containing(reader, network, letters);
    } else if (word.size() > 1) {
        words = beginning_with(reader, network, letters);
        for (auto& ending : ending_with(reader, network, letters))
            words.push_back(std::move(ending));
    }
    std::vector<Found> found;
    for (auto& longer : words) {
        const double likeness = likeness_of_part(longer, word, letters);
        found.push_back({std::move(longer), likeness});
    }
    return found;
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
std::vector<Word> nearest(db::Reader& reader, const NetworkId& network, const std::string& typed)
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
    std::vector<Word> words;
    for (const auto& word : near)
        if (auto known = reader.first(R"sql(
                SELECT number, word, shown, entries FROM search_words
                WHERE network_id = :network AND word = :word)sql",
                                      {{"network", network}, {"word", word}}, read_word))
            words.push_back(std::move(*known));
    std::sort(words.begin(), words.end(),
              [](const Word& left, const Word& right) { return left.entries > right.entries; });
    if (words.size() > most_corrections)
        words.resize(most_corrections);
    return words;
}

void add(std::vector<Meaning>& meanings, const Word& word, double likeness)
{
    const auto known = std::find_if(meanings.begin(), meanings.end(),
                                    [&](const Meaning& meaning) { return meaning.number == word.number; });
    if (known == meanings.end())
        meanings.push_back({word.number, likeness, word.entries});
    else
        known->likeness = std::max(known->likeness, likeness);
}

// What is found by correcting an error is told unless the typed word, as a part of others, is the commoner
// one.
void add_corrections(db::Reader& reader, const NetworkId& network, const std::string& typed,
                     const std::vector<Found>& longer, Understood& result)
{
    const auto words = nearest(reader, network, typed);
    if (words.empty())
        return;
    std::int64_t entries_as_typed = 0;
    for (const auto& found : longer)
        entries_as_typed += has(found.word, typed) ? found.word.entries : 0;
    if (words.front().entries > entries_as_typed)
        result.instead_of_typed = words.front().shown;
    for (const auto& word : words)
        add(result.meanings, word, corrected);
    for (const auto& found : longer_words(reader, network, words.front().text))
        add(result.meanings, found.word, found.likeness * corrected);
}

} // namespace

Understood understand(db::Reader& reader, const NetworkId& network, const Token& typed)
{
    Understood result;
    for (const auto& word : with_stem(reader, network, typed.word))
        add(result.meanings, word, word.text == typed.word ? 1.0 : same_word);
    const bool is_known = !result.meanings.empty();
    const auto longer = longer_words(reader, network, typed.word);
    for (const auto& found : longer)
        add(result.meanings, found.word, found.likeness);
    if (!is_known)
        add_corrections(reader, network, typed.word, longer, result);
    std::stable_sort(
        result.meanings.begin(), result.meanings.end(),
        [](const Meaning& left, const Meaning& right) { return left.likeness > right.likeness; });
    if (result.meanings.size() > most_meanings)
        result.meanings.resize(most_meanings);
    return result;
}

std::optional<std::int64_t> number_of(db::Reader& reader, const NetworkId& network, const std::string& word)
{
    return reader.value<std::int64_t>(
        R"sql(SELECT number FROM search_words WHERE network_id = :network AND word = :word)sql",
        {{"network", network}, {"word", word}});
}

} // namespace dorfnetz::search
