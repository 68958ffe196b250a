#include "features/asking/asking.hpp"

#include "foundation/core/words.hpp"

namespace dorfnetz::asking {

namespace {

constexpr WordTable<State, 3> states{
    {{State::running, "running"}, {State::paused, "paused"}, {State::ended, "ended"}}};
constexpr WordTable<Ended, 6> endings{{{Ended::not_yet, ""},
                                       {Ended::full, "full"},
                                       {Ended::over, "over"},
                                       {Ended::nobody_left, "nobody_left"},
                                       {Ended::by_hand, "by_hand"},
                                       {Ended::asker_gone, "asker_gone"}}};
constexpr WordTable<Channel, 3> channels{
    {{Channel::mail, "mail"}, {Channel::phone, "phone"}, {Channel::letter, "letter"}}};
constexpr WordTable<Answer, 7> answers{{{Answer::chosen, "chosen"},
                                        {Answer::asked, "asked"},
                                        {Answer::yes, "yes"},
                                        {Answer::no, "no"},
                                        {Answer::later, "later"},
                                        {Answer::left_out, "left_out"},
                                        {Answer::thanked, "thanked"}}};

} // namespace

std::string_view to_text(State state)
{
    return word_of(states, state);
}

std::optional<State> state_from_text(std::string_view text)
{
    return meant_by(states, text);
}

std::string_view to_text(Ended ended)
{
    return word_of(endings, ended);
}

std::optional<Ended> ended_from_text(std::string_view text)
{
    return meant_by(endings, text);
}

std::string_view to_text(Channel channel)
{
    return word_of(channels, channel);
}

std::optional<Channel> channel_from_text(std::string_view text)
{
    return meant_by(channels, text);
}

std::string_view to_text(Answer answer)
{
    return word_of(answers, answer);
}

std::optional<Answer> answer_from_text(std::string_view text)
{
    return meant_by(answers, text);
}

std::optional<Channel> channel_for(const people::Person& person)
{
    const auto& data = person.data;
    const bool has_phone = !data.phone.empty() || !data.mobile.empty();
    const bool has_letter = !data.street.empty() && (!data.town.empty() || data.village);
    using people::ContactWay;
    switch (data.reach) {
    case ContactWay::phone:
        if (has_phone)
            return Channel::phone;
        break;
    case ContactWay::letter:
        if (has_letter)
            return Channel::letter;
        break;
    case ContactWay::lead_organisation: // those ask in person
        return Channel::phone;
    case ContactWay::any:
    case ContactWay::email:
        break;
    }
    if (!data.email.empty())
        return Channel::mail;
    if (has_phone)
        return Channel::phone;
    return has_letter ? std::optional(Channel::letter) : std::nullopt;
}

} // namespace dorfnetz::asking
