#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

namespace dorfnetz::db {

// Many commits reach the disk with one sync (group commit): who comes while the disk is busy waits for the
// next sync, which serves all that came meanwhile.
class SharedSync
{
public:
    // `sync` brings everything written so far to the disk and answers whether that worked. It is called
    // without locks, by one thread at a time.
    explicit SharedSync(std::function<bool()> sync) : m_sync(std::move(sync)) {}

    // Returns once everything that was written before the call is on the disk. False if the disk failed: then
    // nobody knows whether it is.
    [[nodiscard]] bool wait();

private:
    std::function<bool()> m_sync;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_is_syncing = false;
    std::uint64_t m_begun = 0; // syncs, the one that runs included
    std::uint64_t m_ended = 0;
    std::uint64_t m_failed = 0; // the newest that failed
};

} // namespace dorfnetz::db
