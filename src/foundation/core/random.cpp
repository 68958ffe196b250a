#include "foundation/core/random.hpp"

#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"

#include <array>
#include <cerrno>
#include <string_view>
#include <sys/random.h>
#include <system_error>
#include <vector>

namespace dorfnetz {

void SystemRandom::fill(std::span<std::uint8_t> bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = getrandom(bytes.data() + done, bytes.size() - done, 0);
        if (got < 0 && errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "getrandom");
        if (got > 0)
            done += static_cast<std::size_t>(got);
    }
}

// splitmix64, Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014).
std::uint64_t SeededRandom::next()
{
    m_state += 0x9e3779b97f4a7c15U;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

std::uint64_t SeededRandom::below(std::uint64_t bound)
{
    return next() % bound;
}

void SeededRandom::fill(std::span<std::uint8_t> bytes)
{
    for (auto& byte : bytes)
        byte = static_cast<std::uint8_t>(next() >> 56U);
}

std::string random_token(Random& random, std::size_t bytes)
{
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::vector<std::uint8_t> raw(bytes);
    random.fill(raw);
    std::string token;
    token.reserve(bytes * 4 / 3 + 1);
    unsigned held = 0;
    unsigned bits = 0;
    for (const auto byte : raw) {
        held = (held << 8U) | byte;
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            token += alphabet[(held >> bits) & 63U];
        }
    }
    if (bits > 0)
        token += alphabet[(held << (6 - bits)) & 63U];
    return token;
}

std::string random_paper_code(Random& random, std::size_t length)
{
    // 32 characters: no I, L, O, U (Crockford's base 32), so a byte maps without bias.
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::vector<std::uint8_t> raw(length);
    random.fill(raw);
    std::string code;
    for (const auto byte : raw)
        code += alphabet[byte & 31U];
    return code;
}

std::string plain_paper_code(std::string_view typed)
{
    std::string code;
    for (const char letter : typed) {
        if (letter == ' ' || letter == '-')
            continue;
        const char big = static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
        code += big == 'O' ? '0' : big == 'I' || big == 'L' ? '1' : big;
    }
    return code;
}

std::string new_uuid_v7(const Clock& clock, Random& random)
{
    std::array<std::uint8_t, 16> bytes{};
    random.fill(bytes);
    const auto millis = static_cast<std::uint64_t>(clock.now().time_since_epoch().count());
    for (unsigned i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(millis >> (8U * (5U - i)));
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0fU) | 0x70U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3fU) | 0x80U);

    static constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text += '-';
        text += hex[bytes[i] >> 4U];
        text += hex[bytes[i] & 15U];
    }
    return text;
}

bool is_uuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return true;
}

} // namespace dorfnetz
