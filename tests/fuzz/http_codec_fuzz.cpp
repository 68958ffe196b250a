// Everything that decodes what a browser sent. The first byte chooses; a line break parts the two inputs of
// those that take two.

#include "tests/fuzz/fuzz.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/codec.hpp"
#include "foundation/http/message.hpp"
#include "foundation/http/request_checks.hpp"

#include <string>
#include <string_view>

using namespace dorfnetz::http;
using dorfnetz::fuzz::require;

namespace {

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

void fuzz_multipart(std::string_view boundary, std::string_view body)
{
    const auto form = parse_multipart("multipart/form-data; boundary=" + std::string(boundary), body);
    if (!form)
        return;
    for (const auto& [name, value] : form->fields()) {
        require(dorfnetz::is_clean_utf8(name) && dorfnetz::is_clean_utf8(value));
        if (const auto* upload = form->upload(name))
            require(upload->name.find('/') == std::string::npos &&
                    upload->name.find('\\') == std::string::npos);
    }
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
    const auto input = dorfnetz::fuzz::text_of(data + 1, size - 1);
    auto second = input;
    const auto first = dorfnetz::fuzz::take_part(second, '\n');
    switch (data[0] % 5) {
    case 0:
        fuzz_percent(input);
        break;
    case 1:
        fuzz_urlencoded(input);
        break;
    case 2:
        fuzz_multipart(first, second);
        break;
    case 3:
        static_cast<void>(cookie(second, first));
        break;
    default:
        fuzz_head(first, second);
    }
    return 0;
}
