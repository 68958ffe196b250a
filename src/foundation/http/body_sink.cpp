#include "foundation/http/body_sink.hpp"

#include "foundation/core/log.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dorfnetz::http {

namespace {

constexpr std::string_view file_prefix = "dorfnetz-body-";

} // namespace

BodySink::~BodySink()
{
    give_back_memory();
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_path.empty())
        ::unlink(m_path.c_str());
}

BodySink::Outcome BodySink::take(std::string_view bytes)
{
    if (bytes.size() > m_limit - m_size)
        return Outcome::too_large;
    m_size += bytes.size();
    if (m_descriptor < 0 && m_size > largest_body_in_memory && !open_file())
        return Outcome::no_room;
    if (m_descriptor >= 0)
        return append_to_file(bytes) ? Outcome::taken : Outcome::no_room;
    m_reserved += bytes.size();
    if (m_memory->used.fetch_add(bytes.size()) + bytes.size() > m_memory->limit)
        return Outcome::no_room;
    m_bytes.append(bytes);
    return Outcome::taken;
}

void BodySink::hand_over(Request& request)
{
    request.body = std::move(m_bytes);
    if (m_descriptor >= 0) {
        ::close(std::exchange(m_descriptor, -1));
        request.body_file = m_path;
    }
}

bool BodySink::open_file()
{
    std::string name = (*m_directory / file_prefix).string() + "XXXXXX";
    m_descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (m_descriptor < 0) {
        log::error("No file for an upload: " + std::generic_category().message(errno));
        return false;
    }
    m_path = name;
    const bool written = append_to_file(m_bytes);
    m_bytes = std::string();
    give_back_memory();
    return written;
}

bool BodySink::append_to_file(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            log::error("Upload cannot be stored: " + std::generic_category().message(errno));
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

void BodySink::give_back_memory()
{
    m_memory->used -= std::exchange(m_reserved, 0);
}

void remove_stale_bodies(const std::filesystem::path& directory)
{
    std::error_code ignored;
    const auto yesterday = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
    for (const auto& entry : std::filesystem::directory_iterator(directory, ignored)) {
        const bool is_body = entry.path().filename().string().starts_with(file_prefix);
        if (is_body && entry.last_write_time(ignored) < yesterday)
            std::filesystem::remove(entry.path(), ignored);
    }
}

} // namespace dorfnetz::http
