#include "foundation/http/answering.hpp"

#include "foundation/core/log.hpp"

#include <exception>
#include <utility>

namespace dorfnetz::http {

namespace {

Answer completed(Response response, const Continuation& continuation)
{
    const bool goes_on = continuation.is_wanted && (!continuation.stopping || continuation.has_successor) &&
                         !same_name(response.headers.find("Connection"), "close");
    const Persistence persistence = goes_on ? Persistence::keep_alive : Persistence::close;
    std::string head = serialize_head(response, persistence);
    return Answer{.response = std::move(response), .head = std::move(head), .persistence = persistence};
}

Answer completed_refusal(Response response, int status)
{
    response.status = status;
    if (status == 405)
        response.headers.set("Allow", "GET, HEAD, POST, OPTIONS");
    if (status == 503 && response.headers.find("Retry-After").empty())
        response.headers.add("Retry-After", "5");
    std::string head = serialize_head(response, Persistence::close);
    return Answer{.response = std::move(response), .head = std::move(head)};
}

} // namespace

Answer answer_by_handler(const Callbacks& callbacks, const Request& request, const Continuation& continuation)
{
    try {
        return completed(callbacks.handler(request), continuation);
    } catch (const std::exception& failure) {
        log::error(std::string("Exception in a handler: ") + failure.what());
    } catch (...) {
        log::error("Exception of unknown type in a handler");
    }
    return refuse(callbacks, 500);
}

std::optional<Answer> answer_at_once(const Callbacks& callbacks, const Request& request,
                                     const Continuation& continuation)
{
    if (!callbacks.fast_path)
        return std::nullopt;
    try {
        Response response;
        if (!callbacks.fast_path(request, response))
            return std::nullopt;
        return completed(std::move(response), continuation);
    } catch (const std::exception& failure) {
        log::error(std::string("Exception on the fast path: ") + failure.what());
    }
    return refuse(callbacks, 500);
}

Answer refuse(const Callbacks& callbacks, int status)
{
    try {
        if (callbacks.refusal)
            return completed_refusal(callbacks.refusal(status), status);
    } catch (const std::exception& failure) {
        log::error(std::string("Exception in a refusal: ") + failure.what());
    }
    return completed_refusal(text_response(status, std::string(reason_phrase(status)) + "\n"), status);
}

} // namespace dorfnetz::http
