#pragma once

#include "foundation/http/message.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace dorfnetz::http {

// Bodies above this size are written to a file while they arrive.
inline constexpr std::uint64_t largest_body_in_memory = 1024 * 1024;

// What all bodies in memory take together, shared by the sinks of a server.
struct BodyMemory
{
    std::uint64_t limit = 0;
    std::atomic<std::uint64_t> used{0};
};

// Takes a request's body as it arrives. The file goes with the sink, so the sink must outlive the handler.
class BodySink
{
public:
    enum class Outcome { taken, too_large, no_room };

    BodySink(BodyMemory& memory, const std::filesystem::path& directory)
        : m_memory(&memory), m_directory(&directory)
    {
    }

    ~BodySink();
    BodySink(const BodySink&) = delete;
    BodySink& operator=(const BodySink&) = delete;

    void set_limit(std::uint64_t most_bytes) { m_limit = most_bytes; }

    // no_room: the memory of all bodies is used up, or the disk is full.
    Outcome take(std::string_view bytes);
    // Moves the body, or the name of its file, into the request.
    void hand_over(Request& request);

private:
    bool open_file();
    bool append_to_file(std::string_view bytes);
    void give_back_memory();

    BodyMemory* m_memory;
    const std::filesystem::path* m_directory;
    std::uint64_t m_limit = 0;
    std::uint64_t m_size = 0;
    std::uint64_t m_reserved = 0;
    std::string m_bytes;
    std::filesystem::path m_path;
    int m_descriptor = -1;
};

// Removes what a crashed program left behind; only what is older than a day, as others may use the directory.
void remove_stale_bodies(const std::filesystem::path& directory);

} // namespace dorfnetz::http
