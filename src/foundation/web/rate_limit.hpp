#pragma once

#include "foundation/core/clock.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dorfnetz::web {

// The network part of an address: /24 for IPv4, /56 for IPv6, so that one household counts once.
std::string address_prefix(std::string_view address);

// Token bucket for each key; kept in memory until it is full again, forgotten at a restart.
class RateLimiter
{
public:
    RateLimiter(double per_minute, double burst) : m_per_minute(per_minute), m_burst(burst) {}

    // Takes one, or what counts as several; false, and nothing is taken, if there are not so many left.
    bool take(std::string_view key, Timestamp now, double many = 1);

private:
    struct Bucket
    {
        double tokens;
        Timestamp at;
    };

    double m_per_minute;
    double m_burst;
    std::mutex m_mutex;
    std::unordered_map<std::string, Bucket> m_buckets;
    Timestamp m_next_sweep{};
};

} // namespace dorfnetz::web
