#include "foundation/http/workers.hpp"

#include "foundation/core/priority.hpp"

#include <utility>

namespace dorfnetz::http {

Workers::Workers(unsigned threads, std::size_t limit, Rank rank) : m_limit(limit)
{
    m_threads.reserve(threads);
    for (unsigned i = 0; i < threads; ++i)
        m_threads.emplace_back([this, rank] { work(rank); });
}

Workers::~Workers()
{
    close();
    m_threads.clear();
}

bool Workers::post(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed || m_jobs.size() >= m_limit)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_changed.notify_one();
    return true;
}

std::size_t Workers::waiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_jobs.size();
}

void Workers::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_changed.notify_all();
}

void Workers::work(Rank rank)
{
    if (rank == Rank::gives_way)
        give_way();
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_closed || !m_jobs.empty(); });
            if (m_closed)
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace dorfnetz::http
