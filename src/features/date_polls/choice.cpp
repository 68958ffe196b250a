#include "features/date_polls/choice.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace dorfnetz::date_polls {

namespace {

constexpr std::array<std::pair<Answer, std::string_view>, 3> words{
    {{Answer::yes, "yes"}, {Answer::if_needed, "if_needed"}, {Answer::no, "no"}}};

using ByVoice = std::map<std::string, std::map<std::string, Answer>>;

// The best that anybody of a voice said to each date.
ByVoice united(const std::vector<Ballot>& ballots)
{
    ByVoice voices;
    for (const auto& ballot : ballots)
        if (!ballot.voice.empty())
            for (const auto& [date, answer] : ballot.answers) {
                const auto [place, is_first] = voices[ballot.voice].emplace(date, answer);
                if (!is_first)
                    place->second = std::min(place->second, answer);
            }
    return voices;
}

} // namespace

std::string_view to_text(Answer answer)
{
    return words.at(static_cast<std::size_t>(answer)).second;
}

std::optional<Answer> answer_from_text(std::string_view text)
{
    for (const auto& [answer, word] : words)
        if (word == text)
            return answer;
    return std::nullopt;
}

std::vector<Standing> standings_of(const std::vector<Candidate>& dates, const std::vector<Ballot>& ballots,
                                   std::int64_t needed)
{
    const auto voices = united(ballots);
    std::vector<Standing> standings;
    for (const auto& date : dates) {
        Standing standing{.id = date.id, .starts_at = date.starts_at};
        for (const auto& [voice, answers] : voices) {
            const auto said = answers.find(date.id);
            if (said == answers.end())
                continue;
            standing.yes += said->second == Answer::yes ? 1 : 0;
            standing.if_needed += said->second == Answer::if_needed ? 1 : 0;
            standing.no += said->second == Answer::no ? 1 : 0;
        }
        standing.reaches_quorum = standing.could_come() >= needed;
        standings.push_back(std::move(standing));
    }
    return standings;
}

bool is_better(const Standing& one, const Standing& other)
{
    // Ids only so that the order is the same on every machine.
    const auto rank = [](const Standing& standing) {
        return std::make_tuple(!standing.reaches_quorum, -standing.yes, -standing.if_needed, standing.no,
                               standing.starts_at, std::string_view(standing.id));
    };
    return rank(one) < rank(other);
}

std::optional<Standing> best_of(const std::vector<Standing>& standings)
{
    const auto best = std::min_element(standings.begin(), standings.end(), is_better);
    if (best == standings.end() || best->could_come() == 0)
        return std::nullopt;
    return *best;
}

} // namespace dorfnetz::date_polls
