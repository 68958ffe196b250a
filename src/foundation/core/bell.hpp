#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace dorfnetz {

// Wakes a worker that waits for something to do.
class Bell
{
public:
    // Safe from every thread; heard by the next `wait` if nobody waits just now.
    void ring();

    // Until somebody rings, the time is over, or the thread is to stop.
    void wait(std::chrono::milliseconds at_most, const std::stop_token& stop);

private:
    std::mutex m_mutex;
    std::condition_variable_any m_rung;
    bool m_ringing = false;
};

} // namespace dorfnetz
