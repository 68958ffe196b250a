#pragma once

#include "foundation/http/body_sink.hpp"
#include "foundation/http/message.hpp"
#include "foundation/http/request_checks.hpp"

#include <algorithm>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

// Internal to server.cpp, the one source that may include Beast.
namespace dorfnetz::http {

// Beast's parser, writing straight into our request: its own containers would be copied once more.
class RequestParser final : public boost::beast::http::basic_parser<true>
{
public:
    using ErrorCode = boost::beast::error_code;
    using View = boost::beast::string_view;

    RequestParser(Request& request, BodySink& sink, std::size_t header_bytes)
        : m_request(request), m_sink(sink), m_header_limit(header_bytes)
    {
        header_limit(static_cast<std::uint32_t>(header_bytes));
        // The limit depends on the path, which is unknown when the parser would look; the sink has it.
        body_limit(std::numeric_limits<std::uint64_t>::max());
    }

    const std::string& method() const { return m_method; }

    Version version() const { return m_version; }

    bool has_request_line() const { return !m_method.empty(); }

    // As the header says: a trailer must not change it any more.
    bool wants_keep_alive() const { return m_wants_keep_alive; }

private:
    void on_request_impl(boost::beast::http::verb /*verb*/, View method, View target, int version,
                         ErrorCode& /*error*/) override
    {
        m_method.assign(method.data(), method.size());
        m_request.target.assign(target.data(), target.size());
        m_version = version == 10 ? Version::http_1_0 : Version::http_1_1;
    }

    void on_response_impl(int /*status*/, View /*reason*/, int /*version*/, ErrorCode& /*error*/) override {}

    void on_field_impl(boost::beast::http::field /*field*/, View name, View value, ErrorCode& error) override
    {
        // Trailers come here too; what follows the body must not look like a checked header.
        if (m_is_header_done)
            return;
        // Beast's own limit covers what it holds back, not what it has handed out already.
        m_header_size += name.size() + value.size() + 4;
        if (m_request.headers.fields.size() == most_header_fields || m_header_size > m_header_limit)
            error = boost::beast::http::error::header_limit;
        else
            m_request.headers.add({name.data(), name.size()}, std::string(value.data(), value.size()));
    }

    // Newer Boost reports trailers here; this one then overrides it.
    void on_trailer_field_impl(boost::beast::http::field /*field*/, View /*name*/, View /*value*/,
                               ErrorCode& /*error*/)
    {
    }

    void on_header_impl(ErrorCode& /*error*/) override
    {
        m_is_header_done = true;
        m_wants_keep_alive = keep_alive();
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/, ErrorCode& /*error*/) override {}

    std::size_t on_body_impl(View bytes, ErrorCode& error) override
    {
        const auto outcome = m_sink.take({bytes.data(), bytes.size()});
        if (outcome == BodySink::Outcome::too_large)
            error = boost::beast::http::error::body_limit;
        else if (outcome == BodySink::Outcome::no_room)
            error = make_error_code(boost::system::errc::no_space_on_device);
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t /*size*/, View /*extensions*/, ErrorCode& /*error*/) override {}

    std::size_t on_chunk_body_impl(std::uint64_t /*remaining*/, View bytes, ErrorCode& error) override
    {
        return on_body_impl(bytes, error);
    }

    void on_finish_impl(ErrorCode& /*error*/) override {}

    Request& m_request;
    BodySink& m_sink;
    std::size_t m_header_limit;
    std::size_t m_header_size = 0;
    std::string m_method;
    Version m_version = Version::http_1_1;
    bool m_is_header_done = false;
    bool m_wants_keep_alive = false;
};

// "GET / HTTP/2.0\r": well-formed, but of a version that is not ours.
inline bool names_other_version(std::string_view request_line)
{
    constexpr std::string_view pattern = " HTTP/d.d\r";
    if (request_line.size() < pattern.size() || std::ranges::count(request_line, ' ') != 2)
        return false;
    const std::string_view version = request_line.substr(request_line.size() - pattern.size());
    return std::ranges::equal(version, pattern,
                              [](char seen, char wanted) {
                                  return wanted == 'd' ? seen >= '0' && seen <= '9' : seen == wanted;
                              }) &&
           version[6] != '1';
}

// Status with which a request is refused that the parser failed at; `seen` is what it has not consumed.
inline int status_of(const RequestParser::ErrorCode& failure, const RequestParser& parser,
                     std::string_view seen)
{
    using boost::beast::http::error;
    const std::string_view line = seen.substr(0, std::min(seen.find('\n'), longest_target + 64));
    if (failure == error::header_limit)
        return parser.has_request_line() || line.size() < std::min(seen.size(), longest_target) ? 431 : 414;
    if (failure == error::body_limit)
        return 413;
    if (failure == boost::system::errc::no_space_on_device)
        return 503;
    if (failure == error::bad_version && names_other_version(line))
        return 505;
    return 400;
}

} // namespace dorfnetz::http
