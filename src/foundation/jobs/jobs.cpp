#include "foundation/jobs/jobs.hpp"

#include "foundation/core/log.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

namespace dorfnetz::jobs {

namespace {

constexpr db::Query select_recurring_states = R"sql(
    SELECT name, done_up_to, COALESCE(last_error, '') FROM jobs ORDER BY name)sql";

// As the database keeps it.
Timestamp whole_seconds(Timestamp moment)
{
    return std::chrono::floor<std::chrono::seconds>(moment);
}

} // namespace

std::chrono::minutes pause_after(int attempts)
{
    using std::chrono::minutes;
    static constexpr std::array<minutes, 4> pauses{minutes(1), minutes(5), minutes(15), minutes(60)};
    return pauses[static_cast<std::size_t>(std::clamp(attempts, 1, 4) - 1)];
}

Jobs::Jobs(JobsSettings settings) : m_settings(std::move(settings))
{
    if (!m_settings.local_offset)
        m_settings.local_offset = [](Timestamp) { return std::chrono::minutes(0); };
}

Jobs::~Jobs()
{
    stop();
}

void Jobs::every(std::string name, std::chrono::minutes interval, Work work)
{
    if (interval < std::chrono::minutes(1))
        throw std::invalid_argument("a job cannot recur more often than every minute");
    m_recurring.push_back({std::move(name), Every{interval}, std::move(work)});
}

void Jobs::daily(std::string name, int hour, Work work)
{
    m_recurring.push_back({std::move(name), DailyAt{std::chrono::hours(hour)}, std::move(work)});
}

void Jobs::handle(std::string kind, Work work)
{
    m_handlers.insert_or_assign(std::move(kind), std::move(work));
}

Timestamp Jobs::last_daily(const DailyAt& daily, Timestamp now) const
{
    const auto& offset = m_settings.local_offset;
    const auto local_now = now + offset(now);
    auto local = std::chrono::floor<std::chrono::days>(local_now) + daily.hour;
    if (local > local_now)
        local -= std::chrono::days(1);
    // The offset that held then, not the one of now: the clock may have been changed in between.
    const Timestamp guess = local - offset(now);
    return local - offset(guess);
}

Timestamp Jobs::first_done_up_to(const Recurring& job, Timestamp now) const
{
    if (const auto* daily = std::get_if<DailyAt>(&job.schedule))
        return last_daily(*daily, now);
    return now - std::get<Every>(job.schedule).interval;
}

std::optional<Timestamp> Jobs::due_up_to(const Recurring& job, Timestamp done_up_to, Timestamp now) const
{
    if (const auto* daily = std::get_if<DailyAt>(&job.schedule)) {
        const auto slot = last_daily(*daily, now);
        return slot > done_up_to ? std::optional(slot) : std::nullopt;
    }
    return now - done_up_to >= std::get<Every>(job.schedule).interval ? std::optional(now) : std::nullopt;
}

int Jobs::run_due(const std::stop_token& stop)
{
    int all = 0;
    for (int ran = 1; ran > 0 && !stop.stop_requested(); all += ran)
        ran = run_recurring(stop) + run_queued(stop);
    return all;
}

int Jobs::run_recurring(const std::stop_token& stop)
{
    if (m_recurring.empty())
        return 0;
    const auto now = whole_seconds(m_settings.clock.now());
    const auto stored = stored_recurring(m_settings.pool, now);
    int ran = 0;
    for (const auto& job : m_recurring) {
        if (stop.stop_requested())
            break;
        auto known = std::find_if(stored.begin(), stored.end(),
                                  [&](const StoredRecurring& row) { return row.name == job.name; });
        StoredRecurring state{job.name, first_done_up_to(job, now), 0, true};
        if (known != stored.end())
            state = *known;
        else
            add_recurring(m_settings.pool, job.name, state.done_up_to);
        const auto until = due_up_to(job, state.done_up_to, now);
        if (!until || !state.may_be_claimed)
            continue;
        const Claimed claimed{.name = job.name,
                              .claim = random_token(m_settings.random, 12),
                              .attempts = state.attempts,
                              .from = state.done_up_to,
                              .until = *until};
        if (!claim_recurring(m_settings.pool, claimed, now))
            continue;
        run(job.work, claimed, stop);
        ++ran;
    }
    return ran;
}

