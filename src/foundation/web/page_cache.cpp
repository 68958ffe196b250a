#include "foundation/web/page_cache.hpp"

#include "foundation/web/compress.hpp"
#include "foundation/web/conditional.hpp"

namespace dorfnetz::web {

std::size_t CachedPage::bytes() const
{
    const auto size = [](const auto& body) { return body ? body->size() : 0; };
    return size(plain) + size(gzip) + size(brotli) + 1'000; // what stands around the bodies
}

void answer_with(const CachedPage& page, const http::Request& request, http::Response& response)
{
    response.status = page.status;
    response.headers = page.headers;
    if (is_known(request, page.etag, page.changed_at)) {
        response.status = 304;
        return;
    }
    if (page.brotli && accepts(request, "br")) {
        response.headers.add("Content-Encoding", "br");
        response.shared_body = page.brotli;
    } else if (page.gzip && accepts(request, "gzip")) {
        response.headers.add("Content-Encoding", "gzip");
        response.shared_body = page.gzip;
    } else {
        response.shared_body = page.plain;
    }
}

std::shared_ptr<const CachedPage> PageCache::find(std::string_view key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_pages.find(key);
    if (found == m_pages.end())
        return nullptr;
    m_order.splice(m_order.begin(), m_order, found->second);
    return found->second->second;
}

void PageCache::put(std::string key, std::shared_ptr<const CachedPage> page)
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_pages.find(key); found != m_pages.end()) {
        m_bytes -= found->second->second->bytes();
        const auto place = found->second;
        m_pages.erase(found);
        m_order.erase(place);
    }
    m_bytes += page->bytes();
    m_order.emplace_front(std::move(key), std::move(page));
    m_pages.emplace(m_order.front().first, m_order.begin());
    while (m_bytes > m_capacity && m_order.size() > 1) {
        m_bytes -= m_order.back().second->bytes();
        m_pages.erase(m_order.back().first);
        m_order.pop_back();
    }
}

std::size_t PageCache::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

} // namespace dorfnetz::web
