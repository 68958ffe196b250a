#include "foundation/core/text.hpp"
#include "foundation/search/postings.hpp"
#include "foundation/search/search.hpp"
#include "foundation/search/sounding.hpp"
#include "foundation/search/words.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace dorfnetz::search {

namespace {

// So many entries change each word's row once.
constexpr std::size_t batch_size = 10'000;
constexpr std::size_t most_words = 2'000; // of one entry; the rest of a very long text is not indexed
constexpr std::size_t shortest_part = 3;

using WordStrengths = std::map<std::string, Strength>;

// What the batch changes about one word.
struct WordChange
{
    std::string stem;
    std::string shown;
    Strengths strengths;
};

// Sorted, so that writers on PostgreSQL at the same moment take the rows in the same order and never wait for
// each other in a circle.
using WordChanges = std::map<std::string, WordChange>;

struct Stored
{
    std::uint32_t number = 0;
    std::string words;
};

// The words of a document with their weights, and how it writes them.
struct Content
{
    std::map<std::string, int> weights;
    std::map<std::string, std::string> shown;
};

Content content_of(const Document& document)
{
    Content content;
    for (const auto& field : document.fields)
        for (auto& token : tokens(field.text)) {
            if (content.weights.size() >= most_words)
                return content;
            auto& weight = content.weights[token.word];
            weight = std::max(weight, std::clamp(field.weight, 1, 3));
            content.shown.try_emplace(std::move(token.word), std::move(token.shown));
        }
    return content;
}

// In a name each word counts the more the fewer words the name has: "Chor Mussa" is more about a choir than
// "Förderkreis für Chor und Kapelle in Mussa".
WordStrengths strengths_of(const Document& document, const Content& content)
{
    const auto name_words = std::count_if(content.weights.begin(), content.weights.end(),
                                          [](const auto& word) { return word.second == 3; });
    WordStrengths strengths;
    strengths[kind_word(document.kind)] = 1;
    for (const auto& [word, weight] : content.weights)
        strengths[word] = static_cast<Strength>(weight == 3 ? 160 + 80 / name_words : 40 * weight);
    return strengths;
}

std::string write_words(const WordStrengths& words)
{
    std::string text;
    for (const auto& [word, strength] : words) {
        if (!text.empty())
            text += ' ';
        text += word + '=' + std::to_string(strength);
    }
    return text;
}

WordStrengths read_words(std::string_view text)
{
    WordStrengths words;
    for (const auto item : split(text, ' ')) {
        const auto equals = item.rfind('=');
        if (equals == std::string_view::npos)
            continue;
        auto& strength = words[std::string(item.substr(0, equals))];
        std::from_chars(item.data() + equals + 1, item.data() + item.size(), strength);
    }
    return words;
}

std::optional<Stored> stored_entry(db::Tx& tx, const NetworkId& network, const std::string& kind,
                                   const std::string& id)
{
    return tx.first(R"sql(
        SELECT number, words FROM search_entries WHERE network_id = :network AND kind = :kind AND id = :id)sql",
                    {{"network", network}, {"kind", kind}, {"id", id}}, [](db::Row& row) {
                        const auto number = row.take<std::uint32_t>();
                        return Stored{number, row.take<std::string>()};
                    });
}

void write_entry(db::Tx& tx, const Document& document, std::uint32_t number, const std::string& words)
{
    tx.exec(R"sql(
        INSERT INTO search_entries (network_id, number, kind, id, words)
        VALUES (:network, :number, :kind, :id, :words)
        ON CONFLICT (network_id, kind, id) DO UPDATE SET words = excluded.words)sql",
            {{"network", document.network},
             {"number", number},
             {"kind", document.kind},
             {"id", document.id},
             {"words", words}});
}

void note_removal(WordChanges& changes, const Stored& stored)
{
    for (const auto& [word, strength] : read_words(stored.words))
        changes[word].strengths[stored.number] = 0;
}

// Looking for parts and typing errors is for Latin letters; other scripts are found by whole words and their
// beginnings. Digits are found by their beginnings too.
bool has_parts(const std::string& word)
{
    return word.size() >= shortest_part && is_latin(word);
}

void add_parts(db::Tx& tx, const NetworkId& network, const std::string& word)
{
    tx.exec(R"sql(
        INSERT INTO search_parts (network_id, part, word)
        WITH RECURSIVE starts (start) AS (
            SELECT 1 UNION ALL SELECT start + 1 FROM starts WHERE start < :starts)
        SELECT :network, substr(CAST(:word AS TEXT), start), :word FROM starts)sql",
            {{"network", network}, {"word", word}, {"starts", word.size() + 1 - shortest_part}});
}

