#include "features/decisions/api.hpp"
#include "foundation/core/words.hpp"

namespace dorfnetz::decisions {

namespace {

constexpr WordTable<Way, 3> way_words{
    {{Way::open, "open"}, {Way::secret, "secret"}, {Way::counted, "counted"}}};
constexpr WordTable<State, 4> state_words{{{State::draft, "draft"},
                                           {State::open, "open"},
                                           {State::closed, "closed"},
                                           {State::withdrawn, "withdrawn"}}};
constexpr WordTable<Choice, 3> choice_words{
    {{Choice::yes, "yes"}, {Choice::no, "no"}, {Choice::abstain, "abstain"}}};
constexpr WordTable<Outcome, 4> outcome_words{{{Outcome::none, ""},
                                               {Outcome::adopted, "adopted"},
                                               {Outcome::rejected, "rejected"},
                                               {Outcome::no_quorum, "no_quorum"}}};

} // namespace

std::string_view to_text(Way way)
{
    return word_of(way_words, way);
}

std::optional<Way> way_from_text(std::string_view text)
{
    return meant_by(way_words, text);
}

std::string_view to_text(State state)
{
    return word_of(state_words, state);
}

std::optional<State> state_from_text(std::string_view text)
{
    return meant_by(state_words, text);
}

std::string_view to_text(Choice choice)
{
    return word_of(choice_words, choice);
}

std::optional<Choice> choice_from_text(std::string_view text)
{
    return meant_by(choice_words, text);
}

std::string_view to_text(Outcome outcome)
{
    return word_of(outcome_words, outcome);
}

std::optional<Outcome> outcome_from_text(std::string_view text)
{
    return meant_by(outcome_words, text);
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
