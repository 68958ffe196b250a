#include "accounts/acting.hpp"
#include "features/asking/several_api.hpp"
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

struct Task
{
    Plan plan;
    Context host;
    Calculation calculation;
};

// Looks at everybody again: they may have gone or been asked while the program was at it.
Result<Done> keep(db::Tx& tx, const Task& task, const Outcome& outcome)
{
    auto plan = task.plan;
    const auto& network = task.host.network.id;
    const auto current = store::lock(tx, network, plan.activity);
    if (!current || current->job != plan.job)
        return Done{}; // thrown away, or begun anew
    plan.made_at = task.host.now();
    plan.worth = outcome.worth;
    plan.best_worth = outcome.best_worth;
    plan.is_best = outcome.is_best;
    store::finish(tx, network, plan);
    std::map<ShiftId, Roster> rosters;
    for (auto& roster : rosters_of(tx, task.host, plan.activity))
        rosters.emplace(roster.open.shift.id, std::move(roster));
    const auto is_free = [&](const PlannedPlace& place) {
        const auto found = rosters.find(place.shift);
        return found != rosters.end() && found->second.is_free_for(place.person);
    };
    for (const auto& place : store::places_of(tx, network, plan.activity))
        if (task.calculation.replaces(place) && is_free(place))
            store::remove_place(tx, network, place);
    for (const auto& place : outcome.proposed)
        if (is_free(place) && asking::may_be_asked(tx, task.host, place.person))
            store::add_place(tx, network, plan.activity, place);
    store::replace_obstacles(tx, network, plan.activity, outcome.obstacles);
    return Done{};
}

// Writes down how far a job is, and asks whether it is to go on, a few times a second: the planner asks at
// each of its steps.
class Pace
{
public:
    Pace(web::Environment& environment, jobs::JobContext& job, const Plan& plan)
        : m_environment(environment), m_job(job), m_plan(plan)
    {
    }

    bool may_go_on()
    {
        const auto now = Clock::now();
        if (now < m_next)
            return m_goes_on;
        m_next = now + pause;
        try {
            look(now);
        } catch (const db::Unavailable&) { // somebody writes for long: look again
        }
        return m_goes_on;
    }

    // False if it was stopped for good: then there is no outcome.
    bool is_wanted() const { return m_is_wanted; }

private:
    using Clock = std::chrono::steady_clock;

    static constexpr std::chrono::milliseconds pause{300};

    void look(Clock::time_point now)
    {
        const auto total = m_plan.rules.time.count() * steps_a_second;
        const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_begin).count();
        m_is_wanted = m_job.progress(std::min(total, spent * steps_a_second / 1000), total);
        const auto is_enough = m_environment.pool.read([&](db::Reader& reader) {
            const auto plan = store::plan_of(reader, m_job.network(), m_plan.activity);
            return !plan || plan->job != m_job.id() || plan->is_enough;
        });
        m_goes_on = m_is_wanted && !is_enough;
    }

    web::Environment& m_environment;
    jobs::JobContext& m_job;
    const Plan& m_plan;
    Clock::time_point m_begin = Clock::now();
    Clock::time_point m_next = m_begin;
    bool m_goes_on = true;
    bool m_is_wanted = true;
};

} // namespace

void work_out(web::Environment& environment, const web::Site& site, jobs::JobContext& job)
{
    const auto network =
        environment.pool.read([&](db::Reader& reader) { return web::network_by_id(reader, job.network()); });
    if (!network)
        return job.refuse("the network is gone");
    const auto context = web::context_of_a_job(environment, site, *network);

    const auto task = environment.pool.read([&](db::Reader& reader) -> std::optional<Task> {
        const std::string_view payload = job.payload();
        const bool is_anew = payload.ends_with(all_anew);
        const ActivityId activity(std::string(
            payload.substr(0, payload.size() - (is_anew ? std::string_view(all_anew).size() : 0))));
        auto plan = store::plan_of(reader, network->id, activity);
        const auto host = plan && plan->job == job.id() ? accounts::acting_as(reader, context, plan->asked_by)
                                                        : std::nullopt;
        if (!host || !hosted_activity(reader, *host, plan->activity))
            return std::nullopt;
        Calculation calculation(reader, *host, *plan, rosters_of(reader, *host, plan->activity),
                                is_anew ? Anew::all : Anew::keeping);
        return Task{*std::move(plan), *host, std::move(calculation)};
    });
    if (!task)
        return job.refuse("nobody may have this plan worked out any more");
    if (const auto faults = matching::faults_of(task->calculation.problem()); !faults.empty())
        return job.refuse(faults.front());
    Pace pace(environment, job, task->plan);
    const auto outcome = task->calculation.run(task->plan.rules.time, [&pace] { return pace.may_go_on(); });
    if (!pace.is_wanted()) // cancelled, or the program stops and the next start begins it again
        return;
    static_cast<void>(environment.pool.write(db::Scope::of(network->id), [&](db::Tx& tx) -> Result<Done> {
        TRY(keep(tx, *task, outcome));
        return job.finish_in(tx);
    }));
}

void tidy_up(const web::Context& context)
{
    const auto& network = context.network.id;
    static_cast<void>(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& person : store::people_in(tx, network))
            if (const auto now = people::entry_now(tx, network, person); now != person)
                store::move_person(tx, network, person, now);
        for (const auto& person : store::people_in(tx, network))
            if (!asking::can_be_asked(tx, context, person))
                store::remove_person(tx, network, person);
        const auto now = context.now();
        for (const auto& activity : store::planned_activities(tx, network)) {
            bool is_empty = true;
            for (const auto& place : store::places_of(tx, network, activity)) {
                const auto open = activities::shift_by_id(tx, network, place.shift);
                if (!open || open->shift.ends_at < now - kept_after_shift)
                    store::remove_place(tx, network, place);
                else
                    is_empty = false;
            }
            const auto dates = activities::dates_of(tx, network, activity);
            const bool is_over = std::ranges::all_of(
                dates, [&](const auto& date) { return date.ends_at < now - kept_after_shift; });
            // A series has dates for ever.
            const auto begun_at = store::plan_of(tx, network, activity)->begun_at;
            if (is_over || (is_empty && begun_at < now - kept_unused))
                store::remove(tx, network, activity);
        }
        return Done{};
    }));
}

} // namespace dorfnetz::planning
