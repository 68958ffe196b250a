#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

// Where a word stands. Kept as bytes in one row for each word, so that a part of a word that hundreds of
// compounds have is answered by reading hundreds of rows, not hundreds of thousands.
namespace dorfnetz::search {

// How strongly an entry has a word: 1 to 255, more in a name than in a text. 0 means not at all.
using Strength = std::uint8_t;

// By number of the entry.
using Strengths = std::map<std::uint32_t, Strength>;

// Reads the bytes one after the other. Throws if they end too early.
class PostingsReader
{
public:
    explicit PostingsReader(std::string_view bytes) : m_bytes(bytes) {}

    bool at_end() const { return m_at == m_bytes.size(); }

    std::uint8_t byte()
    {
        if (at_end())
            throw std::logic_error("the postings of a search word end within one");
        return static_cast<std::uint8_t>(m_bytes[m_at++]);
    }

    // Seven bits to a byte, the lowest first.
    std::uint32_t number()
    {
        std::uint32_t result = 0;
        for (unsigned shift = 0; shift < 32; shift += 7) {
            const auto next = byte();
            result |= static_cast<std::uint32_t>(next & 0x7FU) << shift;
            if (next < 0x80U)
                break;
        }
        return result;
    }

private:
    std::string_view m_bytes;
    std::size_t m_at = 0;
};

// Calls `visit(number, strength)` for each posting. Those of one strength stand together, which takes one
// byte for most of them: the strength, how many there are, and of each number the distance to the one before.
template <class Visit>
void each_posting(std::string_view postings, Visit&& visit)
{
    PostingsReader reader(postings);
    while (!reader.at_end()) {
        const Strength strength = reader.byte();
        std::uint32_t number = 0;
        for (auto left = reader.number(); left > 0; --left) {
            number += reader.number();
            visit(number, strength);
        }
    }
}

std::size_t number_of_postings(std::string_view postings);

// The postings with these strengths instead of what they had; an entry with strength 0 goes.
std::string with_changes(std::string_view postings, const Strengths& changes);

} // namespace dorfnetz::search
