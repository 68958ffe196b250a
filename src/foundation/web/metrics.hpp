#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace dorfnetz::web {

// What the program counts about its answers; no personal data, not even addresses of pages.
class Metrics
{
public:
    void count(int status, std::chrono::microseconds taken);

    void count_cached() { m_cached.fetch_add(1, std::memory_order_relaxed); }

    // Prometheus' text format, version 0.0.4.
    std::string text() const;

private:
    static constexpr std::array<double, 8> bounds{0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5}; // seconds
    std::array<std::atomic<std::uint64_t>, 6> m_by_class{};
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> m_times{};
    std::atomic<std::uint64_t> m_cached = 0;
    std::atomic<std::uint64_t> m_microseconds = 0;
};

} // namespace dorfnetz::web
