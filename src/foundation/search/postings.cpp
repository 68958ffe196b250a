#include "foundation/search/postings.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace dorfnetz::search {

namespace {

void append_number(std::string& bytes, std::size_t number)
{
    for (; number >= 0x80U; number >>= 7U)
        bytes += static_cast<char>((number & 0x7FU) | 0x80U);
    bytes += static_cast<char>(number);
}

} // namespace

std::size_t number_of_postings(std::string_view postings)
{
    std::size_t count = 0;
    each_posting(postings, [&](std::uint32_t, Strength) { ++count; });
    return count;
}

std::string with_changes(std::string_view postings, const Strengths& changes)
{
    std::map<Strength, std::vector<std::uint32_t>> numbers;
    each_posting(postings, [&](std::uint32_t number, Strength strength) {
        if (!changes.contains(number))
            numbers[strength].push_back(number);
    });
    for (const auto& [number, strength] : changes)
        if (strength > 0)
            numbers[strength].push_back(number);
    std::string bytes;
    for (auto& [strength, of_strength] : numbers) {
        std::sort(of_strength.begin(), of_strength.end());
        bytes += static_cast<char>(strength);
        append_number(bytes, of_strength.size());
        std::uint32_t last = 0;
        for (const auto number : of_strength)
            append_number(bytes, number - std::exchange(last, number));
    }
    return bytes;
}

} // namespace dorfnetz::search
