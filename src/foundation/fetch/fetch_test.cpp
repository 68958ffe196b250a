#include "foundation/fetch/fetch.hpp"

#include "foundation/http/server.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>

namespace dorfnetz::fetch {

namespace {

// A server on this machine that answers by path.
class Server
{
public:
    Server()
        : m_server({.workers = 1},
                   {.handler = [this](const http::Request& request) { return answer(request); }}),
          m_thread([this] { m_server.run(); })
    {
    }

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    ~Server() { m_server.stop(); }

    std::string at(const std::string& path) const
    {
        return "http://127.0.0.1:" + std::to_string(m_server.port()) + path;
    }

    std::atomic<int> asked = 0;

private:
    http::Response answer(const http::Request& request)
    {
        ++asked;
        if (request.path == "/away") {
            auto response = http::text_response(302, "");
            response.headers.set("Location", "/json");
            return response;
        }
        if (request.path == "/large")
            return http::text_response(200, std::string(300 * 1024, 'x'));
        if (request.path == "/slow")
            std::this_thread::sleep_for(std::chrono::milliseconds(600));
        if (request.path == "/echo")
            return http::text_response(400, std::string(request.headers.find("authorization")) + '\n' +
                                                request.body);
        return http::text_response(200, "{}", "application/json");
    }

    http::Server m_server;
    std::jthread m_thread;
};

} // namespace

TEST(Fetching, gives_what_the_server_says_whatever_its_status)
{
    const Server server;
    const auto asking = client();
    EXPECT_EQ(asking->ask({.address = server.at("/json")})->body, "{}");
    const auto refused = asking->ask(
        {.address = server.at("/echo"), .form = "a=b%20c", .user = "netz", .password = "geheim:1"});
    EXPECT_EQ(refused->status, 400);
    EXPECT_EQ(refused->body, "Basic bmV0ejpnZWhlaW06MQ==\na=b%20c");
}

TEST(Fetching, follows_nobody_elsewhere)
{
    const Server server;
    const auto reply = client()->ask({.address = server.at("/away")});
    EXPECT_EQ(reply->status, 302);
    EXPECT_EQ(server.asked, 1);
}

TEST(Fetching, stops_at_what_is_too_long_or_takes_too_long)
{
    const Server server;
    EXPECT_EQ(client()->ask({.address = server.at("/large")}).error().kind, Err::too_large);
    const auto impatient = client({.whole = std::chrono::milliseconds(100)});
    EXPECT_EQ(impatient->ask({.address = server.at("/slow")}).error().kind, Err::unavailable);
}

TEST(Fetching, says_when_nobody_is_there)
{
    std::string gone;
    {
        const Server server;
        gone = server.at("/json");
    }
    EXPECT_EQ(client()->ask({.address = gone}).error().kind, Err::unavailable);
}

TEST(Fetching, goes_over_encrypted_lines_or_stays_on_this_machine)
{
    EXPECT_TRUE(may_be_asked("https://amt.example/a?b=c"));
    EXPECT_TRUE(may_be_asked("http://127.0.0.1:3000/"));
    EXPECT_TRUE(may_be_asked("http://[::1]:3000/"));
    for (const auto* address :
         {"http://amt.example/", "http://127.0.0.1.amt.example/", "http://localhost.amt.example/",
          "https://ich@amt.example/", "https://amt.example/#a", "ftp://amt.example/", "file:///etc/passwd",
          "https://", "amt.example", "", "https://amt.example/a b", "https://amt.example\n/"})
        EXPECT_FALSE(may_be_asked(address)) << address;
    EXPECT_EQ(client()->ask({.address = "http://amt.example/"}).error().kind, Err::forbidden);
    EXPECT_TRUE(is_on_this_machine("https://localhost/"));
    EXPECT_FALSE(is_on_this_machine("https://amt.example/"));
}

TEST(Fetching, what_users_name_leads_to_nobody_inside_the_house)
{
    const Server server;
    const auto outside = client({.reach = Reach::public_internet});
    const auto inside = server.at("/json");
    for (const auto& address :
         {inside, "https" + inside.substr(4), std::string("https://localhost:1/"),
          std::string("https://[::1]:1/"), std::string("https://0x7f000001/"),
          std::string("https://2130706433/"), std::string("https://169.254.169.254/latest")}) {
        const auto reply = outside->ask({.address = address});
        ASSERT_FALSE(reply) << address;
        EXPECT_EQ(reply.error().kind, Err::forbidden) << address;
    }
    EXPECT_EQ(server.asked, 0);
}

TEST(Addresses, of_houses_and_machines_are_not_public)
{
    for (const auto* address :
         {"1.1.1.1", "172.32.0.1", "100.63.0.1", "192.169.0.1", "2a01:4f8::1", "2606:4700::1"})
        EXPECT_TRUE(is_public(address)) << address;
    for (const auto* address : {"",
                                "x",
                                "0.0.0.0",
                                "10.1.2.3",
                                "127.0.0.1",
                                "100.64.0.1",
                                "169.254.169.254",
                                "172.16.0.1",
                                "192.168.1.1",
                                "198.18.0.1",
                                "224.0.0.1",
                                "255.255.255.255",
                                "::",
                                "::1",
                                "fc00::1",
                                "fe80::1",
                                "ff02::1",
                                "::ffff:127.0.0.1",
                                "64:ff9b::7f00:1",
                                "2002:7f00:1::",
                                "2001:0:1::"})
        EXPECT_FALSE(is_public(address)) << address;
}

} // namespace dorfnetz::fetch
