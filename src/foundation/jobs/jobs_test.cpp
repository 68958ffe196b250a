#include "foundation/jobs/jobs.hpp"

#include "tests/support/database.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <mutex>
#include <set>
#include <thread>

namespace dorfnetz::jobs {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

class Background : public testing::Test
{
protected:
    Background()
    {
        write([&](db::Tx& tx) {
            tx.exec("INSERT INTO networks (id, slug, name, time_zone, created_at) "
                    "VALUES (:id, 'netz', 'Netz', 'Europe/Berlin', :now)",
                    {{"id", network}, {"now", clock.now()}});
        });
    }

    void write(const std::function<void(db::Tx&)>& work)
    {
        ASSERT_TRUE(database.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            work(tx);
            return Done{};
        }));
    }

    JobId put(const std::string& kind, const std::string& payload = {})
    {
        JobId id;
        write([&](db::Tx& tx) {
            id = enqueue(tx, {.network = network, .kind = kind, .payload = payload}, clock, random);
        });
        return id;
    }

    void cancel(const JobId& id)
    {
        write([&](db::Tx& tx) { EXPECT_TRUE(request_cancel(tx, network, id, clock)); });
    }

    JobStatus status(const JobId& id)
    {
        return database.pool()
            .read([&](db::Reader& reader) { return status_of(reader, network, id); })
            .value();
    }

    JobsSettings settings() { return {.pool = database.pool(), .clock = clock, .random = random}; }

    NetworkId network{"01960000-0000-7000-8000-000000000001"};
    FixedClock clock{"2026-11-22T19:30:00Z"};
    SystemRandom random;
    support::TestDatabase database;
};

struct PowerFailure
{
};

} // namespace

TEST_F(Background, a_recurring_job_runs_at_once_and_then_whenever_its_time_is_over)
{
    Jobs jobs(settings());
    int runs = 0;
    jobs.every("look", minutes(15), [&](JobContext&) { ++runs; });
    EXPECT_EQ(jobs.run_due(), 1);
    EXPECT_EQ(jobs.run_due(), 0);
    clock.advance(minutes(14));
    EXPECT_EQ(jobs.run_due(), 0);
    clock.advance(minutes(1));
    EXPECT_EQ(jobs.run_due(), 1);
    EXPECT_EQ(runs, 2);
}

TEST_F(Background, a_job_missed_while_the_program_was_off_catches_up_once_with_all_the_time_it_missed)
{
    {
        Jobs jobs(settings());
        jobs.every("remind", minutes(60), [](JobContext&) {});
        jobs.run_due();
    }
    const auto switched_off = clock.now();
    clock.advance(hours(50));
    Jobs jobs(settings());
    int runs = 0;
    jobs.every("remind", minutes(60), [&](JobContext& context) {
        ++runs;
        EXPECT_EQ(context.from(), switched_off);
        EXPECT_EQ(context.until(), clock.now());
    });
    jobs.run_due();
    EXPECT_EQ(runs, 1);
}

TEST_F(Background, a_daily_job_keeps_its_local_hour_over_the_change_of_the_clocks)
{
    clock.set(*timestamp_from_iso("2026-03-27T20:00:00Z"));
    auto in_berlin = settings();
    in_berlin.local_offset = [](Timestamp moment) {
        return moment < *timestamp_from_iso("2026-03-29T01:00:00Z") ? minutes(60) : minutes(120);
    };
    Jobs jobs(in_berlin);
    std::vector<std::string> covered;
    jobs.daily("backup", 4, [&](JobContext& context) { covered.push_back(to_iso(context.until())); });
    EXPECT_EQ(jobs.run_due(), 0) << "the first time when its hour comes";
    for (int quarter = 0; quarter < 4 * 24 * 3; ++quarter) {
        clock.advance(minutes(15));
        jobs.run_due();
    }
    EXPECT_EQ(covered, (std::vector<std::string>{"2026-03-28T03:00:00Z", "2026-03-29T02:00:00Z",
                                                 "2026-03-30T02:00:00Z"}));
}

TEST_F(Background, a_recurring_job_that_breaks_is_tried_again_after_a_pause_and_covers_the_same_time)
{
    Jobs jobs(settings());
    bool broken = true;
    std::vector<Timestamp> from;
    jobs.every("look", minutes(60), [&](JobContext& context) {
        from.push_back(context.from());
        if (broken)
            throw std::runtime_error("the disk is full");
    });
    EXPECT_EQ(jobs.run_due(), 1);
    const auto states = database.pool().read([](db::Reader& reader) { return recurring_states(reader); });
    ASSERT_EQ(states.size(), 1U);
    EXPECT_EQ(states[0].last_error, "the disk is full");
    EXPECT_EQ(jobs.run_due(), 0);
    broken = false;
    clock.advance(minutes(1));
    EXPECT_EQ(jobs.run_due(), 1);
    ASSERT_EQ(from.size(), 2U);
    EXPECT_EQ(from[0], from[1]);
    EXPECT_EQ(database.pool().read([](db::Reader& reader) { return recurring_states(reader); })[0].last_error,
              "");
}

