#include "foundation/search/entry.hpp"
#include "foundation/search/search.hpp"
#include "foundation/search/words.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace dorfnetz::search {

namespace {

constexpr std::size_t batch_size = 1'000;
constexpr std::size_t most_words = 2'000; // of one entry; the rest of a very long text is not indexed
constexpr std::size_t shortest_part = 3;

struct Use
{
    int weight = 1;
    std::string shown;
};

struct Content
{
    const Document* document;
    std::unordered_map<std::string, Use> words;
};

struct NewWord
{
    std::string stem;
    std::string shown;
    std::int64_t entries = 0;
};

// How often each number loses an entry.
using Released = std::map<std::int64_t, std::int64_t>;

Content content_of(const Document& document)
{
    Content content{&document, {}};
    content.words[kind_word(document.kind)] = {};
    for (const auto& field : document.fields)
        for (auto& token : tokens(field.text)) {
            if (content.words.size() >= most_words)
                return content;
            auto& use = content.words[token.word];
            use.weight = std::max(use.weight, std::clamp(field.weight, 1, 3));
            if (use.shown.empty())
                use.shown = std::move(token.shown);
        }
    return content;
}

// Sorted, so that writers on PostgreSQL at the same moment take the rows in the same order and never wait for
// each other in a circle.
std::map<std::string, NewWord> words_of(const std::vector<Content>& contents)
{
    std::map<std::string, NewWord> words;
    for (const auto& content : contents)
        for (const auto& [word, use] : content.words) {
            auto& added = words[word];
            if (added.entries++ > 0)
                continue;
            added.shown = use.shown;
            if (!use.shown.empty())
                added.stem = stem(word, content.document->language);
        }
    return words;
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

// Looking for parts and typing errors is for Latin letters; other scripts are found by whole words and their
// beginnings. Digits are found by their beginnings too.
bool has_parts(const std::string& word)
{
    return word.size() >= shortest_part &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::int64_t count_word(db::Tx& tx, const NetworkId& network, const std::string& word, const NewWord& added)
{
    struct Counted
    {
        std::int64_t number;
        std::int64_t entries;
    };

    const auto counted = tx.returning(R"sql(
        INSERT INTO search_words (network_id, word, stem, shown, entries)
        VALUES (:network, :word, :stem, :shown, :entries)
        ON CONFLICT (network_id, word) DO UPDATE SET entries = search_words.entries + excluded.entries
        RETURNING number, entries)sql",
                                      {{"network", network},
                                       {"word", word},
                                       {"stem", added.stem},
                                       {"shown", added.shown},
                                       {"entries", added.entries}},
                                      [](db::Row& row) {
                                          const auto number = row.take<std::int64_t>();
                                          return Counted{number, row.take<std::int64_t>()};
                                      });
    const bool is_new = counted->entries == added.entries;
    if (is_new && has_parts(word))
        add_parts(tx, network, word);
    return counted->number;
}

void release(db::Tx& tx, const NetworkId& network, const Released& released)
{
    for (const auto& [number, entries] : released) {
        const auto unused =
            tx.returning(R"sql(
            UPDATE search_words SET entries = entries - :entries
            WHERE network_id = :network AND number = :number RETURNING entries, word)sql",
                         {{"network", network}, {"number", number}, {"entries", entries}}, [](db::Row& row) {
                             const bool none_left = row.take<std::int64_t>() == 0;
                             const auto word = row.take<std::string>();
                             return none_left ? word : std::string();
                         });
        if (!unused || unused->empty())
            continue;
        if (has_parts(*unused))
            remove_parts(tx, network, *unused);
        tx.exec(R"sql(DELETE FROM search_words WHERE network_id = :network AND word = :word)sql",
                {{"network", network}, {"word", *unused}});
    }
}

std::optional<std::string> stored_words(db::Tx& tx, const Entry& entry)
{
    return tx.value<std::string>(R"sql(
        SELECT words FROM search_entries WHERE network_id = :network AND kind = :kind AND id = :id)sql",
                                 {{"network", entry.network}, {"kind", entry.kind}, {"id", entry.id}});
}

void note_release(Released& released, const std::optional<std::string>& words)
{
    if (words)
        for (const auto& word : read_words(*words))
            ++released[word.number];
}

// All of one network.
void put_batch(db::Tx& tx, const std::vector<Content>& contents)
{
    const auto& network = contents.front().document->network;
    std::unordered_map<std::string, std::int64_t> numbers;
    for (const auto& [word, added] : words_of(contents))
        numbers[word] = count_word(tx, network, word, added);

    Released released;
    for (const auto& content : contents) {
        std::vector<WeightedWord> words;
        for (const auto& [word, use] : content.words)
            words.push_back({numbers.at(word), use.weight});
        std::sort(words.begin(), words.end(),
                  [](const auto& left, const auto& right) { return left.number < right.number; });
        const Entry entry{network, content.document->kind, content.document->id, write_words(words)};
        const auto before = stored_words(tx, entry);
        note_release(released, before);
        if (before == entry.words)
            continue;
        if (tx.engine() == db::Engine::sqlite)
            sqlite::write_entry(tx, entry, before);
        else
            postgresql::write_entry(tx, entry, before);
    }
    release(tx, network, released);
}

} // namespace

void put(db::Tx& tx, const Document& document)
{
    put(tx, std::span(&document, 1));
}

void put(db::Tx& tx, std::span<const Document> documents)
{
    std::map<NetworkId, std::vector<Content>> waiting;
    for (const auto& document : documents) {
        auto& contents = waiting[document.network];
        contents.push_back(content_of(document));
        if (contents.size() == batch_size)
            put_batch(tx, std::exchange(contents, {}));
    }
    for (const auto& [network, contents] : waiting)
        if (!contents.empty())
            put_batch(tx, contents);
}

void remove(db::Tx& tx, const NetworkId& network, const std::string& kind, const std::string& id)
{
    Entry entry{network, kind, id, {}};
    const auto before = stored_words(tx, entry);
    if (!before)
        return;
    entry.words = *before;
    if (tx.engine() == db::Engine::sqlite)
        sqlite::remove_entry(tx, entry);
    else
        postgresql::remove_entry(tx, entry);
    Released released;
    note_release(released, before);
    release(tx, network, released);
}

void tidy(db::Tx& tx)
{
    if (tx.engine() == db::Engine::sqlite)
        sqlite::tidy(tx);
}

} // namespace dorfnetz::search
