#include "features/transfer/row_target.hpp"

#include <array>

namespace dorfnetz::transfer {

namespace {

constexpr std::array outcomes{"new", "changed", "unchanged", "refused", "left_out"};
constexpr std::array likenesses{"", "possible", "likely", "certain", "in_file"};
constexpr std::array choices{"", "create", "update", "skip"};
constexpr std::array targets{"organisations", "people"};

template <class Enum, std::size_t N>
std::optional<Enum> value_of(const std::array<const char*, N>& words, std::string_view text)
{
    for (std::size_t i = 0; i < N; ++i)
        if (text == words[i])
            return static_cast<Enum>(i);
    return std::nullopt;
}

template <class Enum, std::size_t N>
std::string_view word_of(const std::array<const char*, N>& words, Enum value)
{
    return words.at(static_cast<std::size_t>(value));
}

} // namespace

std::string_view to_text(Target target)
{
    return word_of(targets, target);
}

std::optional<Target> target_from_text(std::string_view text)
{
    return value_of<Target>(targets, text);
}

std::string_view to_text(Outcome outcome)
{
    return word_of(outcomes, outcome);
}

std::optional<Outcome> outcome_from_text(std::string_view text)
{
    return value_of<Outcome>(outcomes, text);
}

std::string_view to_text(Likeness likeness)
{
    return word_of(likenesses, likeness);
}

std::optional<Likeness> likeness_from_text(std::string_view text)
{
    return value_of<Likeness>(likenesses, text);
}

std::string_view to_text(Choice choice)
{
    return word_of(choices, choice);
}

std::optional<Choice> choice_from_text(std::string_view text)
{
    return value_of<Choice>(choices, text);
}

Choice decided(Choice choice, Likeness likeness)
{
    const bool has_match = likeness != Likeness::none && likeness != Likeness::in_file;
    if (choice == Choice::create || choice == Choice::skip || (choice == Choice::update && has_match))
        return choice;
    switch (likeness) {
    case Likeness::certain:
    case Likeness::likely:
        return Choice::update;
    case Likeness::in_file:
        return Choice::skip;
    case Likeness::possible:
    case Likeness::none:
        break;
    }
    return Choice::create;
}

std::unique_ptr<RowTarget> make_target(db::Reader& reader, Target target, TargetSettings settings)
{
    return target == Target::organisations ? make_organisation_target(reader, std::move(settings))
                                           : make_person_target(reader, std::move(settings));
}

} // namespace dorfnetz::transfer