TEST_F(Background, a_queued_job_runs_once_with_its_payload_and_keeps_its_result)
{
    Jobs jobs(settings());
    jobs.handle("import", [](JobContext& context) {
        EXPECT_TRUE(context.progress(3, 10));
        context.set_result("read " + context.payload());
    });
    const auto id = put("import", "file 7");
    EXPECT_EQ(status(id).state, JobState::waiting);
    EXPECT_EQ(jobs.run_due(), 1);
    EXPECT_EQ(jobs.run_due(), 0);
    EXPECT_EQ(status(id).state, JobState::done);
    EXPECT_EQ(status(id).result, "read file 7");
    EXPECT_EQ(status(id).total, 10);
}

TEST_F(Background, a_job_for_later_and_a_job_of_an_unknown_kind_are_left_alone)
{
    Jobs jobs(settings());
    int runs = 0;
    jobs.handle("letter", [&](JobContext&) { ++runs; });
    put("of a newer version");
    write([&](db::Tx& tx) {
        enqueue(tx, {.network = network, .kind = "letter", .run_at = clock.now() + hours(1)}, clock, random);
    });
    EXPECT_EQ(jobs.run_due(), 0);
    clock.advance(hours(1));
    EXPECT_EQ(jobs.run_due(), 1);
    EXPECT_EQ(runs, 1);
}

TEST_F(Background, several_servers_share_the_queue_and_each_job_is_run_by_exactly_one)
{
    constexpr std::size_t count = 40;
    for (std::size_t i = 0; i < count; ++i)
        put("count", std::to_string(i));
    std::mutex mutex;
    std::multiset<std::string> seen;
    std::atomic<int> recurring = 0;
    std::vector<std::thread> servers;
    for (int i = 0; i < 4; ++i)
        servers.emplace_back([&] {
            const auto pool = database.another_pool();
            Jobs jobs({.pool = *pool, .clock = clock, .random = random});
            jobs.every("look", minutes(60), [&](JobContext&) { ++recurring; });
            jobs.handle("count", [&](JobContext& context) {
                const std::lock_guard lock(mutex);
                seen.insert(context.payload());
            });
            jobs.run_due();
        });
    for (auto& server : servers)
        server.join();
    EXPECT_EQ(seen.size(), count);
    EXPECT_EQ((std::set<std::string>{seen.begin(), seen.end()}.size()), count);
    EXPECT_EQ(recurring, 1);
}

TEST_F(Background, a_job_that_breaks_is_tried_five_times_with_pauses_and_then_has_failed)
{
    Jobs jobs(settings());
    int runs = 0;
    jobs.handle("import", [&](JobContext&) {
        ++runs;
        throw std::runtime_error("no disk");
    });
    const auto id = put("import");
    EXPECT_EQ(jobs.run_due(), 1);
    EXPECT_EQ(jobs.run_due(), 0) << "not before a minute is over";
    EXPECT_EQ(status(id).state, JobState::waiting);
    EXPECT_EQ(status(id).error, "no disk");
    for (int i = 0; i < 10; ++i) {
        clock.advance(hours(1));
        jobs.run_due();
    }
    EXPECT_EQ(runs, most_attempts);
    EXPECT_EQ(status(id).state, JobState::failed);
}

TEST_F(Background, a_refused_job_has_failed_with_its_reason_and_is_not_tried_again)
{
    Jobs jobs(settings());
    jobs.handle("import", [](JobContext& context) { context.refuse("this is no table"); });
    const auto id = put("import");
    jobs.run_due();
    clock.advance(hours(2));
    EXPECT_EQ(jobs.run_due(), 0);
    EXPECT_EQ(status(id).state, JobState::failed);
    EXPECT_EQ(status(id).result, "this is no table");
}

TEST_F(Background, a_job_whose_worker_vanished_is_taken_over_when_its_lease_is_over)
{
    const auto id = put("import");
    {
        Jobs crashing(settings());
        // No std::exception: passes through the worker as a crash would, and nothing is marked.
        crashing.handle("import", [](JobContext&) { throw PowerFailure{}; });
        EXPECT_THROW(crashing.run_due(), PowerFailure);
    }
    EXPECT_EQ(status(id).state, JobState::running);
    Jobs jobs(settings());
    jobs.handle("import", [](JobContext&) {});
    clock.advance(lease - minutes(1));
    EXPECT_EQ(jobs.run_due(), 0);
    clock.advance(minutes(1));
    EXPECT_EQ(jobs.run_due(), 1);
    EXPECT_EQ(status(id).state, JobState::done);
}

