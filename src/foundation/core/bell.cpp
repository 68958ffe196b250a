#include "foundation/core/bell.hpp"

#include <utility>

namespace dorfnetz {

void Bell::ring()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ringing = true;
    }
    m_rung.notify_one();
}

void Bell::wait(std::chrono::milliseconds at_most, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_rung.wait_for(lock, stop, at_most, [&] { return m_ringing; });
    m_ringing = false;
}

} // namespace dorfnetz