int Jobs::run_queued(const std::stop_token& stop)
{
    if (m_handlers.empty())
        return 0;
    const auto now = m_settings.clock.now();
    int ran = 0;
    for (const auto& kind : kinds_due(m_settings.pool, now)) {
        // A server of an older version leaves alone what it does not know.
        const auto handler = m_handlers.find(kind);
        if (handler == m_handlers.end() || stop.stop_requested())
            continue;
        auto claimed = claim_queued(m_settings.pool, kind, random_token(m_settings.random, 12), now);
        if (!claimed)
            continue;
        ++ran;
        if (claimed->cancel_requested)
            end(m_settings.pool, *claimed, {.kind = Ending::Kind::interrupted}, now);
        else if (claimed->attempts >= most_attempts)
            end(m_settings.pool, *claimed,
                {.kind = Ending::Kind::broken,
                 .text = "the program ended during each attempt",
                 .for_good = true},
                now);
        else
            run(handler->second, std::move(*claimed), stop);
    }
    return ran;
}

void Jobs::run(const Work& work, Claimed claimed, const std::stop_token& stop)
{
    auto& pool = m_settings.pool;
    JobContext context(pool, m_settings.clock, claimed, stop);
    std::string problem;
    try {
        work(context);
    } catch (const db::ConstraintViolated&) {
        // The engine's message may quote the row, and with it a person.
        problem = "a rule of the database refused it";
    } catch (const std::exception& error) {
        problem = error.what();
    }
    const auto now = m_settings.clock.now();
    using Course = JobContext::Course;
    if (context.m_course == Course::finished)
        return;
    if (!problem.empty() || (context.m_course == Course::refused && !claimed.is_queued())) {
        if (problem.empty())
            problem = context.m_result;
        log::error(fmt::format("job {}: {}", claimed.name, problem));
        const int attempts = claimed.attempts + 1;
        end(pool, claimed,
            {.kind = Ending::Kind::broken,
             .text = problem,
             .next = now + pause_after(attempts),
             .for_good = attempts >= most_attempts},
            now);
        return;
    }
    if (context.m_course == Course::interrupted)
        end(pool, claimed, {.kind = Ending::Kind::interrupted}, now);
    else if (context.m_course == Course::refused)
        end(pool, claimed, {.kind = Ending::Kind::refused, .text = context.m_result}, now);
    else
        end(pool, claimed, {.kind = Ending::Kind::done, .text = context.m_result}, now);
}

void Jobs::work_until_stopped(const std::stop_token& stop)
{
    constexpr std::chrono::seconds look_again{5};
    while (!stop.stop_requested()) {
        try {
            run_due(stop);
        } catch (const std::exception& problem) {
            log::error(fmt::format("jobs: {}", problem.what()));
        }
        work_bell().wait(look_again, stop);
    }
}

void Jobs::start(unsigned threads)
{
    for (unsigned i = 0; i < threads; ++i)
        m_threads.emplace_back([this](const std::stop_token& stop) { work_until_stopped(stop); });
}

void Jobs::stop()
{
    for (auto& thread : m_threads)
        thread.request_stop();
    m_threads.clear();
}

std::vector<RecurringState> recurring_states(db::Reader& reader)
{
    return reader.list(select_recurring_states, {}, [](db::Row& row) {
        RecurringState state;
        state.name = row.take<std::string>();
        state.done_up_to = row.take<Timestamp>();
        state.last_error = row.take<std::string>();
        return state;
    });
}

} // namespace dorfnetz::jobs
