#include "foundation/web/rate_limit.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <fmt/format.h>

namespace dorfnetz::web {

std::string address_prefix(std::string_view address)
{
    const std::string text(address);
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
        return fmt::format("{}.{}.{}", bytes[0], bytes[1], bytes[2]);
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1)
        return fmt::format("{:02x}", fmt::join(bytes.begin(), bytes.begin() + 7, ""));
    return "unknown";
}

bool RateLimiter::take(std::string_view key, Timestamp now, double many)
{
    constexpr std::size_t most_keys = 100'000;
    const std::lock_guard lock(m_mutex);
    // Full buckets say nothing; whoever invents keys cannot make the others be forgotten.
    if (m_buckets.size() >= most_keys && now >= m_next_sweep) {
        const auto time_to_fill =
            std::chrono::milliseconds(static_cast<std::int64_t>(m_burst / m_per_minute * 60'000));
        std::erase_if(m_buckets, [&](const auto& entry) { return now - entry.second.at >= time_to_fill; });
        m_next_sweep = now + std::chrono::minutes(1);
    }
    auto& bucket = m_buckets.try_emplace(std::string(key), Bucket{m_burst, now}).first->second;
    const double minutes = std::chrono::duration<double, std::ratio<60>>(now - bucket.at).count();
    bucket.tokens = std::min(m_burst, bucket.tokens + std::max(0.0, minutes) * m_per_minute);
    bucket.at = now;
    if (bucket.tokens < many)
        return false;
    bucket.tokens -= many;
    return true;
}

} // namespace dorfnetz::web
