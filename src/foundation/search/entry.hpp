#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How entries are stored, and the little that each engine does in its own way.
namespace dorfnetz::search {

// A word of an entry by its number.
struct WeightedWord
{
    std::int64_t number = 0;
    int weight = 1;
};

// "17c 4a": numbers with their weight as a letter, as stored in `search_entries.words`.
std::string write_words(const std::vector<WeightedWord>& words);
std::vector<WeightedWord> read_words(std::string_view text);

// The term for a word anywhere in an entry, and the one for a word in its name.
std::string term_anywhere(std::int64_t number);
std::string term_in_name(std::int64_t number);

// All terms of an entry, with spaces between them.
std::string terms_of(std::string_view words);

struct Entry
{
    NetworkId network;
    std::string kind;
    std::string id;
    std::string words;
};

// The word under which all entries of a kind stand; a folded word never looks like it.
std::string kind_word(std::string_view kind);

// One term of each group must be there.
using Condition = std::vector<std::vector<std::string>>;

namespace sqlite {

// `before` are the words of the entry that is replaced.
void write_entry(db::Tx& tx, const Entry& entry, const std::optional<std::string>& before);
void remove_entry(db::Tx& tx, const Entry& entry);
std::vector<Entry> matching(db::Reader& reader, const NetworkId& network, const Condition& condition,
                            int limit);
void tidy(db::Tx& tx);

} // namespace sqlite

namespace postgresql {

void write_entry(db::Tx& tx, const Entry& entry, const std::optional<std::string>& before);
void remove_entry(db::Tx& tx, const Entry& entry);
std::vector<Entry> matching(db::Reader& reader, const NetworkId& network, const Condition& condition,
                            int limit);

} // namespace postgresql

} // namespace dorfnetz::search
