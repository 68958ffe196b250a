#include "foundation/jobs/queue.hpp"

#include "foundation/jobs/store.hpp"

#include <array>
#include <stdexcept>
#include <string_view>

namespace dorfnetz::jobs {

namespace {

constexpr db::Sql insert_job = R"sql(
    INSERT INTO job_queue (network_id, id, kind, payload, run_at, created_at)
    VALUES (:network, :id, :kind, :payload, :run_at, :now))sql";

constexpr db::Query select_status = R"sql(
    SELECT state, progress_done, progress_total, cancel_requested, COALESCE(result, ''),
           COALESCE(last_error, '')
    FROM job_queue WHERE network_id = :network AND id = :id)sql";

constexpr db::Sql cancel_waiting = R"sql(
    UPDATE job_queue SET state = 'cancelled', cancel_requested = 1, finished_at = :now
    WHERE network_id = :network AND id = :id AND state = 'waiting')sql";

constexpr db::Sql cancel_running = R"sql(
    UPDATE job_queue SET cancel_requested = 1
    WHERE network_id = :network AND id = :id AND state = 'running')sql";

constexpr db::Sql delete_old = R"sql(
    DELETE FROM job_queue WHERE finished_at < :before)sql";

constexpr std::array<std::string_view, 5> state_names{"waiting", "running", "done", "failed", "cancelled"};

JobState state_from(std::string_view name)
{
    for (std::size_t i = 0; i < state_names.size(); ++i)
        if (state_names[i] == name)
            return static_cast<JobState>(i);
    throw std::logic_error("a stored job has an unknown state");
}

} // namespace

JobId enqueue(db::Tx& tx, const Job& job, const Clock& clock, Random& random)
{
    const auto id = new_id<JobId>(clock, random);
    const auto now = clock.now();
    tx.exec(insert_job, {{"network", job.network},
                         {"id", id},
                         {"kind", job.kind},
                         {"payload", job.payload},
                         {"run_at", job.run_at.value_or(now)},
                         {"now", now}});
    tx.after_commit([] { work_bell().ring(); });
    return id;
}

std::optional<JobStatus> status_of(db::Reader& reader, const NetworkId& network, const JobId& id)
{
    return reader.first(select_status, {{"network", network}, {"id", id}}, [](db::Row& row) {
        JobStatus status;
        status.state = state_from(row.take<std::string>());
        status.done = row.take<std::int64_t>();
        status.total = row.take<std::int64_t>();
        status.cancel_requested = row.take<bool>();
        status.result = row.take<std::string>();
        status.error = row.take<std::string>();
        return status;
    });
}

Result<Done> request_cancel(db::Tx& tx, const NetworkId& network, const JobId& id, const Clock& clock)
{
    const bool waited =
        tx.exec(cancel_waiting, {{"network", network}, {"id", id}, {"now", clock.now()}}) == 1;
    if (!waited && tx.exec(cancel_running, {{"network", network}, {"id", id}}) == 0)
        return Error{Err::missing, "Dieser Auftrag läuft nicht mehr."_de};
    return Done{};
}

std::int64_t purge_queue(db::Pool& pool, const Clock& clock)
{
    const auto before = clock.now() - kept_after_the_end;
    return pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<std::int64_t> {
                   return tx.exec(delete_old, {{"before", before}});
               })
        .value();
}

} // namespace dorfnetz::jobs
