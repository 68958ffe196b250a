#include "foundation/http/test_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>

namespace dorfnetz::http {

using namespace testing;

TEST(ServerBody, keeps_a_small_body_in_memory_and_streams_a_large_one_to_a_file)
{
    const std::string large = large_body(5'000'000);
    std::atomic<bool> is_same = false;
    Running running({.handler =
                         [&](const Request& request) {
                             if (request.body_file) {
                                 std::FILE* file = std::fopen(request.body_file->c_str(), "rb");
                                 std::string read(large.size() + 1, '\0');
                                 read.resize(std::fread(read.data(), 1, read.size(), file));
                                 std::fclose(file);
                                 is_same = read == large;
                             }
                             return echo(request);
                         },
                     .body_limit = [](std::string_view path) -> std::uint64_t {
                         return path == "/gross" ? 8'000'000 : 1'000;
                     }});
    Client client = running.client();
    client.send(post("/klein", std::string(1'000, 'a')) + post("/gross", large));
    EXPECT_TRUE(holds(client.answer(), "POST /klein  1000"));
    EXPECT_TRUE(holds(client.answer(), "POST /gross  5000000 file"));
    EXPECT_TRUE(is_same);
    client.send(get("/"));
    client.answer();
    EXPECT_TRUE(running.scratch.is_empty());
    EXPECT_EQ(running.status(post("/klein", std::string(1'001, 'a'))), 413);
}

TEST(ServerBody, streams_a_large_chunked_body_to_a_file_and_ignores_trailers)
{
    Running running({.handler =
                         [](const Request& request) {
                             Response response = echo(request);
                             response.body +=
                                 request.headers.find("X-Late").empty() ? " kein Nachtrag" : " Nachtrag";
                             return response;
                         },
                     .body_limit = [](std::string_view) -> std::uint64_t { return 3'000'000; }});
    Client client = running.client();
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "10000\r\n" + std::string(0x10000, 'y') + "\r\n";
    for (int i = 0; i < 32; ++i)
        client.send(chunk);
    client.send("0\r\nX-Late: 1\r\nConnection: close\r\n\r\n" + get("/danach"));
    EXPECT_TRUE(holds(client.answer(), "POST /  2097152 file kein Nachtrag"));
    EXPECT_TRUE(holds(client.answer(), "GET /danach"));
    EXPECT_TRUE(running.scratch.is_empty());
}

TEST(ServerBody, removes_the_file_of_an_upload_that_breaks_off)
{
    Running running(
        {.handler = echo, .body_limit = [](std::string_view) -> std::uint64_t { return 8'000'000; }});
    {
        Client client = running.client();
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n" + large_body(2'000'000));
        EXPECT_TRUE(eventually([&] { return !running.scratch.is_empty(); }));
    }
    EXPECT_TRUE(eventually([&] { return running.scratch.is_empty(); }));
}

TEST(ServerBody, asks_for_a_body_only_if_it_will_take_it)
{
    const Running running({.handler = echo});
    Client client = running.client();
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(client.answer(), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_TRUE(holds(client.answer(), "POST /  3"));
    EXPECT_EQ(running.status(
                  "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"),
              413);
    EXPECT_EQ(running.status("POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nContent-Length: 3\r\n\r\n"), 417);
}

TEST(ServerBody, refuses_bodies_with_503_when_their_memory_is_used_up)
{
    Running running({.handler = echo}, {.limits = {.body_memory = 100'000}});
    EXPECT_EQ(running.status(post("/", std::string(150'000, 'a'))), 503);
    EXPECT_EQ(running.status(post("/", std::string(90'000, 'a'))), 200);
}

} // namespace dorfnetz::http
