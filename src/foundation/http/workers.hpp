#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace dorfnetz::http {

// Threads that answer requests, with a queue of bounded length.
class Workers
{
public:
    using Job = std::function<void()>;

    // How the system is to share the processors: threads that give way run when the others have nothing to
    // do.
    enum class Rank { usual, gives_way };

    // `limit`: most jobs that may wait. Jobs must not throw.
    Workers(unsigned threads, std::size_t limit, Rank rank = Rank::usual);
    // Waits for the jobs that run; those that wait are dropped.
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // Whether the job was taken; not if `limit` jobs wait already.
    bool post(Job job);
    std::size_t waiting() const;
    // No further job is begun.
    void close();

private:
    void work(Rank rank);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_jobs;
    std::size_t m_limit;
    bool m_closed = false;
    std::vector<std::jthread> m_threads;
};

} // namespace dorfnetz::http
