#include "features/transfer/place_answers.hpp"

#include "foundation/search/folding.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

namespace {

// A list with more unknown places than this has something else in the column of its villages.
constexpr std::size_t most_asked = 40;

constexpr std::string_view left_out = "weg";

const PlaceAnswer* find_answer(const PlaceAnswers& answers, std::string_view written)
{
    const auto wanted = search::fold(written);
    const auto found = std::find_if(answers.begin(), answers.end(),
                                    [&](const PlaceAnswer& answer) { return key_of(answer) == wanted; });
    return found == answers.end() ? nullptr : &*found;
}

} // namespace

std::string key_of(const PlaceAnswer& answer)
{
    return search::fold(answer.written);
}

MeantPlaces meant_by(const Places& places, const PlaceAnswers& answers)
{
    MeantPlaces meant{.known = places.known, .unknown = {}, .left_out = {}};
    for (const auto& written : places.unknown) {
        const auto* answer = find_answer(answers, written);
        if (answer == nullptr || answer->means == PlaceAnswer::Means::open)
            meant.unknown.push_back(written);
        else if (answer->means == PlaceAnswer::Means::left_out)
            meant.left_out.push_back(written);
        else if (std::find(meant.known.begin(), meant.known.end(), answer->village) == meant.known.end())
            meant.known.push_back(answer->village);
    }
    return meant;
}

void AskedPlaces::add(const std::vector<std::string>& places)
{
    for (const auto& written : places) {
        if (m_answers.size() >= most_asked)
            return;
        if (find_answer(m_answers, written) != nullptr)
            continue;
        const auto* before = find_answer(m_before, written);
        m_answers.push_back(before == nullptr ? PlaceAnswer{.written = written} : *before);
    }
}

std::vector<std::string> to_list(const PlaceAnswers& answers)
{
    std::vector<std::string> list;
    for (const auto& answer : answers) {
        list.push_back(answer.written);
        list.push_back(to_text(answer));
    }
    return list;
}

PlaceAnswers answers_from(const std::vector<std::string>& list)
{
    PlaceAnswers answers;
    for (std::size_t i = 0; i + 1 < list.size(); i += 2)
        set_meaning(answers.emplace_back(PlaceAnswer{.written = list[i]}), list[i + 1]);
    return answers;
}

std::string to_text(const PlaceAnswer& answer)
{
    switch (answer.means) {
    case PlaceAnswer::Means::village:
        return answer.village.text();
    case PlaceAnswer::Means::left_out:
        return std::string(left_out);
    case PlaceAnswer::Means::open:
        break;
    }
    return {};
}

void set_meaning(PlaceAnswer& answer, std::string_view text)
{
    using Means = PlaceAnswer::Means;
    answer.means = text.empty() ? Means::open : text == left_out ? Means::left_out : Means::village;
    answer.village = answer.means == Means::village ? villages::VillageId{text} : villages::VillageId{};
}

} // namespace dorfnetz::transfer
