#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/http/message.hpp"

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dorfnetz::web {

// A finished answer in the codings that browsers accept.
struct CachedPage
{
    std::uint64_t generation = 0; // of the network when the page was begun
    std::string network;          // scope whose writes make it stale
    int status = 200;
    http::Headers headers; // without those of the coding
    std::string etag;
    Timestamp changed_at = {}; // since when these bytes are the answer
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;
    std::shared_ptr<const std::string> brotli;

    std::size_t bytes() const;
};

// The page in the coding that the asker takes, or that it has not changed.
void answer_with(const CachedPage& page, const http::Request& request, http::Response& response);

// The most recently used pages, up to a number of bytes.
class PageCache
{
public:
    explicit PageCache(std::size_t capacity_bytes) : m_capacity(capacity_bytes) {}

    std::shared_ptr<const CachedPage> find(std::string_view key);
    void put(std::string key, std::shared_ptr<const CachedPage> page);
    std::size_t bytes() const;

private:
    using Order = std::list<std::pair<std::string, std::shared_ptr<const CachedPage>>>;

    mutable std::mutex m_mutex;
    std::size_t m_capacity;
    std::size_t m_bytes = 0;
    Order m_order;
    std::unordered_map<std::string_view, Order::iterator> m_pages;
};

} // namespace dorfnetz::web
