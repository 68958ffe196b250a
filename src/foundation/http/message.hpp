#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dorfnetz::http {

enum class Method { get, head, post, options };

std::string_view to_text(Method method);

// Field names are compared without regard to case (RFC 9110, 5.1).
struct Headers
{
    std::vector<std::pair<std::string, std::string>> fields = {};

    // First value of the name, empty if there is none.
    std::string_view find(std::string_view name) const;
    // Replaces all fields of the name.
    void set(std::string_view name, std::string value);
    void add(std::string_view name, std::string value);
};

// One request as the handlers see it: already checked for well-formedness and limits.
struct Request
{
    Method method = Method::get;
    std::string target = {}; // as sent: path and query
    std::string path = {};   // percent-decoded, well-formed UTF-8, without "." and ".." parts, no NUL
    std::string query = {};  // raw, without "?"
    Headers headers = {};
    std::string body = {};                               // empty if body_file is set
    std::optional<std::filesystem::path> body_file = {}; // bodies over 1 MB; removed after the request
    std::string remote_address = {};                     // of the peer, or from a trusted proxy
    bool secure = false;                                 // came through TLS, as a trusted proxy says
    std::string host = {};                               // lower case, without port
};

// Content-Length, Date, Connection and Transfer-Encoding are the server's: it leaves out what a handler says
// about them, except `Connection: close`. A field name that is no token or a value with a line break is
// refused when the response is sent (500), so text from outside can never start a header of its own.
struct Response
{
    int status = 200;
    Headers headers = {};
    std::string body = {};
    // Set instead of `body` for bytes that are shared with a cache: sent without a copy.
    std::shared_ptr<const std::string> shared_body = {};
    // Static bytes that live as long as the program (embedded assets).
    std::string_view static_body = {};

    // The one of the three that is set.
    std::string_view bytes() const;
};

// Whether two field names are the same; only ASCII letters are folded.
bool same_name(std::string_view left, std::string_view right);

Response text_response(int status, std::string body,
                       std::string_view content_type = "text/plain; charset=utf-8");

// 303 See Other: after a form the browser fetches the next page with GET.
Response see_other(std::string location);

} // namespace dorfnetz::http
