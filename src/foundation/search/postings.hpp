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

// Calls `visit(number, strength)` in the order of the numbers. Each posting is the distance to the number
// before it, seven bits to a byte and the lowest first, then the strength. Throws if the bytes end within
// one.
template <class Visit>
void each_posting(std::string_view postings, Visit&& visit)
{
    const auto byte = [&](std::size_t at) {
        if (at >= postings.size())
            throw std::logic_error("the postings of a search word end within one");
        return static_cast<std::uint8_t>(postings[at]);
    };
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < postings.size();) {
        std::uint32_t distance = 0;
        unsigned shift = 0;
        std::uint8_t next = 0;
        do {
            next = byte(at++);
            distance |= static_cast<std::uint32_t>(next & 0x7FU) << shift;
            shift += 7;
        } while (next >= 0x80U && shift < 32);
        number += distance;
        visit(number, byte(at++));
    }
}

std::size_t number_of_postings(std::string_view postings);

// The postings with these strengths instead of what they had; an entry with strength 0 goes.
std::string with_changes(std::string_view postings, const Strengths& changes);

} // namespace dorfnetz::search
