#include "foundation/http/server.hpp"

#include "foundation/http/test_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fcntl.h>
#include <semaphore>
#include <sys/resource.h>
#include <sys/un.h>

namespace dorfnetz::http {

using namespace testing;

namespace {

// A handler that waits until the test lets it go on.
struct Gate
{
    std::atomic<int> entered{0};
    std::counting_semaphore<> open{0};

    Response pass(const Request& request)
    {
        ++entered;
        open.acquire();
        return echo(request);
    }
};

} // namespace

TEST(Server, answers_on_one_connection_again_and_again)
{
    const Running running({.handler = echo});
    Client client = running.client();
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(client.send(get("/d%C3%B6rfer?a=1")));
        const std::string answer = client.answer();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n"));
        EXPECT_TRUE(holds(answer, "GET /dörfer a=1 0"));
        EXPECT_TRUE(holds(answer, "\r\nDate: "));
        EXPECT_FALSE(holds(answer, "Server:"));
        EXPECT_FALSE(holds(answer, "Connection: close"));
    }
}

TEST(Server, answers_pipelined_requests_in_their_order)
{
    const Running running({.handler = echo});
    Client client = running.client();
    std::string requests;
    for (int i = 0; i < 50; ++i)
        requests += i % 2 == 0 ? get("/" + std::to_string(i)) : post("/" + std::to_string(i), "abc");
    client.send(requests);
    for (int i = 0; i < 50; ++i)
        EXPECT_TRUE(holds(client.answer(), " /" + std::to_string(i) + " "));
}

TEST(Server, takes_a_request_that_arrives_byte_by_byte)
{
    const Running running({.handler = echo});
    Client client = running.client();
    const std::string requests = "\r\n" + post("/einzeln", "0123456789") + get("/danach");
    for (const char letter : requests)
        ASSERT_TRUE(client.send({&letter, 1}));
    EXPECT_TRUE(holds(client.answer(), "POST /einzeln  10"));
    EXPECT_TRUE(holds(client.answer(), "GET /danach"));
}

