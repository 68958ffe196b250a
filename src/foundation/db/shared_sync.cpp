#include "foundation/db/shared_sync.hpp"

namespace dorfnetz::db {

bool SharedSync::wait()
{
    std::unique_lock lock(m_mutex);
    // A sync that runs already may have begun before our bytes were written, so it is the next one that
    // counts.
    const auto needed = m_begun + 1;
    while (m_ended < needed) {
        if (m_is_syncing) {
            m_changed.wait(lock);
            continue;
        }
        m_is_syncing = true;
        const auto mine = ++m_begun;
        lock.unlock();
        const bool worked = m_sync();
        lock.lock();
        m_is_syncing = false;
        m_ended = mine;
        m_has_failed = m_has_failed || !worked;
        m_changed.notify_all();
    }
    return !m_has_failed;
}

bool SharedSync::has_failed()
{
    const std::lock_guard lock(m_mutex);
    return m_has_failed;
}

} // namespace dorfnetz::db
