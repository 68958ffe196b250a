#include "foundation/jobs/store.hpp"

#include <utility>

namespace dorfnetz::jobs {

namespace {

constexpr db::Query select_recurring = R"sql(
    SELECT name, done_up_to, attempts,
           CASE WHEN not_before <= :now AND (claim IS NULL OR leased_until <= :now) THEN 1 ELSE 0 END
    FROM jobs ORDER BY name)sql";

constexpr db::Sql insert_recurring = R"sql(
    INSERT INTO jobs (name, done_up_to, not_before) VALUES (:name, :done_up_to, :done_up_to)
    ON CONFLICT DO NOTHING)sql";

constexpr db::Sql claim_one_recurring = R"sql(
    UPDATE jobs SET claim = :claim, leased_until = :lease, last_started = :now
    WHERE name = :name AND done_up_to = :seen AND not_before <= :now
      AND (claim IS NULL OR leased_until <= :now))sql";

constexpr db::Query hold_recurring = R"sql(
    SELECT 0 FROM jobs WHERE name = :name AND claim = :claim)sql";

constexpr db::Sql renew_recurring = R"sql(
    UPDATE jobs SET leased_until = :lease WHERE name = :name AND claim = :claim RETURNING 0)sql";

constexpr db::Sql finish_recurring = R"sql(
    UPDATE jobs SET done_up_to = :until, last_finished = :now, last_error = NULL, attempts = 0, claim = NULL,
                    leased_until = NULL
    WHERE name = :name AND claim = :claim)sql";

constexpr db::Sql break_recurring = R"sql(
    UPDATE jobs SET last_finished = :now, last_error = :error, attempts = attempts + 1, not_before = :next,
                    claim = NULL, leased_until = NULL
    WHERE name = :name AND claim = :claim)sql";

constexpr db::Sql release_recurring = R"sql(
    UPDATE jobs SET claim = NULL, leased_until = NULL WHERE name = :name AND claim = :claim)sql";

constexpr db::Query select_kinds_due = R"sql(
    SELECT DISTINCT kind FROM job_queue
    WHERE (state = 'waiting' AND run_at <= :now) OR (state = 'running' AND leased_until <= :now))sql";

// On SQLite there is one writer; on PostgreSQL two workers that want the same row cannot both be serialised,
// so one of them is run again and finds the next row.
constexpr db::Sql claim_one_queued = R"sql(
    UPDATE job_queue SET state = 'running', claim = :claim, leased_until = :lease, attempts = attempts + 1
    WHERE (network_id, id) IN (
        SELECT network_id, id FROM job_queue
        WHERE kind = :kind AND ((state = 'waiting' AND run_at <= :now) OR
                                (state = 'running' AND leased_until <= :now))
        ORDER BY run_at, id LIMIT 1)
    RETURNING network_id, id, payload, attempts - 1, cancel_requested)sql";

constexpr db::Query hold_queued = R"sql(
    SELECT cancel_requested FROM job_queue
    WHERE network_id = :network AND id = :id AND claim = :claim AND state = 'running')sql";

constexpr db::Sql renew_queued = R"sql(
    UPDATE job_queue SET leased_until = :lease
    WHERE network_id = :network AND id = :id AND claim = :claim AND state = 'running'
    RETURNING cancel_requested)sql";

constexpr db::Sql progress_queued = R"sql(
    UPDATE job_queue SET leased_until = :lease, progress_done = :done, progress_total = :total
    WHERE network_id = :network AND id = :id AND claim = :claim AND state = 'running'
    RETURNING cancel_requested)sql";

constexpr db::Sql finish_queued = R"sql(
    UPDATE job_queue SET state = 'done', result = :result, last_error = NULL, finished_at = :now,
                         claim = NULL, leased_until = NULL, progress_done = progress_total
    WHERE network_id = :network AND id = :id AND claim = :claim AND state = 'running'
      AND cancel_requested = 0)sql";

// The work has returned without asking again, so what it did stays done.
constexpr db::Sql end_queued = R"sql(
    UPDATE job_queue SET state = :state, result = :result, finished_at = :now,
                         claim = NULL, leased_until = NULL
    WHERE network_id = :network AND id = :id AND claim = :claim AND state = 'running')sql";

