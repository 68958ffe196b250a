#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>

namespace dorfnetz::db {

// A mutex that serves in the order of asking: no writer starves behind faster ones.
class FairLock
{
public:
    bool lock_within(std::chrono::milliseconds wait)
    {
        std::unique_lock lock(m_mutex);
        const auto ticket = m_next++;
        m_queue.push_back(ticket);
        const bool mine = m_changed.wait_until(lock, std::chrono::steady_clock::now() + wait,
                                               [&] { return !m_taken && m_queue.front() == ticket; });
        std::erase(m_queue, ticket);
        m_taken = m_taken || mine;
        if (!mine)
            m_changed.notify_all();
        return mine;
    }

    void unlock()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_taken = false;
        }
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::uint64_t> m_queue;
    std::uint64_t m_next = 0;
    bool m_taken = false;
};

struct UnlockAtEnd
{
    explicit UnlockAtEnd(FairLock& taken) : lock(taken) {}

    UnlockAtEnd(const UnlockAtEnd&) = delete;
    UnlockAtEnd& operator=(const UnlockAtEnd&) = delete;

    ~UnlockAtEnd() { lock.unlock(); }

    FairLock& lock;
};

} // namespace dorfnetz::db
