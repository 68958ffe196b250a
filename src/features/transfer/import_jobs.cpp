#include "features/transfer/erased_rows.hpp"
#include "features/transfer/feature.hpp"
#include "features/transfer/importing.hpp"

// Long lists are worked off in the background.
namespace dorfnetz::transfer {

namespace {

constexpr std::chrono::hours files_kept{47}; // looked at each hour, so two days at most
constexpr std::chrono::hours reading_takes{1};

std::optional<web::Network> network_of(web::Environment& environment, const jobs::JobContext& job)
{
    return environment.pool.read(
        [&](db::Reader& reader) { return web::network_by_id(reader, job.network()); });
}

using Step = std::function<Result<Done>(const web::Network&, const BatchId&, const Progress&, const Finish&)>;

void run(web::Environment& environment, jobs::JobContext& job, const Step& step)
{
    const auto network =
        environment.pool.read([&](db::Reader& reader) { return web::network_by_id(reader, job.network()); });
    if (!network)
        return job.refuse("the network is gone");
    bool goes_on = true;
    const auto done = step(
        *network, BatchId{job.payload()},
        [&](std::int64_t now, std::int64_t total) { return goes_on = job.progress(now, total); },
        [&](db::Tx& tx) { return job.finish_in(tx); });
    // Whoever is told to stop keeps the job for the next start, or it was cancelled.
    if (!done && goes_on)
        job.refuse(std::string(done.error().text.text()));
}

} // namespace

void register_jobs(jobs::Jobs& jobs, web::Environment& environment)
{
    jobs.handle(std::string(check_job), [&environment](jobs::JobContext& job) {
        run(environment, job,
            [&](const auto& network, const auto& id, const auto& progress, const auto& finish) {
                return check(environment, network, id, progress, finish);
            });
    });
    jobs.handle(std::string(apply_job), [&environment](jobs::JobContext& job) {
        run(environment, job,
            [&](const auto& network, const auto& id, const auto& progress, const auto& finish) {
                return apply(environment, network, id, {.progress = progress, .finish = finish});
            });
    });
    jobs.handle(std::string(follow_up_job), [&environment](jobs::JobContext& job) {
        if (const auto network = network_of(environment, job))
            follow_up(environment, *network, BatchId{job.payload()});
    });
    jobs.every("forget_erased_rows", std::chrono::minutes(60),
               [&environment](jobs::JobContext&) { forget_erased(environment); });
    jobs.every("tidy_imports", std::chrono::minutes(60), [&environment](jobs::JobContext&) {
        (void)environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            const auto now = environment.clock.now();
            store::delete_files_older_than(tx, now - files_kept);
            store::delete_half_read(tx, now - reading_takes);
            return Done{};
        });
    });
    jobs.daily("delete_old_imports", 3, [&environment](jobs::JobContext&) {
        (void)environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            store::delete_older_than(tx, environment.clock.now() - lists_kept);
            return Done{};
        });
    });
}

} // namespace dorfnetz::transfer
