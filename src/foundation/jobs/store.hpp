#pragma once

#include "foundation/core/bell.hpp"
#include "foundation/jobs/queue.hpp"

#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The tables `jobs` and `job_queue`. A claim is a random word that a worker writes into the row; every later
// change of the worker names it, so one who was thought dead and taken over cannot change anything.
namespace dorfnetz::jobs {

// Renewed while the work goes on; after it, a job counts as left by a crash.
inline constexpr std::chrono::minutes lease{10};

// A job that this worker may run. A queued one has an id, a recurring one a time that it covers.
struct Claimed
{
    std::string name; // of the recurring job, or the kind
    std::string claim;
    NetworkId network = {};
    JobId id = {};
    std::string payload = {};
    int attempts = 0; // before this one
    bool cancel_requested = false;
    Timestamp from = {};
    Timestamp until = {};

    bool is_queued() const { return !id.empty(); }
};

struct StoredRecurring
{
    std::string name;
    Timestamp done_up_to;
    int attempts = 0;
    bool may_be_claimed = false;
};

// All recurring jobs that ever ran.
std::vector<StoredRecurring> stored_recurring(db::Pool& pool, Timestamp now);

// Writes down a recurring job that was never seen before.
void add_recurring(db::Pool& pool, std::string_view name, Timestamp done_up_to);

// False if another worker was quicker. `claimed` carries name, claim, from and until.
bool claim_recurring(db::Pool& pool, const Claimed& claimed, Timestamp now);

// The kinds of which a job is due.
std::set<std::string> kinds_due(db::Pool& pool, Timestamp now);

// Takes the next due job of a kind, also one whose worker vanished.
std::optional<Claimed> claim_queued(db::Pool& pool, std::string_view kind, std::string claim, Timestamp now);

enum class Hold { held, cancel_requested, lost };

Hold hold_of(db::Pool& pool, const Claimed& claimed);
Hold renew(db::Pool& pool, const Claimed& claimed, Timestamp leased_until);

struct Progress
{
    std::int64_t done = 0;
    std::int64_t total = 0;
};

Hold note_progress(db::Pool& pool, const Claimed& claimed, Timestamp leased_until, Progress progress);

// Marks as done. False, having changed nothing, if the job was cancelled or taken over.
bool finish(db::Tx& tx, const Claimed& claimed, std::string_view result, Timestamp now);

// What else may come of a run.
struct Ending
{
    enum class Kind {
        done,        // also if somebody wanted to cancel it, but too late
        refused,     // for good, `text` says why
        broken,      // `text` is the error; tried again at `next`, unless `for_good`
        interrupted, // cancelled if that was asked for, otherwise it waits again
    };

    Kind kind = Kind::done;
    std::string_view text = {};
    Timestamp next = {};
    bool for_good = false;
};

// Changes nothing if the job was taken over.
void end(db::Pool& pool, const Claimed& claimed, const Ending& ending, Timestamp now);

// What `enqueue` rings.
Bell& work_bell();

} // namespace dorfnetz::jobs
