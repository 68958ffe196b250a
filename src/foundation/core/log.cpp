#include "foundation/core/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

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
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %^%l%$ %v");
        return made;
    }();
    return *instance;
}

} // namespace

void set_level(Level level)
{
    logger().set_level(to_spdlog(level));
}

void write(Level level, std::string_view message)
{
    logger().log(to_spdlog(level), message);
}

} // namespace dorfnetz::log