constexpr db::Sql fail_queued = R"sql(
    UPDATE job_queue SET state = 'failed', last_error = :error, finished_at = :now, claim = NULL,
                         leased_until = NULL
    WHERE network_id = :network AND id = :id AND claim = :claim AND state = 'running')sql";

constexpr db::Sql retry_queued = R"sql(
    UPDATE job_queue SET state = 'waiting', last_error = :error, run_at = :next, claim = NULL,
                         leased_until = NULL
    WHERE network_id = :network AND id = :id AND claim = :claim AND state = 'running')sql";

constexpr db::Sql cancel_interrupted = R"sql(
    UPDATE job_queue SET state = 'cancelled', finished_at = :now, claim = NULL, leased_until = NULL
    WHERE network_id = :network AND id = :id AND claim = :claim AND state = 'running'
      AND cancel_requested = 1)sql";

// An interruption is nobody's failure and does not count as an attempt.
constexpr db::Sql wait_again = R"sql(
    UPDATE job_queue SET state = 'waiting', attempts = attempts - 1, claim = NULL, leased_until = NULL
    WHERE network_id = :network AND id = :id AND claim = :claim AND state = 'running')sql";

Hold hold_from(std::optional<bool> cancel_requested)
{
    if (!cancel_requested)
        return Hold::lost;
    return *cancel_requested ? Hold::cancel_requested : Hold::held;
}

bool take_flag(db::Row& row)
{
    return row.take<bool>();
}

// Writes that cannot be refused by a rule of ours.
template <class F>
auto write(db::Pool& pool, F&& work)
{
    using Answer = std::invoke_result_t<F&, db::Tx&>;
    return pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Answer> { return work(tx); }).value();
}

void end_recurring(db::Tx& tx, const Claimed& claimed, const Ending& ending, Timestamp now)
{
    switch (ending.kind) {
    case Ending::Kind::done:
        finish(tx, claimed, {}, now);
        return;
    case Ending::Kind::refused:
    case Ending::Kind::broken:
        tx.exec(break_recurring, {{"name", claimed.name},
                                  {"claim", claimed.claim},
                                  {"now", now},
                                  {"error", ending.text},
                                  {"next", ending.next}});
        return;
    case Ending::Kind::interrupted:
        tx.exec(release_recurring, {{"name", claimed.name}, {"claim", claimed.claim}});
        return;
    }
}

void end_queued_job(db::Tx& tx, const Claimed& claimed, const Ending& ending, Timestamp now)
{
    const db::Param network{"network", claimed.network};
    const db::Param id{"id", claimed.id};
    const db::Param claim{"claim", claimed.claim};
    const db::Param ended{"now", now};
    switch (ending.kind) {
    case Ending::Kind::done:
        tx.exec(end_queued, {network, id, claim, ended, {"state", "done"}, {"result", ending.text}});
        return;
    case Ending::Kind::refused:
        tx.exec(end_queued, {network, id, claim, ended, {"state", "failed"}, {"result", ending.text}});
        return;
    case Ending::Kind::broken:
        if (ending.for_good)
            tx.exec(fail_queued, {network, id, claim, ended, {"error", ending.text}});
        else
            tx.exec(retry_queued, {network, id, claim, {"error", ending.text}, {"next", ending.next}});
        return;
    case Ending::Kind::interrupted:
        if (tx.exec(cancel_interrupted, {network, id, claim, ended}) == 0)
            tx.exec(wait_again, {network, id, claim});
        return;
    }
}

} // namespace

std::vector<StoredRecurring> stored_recurring(db::Pool& pool, Timestamp now)
{
    return pool.read([&](db::Reader& reader) {
        return reader.list(select_recurring, {{"now", now}}, [](db::Row& row) {
            StoredRecurring job;
            job.name = row.take<std::string>();
            job.done_up_to = row.take<Timestamp>();
            job.attempts = row.take<int>();
            job.may_be_claimed = row.take<bool>();
            return job;
        });
    });
}

