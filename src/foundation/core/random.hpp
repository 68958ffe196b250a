#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dorfnetz {

// Where chance comes from; passed in so that tests can repeat a run.
class Random
{
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

// Cryptographically secure, from the operating system. Safe to share between threads.
class SystemRandom final : public Random
{
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

// The same sequence for the same seed; for tests and example data only.
class SeededRandom final : public Random
{
public:
    explicit SeededRandom(std::uint64_t seed) : m_state(seed) {}

    void fill(std::span<std::uint8_t> bytes) override;

    std::uint64_t next();
    // Uniform in [0, bound); bound > 0.
    std::uint64_t below(std::uint64_t bound);

private:
    std::uint64_t m_state;
};

// Unguessable token of `bytes` random bytes as URL-safe base64 without padding.
std::string random_token(Random& random, std::size_t bytes = 24);

// A code to be typed from paper: `length` characters without those that are mistaken for one another.
std::string random_paper_code(Random& random, std::size_t length);
// Such a code as people type it: small letters, blanks and dashes do not matter, O is 0, I and L are 1.
std::string plain_paper_code(std::string_view typed);

} // namespace dorfnetz
