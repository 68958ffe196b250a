#include "features/tasks/api.hpp"

#include <array>
#include <utility>

namespace dorfnetz::tasks {

namespace {

constexpr std::array<std::pair<State, std::string_view>, 3> states{
    {{State::open, "open"}, {State::done, "done"}, {State::dropped, "dropped"}}};

} // namespace

std::string_view to_text(State state)
{
    return states[static_cast<std::size_t>(state)].second;
}

std::optional<State> state_from_text(std::string_view text)
{
    for (const auto& [state, name] : states)
        if (name == text)
            return state;
    return std::nullopt;
}

std::string_view to_text(Audience audience)
{
    return audience == Audience::public_ ? "public" : "network";
}

std::optional<Audience> audience_from_text(std::string_view text)
{
    for (const auto audience : {Audience::public_, Audience::network})
        if (to_text(audience) == text)
            return audience;
    return std::nullopt;
}

std::string path_of(const Task& task)
{
    return "/aufgaben/" + std::to_string(task.number);
}

lineage::Record lineage_record(const TaskId& id)
{
    return {.kind = std::string(lineage_kind_key), .id = id.text()};
}

} // namespace dorfnetz::tasks
