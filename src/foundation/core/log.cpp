#include "foundation/core/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <string>

namespace dorfnetz::log {

namespace {

spdlog::level::level_enum to_spdlog(Level level)
{
    switch (level) {
    case Level::debug:
        return spdlog::level::debug;
    case Level::info:
        return spdlog::level::info;
    case Level::warning:
        return spdlog::level::warn;
    case Level::error:
        return spdlog::level::err;
    }
    return spdlog::level::err;
}

spdlog::logger& logger()
{
    static const auto instance = [] {
        auto made = spdlog::stderr_color_mt("dorfnetz");
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
        return made;
    }();
    return *instance;
}

// Messages of libraries come in several lines; a line break in the log would begin another entry, and what
// follows an escape would do something to the terminal of whoever reads it.
std::string in_one_line(std::string_view message)
{
    std::string line(message);
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = ' ';
    return line;
}

} // namespace

void set_level(Level level)
{
    logger().set_level(to_spdlog(level));
}

void write(Level level, std::string_view message)
{
    logger().log(to_spdlog(level), in_one_line(message));
}

} // namespace dorfnetz::log
