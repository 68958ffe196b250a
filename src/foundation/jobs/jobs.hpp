#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/db/db.hpp"
#include "foundation/jobs/context.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace dorfnetz::jobs {

// What a job does. Returning means done, unless the context said no when asked whether to go on; throwing
// means to be tried again later.
using Work = std::function<void(JobContext&)>;

struct JobsSettings
{
    db::Pool& pool;
    const Clock& clock;
    Random& random;
    // How far local time is ahead of UTC at a moment, for the hour of daily jobs; UTC if not given.
    std::function<std::chrono::minutes(Timestamp)> local_offset = {};
};

// The program's background work: what recurs, and what stands in the queue. Any number of servers may run the
// same jobs on one database; each job is run by one of them at a time. A worker that vanished loses its job
// after `lease`, and another one takes it.
class Jobs
{
public:
    explicit Jobs(JobsSettings settings);
    ~Jobs();
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;

    // Runs at once and then whenever `interval` is over. What was missed while the program was off is run
    // once; the context says which time it covers.
    void every(std::string name, std::chrono::minutes interval, Work work);

    // Runs each day at a full local hour, the first time when that hour comes. If the program was off then,
    // it runs at the next start, once.
    void daily(std::string name, int hour, Work work);

    // Says who does the queued jobs of a kind.
    void handle(std::string kind, Work work);

    // Runs all that is due, one after the other, until nothing is or a stop is requested; answers how many
    // jobs were run. Throws db::Unavailable.
    int run_due(const std::stop_token& stop = {});

    // Runs what becomes due in threads of its own. All jobs must be known before.
    void start(unsigned threads = 1);

    // Tells running jobs to stop and waits for them: they do at their next step.
    void stop();

private:
    struct Every
    {
        std::chrono::minutes interval;
    };

    struct DailyAt
    {
        std::chrono::hours hour;
    };

    struct Recurring
    {
        std::string name;
        std::variant<Every, DailyAt> schedule;
        Work work;
    };

    int run_recurring(const std::stop_token& stop);
    int run_queued(const std::stop_token& stop);
    Timestamp first_done_up_to(const Recurring& job, Timestamp now) const;
    std::optional<Timestamp> due_up_to(const Recurring& job, Timestamp done_up_to, Timestamp now) const;
    Timestamp last_daily(const DailyAt& daily, Timestamp now) const;
    void run(const Work& work, Claimed claimed, const std::stop_token& stop);
    void work_until_stopped(const std::stop_token& stop);

    JobsSettings m_settings;
    std::vector<Recurring> m_recurring;
    std::map<std::string, Work> m_handlers;
    std::vector<std::jthread> m_threads;
};

// How long a job waits after its nth failure in a row: 1, 5, 15 minutes, then every hour.
std::chrono::minutes pause_after(int attempts);

// A queued job that breaks so often has failed.
inline constexpr int most_attempts = 5;

struct RecurringState
{
    std::string name;
    Timestamp done_up_to;
    std::string last_error; // empty if the last run went well
};

// For the operator's checks.
std::vector<RecurringState> recurring_states(db::Reader& reader);

} // namespace dorfnetz::jobs
