#pragma once

#include "foundation/core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Decoding of what browsers send. All of it takes hostile input; fuzzed in tests/fuzz.
namespace dorfnetz::http {

enum class Plus { is_plus, is_space };

// Nothing if the percent encoding is broken. The bytes that come out are not looked at.
std::optional<std::string> percent_decode(std::string_view text, Plus plus);
// Everything but the unreserved characters of RFC 3986, 2.3 is encoded, so the result fits a path segment
// as well as a query.
std::string percent_encode(std::string_view text);

struct Request;

// A file that came with a form.
struct Upload
{
    std::string name = {};         // as the client calls it: for showing only, never for a path
    std::string content_type = {}; // as claimed, not to be believed
    std::string content = {};
};

// Fields of a form or query, in the order sent; a name may come several times.
class Form
{
public:
    void add(std::string name, std::string value);
    void add_upload(std::string name, Upload upload);

    // First value, empty if absent.
    std::string_view text(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;
    bool has(std::string_view name) const;
    const Upload* upload(std::string_view name) const;

    const std::vector<std::pair<std::string, std::string>>& fields() const { return m_fields; }

private:
    std::vector<std::pair<std::string, std::string>> m_fields;
    std::vector<std::pair<std::string, Upload>> m_uploads;
};

// application/x-www-form-urlencoded or a query string. Refuses broken encoding, bytes that are no UTF-8
// or have a NUL, and more than 2,000 fields.
Result<Form> parse_urlencoded(std::string_view body);

// multipart/form-data (RFC 7578). Refuses what has no proper boundary, more than 200 parts, part headers
// above 8 KB or text that is no UTF-8. File names lose any folders that stand before them.
Result<Form> parse_multipart(std::string_view content_type, std::string_view body);

// The form in the body of a request, whichever of the two encodings it has; a body that was streamed to a
// file is read through a memory map. Refuses any other content type.
Result<Form> read_form(const Request& request);

// Value of one cookie, nothing if absent. Of several with one name the first counts.
std::optional<std::string> cookie(std::string_view header, std::string_view name);

} // namespace dorfnetz::http
