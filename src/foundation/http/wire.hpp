#pragma once

#include "foundation/http/message.hpp"

#include <ctime>
#include <string>
#include <string_view>

// How an answer is written onto the wire (RFC 9112, 4 to 6).
namespace dorfnetz::http {

enum class Persistence { keep_alive, close };

// "Not Found"; empty for a status without a name here.
std::string_view reason_phrase(int status);

// IMF-fixdate of RFC 9110, 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(std::time_t moment);

// Whether an answer of this status has neither a body nor a Content-Length (1xx, 204, 304).
bool is_bodiless(int status);

// Status line and header up to and including the empty line. Throws std::invalid_argument for a status
// outside 200 to 599, a field name that is no token or a value with control characters.
std::string serialize_head(const Response& response, Persistence persistence);

} // namespace dorfnetz::http
