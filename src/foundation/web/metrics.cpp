#include "foundation/web/metrics.hpp"

#include <fmt/format.h>

namespace dorfnetz::web {

void Metrics::count(int status, std::chrono::microseconds taken)
{
    const auto index = static_cast<std::size_t>(status / 100);
    m_by_class.at(index < m_by_class.size() ? index : 5).fetch_add(1, std::memory_order_relaxed);
    const double seconds = std::chrono::duration<double>(taken).count();
    std::size_t bucket = 0;
    while (bucket < bounds.size() && seconds > bounds.at(bucket))
        ++bucket;
    m_times.at(bucket).fetch_add(1, std::memory_order_relaxed);
    m_microseconds.fetch_add(static_cast<std::uint64_t>(taken.count()), std::memory_order_relaxed);
}

std::string Metrics::text() const
{
    std::string text = "# HELP dorfnetz_responses_total Answers by class of their status.\n"
                       "# TYPE dorfnetz_responses_total counter\n";
    for (std::size_t i = 1; i < m_by_class.size(); ++i)
        text += fmt::format("dorfnetz_responses_total{{class=\"{}xx\"}} {}\n", i, m_by_class.at(i).load());
    text += "# HELP dorfnetz_cached_responses_total Answers from the page cache.\n"
            "# TYPE dorfnetz_cached_responses_total counter\n";
    text += fmt::format("dorfnetz_cached_responses_total {}\n", m_cached.load());
    text += "# HELP dorfnetz_response_seconds Time to compute an answer.\n"
            "# TYPE dorfnetz_response_seconds histogram\n";
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        below += m_times.at(i).load();
        text += fmt::format("dorfnetz_response_seconds_bucket{{le=\"{}\"}} {}\n", bounds.at(i), below);
    }
    below += m_times.back().load();
    text += fmt::format("dorfnetz_response_seconds_bucket{{le=\"+Inf\"}} {}\n", below);
    text +=
        fmt::format("dorfnetz_response_seconds_sum {}\n", static_cast<double>(m_microseconds.load()) / 1e6);
    text += fmt::format("dorfnetz_response_seconds_count {}\n", below);
    return text;
}

} // namespace dorfnetz::web
