#pragma once

#include "foundation/jobs/store.hpp"

#include <cstdint>
#include <stop_token>
#include <string>

namespace dorfnetz::jobs {

// How a running job speaks with the queue. Used by the one thread that runs the job.
class JobContext
{
public:
    JobContext(db::Pool& pool, const Clock& clock, Claimed claimed, std::stop_token stop);

    // Of a queued job; empty in a recurring one.
    const NetworkId& network() const { return m_claimed.network; }

    const JobId& id() const { return m_claimed.id; }

    const std::string& payload() const { return m_claimed.payload; }

    // The time that this run of a recurring job covers: after `from`, up to and with `until`.
    Timestamp from() const { return m_claimed.from; }

    Timestamp until() const { return m_claimed.until; }

    // Whether to do another step. False when the program stops, somebody cancelled, or another worker has
    // taken the job over; then return, having undone or kept what can be continued. To be asked several
    // times a second; keeps the lease.
    bool may_go_on();

    // Notes how far the job is, for whoever waits; answers like `may_go_on`.
    bool progress(std::int64_t done, std::int64_t total);

    // The final step: marks the job as done in the transaction of its last change, so that both happen or
    // neither, even in a crash. An error, to be returned from the transaction, if it was cancelled or taken
    // over meanwhile.
    Result<Done> finish_in(db::Tx& tx, std::string result = {});

    // What to keep as the result when the work returns.
    void set_result(std::string result) { m_result = std::move(result); }

    // The job cannot be done, and trying again would not help. The reason becomes its result.
    void refuse(std::string reason);

private:
    friend class Jobs;
    bool go_on_after(Hold hold);

    // What to write down after the work has returned.
    enum class Course { going, refused, interrupted, finished };

    db::Pool& m_pool;
    const Clock& m_clock;
    Claimed m_claimed;
    std::stop_token m_stop;
    Timestamp m_leased_until;
    std::string m_result;
    Course m_course = Course::going;
};

} // namespace dorfnetz::jobs
