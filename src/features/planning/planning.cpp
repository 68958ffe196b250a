#include "features/planning/planning.hpp"

#include <fmt/format.h>

namespace dorfnetz::planning {

std::string clock_text(std::chrono::minutes since_midnight)
{
    return fmt::format("{}:{:02}", since_midnight.count() / 60, since_midnight.count() % 60);
}

std::string_view to_text(Mark mark)
{
    switch (mark) {
    case Mark::proposed:
        return "proposed";
    case Mark::settled:
        return "settled";
    case Mark::ruled_out:
        return "ruled_out";
    }
    return {};
}

std::optional<Mark> mark_from_text(std::string_view text)
{
    for (const auto mark : {Mark::proposed, Mark::settled, Mark::ruled_out})
        if (to_text(mark) == text)
            return mark;
    return std::nullopt;
}

} // namespace dorfnetz::planning
