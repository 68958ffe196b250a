#include "foundation/http/wire.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

namespace dorfnetz::http {

namespace {

bool is_token(std::string_view name)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [&](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || others.find(letter) != std::string_view::npos;
    });
}

bool is_field_value(std::string_view value)
{
    return std::ranges::none_of(value, [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return (byte < 0x20 && byte != '\t') || byte == 0x7F;
    });
}

bool is_servers_own(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names = {"Content-Length", "Date", "Connection",
                                                       "Transfer-Encoding", "Keep-Alive"};
    return std::ranges::any_of(names, [name](std::string_view own) { return same_name(own, name); });
}

// The text changes once a second, and every answer carries it.
const std::string& date_now()
{
    thread_local std::time_t moment = 0;
    thread_local std::string text;
    const std::time_t now = std::time(nullptr);
    if (now != moment || text.empty()) {
        moment = now;
        text = http_date(now);
    }
    return text;
}

} // namespace

std::string_view reason_phrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 416:
        return "Range Not Satisfiable";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "";
    }
}

std::string http_date(std::time_t moment)
{
    // Not strftime: its names follow the locale.
    constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc = {};
    gmtime_r(&moment, &utc);
    std::array<char, 64> text = {};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                  months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                  utc.tm_sec);
    return text.data();
}

bool is_bodiless(int status)
{
    return status < 200 || status == 204 || status == 304;
}

std::string serialize_head(const Response& response, Persistence persistence)
{
    if (response.status < 200 || response.status > 599)
        throw std::invalid_argument("status of an answer must be 200 to 599");
    std::string head;
    head.reserve(512);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_phrase(response.status)).append("\r\nDate: ").append(date_now()).append("\r\n");
    for (const auto& [name, value] : response.headers.fields) {
        if (!is_token(name) || !is_field_value(value))
            throw std::invalid_argument("header field would break the answer");
        if (!is_servers_own(name))
            head.append(name).append(": ").append(value).append("\r\n");
    }
    if (!is_bodiless(response.status))
        head.append("Content-Length: ").append(std::to_string(response.bytes().size())).append("\r\n");
    head.append(persistence == Persistence::keep_alive ? "\r\n" : "Connection: close\r\n\r\n");
    return head;
}

} // namespace dorfnetz::http