TEST_F(Background, a_job_that_ends_the_program_each_time_is_given_up)
{
    const auto id = put("import");
    Jobs jobs(settings());
    int runs = 0;
    jobs.handle("import", [&](JobContext&) {
        ++runs;
        throw PowerFailure{};
    });
    for (int i = 0; i < most_attempts; ++i) {
        EXPECT_THROW(jobs.run_due(), PowerFailure);
        clock.advance(lease);
    }
    jobs.run_due();
    EXPECT_EQ(runs, most_attempts);
    EXPECT_EQ(status(id).state, JobState::failed);
}

TEST_F(Background, a_job_that_goes_on_keeps_its_lease_and_one_that_lost_it_is_told)
{
    const auto id = put("import");
    Jobs other(settings());
    int taken_over = 0;
    other.handle("import", [&](JobContext&) { ++taken_over; });
    Jobs jobs(settings());
    jobs.handle("import", [&](JobContext& context) {
        for (int i = 0; i < 4; ++i) {
            clock.advance(minutes(6));
            EXPECT_TRUE(context.may_go_on());
        }
        EXPECT_EQ(other.run_due(), 0);
        clock.advance(lease);
        EXPECT_EQ(other.run_due(), 1);
        EXPECT_FALSE(context.may_go_on());
        write([&](db::Tx& tx) { EXPECT_FALSE(context.finish_in(tx, "mine")); });
        context.set_result("mine");
    });
    jobs.run_due();
    EXPECT_EQ(taken_over, 1);
    EXPECT_EQ(status(id).state, JobState::done);
    EXPECT_EQ(status(id).result, "") << "the other one's";
}

TEST_F(Background, a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step)
{
    const auto waiting = put("import");
    cancel(waiting);
    EXPECT_EQ(status(waiting).state, JobState::cancelled);

    const auto running = put("import");
    int steps = 0;
    Jobs jobs(settings());
    jobs.handle("import", [&](JobContext& context) {
        while (context.progress(steps, 10)) {
            ++steps;
            if (steps == 3)
                cancel(running);
        }
    });
    EXPECT_EQ(jobs.run_due(), 1);
    EXPECT_EQ(steps, 3);
    EXPECT_EQ(status(running).state, JobState::cancelled);
    write([&](db::Tx& tx) {
        EXPECT_EQ(request_cancel(tx, network, running, clock).error().kind, Err::missing);
    });
}

TEST_F(Background, the_final_step_and_the_mark_happen_together_or_not_at_all)
{
    const auto set_name = [&](JobContext& context, const char* name) {
        return database.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            tx.exec("UPDATE networks SET name = :name WHERE id = :id", {{"name", name}, {"id", network}});
            TRY(context.finish_in(tx, "named"));
            return Done{};
        });
    };
    const auto name = [&] {
        return database.pool().read(
            [](db::Reader& reader) { return reader.value<std::string>("SELECT name FROM networks", {}); });
    };
    Jobs jobs(settings());
    JobId cancelled;
    jobs.handle("too late", [&](JobContext& context) {
        cancel(cancelled);
        EXPECT_FALSE(set_name(context, "Falsch"));
    });
    cancelled = put("too late");
    jobs.run_due();
    EXPECT_EQ(name(), "Netz");
    EXPECT_EQ(status(cancelled).state, JobState::cancelled);

    jobs.handle("in time", [&](JobContext& context) {
        EXPECT_TRUE(set_name(context, "Neu"));
        throw std::runtime_error("after the end nothing counts");
    });
    const auto done = put("in time");
    jobs.run_due();
    EXPECT_EQ(name(), "Neu");
    EXPECT_EQ(status(done).state, JobState::done);
    EXPECT_EQ(status(done).result, "named");
}

TEST_F(Background, a_stop_ends_a_job_at_its_next_step_and_it_goes_on_after_the_next_start)
{
    const auto id = put("import");
    int starts = 0;
    {
        Jobs jobs(settings());
        std::atomic<bool> begun = false;
        jobs.handle("import", [&](JobContext& context) {
            ++starts;
            begun = true;
            begun.notify_all();
            while (context.may_go_on())
                std::this_thread::yield();
        });
        jobs.start();
        begun.wait(false);
        jobs.stop();
    }
    EXPECT_EQ(status(id).state, JobState::waiting);
    Jobs jobs(settings());
    jobs.handle("import", [&](JobContext&) { ++starts; });
    jobs.run_due();
    EXPECT_EQ(starts, 2);
    EXPECT_EQ(status(id).state, JobState::done);
}

TEST_F(Background, ended_jobs_are_deleted_after_thirty_days)
{
    Jobs jobs(settings());
    jobs.handle("import", [](JobContext&) {});
    put("import");
    jobs.run_due();
    const auto waiting = put("of a newer version");
    clock.advance(std::chrono::days(30) + std::chrono::seconds(1));
    EXPECT_EQ(purge_queue(database.pool(), clock), 1);
    EXPECT_EQ(status(waiting).state, JobState::waiting);
}

} // namespace dorfnetz::jobs
