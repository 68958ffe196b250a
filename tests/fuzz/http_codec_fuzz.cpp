#include "foundation/http/codec.hpp"
#include "foundation/http/message.hpp"
#include "foundation/http/request_checks.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// Everything that decodes what a browser sent. The first byte chooses; a line break parts the two inputs of
// those that take two.
namespace {

using namespace dorfnetz::http;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void fuzz_percent(std::string_view text)
{
    require(percent_decode(percent_encode(text), Plus::is_space) == text);
    if (const auto decoded = percent_decode(text, Plus::is_plus))
        require(percent_decode(percent_encode(*decoded), Plus::is_plus) == decoded);
}

void fuzz_urlencoded(std::string_view text)
{
    const auto form = parse_urlencoded(text);
    if (!form)
        return;
    std::string again;
    for (const auto& [name, value] : form->fields())
        again += percent_encode(name) + "=" + percent_encode(value) + "&";
    const auto second = parse_urlencoded(again);
    require(second.has_value() && second->fields() == form->fields());
}

void fuzz_head(std::string_view target, std::string_view value)
{
    Request request{.target = std::string(target)};
    request.headers.add("Host", std::string(value));
    if (check_head(request, "GET", Version::http_1_1) == 0)
        require(request.path.starts_with('/') && request.path.find('\0') == std::string::npos &&
                request.path.find("/../") == std::string::npos);
    request.headers.add("X-Forwarded-For", std::string(value));
    trace_client(request, "127.0.0.1", {"127.0.0.1"});
    require(!normal_address(request.remote_address).empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::string_view first = input.substr(0, input.find('\n'));
    const std::string_view second = input.substr(std::min(input.size(), first.size() + 1));
    switch (data[0] % 5) {
    case 0:
        fuzz_percent(input);
        break;
    case 1:
        fuzz_urlencoded(input);
        break;
    case 2:
        static_cast<void>(parse_multipart("multipart/form-data; boundary=" + std::string(first), second));
        break;
    case 3:
        static_cast<void>(cookie(second, first));
        break;
    default:
        fuzz_head(first, second);
    }
    return 0;
}
