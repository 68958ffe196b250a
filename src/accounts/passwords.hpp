#pragma once

#include "foundation/core/result.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace dorfnetz::accounts {

// What one hash costs. At least 19 MiB and two passes (OWASP Password Storage, Argon2id); less only in tests.
struct PasswordCost
{
    std::uint64_t passes = 2;
    std::size_t memory = std::size_t{19} * 1024 * 1024; // bytes
};

// Argon2id with a bound on memory: so many hashes at a time, so many callers waiting, then Err::unavailable.
// Safe to share between threads.
class PasswordHasher
{
public:
    static constexpr int most_at_once = 2;
    static constexpr int most_waiting = 20;

    explicit PasswordHasher(PasswordCost cost = {});

    // A new hash with a salt of its own, in the form that carries its parameters.
    Result<std::string> hash(std::string_view password);
    // Whether the password fits. An empty `stored` costs as much as any other and never fits, so that an
    // unknown account takes as long as a known one.
    Result<bool> verify(const std::string& stored, std::string_view password);
    // Whether the hash was made with other parameters than today's.
    bool is_outdated(const std::string& stored) const;

    // Hashes computed so far.
    std::uint64_t computed() const { return m_computed; }

private:
    class Turn;

    PasswordCost m_cost;
    std::string m_decoy; // hash of a password that nobody knows
    std::atomic<std::uint64_t> m_computed = 0;
    std::mutex m_mutex;
    std::condition_variable m_freed;
    int m_running = 0;
    int m_waiting = 0;
};

inline constexpr std::size_t shortest_password = 10; // characters
inline constexpr std::size_t longest_password = 200;

// Refuses (Err::invalid, field "kennwort") what is too short, among the most common passwords, or the login
// itself. Asks for no kinds of characters: they make passwords worse.
Result<Done> check_new_password(std::string_view password, std::string_view login);

} // namespace dorfnetz::accounts
