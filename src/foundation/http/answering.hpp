#pragma once

#include "foundation/http/server.hpp"
#include "foundation/http/wire.hpp"

#include <atomic>
#include <optional>
#include <string>

// From a request to the bytes of its answer: calls the program and keeps its failures away from the network.
namespace dorfnetz::http {

struct Answer
{
    Response response = {};
    std::string head = {};
    Persistence persistence = Persistence::close;
};

// What decides, besides the answer, whether the connection serves another request. Looked at when the answer
// is ready, as the server may be stopped while a handler works.
struct Continuation
{
    bool is_wanted = false;     // by the client
    bool has_successor = false; // the client has sent more already: answered even when stopping
    const std::atomic<bool>& stopping;
};

// What the handler says; 500 if it throws or its answer cannot be sent.
Answer answer_by_handler(const Callbacks& callbacks, const Request& request,
                         const Continuation& continuation);

// What the fast path says, nothing if it has no answer.
std::optional<Answer> answer_at_once(const Callbacks& callbacks, const Request& request,
                                     const Continuation& continuation);

// The answer to a request that no handler sees; ends the connection.
Answer refuse(const Callbacks& callbacks, int status);

} // namespace dorfnetz::http
