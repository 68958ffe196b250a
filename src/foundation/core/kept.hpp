#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace dorfnetz {

// What was dear to make and is asked for again: the values used last, at most `most` of them. Each holds for
// one stamp, as a network's generation; another stamp finds nothing. Safe to share between threads.
template <class T>
class Kept
{
public:
    explicit Kept(std::size_t most) : m_most(most) {}

    std::shared_ptr<const T> find(std::string_view key, std::uint64_t stamp = 0)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_places.find(key);
        if (found == m_places.end() || found->second->stamp != stamp)
            return nullptr;
        m_recent.splice(m_recent.begin(), m_recent, found->second);
        return found->second->value;
    }

    std::shared_ptr<const T> keep(std::string_view key, std::uint64_t stamp, T value)
    {
        auto shared = std::make_shared<const T>(std::move(value));
        const std::lock_guard lock(m_mutex);
        if (const auto old = m_places.find(key); old != m_places.end()) {
            const auto place = old->second;
            m_places.erase(old); // before the key that it looks at
            m_recent.erase(place);
        }
        m_recent.push_front({std::string(key), stamp, shared});
        m_places.emplace(m_recent.front().key, m_recent.begin());
        if (m_recent.size() > m_most) {
            m_places.erase(m_recent.back().key);
            m_recent.pop_back();
        }
        return shared;
    }

    // The kept value, or the one that `make()` answers. Two threads may both make it: nobody waits.
    template <class F>
    std::shared_ptr<const T> of(std::string_view key, std::uint64_t stamp, F&& make)
    {
        auto kept = find(key, stamp);
        return kept ? kept : keep(key, stamp, make());
    }

private:
    struct One
    {
        std::string key;
        std::uint64_t stamp;
        std::shared_ptr<const T> value;
    };

    std::mutex m_mutex;
    const std::size_t m_most;
    std::list<One> m_recent; // used last in front
    std::unordered_map<std::string_view, typename std::list<One>::iterator> m_places;
};

} // namespace dorfnetz
