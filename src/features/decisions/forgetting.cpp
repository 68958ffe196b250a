#include "features/decisions/decisions_service.hpp"

// After a secret vote: what its rows were before stays on the disk for a while, as dead versions (PostgreSQL)
// or in the log of the last writes (SQLite). Each was written together with a village's turnout, so all of it
// goes.
namespace dorfnetz::decisions {

void forget_secret_votes(db::Pool& pool)
{
    const auto done = pool.write(db::Scope::nothing(), [](db::Tx& tx) -> Result<Done> {
        store::rewrite_secret_tables(tx);
        return Done{};
    });
    static_cast<void>(done.value());
    pool.maintain();
}

void handle_jobs(jobs::Jobs& jobs, web::Environment& environment)
{
    jobs.handle(std::string(forgetting_job),
                [&environment](jobs::JobContext&) { forget_secret_votes(environment.pool); });
}

} // namespace dorfnetz::decisions