TEST(Server, closes_after_the_answer_if_the_client_wants_that)
{
    const Running running({.handler = echo});
    Client client = running.client();
    client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(holds(client.answer(), "Connection: close"));
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, closes_after_the_answer_if_the_handler_wants_that)
{
    const Running running({.handler = [](const Request& request) {
        Response response = echo(request);
        response.headers.add("Connection", "close");
        return response;
    }});
    Client client = running.client();
    client.send(get("/"));
    EXPECT_TRUE(holds(client.answer(), "Connection: close"));
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, tolerates_clients_of_http_1_0)
{
    const Running running({.handler = echo});
    Client client = running.client();
    client.send("GET /alt HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(holds(client.answer(), "GET /alt"));
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, answers_head_with_the_length_but_without_the_body)
{
    const Running running({.handler = [](const Request&) { return text_response(200, "zwölf"); }});
    Client client = running.client();
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/"));
    EXPECT_TRUE(holds(client.answer("HEAD"), "Content-Length: 6\r\n"));
    EXPECT_TRUE(client.answer().ends_with("\r\n\r\nzwölf"));
}

TEST(Server, sends_no_body_and_no_length_with_204_and_304)
{
    const Running running({.handler = [](const Request& request) {
        return text_response(request.path == "/304" ? 304 : 204, "must not be sent");
    }});
    Client client = running.client();
    client.send(get("/304") + get("/204"));
    for (const std::string_view status : {"304", "204"}) {
        const std::string answer = client.answer();
        EXPECT_TRUE(holds(answer, status));
        EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
        EXPECT_FALSE(holds(answer, "Content-Length"));
    }
}

TEST(Server, sends_shared_and_static_bytes)
{
    const auto shared = std::make_shared<const std::string>(large_body(3'000'000));
    const Running running({.handler = [&](const Request& request) {
        Response response;
        if (request.path == "/shared")
            response.shared_body = shared;
        else
            response.static_body = "fest";
        return response;
    }});
    Client client = running.client();
    client.send(get("/shared") + get("/static"));
    EXPECT_TRUE(client.answer().ends_with(*shared));
    EXPECT_TRUE(client.answer().ends_with("\r\n\r\nfest"));
}

TEST(Server, asks_the_fast_path_first)
{
    const Running running({.handler = echo, .fast_path = [](const Request& request, Response& response) {
                               response = text_response(200, "aus dem Speicher");
                               if (request.path == "/bad")
                                   throw std::runtime_error("fast path failed as the test wants");
                               return request.path == "/fast";
                           }});
    Client client = running.client();
    client.send(get("/fast") + get("/slow") + get("/bad"));
    EXPECT_TRUE(holds(client.answer(), "aus dem Speicher"));
    EXPECT_TRUE(holds(client.answer(), "GET /slow"));
    EXPECT_EQ(client.status(), 500);
}

TEST(Server, turns_exceptions_and_broken_headers_of_handlers_into_500)
{
    const Running running({.handler = [](const Request& request) -> Response {
        if (request.path == "/throw")
            throw std::runtime_error("handler failed as the test wants");
        if (request.path == "/odd")
            throw 7;
        return see_other("/ziel\r\nSet-Cookie: fremd=1");
    }});
    EXPECT_EQ(running.status(get("/throw")), 500);
    EXPECT_EQ(running.status(get("/odd")), 500);
    Client client = running.client();
    client.send(get("/injected"));
    const std::string answer = client.answer();
    EXPECT_TRUE(holds(answer, " 500 "));
    EXPECT_FALSE(holds(answer, "Set-Cookie"));
}

TEST(Server, says_in_the_given_words_what_it_refuses)
{
    const Running running({.handler = echo, .refusal = [](int status) {
                               if (status == 405)
                                   throw std::runtime_error("refusal failed as the test wants");
                               return text_response(200, "Das ging nicht: " + std::to_string(status));
                           }});
    Client client = running.client();
    client.send("GET / HTTP/1.1\r\n\r\n");
    const std::string answer = client.answer();
    EXPECT_TRUE(holds(answer, "HTTP/1.1 400 ") && holds(answer, "Das ging nicht: 400"));
    EXPECT_EQ(running.status("PUT / HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
    EXPECT_EQ(running.server.metrics().refused, 2U);
}

TEST(Server, refuses_with_503_when_too_many_requests_wait_for_a_worker)
{
    Gate gate;
    Running running({.handler = [&](const Request& request) { return gate.pass(request); }},
                    {.workers = 1, .limits = {.waiting_requests = 1}});
    Client first = running.client();
    first.send(get("/1"));
    ASSERT_TRUE(eventually([&] { return gate.entered == 1; }));
    Client second = running.client();
    second.send(get("/2"));
    ASSERT_TRUE(eventually([&] { return running.server.metrics().waiting_requests == 1; }));
    Client third = running.client();
    third.send(get("/3"));
    const std::string answer = third.answer();
    EXPECT_TRUE(holds(answer, " 503 ") && holds(answer, "Retry-After"));
    gate.open.release(2);
    EXPECT_TRUE(holds(first.answer(), "/1"));
    EXPECT_TRUE(holds(second.answer(), "/2"));
}

TEST(Server, lets_nobody_wait_behind_what_takes_long)
{
    Gate gate;
    Running running({.handler =
                         [&](const Request& request) {
                             return request.path == "/long" ? gate.pass(request) : echo(request);
                         },
                     .takes_long = [](const Request& request) { return request.path == "/long"; }},
                    {.workers = 1, .long_workers = 1, .limits = {.waiting_long_requests = 1}});
    Client first = running.client();
    first.send(get("/long"));
    ASSERT_TRUE(eventually([&] { return gate.entered == 1; }));
    Client second = running.client();
    second.send(get("/long"));
    ASSERT_TRUE(eventually([&] { return running.server.metrics().waiting_requests == 1; }));
    EXPECT_EQ(running.status(get("/short")), 200);
    EXPECT_EQ(running.status(get("/long")), 503) << "the queue of those that take long is full";
    gate.open.release(2);
    EXPECT_TRUE(holds(first.answer(), "/long"));
    EXPECT_TRUE(holds(second.answer(), "/long"));
}

TEST(Server, takes_no_more_connections_than_allowed)
{
    Running running({.handler = echo}, {.limits = {.connections = 2}});
    Client first = running.client();
    {
        Client second = running.client();
        ASSERT_TRUE(eventually([&] { return running.server.metrics().open_connections == 2; }));
        Client third = running.client();
        EXPECT_EQ(third.status(), 503);
        EXPECT_TRUE(third.is_closed());
    }
    ASSERT_TRUE(eventually([&] { return running.server.metrics().open_connections == 1; }));
    EXPECT_EQ(running.status(get("/")), 200);
}

TEST(Server, recovers_when_file_descriptors_run_out)
{
    Running running({.handler = echo});
    Client before = running.client();
    before.send(get("/"));
    EXPECT_EQ(before.status(), 200);
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlimit small = {64, limit.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &small);
    const int waiting = ::socket(AF_INET, SOCK_STREAM, 0);
    std::vector<int> fillers;
    for (int filler = 0; (filler = ::open("/dev/null", O_RDONLY)) >= 0;)
        fillers.push_back(filler);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(running.server.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(waiting, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    // Others are served meanwhile.
    before.send(get("/"));
    EXPECT_EQ(before.status(), 200);
    for (const int filler : fillers)
        ::close(filler);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const std::string request = get("/");
    char answer[12] = {};
    EXPECT_GT(::send(waiting, request.data(), request.size(), MSG_NOSIGNAL), 0);
    EXPECT_EQ(::recv(waiting, answer, sizeof answer, MSG_WAITALL), 12);
    EXPECT_EQ(std::string_view(answer, sizeof answer), "HTTP/1.1 200");
    ::close(waiting);
}

TEST(Server, holds_a_thousand_idle_connections_and_serves_on)
{
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    rlimit raised = limit;
    raised.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &raised);
    const std::size_t count = raised.rlim_cur > 2'200 ? 1'000 : 100;
    Running running({.handler = echo}, {.io_threads = 2});
    std::vector<Client> idle;
    for (std::size_t i = 0; i < count; ++i)
        idle.push_back(running.client());
    EXPECT_TRUE(eventually([&] { return running.server.metrics().open_connections == count; }));
    EXPECT_EQ(running.status(get("/")), 200);
    for (Client& client : idle) {
        client.send(get("/"));
        EXPECT_EQ(client.status(), 200);
    }
    idle.clear();
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

TEST(Server, serves_many_clients_at_once_on_several_threads)
{
    Running running({.handler = echo}, {.io_threads = 2, .workers = 3});
    std::atomic<int> good = 0;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int round = 0; round < 10; ++round) {
                Client client = running.client();
                for (int i = 0; i < 20; ++i) {
                    client.send(i % 2 == 0 ? get("/") : post("/", "abc"));
                    good += client.status() == 200 ? 1 : 0;
                }
            }
        });
    }
    threads.clear();
    EXPECT_EQ(good, 800);
    EXPECT_EQ(running.server.metrics().requests, 800U);
}

TEST(Server, believes_only_trusted_proxies_about_the_client)
{
    const auto client_seen = [](const Request& request) {
        return text_response(200, request.remote_address + (request.secure ? " secure " : " open ") +
                                      request.host);
    };
    const std::string request = "GET / HTTP/1.1\r\nHost: Dorf.Example:8443\r\nX-Forwarded-For: "
                                "203.0.113.9\r\nX-Forwarded-Proto: https\r\n\r\n";
    const Running open({.handler = client_seen});
    const Running behind({.handler = client_seen}, {.trusted_proxies = {"127.0.0.1"}});
    Client direct = open.client();
    direct.send(request);
    EXPECT_TRUE(direct.answer().ends_with("127.0.0.1 open dorf.example"));
    Client proxied = behind.client();
    proxied.send(request);
    EXPECT_TRUE(proxied.answer().ends_with("203.0.113.9 secure dorf.example"));
}

TEST(Server, listens_on_a_unix_socket_and_takes_over_one_left_by_a_crash)
{
    const Scratch scratch;
    const std::string path = (scratch.path / "http.sock").string();
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    const int stale = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(stale, generic, sizeof address), 0);
    ::close(stale);
    {
        const Running running(
            {.handler = [](const Request& request) { return text_response(200, request.remote_address); }},
            {.address = "unix:" + path});
        EXPECT_THROW(Server({.address = "unix:" + path}, {.handler = echo}), std::system_error);
        const int client = ::socket(AF_UNIX, SOCK_STREAM, 0);
        ASSERT_EQ(::connect(client, generic, sizeof address), 0);
        const std::string request = "GET / HTTP/1.0\r\n\r\n";
        EXPECT_GT(::send(client, request.data(), request.size(), MSG_NOSIGNAL), 0);
        std::string answer(1'000, '\0');
        const auto count = ::recv(client, answer.data(), answer.size(), MSG_WAITALL);
        ASSERT_GT(count, 0);
        EXPECT_TRUE(answer.substr(0, static_cast<std::size_t>(count)).ends_with("unix"));
        ::close(client);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Server, says_so_if_the_address_cannot_be_had)
{
    const Running running({.handler = echo});
    EXPECT_THROW(Server({.port = running.server.port()}, {.handler = echo}), std::system_error);
    EXPECT_THROW(Server({.address = "kein.ort"}, {.handler = echo}), std::system_error);
}

} // namespace dorfnetz::http
