#pragma once

#include "foundation/http/message.hpp"
#include "foundation/web/page_cache.hpp"
#include "foundation/web/site.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace dorfnetz::web {

// Who a request comes from, by its cookies; a visitor if nobody is known. Made by accounts.
using Authenticate = std::function<Actor(Environment&, const Network&, const http::Request&)>;

// Takes a request through network, language, session, access, form token and cache to its handler, and turns
// every outcome into an answer. Safe to call from several threads.
class Dispatcher
{
public:
    Dispatcher(Environment& environment, const Site& site, Authenticate authenticate);
    ~Dispatcher();

    http::Response handle(const http::Request& request);
    // Answers from the page cache without touching the database; see http::FastPath.
    bool answer_from_cache(const http::Request& request, http::Response& response);
    std::uint64_t body_limit(std::string_view path) const;
    // See http::TakesLong.
    bool takes_long(const http::Request& request) const;
    // In plain words, for requests that never became one.
    http::Response refusal(int status) const;
    // Prometheus' text format.
    std::string metrics() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace dorfnetz::web
