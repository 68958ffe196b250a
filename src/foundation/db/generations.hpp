#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dorfnetz::db {

// How often each scope was written. Scopes are networks, so the map stays small. Each pool counts from a
// number of its own, so that what was kept for one pool is never taken for another's.
class Generations
{
public:
    void advance(std::string_view scope);
    std::uint64_t of(std::string_view scope) const;

private:
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, std::uint64_t> m_scopes;
    std::uint64_t m_everything = start_of_next_pool();

    static std::uint64_t start_of_next_pool()
    {
        static std::atomic<std::uint64_t> pools{0};
        return pools++ << 40U;
    }
};

} // namespace dorfnetz::db
