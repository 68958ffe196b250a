#include "features/decisions/api.hpp"

#include <array>

namespace dorfnetz::decisions {

namespace {

// In the order of the enums' values.
constexpr std::array<std::string_view, 3> way_words{"open", "secret", "counted"};
constexpr std::array<std::string_view, 4> state_words{"draft", "open", "closed", "withdrawn"};
constexpr std::array<std::string_view, 3> choice_words{"yes", "no", "abstain"};
constexpr std::array<std::string_view, 4> outcome_words{"", "adopted", "rejected", "no_quorum"};

template <class T, std::size_t Size>
std::optional<T> meant_by(const std::array<std::string_view, Size>& words, std::string_view text)
{
    for (std::size_t i = 0; i < Size; ++i)
        if (words[i] == text)
            return static_cast<T>(i);
    return std::nullopt;
}

} // namespace

std::string_view to_text(Way way)
{
    return way_words[static_cast<std::size_t>(way)];
}

std::optional<Way> way_from_text(std::string_view text)
{
    return meant_by<Way>(way_words, text);
}

std::string_view to_text(State state)
{
    return state_words[static_cast<std::size_t>(state)];
}

std::optional<State> state_from_text(std::string_view text)
{
    return meant_by<State>(state_words, text);
}

std::string_view to_text(Choice choice)
{
    return choice_words[static_cast<std::size_t>(choice)];
}

std::optional<Choice> choice_from_text(std::string_view text)
{
    return meant_by<Choice>(choice_words, text);
}

std::string_view to_text(Outcome outcome)
{
    return outcome_words[static_cast<std::size_t>(outcome)];
}

std::optional<Outcome> outcome_from_text(std::string_view text)
{
    return meant_by<Outcome>(outcome_words, text);
}

std::string name_of(const Motion& motion)
{
    return motion.is_decision() ? std::to_string(*motion.year) + '-' + std::to_string(*motion.number)
                                : std::string();
}

std::string path_of(const Motion& motion)
{
    return motion.is_decision() ? "/beschluesse/" + name_of(motion) : std::string();
}

lineage::Record lineage_record(const MotionId& id)
{
    return {.kind = std::string(lineage_kind_key), .id = id.text()};
}

} // namespace dorfnetz::decisions