void add_recurring(db::Pool& pool, std::string_view name, Timestamp done_up_to)
{
    write(pool, [&](db::Tx& tx) {
        return tx.exec(insert_recurring, {{"name", name}, {"done_up_to", done_up_to}});
    });
}

bool claim_recurring(db::Pool& pool, const Claimed& claimed, Timestamp now)
{
    return write(pool, [&](db::Tx& tx) {
        return tx.exec(claim_one_recurring, {{"name", claimed.name},
                                             {"claim", claimed.claim},
                                             {"seen", claimed.from},
                                             {"now", now},
                                             {"lease", now + lease}}) == 1;
    });
}

std::set<std::string> kinds_due(db::Pool& pool, Timestamp now)
{
    const auto kinds = pool.read([&](db::Reader& reader) {
        return reader.list(select_kinds_due, {{"now", now}},
                           [](db::Row& row) { return row.take<std::string>(); });
    });
    return {kinds.begin(), kinds.end()};
}

std::optional<Claimed> claim_queued(db::Pool& pool, std::string_view kind, std::string claim, Timestamp now)
{
    const auto read_claimed = [&](db::Row& row) {
        Claimed claimed{.name = std::string(kind), .claim = claim};
        claimed.network = row.take<NetworkId>();
        claimed.id = row.take<JobId>();
        claimed.payload = row.take<std::string>();
        claimed.attempts = row.take<int>();
        claimed.cancel_requested = row.take<bool>();
        return claimed;
    };
    return write(pool, [&](db::Tx& tx) {
        return tx.returning(claim_one_queued,
                            {{"kind", kind}, {"claim", claim}, {"now", now}, {"lease", now + lease}},
                            read_claimed);
    });
}

Hold hold_of(db::Pool& pool, const Claimed& claimed)
{
    return pool.read([&](db::Reader& reader) {
        if (!claimed.is_queued())
            return hold_from(
                reader.first(hold_recurring, {{"name", claimed.name}, {"claim", claimed.claim}}, take_flag));
        return hold_from(reader.first(
            hold_queued, {{"network", claimed.network}, {"id", claimed.id}, {"claim", claimed.claim}},
            take_flag));
    });
}

Hold renew(db::Pool& pool, const Claimed& claimed, Timestamp leased_until)
{
    return write(pool, [&](db::Tx& tx) {
        if (!claimed.is_queued())
            return hold_from(tx.returning(
                renew_recurring, {{"name", claimed.name}, {"claim", claimed.claim}, {"lease", leased_until}},
                take_flag));
        return hold_from(tx.returning(renew_queued,
                                      {{"network", claimed.network},
                                       {"id", claimed.id},
                                       {"claim", claimed.claim},
                                       {"lease", leased_until}},
                                      take_flag));
    });
}

Hold note_progress(db::Pool& pool, const Claimed& claimed, Timestamp leased_until, Progress progress)
{
    return write(pool, [&](db::Tx& tx) {
        return hold_from(tx.returning(progress_queued,
                                      {{"network", claimed.network},
                                       {"id", claimed.id},
                                       {"claim", claimed.claim},
                                       {"lease", leased_until},
                                       {"done", progress.done},
                                       {"total", progress.total}},
                                      take_flag));
    });
}

bool finish(db::Tx& tx, const Claimed& claimed, std::string_view result, Timestamp now)
{
    if (!claimed.is_queued())
        return tx.exec(finish_recurring, {{"name", claimed.name},
                                          {"claim", claimed.claim},
                                          {"until", claimed.until},
                                          {"now", now}}) == 1;
    return tx.exec(finish_queued, {{"network", claimed.network},
                                   {"id", claimed.id},
                                   {"claim", claimed.claim},
                                   {"result", result},
                                   {"now", now}}) == 1;
}

void end(db::Pool& pool, const Claimed& claimed, const Ending& ending, Timestamp now)
{
    write(pool, [&](db::Tx& tx) {
        if (claimed.is_queued())
            end_queued_job(tx, claimed, ending, now);
        else
            end_recurring(tx, claimed, ending, now);
        return Done{};
    });
}

Bell& work_bell()
{
    static Bell bell;
    return bell;
}

} // namespace dorfnetz::jobs
