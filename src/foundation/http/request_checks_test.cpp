#include "foundation/http/request_checks.hpp"

#include "foundation/http/wire.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace dorfnetz::http {

using namespace std::string_literals;

namespace {

Request request_of(std::string target,
                   std::vector<std::pair<std::string, std::string>> fields = {{"Host", "a"}})
{
    return Request{.target = std::move(target), .headers = {.fields = std::move(fields)}};
}

// The client's address as it follows from what the peer 10.0.0.1 forwards.
std::string client_of(std::vector<std::string> forwarded, std::string_view peer = "10.0.0.1")
{
    Request request;
    for (std::string& value : forwarded)
        request.headers.add("X-Forwarded-For", std::move(value));
    trace_client(request, peer, {"10.0.0.1", "10.0.0.2", "2001:DB8::1", "unix"});
    return request.remote_address;
}

} // namespace

TEST(RequestHead, splits_the_target_and_decodes_the_path_alone)
{
    Request request = request_of("/v%C3%B6gel/a+b?q=%20&x=?");
    ASSERT_EQ(check_head(request, "POST", Version::http_1_1), 0);
    EXPECT_EQ(request.method, Method::post);
    EXPECT_EQ(request.path, "/vögel/a+b");
    EXPECT_EQ(request.query, "q=%20&x=?");
}

TEST(RequestHead, takes_the_host_from_an_absolute_address)
{
    Request request = request_of("HTTP://Dorf.Example:80?x=1");
    ASSERT_EQ(check_head(request, "GET", Version::http_1_1), 0);
    EXPECT_EQ(request.host, "dorf.example");
    EXPECT_EQ(request.path, "/");
    EXPECT_EQ(request.query, "x=1");
    Request two_hosts = request_of("http://dorf.example:8080/pfad", {{"Host", "evil.example"}});
    ASSERT_EQ(check_head(two_hosts, "GET", Version::http_1_1), 0);
    EXPECT_EQ(two_hosts.host, "dorf.example");
    EXPECT_EQ(two_hosts.headers.find("Host"), "dorf.example:8080") << "links in mails are made from it";
    Request hostless = request_of("http:///pfad");
    EXPECT_EQ(check_head(hostless, "GET", Version::http_1_1), 400);
    Request foreign = request_of("ftp://a/");
    EXPECT_EQ(check_head(foreign, "GET", Version::http_1_1), 400);
}

TEST(RequestHead, leaves_out_port_and_case_of_the_host)
{
    Request request = request_of("/", {{"Host", "[2001:DB8::1]:8080"}});
    ASSERT_EQ(check_head(request, "GET", Version::http_1_1), 0);
    EXPECT_EQ(request.host, "[2001:db8::1]");
    for (const std::string_view bad : {"[::1", "[x]", "a:123456", "a b", "ä", ":80", "a,b", "[::1]x"}) {
        Request other = request_of("/", {{"Host", std::string(bad)}});
        EXPECT_EQ(check_head(other, "GET", Version::http_1_1), 400) << bad;
    }
}

TEST(Client, is_the_rightmost_address_that_is_no_trusted_proxy)
{
    EXPECT_EQ(client_of({"203.0.113.9"}), "203.0.113.9");
    EXPECT_EQ(client_of({"198.51.100.1, 203.0.113.9 , 10.0.0.2"}), "203.0.113.9");
    EXPECT_EQ(client_of({"198.51.100.1", "203.0.113.9,10.0.0.2"}), "203.0.113.9");
    EXPECT_EQ(client_of({"::ffff:203.0.113.9, 2001:0db8::0001"}), "203.0.113.9");
    EXPECT_EQ(client_of({"10.0.0.2"}), "10.0.0.2");
    EXPECT_EQ(client_of({}), "10.0.0.1");
    EXPECT_EQ(client_of({"203.0.113.9"}, "unix"), "203.0.113.9");
}

TEST(Client, is_the_last_one_known_when_a_proxy_says_nonsense)
{
    EXPECT_EQ(client_of({"203.0.113.9, unknown"}), "10.0.0.1");
    EXPECT_EQ(client_of({"203.0.113.9, unknown, 10.0.0.2"}), "10.0.0.2");
    EXPECT_EQ(client_of({",,,"}), "10.0.0.1");
    EXPECT_EQ(client_of({"203.0.113.9:80"}), "10.0.0.1");
}

TEST(Client, cannot_name_itself_without_a_trusted_proxy)
{
    EXPECT_EQ(client_of({"203.0.113.9"}, "198.51.100.7"), "198.51.100.7");
    Request request;
    request.headers.add("X-Forwarded-Proto", "https");
    trace_client(request, "198.51.100.7", {"10.0.0.1"});
    EXPECT_FALSE(request.secure);
    trace_client(request, "10.0.0.1", {"10.0.0.1"});
    EXPECT_TRUE(request.secure);
    request.headers.set("X-Forwarded-Proto", "https, http");
    trace_client(request, "10.0.0.1", {"10.0.0.1"});
    EXPECT_FALSE(request.secure);
}

TEST(Wire, writes_dates_as_the_standard_wants)
{
    EXPECT_EQ(http_date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(Wire, refuses_fields_that_would_break_the_answer)
{
    for (const std::string& value : {"a\r\nX: 1"s, "a\nb"s, "a\rb"s, "a\0b"s, "\x7F"s}) {
        Response response = text_response(200, "");
        response.headers.add("X-Name", value);
        EXPECT_THROW(serialize_head(response, Persistence::close), std::invalid_argument);
    }
    for (const std::string_view name : {"", "a b", "a:", "a\r\nb", "ä"}) {
        Response response = text_response(200, "");
        response.headers.add(name, "1");
        EXPECT_THROW(serialize_head(response, Persistence::close), std::invalid_argument);
    }
    for (const int status : {0, 100, 199, 600, -1})
        EXPECT_THROW(serialize_head(text_response(status, ""), Persistence::close), std::invalid_argument);
}

TEST(Wire, leaves_framing_to_the_server)
{
    Response response = text_response(200, "abc");
    response.headers.add("content-length", "99");
    response.headers.add("Transfer-Encoding", "chunked");
    response.headers.add("X-Umlaut", "für");
    const std::string head = serialize_head(response, Persistence::keep_alive);
    EXPECT_EQ(head.find("99"), std::string::npos);
    EXPECT_EQ(head.find("chunked"), std::string::npos);
    EXPECT_NE(head.find("Content-Length: 3\r\n"), std::string::npos);
    EXPECT_NE(head.find("X-Umlaut: für\r\n"), std::string::npos);
}

} // namespace dorfnetz::http
