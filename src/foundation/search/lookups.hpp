#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/search/spelling.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Which words a network has: all questions to the tables of words.
namespace dorfnetz::search {

// A word of the network that stands for a typed one.
struct Meaning
{
    std::string word;
    std::string postings;
    std::string shown;   // empty for a longer word
    double likeness = 0; // 1: the very word; less for other forms, parts and corrected errors
};

using Meanings = std::vector<Meaning>;

// The words of one network, as one transaction sees them.
class Words
{
public:
    Words(db::Reader& reader, NetworkId network) : m_reader(reader), m_network(std::move(network)) {}

    std::optional<Meaning> exactly(const std::string& word);

    // The word itself and those with its stem in either language.
    Meanings with_stem(const std::string& word);

    Meanings beginning_with(const std::string& letters);

    // Words with these letters anywhere but `without`, those that end in them first.
    Meanings containing(const std::string& letters, const std::string& without);

    Meanings ending_with(const std::string& letters);

    // Words whose `sound_key` is this one, and those whose key only begins with it.
    Meanings sounding(const std::string& key);
    Meanings sounding_at_first(const std::string& key);

    // Words that are the beginning of something with this `sound_key`, and not all of it.
    Meanings sounding_as_beginning_of(const std::string& key);

    // Words that have this piece of the typed one at about its place. As a whole they are about as long as
    // what was typed; as beginnings they may be any longer.
    enum class Extent { whole, beginning };
    std::vector<std::string> with_piece(std::string_view typed, const Piece& piece, int errors,
                                        Extent extent);

    // Endings of words that have this piece of the typed one and are about as long, each with its word.
    struct Ending
    {
        std::string letters; // from the piece on
        std::string word;
    };

    std::vector<Ending> endings_with_piece(std::string_view typed, const Piece& piece, int errors);

private:
    db::Reader& m_reader;
    NetworkId m_network;
};

} // namespace dorfnetz::search
