#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/core/random.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace dorfnetz::jobs {

using JobId = Id<struct JobTag>;

// A piece of work to be done once, outside the request that asks for it: an import, a large export.
struct Job
{
    NetworkId network = {};
    std::string kind = {};                // what `Jobs::handle` was told
    std::string payload = {};             // as the handler reads it; large data lies elsewhere, named here
    std::optional<Timestamp> run_at = {}; // not before; otherwise at once
};

// Puts a job into the queue, in the transaction of what it belongs to, and wakes a worker after the commit.
JobId enqueue(db::Tx& tx, const Job& job, const Clock& clock, Random& random);

enum class JobState { waiting, running, done, failed, cancelled };

struct JobStatus
{
    JobState state = JobState::waiting;
    std::int64_t done = 0; // of `total` steps, 0 of 0 as long as the job has not said
    std::int64_t total = 0;
    bool cancel_requested = false;
    std::string result; // what the handler said at the end, also why it refused
    std::string error;  // of the last attempt that broke
};

// Nothing if there is no such job, or no more.
std::optional<JobStatus> status_of(db::Reader& reader, const NetworkId& network, const JobId& id);

// Cancels a waiting job at once and asks a running one to stop; it does so at its next step, unless it is in
// its final one. Err::missing if there is no such job or it has ended.
Result<Done> request_cancel(db::Tx& tx, const NetworkId& network, const JobId& id, const Clock& clock);

// How long a job stays after its end.
inline constexpr std::chrono::days kept_after_the_end{30};

// Deletes jobs that ended longer ago. Answers how many.
std::int64_t purge_queue(db::Pool& pool, const Clock& clock);

} // namespace dorfnetz::jobs
