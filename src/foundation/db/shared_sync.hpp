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

    // Returns once everything that was written before the call is on the disk. False if the disk failed, now
    // or before: the system may have forgotten what it could not write then, so a later sync that works
    // proves nothing, and what was written behind it into the same log is lost with it.
    [[nodiscard]] bool wait();

    // Whether nothing more should be written.
    [[nodiscard]] bool has_failed();

private:
    std::function<bool()> m_sync;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_is_syncing = false;
    std::uint64_t m_begun = 0; // syncs, the one that runs included
    std::uint64_t m_ended = 0;
    bool m_has_failed = false;
};

} // namespace dorfnetz::db