void remove_parts(db::Tx& tx, const NetworkId& network, const std::string& word)
{
    tx.exec(R"sql(
        DELETE FROM search_parts WHERE network_id = :network AND word = :word AND part IN (
            WITH RECURSIVE starts (start) AS (
                SELECT 1 UNION ALL SELECT start + 1 FROM starts WHERE start < :starts)
            SELECT substr(CAST(:word AS TEXT), start) FROM starts))sql",
            {{"network", network}, {"word", word}, {"starts", word.size() + 1 - shortest_part}});
}

void add_word(db::Tx& tx, const NetworkId& network, const std::string& word, const WordChange& change,
              const std::string& postings)
{
    tx.exec(R"sql(
        INSERT INTO search_words (network_id, word, stem, sound, shown, entries, postings)
        VALUES (:network, :word, :stem, :sound, :shown, :entries, :postings))sql",
            {{"network", network},
             {"word", word},
             {"stem", change.stem},
             {"sound", sound_key(word)},
             {"shown", change.shown},
             {"entries", number_of_postings(postings)},
             {"postings", db::Blob{postings}}});
    if (has_parts(word))
        add_parts(tx, network, word);
}

void remove_word(db::Tx& tx, const NetworkId& network, const std::string& word)
{
    tx.exec(R"sql(DELETE FROM search_words WHERE network_id = :network AND word = :word)sql",
            {{"network", network}, {"word", word}});
    if (has_parts(word))
        remove_parts(tx, network, word);
}

void apply(db::Tx& tx, const NetworkId& network, const std::string& word, const WordChange& change)
{
    const auto before = tx.value<std::string>(R"sql(
        SELECT postings FROM search_words WHERE network_id = :network AND word = :word FOR UPDATE)sql",
                                              {{"network", network}, {"word", word}});
    const auto after = with_changes(before.value_or(""), change.strengths);
    if (!before && !after.empty())
        add_word(tx, network, word, change, after);
    else if (before && after.empty())
        remove_word(tx, network, word);
    else if (before && after != *before)
        tx.exec(R"sql(
            UPDATE search_words SET entries = :entries, postings = :postings
            WHERE network_id = :network AND word = :word)sql",
                {{"network", network},
                 {"word", word},
                 {"entries", number_of_postings(after)},
                 {"postings", db::Blob{after}}});
}

void apply(db::Tx& tx, const NetworkId& network, const WordChanges& changes)
{
    for (const auto& [word, change] : changes)
        apply(tx, network, word, change);
}

// All of one network.
void put_batch(db::Tx& tx, const NetworkId& network, const std::vector<const Document*>& documents)
{
    auto last_number = tx.value<std::uint32_t>(R"sql(
        SELECT coalesce(max(number), 0) FROM search_entries WHERE network_id = :network)sql",
                                               {{"network", network}});
    WordChanges changes;
    for (const auto* document : documents) {
        const auto content = content_of(*document);
        const auto strengths = strengths_of(*document, content);
        const auto words = write_words(strengths);
        const auto stored = stored_entry(tx, network, document->kind, document->id);
        if (stored && stored->words == words)
            continue;
        if (stored)
            note_removal(changes, *stored);
        const auto number = stored ? stored->number : ++*last_number;
        write_entry(tx, *document, number, words);
        for (const auto& [word, strength] : strengths) {
            auto& change = changes[word];
            change.strengths[number] = strength;
            const auto shown = content.shown.find(word);
            if (change.shown.empty() && shown != content.shown.end()) {
                change.shown = shown->second;
                change.stem = stem(word, document->language);
            }
        }
    }
    apply(tx, network, changes);
}

} // namespace

void put(db::Tx& tx, const Document& document)
{
    put(tx, std::span(&document, 1));
}

void put(db::Tx& tx, std::span<const Document> documents)
{
    std::map<NetworkId, std::vector<const Document*>> waiting;
    for (const auto& document : documents) {
        auto& batch = waiting[document.network];
        batch.push_back(&document);
        if (batch.size() == batch_size)
            put_batch(tx, document.network, std::exchange(batch, {}));
    }
    for (const auto& [network, batch] : waiting)
        if (!batch.empty())
            put_batch(tx, network, batch);
}

void remove(db::Tx& tx, const NetworkId& network, const std::string& kind, const std::string& id)
{
    const auto stored = stored_entry(tx, network, kind, id);
    if (!stored)
        return;
    tx.exec(R"sql(DELETE FROM search_entries WHERE network_id = :network AND number = :number)sql",
            {{"network", network}, {"number", stored->number}});
    WordChanges changes;
    note_removal(changes, *stored);
    apply(tx, network, changes);
}

} // namespace dorfnetz::search
