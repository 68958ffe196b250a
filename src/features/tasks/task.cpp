#include "features/tasks/api.hpp"
#include "foundation/core/words.hpp"

namespace dorfnetz::tasks {

namespace {

constexpr WordTable<State, 3> states{
    {{State::open, "open"}, {State::done, "done"}, {State::dropped, "dropped"}}};
constexpr WordTable<Audience, 2> audiences{{{Audience::public_, "public"}, {Audience::network, "network"}}};

} // namespace

std::string_view to_text(State state)
{
    return word_of(states, state);
}

std::optional<State> state_from_text(std::string_view text)
{
    return meant_by(states, text);
}

std::string_view to_text(Audience audience)
{
    return word_of(audiences, audience);
}

std::optional<Audience> audience_from_text(std::string_view text)
{
    return meant_by(audiences, text);
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
