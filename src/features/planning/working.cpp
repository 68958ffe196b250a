#include "accounts/accounts_store.hpp"
#include "features/planning/calculation.hpp"
#include "features/planning/planning_service.hpp"
#include "features/planning/planning_store.hpp"

#include <algorithm>
#include <chrono>

// Working a plan out, in the background.
namespace dorfnetz::planning {

namespace {

using web::Context;

constexpr std::int64_t steps_a_second = 10; // of what the bar shows

// As the one who wants the plan, with the rights that they have now.
std::optional<Context> as_host(db::Reader& reader, const Context& context, const Plan& plan)
{
    const auto actor = plan.asked_by
                           ? accounts::actor_of(reader, context.network.id, *plan.asked_by, context.now())
                           : std::nullopt;
    if (!actor)
        return std::nullopt;
    auto theirs = context.in(i18n::Language::de);
    theirs.actor = *actor;
    return theirs;
}

Result<Done> keep(db::Tx& tx, const NetworkId& network, Plan plan, const Outcome& outcome, Timestamp now)
{
    const auto current = store::lock(tx, network, plan.activity);
    if (!current || current->job != plan.job)
        return Done{}; // thrown away, or begun anew
    plan.made_at = now;
    plan.worth = outcome.worth;
    plan.best_worth = outcome.best_worth;
    plan.is_best = outcome.is_best;
    store::finish(tx, network, plan);
    store::remove_places(tx, network, plan.activity, Mark::proposed);
    for (const auto& place : outcome.proposed)
        store::put_place(tx, network, plan.activity, place);
    store::replace_obstacles(tx, network, plan.activity, outcome.obstacles);
    return Done{};
}

} // namespace

void work_out(web::Environment& environment, const web::Site& site, jobs::JobContext& job)
{
    const auto network =
        environment.pool.read([&](db::Reader& reader) { return web::network_by_id(reader, job.network()); });
    if (!network)
        return job.refuse("the network is gone");
    const auto context = web::context_of_a_job(environment, site, *network);

    struct Task
    {
        Plan plan;
        Calculation calculation;
    };

    const auto task = environment.pool.read([&](db::Reader& reader) -> std::optional<Task> {
        auto plan = store::plan_of(reader, network->id, ActivityId(job.payload()));
        const auto host = plan && plan->job == job.id() ? as_host(reader, context, *plan) : std::nullopt;
        if (!host || !hosted_activity(reader, *host, plan->activity))
            return std::nullopt;
        Calculation calculation(reader, *host, *plan, rosters_of(reader, *host, plan->activity));
        return Task{*std::move(plan), std::move(calculation)};
    });
    if (!task)
        return job.refuse("nobody may have this plan worked out any more");
    if (const auto faults = matching::faults_of(task->calculation.problem()); !faults.empty())
        return job.refuse(faults.front());
    const auto begin = std::chrono::steady_clock::now();
    const auto total = task->plan.rules.time.count() * steps_a_second;
    const auto is_enough = [&] {
        return environment.pool.read([&](db::Reader& reader) {
            const auto plan = store::plan_of(reader, network->id, task->plan.activity);
            return !plan || plan->job != job.id() || plan->is_enough;
        });
    };
    bool may_go_on = true;
    const auto outcome = task->calculation.run(task->plan.rules.time, [&] {
        const auto spent =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
        may_go_on = job.progress(std::min(total, spent.count() * steps_a_second / 1000), total);
        return may_go_on && !is_enough();
    });
    if (!may_go_on) // the program stops: the next start begins it again
        return;
    static_cast<void>(environment.pool.write(db::Scope::of(network->id), [&](db::Tx& tx) -> Result<Done> {
        TRY(keep(tx, network->id, task->plan, outcome, environment.clock.now()));
        return job.finish_in(tx);
    }));
}

void tidy_up(const web::Environment& environment, const NetworkId& network)
{
    static_cast<void>(environment.pool.write(db::Scope::of(network), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& person : store::people_in(tx, network))
            if (const auto now = people::entry_now(tx, network, person); now != person)
                store::move_person(tx, network, person, now);
        const auto kept = environment.clock.now() - std::chrono::days{days_kept};
        for (const auto& activity : store::planned_activities(tx, network)) {
            const auto dates = activities::dates_of(tx, network, activity);
            if (std::ranges::all_of(dates, [&](const auto& date) { return date.ends_at < kept; }))
                store::remove(tx, network, activity);
        }
        return Done{};
    }));
}

} // namespace dorfnetz::planning
