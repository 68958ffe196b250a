#include "foundation/http/test_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace dorfnetz::http {

using namespace testing;
using std::chrono::milliseconds;

namespace {

std::string with_fields(std::string_view fields)
{
    return "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

ServerSettings impatient()
{
    return {.limits = {.header_time = milliseconds(200),
                       .body_time = milliseconds(200),
                       .write_time = milliseconds(200)}};
}

// Sends a byte now and then until the server ends it; the answer's status, 0 if there was none.
int drip(Client& client, char byte)
{
    while (client.try_send({&byte, 1}))
        std::this_thread::sleep_for(milliseconds(20));
    return client.status();
}

class HostileClient : public ::testing::Test
{
protected:
    void expect(int status, std::string_view request) const
    {
        EXPECT_EQ(m_running.status(request), status) << request.substr(0, 120);
    }

    const Running m_running{{.handler = echo}};
};

} // namespace

TEST_F(HostileClient, gets_400_for_a_missing_double_or_odd_host)
{
    expect(400, "GET / HTTP/1.1\r\n\r\n");
    expect(400, with_fields("Host: b\r\n"));
    expect(400, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n");
    expect(400, "GET / HTTP/1.1\r\nHost:\r\n\r\n");
    expect(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n");
    expect(400, "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n");
    expect(400, "GET / HTTP/1.1\r\nHost: a:port\r\n\r\n");
    expect(200, "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n");
}

TEST_F(HostileClient, gets_400_for_a_length_that_two_readers_could_read_differently)
{
    expect(400, with_fields("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n");
    expect(400, with_fields("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n") + "0\r\n\r\n");
    expect(400, with_fields("Content-Length: 3\r\nContent-Length: 4\r\n") + "abcd");
    expect(400, with_fields("Content-Length: 3\r\nContent-Length: 3\r\n") + "abc");
    expect(400, with_fields("Content-Length: 3, 3\r\n") + "abc");
    expect(400, with_fields("Content-Length: +5\r\n") + "abcde");
    expect(400, with_fields("Content-Length: -1\r\n"));
    expect(400, with_fields("Content-Length: 0x3\r\n") + "abc");
    expect(400, with_fields("Content-Length:\r\n"));
    expect(400, with_fields("Content-Length: 99999999999999999999999\r\n"));
}

TEST_F(HostileClient, gets_400_for_any_transfer_encoding_but_chunked)
{
    for (const std::string_view encoding :
         {"xchunked", "gzip, chunked", "identity", "chunked, identity", "gzip", "chunked, chunked",
          "\"chunked\"", "chunked;a=b", "", "\vchunked"})
        expect(400, with_fields("Transfer-Encoding: " + std::string(encoding) + "\r\n") + "0\r\n\r\n");
    expect(400, with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n");
    expect(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    expect(200, with_fields("Transfer-Encoding: Chunked\r\n") + "0\r\n\r\n");
}

TEST_F(HostileClient, gets_400_for_broken_chunks)
{
    expect(400, with_fields("Transfer-Encoding: chunked\r\n") + "z\r\n");
    expect(400, with_fields("Transfer-Encoding: chunked\r\n") + "-1\r\nabc\r\n");
    expect(400, with_fields("Transfer-Encoding: chunked\r\n") + "3\r\nabcdef\r\n0\r\n\r\n");
    expect(400, with_fields("Transfer-Encoding: chunked\r\n") + "FFFFFFFFFFFFFFFFF\r\n");
}

TEST_F(HostileClient, gets_400_for_lines_that_are_no_header)
{
    expect(400, with_fields("Name : value\r\n"));
    expect(400, with_fields(" folded: first\r\n"));
    expect(400, "GET / HTTP/1.1\nHost: a\n\n");
    expect(400, with_fields(std::string("X: a\0b\r\n", 8)));
    expect(400, with_fields("X: a\x01\r\n"));
    expect(400, with_fields("X: a\rb\r\n"));
    expect(400, with_fields("no colon\r\n"));
    expect(400, with_fields(": no name\r\n"));
    expect(400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(400, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(400, "\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03 TLS\r\n\r\n");
    expect(400, std::string(100, '\0'));
}

TEST_F(HostileClient, gets_400_for_paths_that_are_not_what_they_seem)
{
    for (const std::string_view path :
         {"/../etc/passwd", "/a/../b", "/a/..",  "/.",        "/a/./b", "/%2e%2e/x", "/%2E./x",
          "/a%2F..%2Fb",    "/..%5Cx", "/a%00b", "/a%0D%0Ab", "/a%7Fb", "/%FF",      "/%C0%AF",
          "/%ED%A0%80",     "/%",      "/%4",    "/%zz",      "a",      "*",         "../a"})
        expect(400, get(path));
    expect(200, get("/..a/b.../.well-known"));
    expect(200, get("//a//b"));
}

TEST_F(HostileClient, gets_405_for_methods_not_served_and_501_for_unknown_ones)
{
    for (const std::string_view method : {"PUT", "DELETE", "PATCH", "TRACE"})
        expect(405, std::string(method) + " / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(405, "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(501, "BREW / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(501, "get / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(200, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
}

TEST_F(HostileClient, gets_505_for_other_versions)
{
    expect(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    expect(505, "GET / HTTP/0.9\r\nHost: a\r\n\r\n");
    expect(400, "GET / HTTPS\r\nHost: a\r\n\r\n");
    expect(400, "GET /\r\n\r\n");
}

TEST_F(HostileClient, gets_414_for_long_addresses)
{
    expect(200, get("/" + std::string(7'000, 'a')));
    expect(414, get("/" + std::string(9'000, 'a')));
    expect(414, get("/" + std::string(70'000, 'a')));
    expect(414, get("/" + std::string(1'000'000, 'a')));
}

TEST_F(HostileClient, gets_431_for_large_headers)
{
    expect(431, with_fields("X: " + std::string(100'000, 'x') + "\r\n"));
    expect(431, with_fields("X: " + std::string(17'000, 'x') + "\r\n"));
    std::string lines;
    for (int i = 0; i < 500'000; ++i)
        lines += "a:b\r\n";
    expect(431, with_fields(lines));
    lines.clear();
    for (int i = 0; i < 120; ++i)
        lines += "X-" + std::to_string(i) + ": 1\r\n";
    expect(431, with_fields(lines));
}

TEST_F(HostileClient, gets_431_for_a_large_header_in_small_pieces)
{
    Client client = m_running.client();
    client.send("GET / HTTP/1.1\r\nHost: a\r\n");
    const std::string field = "X: " + std::string(1'000, 'x') + "\r\n";
    for (int i = 0; i < 40 && client.send(field); ++i)
        std::this_thread::sleep_for(milliseconds(1));
    EXPECT_EQ(client.status(), 431);
}

TEST_F(HostileClient, gets_413_for_large_bodies_however_they_are_sent)
{
    expect(413, with_fields("Content-Length: 20971520\r\n"));
    expect(413, with_fields("Content-Length: 18446744073709551615\r\n"));
    Client client = m_running.client();
    client.send(with_fields("Transfer-Encoding: chunked\r\n"));
    const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    for (int i = 0; i < 1'600 && client.send(chunk); ++i) {
    }
    EXPECT_EQ(client.status(), 413);
}

TEST_F(HostileClient, may_send_its_last_chunk_byte_by_byte)
{
    Client client = m_running.client();
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const char byte : std::string_view("0\r\n\r\n")) {
        std::this_thread::sleep_for(milliseconds(2)); // so that each is read by itself
        client.send({&byte, 1});
    }
    EXPECT_EQ(client.status(), 200);
}

TEST_F(HostileClient, reads_why_it_was_refused_though_it_is_still_sending)
{
    Client client = m_running.client();
    client.send(with_fields("Content-Length: 5000000\r\n"));
    const std::string piece(100'000, 'x');
    for (int i = 0; i < 50; ++i)
        EXPECT_TRUE(client.send(piece));
    EXPECT_EQ(client.status(), 413);
}

TEST_F(HostileClient, gets_400_for_a_request_cut_short)
{
    const std::string whole = post("/", "0123456789");
    for (const std::size_t length :
         {std::size_t{1}, std::size_t{5}, std::size_t{30}, whole.size() - 11, whole.size() - 1}) {
        Client client = m_running.client();
        client.send(whole.substr(0, length));
        client.end_sending();
        EXPECT_EQ(client.status(), 400) << length;
        EXPECT_TRUE(client.is_closed());
    }
    Client silent = m_running.client();
    silent.end_sending();
    EXPECT_EQ(silent.answer(), "");
}

TEST_F(HostileClient, cannot_smuggle_a_second_request_behind_a_refused_one)
{
    Client client = m_running.client();
    client.send(with_fields("Transfer-Encoding: xchunked\r\n") + get("/geschmuggelt"));
    EXPECT_EQ(client.status(), 400);
    EXPECT_EQ(client.answer(), "");
}

TEST(SlowClient, is_cut_off_while_idle)
{
    const Running running({.handler = echo}, impatient());
    Client fresh = running.client();
    Client used = running.client();
    used.send(get("/"));
    EXPECT_EQ(used.status(), 200);
    EXPECT_EQ(fresh.answer(), "");
    EXPECT_TRUE(fresh.is_closed());
    EXPECT_TRUE(used.is_closed());
    EXPECT_EQ(running.server.metrics().refused, 0U);
}

TEST(SlowClient, is_told_408_for_a_header_byte_by_byte)
{
    const Running running({.handler = echo}, impatient());
    Client client = running.client();
    client.send("GET / HTTP/1.1\r\nX: ");
    EXPECT_EQ(drip(client, 'a'), 408);
    EXPECT_TRUE(client.is_closed());
}

TEST(SlowClient, is_told_408_for_a_body_byte_by_byte)
{
    const Running running({.handler = echo}, impatient());
    Client client = running.client();
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    EXPECT_EQ(drip(client, 'a'), 408);
    EXPECT_TRUE(client.is_closed());
}

TEST(SlowClient, that_never_reads_is_cut_off)
{
    const auto page = std::make_shared<const std::string>(1'000'000, 'p');
    std::atomic<int> answered = 0;
    Running running({.handler =
                         [&](const Request&) {
                             ++answered;
                             Response response;
                             response.shared_body = page;
                             return response;
                         }},
                    impatient());
    Client client = running.client();
    std::string requests;
    for (int i = 0; i < 200; ++i)
        requests += get("/");
    client.send(requests);
    EXPECT_TRUE(eventually([&] { return answered > 0 && running.server.metrics().open_connections == 0; }));
    EXPECT_LT(answered, 200);
    EXPECT_EQ(running.server.metrics().refused, 1U);
}

TEST(SlowClient, does_not_keep_others_waiting)
{
    Running running({.handler = echo}, {.workers = 1});
    std::vector<Client> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(running.client());
        slow.back().send(i % 2 == 0 ? "GET / HTTP/1.1\r\nX: "
                                    : "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\na");
    }
    EXPECT_TRUE(eventually([&] { return running.server.metrics().open_connections == 200; }));
    EXPECT_EQ(running.status(get("/")), 200);
}

} // namespace dorfnetz::http
