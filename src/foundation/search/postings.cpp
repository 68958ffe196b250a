#include "foundation/search/postings.hpp"

namespace dorfnetz::search {

namespace {

class Writer
{
public:
    void add(std::uint32_t number, Strength strength)
    {
        if (strength == 0)
            return;
        std::uint32_t distance = number - m_last;
        m_last = number;
        for (; distance >= 0x80U; distance >>= 7U)
            m_bytes += static_cast<char>((distance & 0x7FU) | 0x80U);
        m_bytes += static_cast<char>(distance);
        m_bytes += static_cast<char>(strength);
    }

    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
    std::uint32_t m_last = 0;
};

} // namespace

std::size_t number_of_postings(std::string_view postings)
{
    std::size_t count = 0;
    each_posting(postings, [&](std::uint32_t, Strength) { ++count; });
    return count;
}

std::string with_changes(std::string_view postings, const Strengths& changes)
{
    Writer writer;
    auto change = changes.begin();
    each_posting(postings, [&](std::uint32_t number, Strength strength) {
        for (; change != changes.end() && change->first < number; ++change)
            writer.add(change->first, change->second);
        if (change != changes.end() && change->first == number)
            strength = (change++)->second;
        writer.add(number, strength);
    });
    for (; change != changes.end(); ++change)
        writer.add(change->first, change->second);
    return writer.take();
}

} // namespace dorfnetz::search
