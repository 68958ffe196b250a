// Bytes of a connection, as the server's session reads them: however they are cut into pieces, they are the
// same request or the same refusal, and what is accepted is within the limits. The first byte says how they
// are cut.

#include <algorithm>
#include <utility> // Boost 1.74 forgets to include it

#include "tests/fuzz/fuzz.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/codec.hpp"
#include "foundation/http/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <filesystem>
#include <string>
#include <string_view>

using namespace dorfnetz::http;
using dorfnetz::fuzz::require;

namespace {

constexpr std::size_t header_bytes = 2'048;
constexpr std::uint64_t body_bytes = 1'024;

struct Outcome
{
    int status = 0; // 0: a whole request
    std::size_t consumed = 0;
    Request request = {};
};

// What a connection that ends after these bytes has sent.
Outcome receive(std::string_view bytes, std::size_t piece)
{
    static const std::filesystem::path nowhere = "/nonexistent";
    BodyMemory memory{.limit = 4 * body_bytes};
    Outcome outcome;
    BodySink sink(memory, nowhere);
    sink.set_limit(body_bytes);
    RequestParser parser(outcome.request, sink, header_bytes);
    bool is_checked = false;
    for (std::size_t end = std::min(piece, bytes.size());;) {
        while (!parser.is_done()) {
            RequestParser::ErrorCode error;
            const auto rest = bytes.substr(outcome.consumed, end - outcome.consumed);
            const std::size_t used = rest.empty() ? 0 : parser.put(boost::asio::buffer(rest), error);
            if (error && error != boost::beast::http::error::need_more) {
                outcome.status = status_of(error, parser, rest);
                return outcome;
            }
            outcome.consumed += used;
            if (parser.is_header_done() && !std::exchange(is_checked, true)) {
                outcome.status = check_head(outcome.request, parser.method(), parser.version());
                if (outcome.status != 0)
                    return outcome;
            }
            if (error || used == 0)
                break;
        }
        if (parser.is_done())
            break;
        if (end == bytes.size()) {
            outcome.status = 400;
            return outcome;
        }
        end = std::min(end + piece, bytes.size());
    }
    sink.hand_over(outcome.request);
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto bytes = dorfnetz::fuzz::text_of(data + 1, size - 1);
    const auto whole = receive(bytes, bytes.size() + 1);
    const auto cut = receive(bytes, data[0] + std::size_t{1});
    // How near to its limit a header may come depends on how much of it arrives at once.
    for (const int status : {whole.status, cut.status})
        if (status == 431 || status == 414)
            return 0;
    require((whole.status == 0) == (cut.status == 0));
    require(whole.status == 0 || (whole.status >= 400 && whole.status <= 505));
    if (whole.status != 0)
        return 0;
    require(whole.consumed == cut.consumed);
    require(whole.request.path == cut.request.path && whole.request.body == cut.request.body);
    require(whole.request.headers.fields == cut.request.headers.fields);
    require(whole.request.body.size() <= body_bytes && dorfnetz::is_clean_utf8(whole.request.path));
    require(whole.request.headers.fields.size() <= most_header_fields);
    static_cast<void>(read_form(whole.request));
    return 0;
}
