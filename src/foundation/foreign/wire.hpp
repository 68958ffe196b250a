#pragma once

#include "foundation/core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// The binary form in which the reader process answers: little-endian numbers, texts with their length in
// front. The receiving side trusts nothing: the sender has just read a hostile file.
namespace dorfnetz::foreign {

class WireWriter
{
public:
    void byte(std::uint8_t value);
    void number(std::uint32_t value);
    void real(double value);
    void text(std::string_view value);

    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

// Reading past the end gives zeros and empty texts and makes `ok()` false for good.
class WireReader
{
public:
    explicit WireReader(std::string_view bytes) : m_rest(bytes) {}

    std::uint8_t byte();
    std::uint32_t number();
    double real();
    std::string_view text();
    // A count of things of which each takes at least `bytes_each` bytes; fails if they cannot be there.
    std::uint32_t count(std::size_t bytes_each);

    bool ok() const noexcept { return m_ok; }

    bool at_end() const noexcept { return m_rest.empty(); }

private:
    std::string_view take(std::size_t length);

    std::string_view m_rest;
    bool m_ok = true;
};

// What the reader process writes: either its result or one of the refusals of refusals.hpp; any other Error
// becomes "damaged file".
std::string success_reply(std::string_view payload);
std::string failure_reply(const Error& error);

// The payload of a reply, or the error in it. Nothing that has the form of no reply is taken:
// that is Err::invalid, "damaged file".
Result<std::string> open_reply(std::string_view reply);

} // namespace dorfnetz::foreign
