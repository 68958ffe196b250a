#pragma once

#include <string_view>

// The program's log. Never put personal data, secrets or request bodies into it.
namespace dorfnetz::log {

enum class Level { debug, info, warning, error };

void set_level(Level level);
void write(Level level, std::string_view message);

inline void debug(std::string_view message)
{
    write(Level::debug, message);
}

inline void info(std::string_view message)
{
    write(Level::info, message);
}

inline void warning(std::string_view message)
{
    write(Level::warning, message);
}

inline void error(std::string_view message)
{
    write(Level::error, message);
}

} // namespace dorfnetz::log
