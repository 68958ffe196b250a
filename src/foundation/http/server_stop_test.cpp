#include "foundation/http/test_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>
#include <vector>

namespace dorfnetz::http {

using namespace testing;
using std::chrono::milliseconds;

TEST(ServerStop, finishes_what_it_has_begun_and_takes_nothing_new)
{
    std::binary_semaphore open{0};
    std::atomic<int> entered = 0;
    Running running({.handler = [&](const Request& request) {
        ++entered;
        open.acquire();
        return echo(request);
    }});
    Client idle = running.client();
    Client busy = running.client();
    busy.send(get("/laeuft"));
    ASSERT_TRUE(eventually([&] { return entered == 1; }));
    running.server.stop();
    EXPECT_TRUE(idle.is_closed());
    EXPECT_THROW(running.client(), std::system_error);
    open.release();
    const std::string answer = busy.answer();
    EXPECT_NE(answer.find("GET /laeuft"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_TRUE(busy.is_closed());
    running.stop();
}

TEST(ServerStop, answers_a_request_whose_rest_comes_after_the_stop)
{
    Running running({.handler = echo});
    Client header = running.client();
    Client body = running.client();
    header.send("GET /kopf HTTP/1.1\r\nHo");
    body.send("POST /rumpf HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    EXPECT_EQ(body.status(), 100);
    Client idle = running.client(); // accepted later than the two, so their bytes are with the server
    idle.send(get("/"));
    EXPECT_EQ(idle.status(), 200);
    running.server.stop();
    EXPECT_TRUE(idle.is_closed());
    header.send("st: a\r\n\r\n");
    body.send("abcd");
    EXPECT_EQ(header.status(), 200);
    EXPECT_EQ(body.status(), 200);
    running.stop();
}

TEST(ServerStop, answers_requests_that_were_pipelined_before_the_stop)
{
    std::counting_semaphore<> open{0};
    std::atomic<int> entered = 0;
    Running running({.handler = [&](const Request& request) {
        ++entered;
        open.acquire();
        return echo(request);
    }});
    Client client = running.client();
    client.send(get("/1") + get("/2") + get("/3"));
    ASSERT_TRUE(eventually([&] { return entered == 1; }));
    running.server.stop();
    open.release(3);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(client.status(), 200);
    EXPECT_TRUE(client.is_closed());
    running.stop();
}

TEST(ServerStop, waits_no_longer_than_the_drain_time)
{
    std::binary_semaphore open{0};
    std::atomic<int> entered = 0;
    Running running({.handler =
                         [&](const Request& request) {
                             ++entered;
                             open.acquire();
                             return echo(request);
                         }},
                    {.workers = 1, .limits = {.drain_time = milliseconds(50)}});
    Client stuck = running.client();
    stuck.send(get("/"));
    ASSERT_TRUE(eventually([&] { return entered == 1; }));
    Client queued = running.client();
    queued.send(get("/"));
    ASSERT_TRUE(eventually([&] { return running.server.metrics().waiting_requests == 1; }));
    running.stop();
    EXPECT_TRUE(stuck.is_closed());
    EXPECT_TRUE(queued.is_closed());
    open.release();
}

TEST(ServerStop, ends_at_once_without_connections_and_before_it_ran)
{
    {
        Running running({.handler = echo}, {.io_threads = 2});
        running.stop();
    }
    Server never_run({}, {.handler = echo});
    Server stopped_first({}, {.handler = echo});
    stopped_first.stop();
    stopped_first.stop();
    stopped_first.run();
    EXPECT_EQ(stopped_first.metrics().open_connections, 0U);
}

TEST(ServerStop, survives_being_stopped_under_load)
{
    for (int round = 0; round < 5; ++round) {
        Running running({.handler = echo}, {.io_threads = 2, .workers = 2});
        std::atomic<int> answered = 0;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 3; ++thread) {
            threads.emplace_back([&] {
                try {
                    for (;;) {
                        Client client = running.client();
                        while (client.send(get("/")) && client.status() == 200)
                            ++answered;
                    }
                } catch (const std::system_error&) {
                    // Nobody listens any more.
                }
            });
        }
        EXPECT_TRUE(eventually([&] { return answered > 30; }));
        running.stop();
        EXPECT_EQ(running.server.metrics().open_connections, 0U);
    }
}

} // namespace dorfnetz::http
