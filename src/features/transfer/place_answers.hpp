#pragma once

#include "features/transfer/cell_values.hpp"

// What the reader of a list says once about a place that we do not know by the name in the list. It holds for
// every row that names it.
namespace dorfnetz::transfer {

struct PlaceAnswer
{
    enum class Means { open, village, left_out };

    std::string written; // as the list has it the first time
    Means means = Means::open;
    villages::VillageId village = {};

    bool operator==(const PlaceAnswer&) const = default;
};

using PlaceAnswers = std::vector<PlaceAnswer>;

// What is the same for all ways to write the place.
std::string key_of(const PlaceAnswer& answer);

// What the places of a cell mean with the answers.
struct MeantPlaces
{
    std::vector<villages::VillageId> known;
    std::vector<std::string> unknown;  // still to be answered
    std::vector<std::string> left_out; // as it was answered
};

MeantPlaces meant_by(const Places& places, const PlaceAnswers& answers);

// The places that a list asks about, in its order, with what was answered about them before.
class AskedPlaces
{
public:
    explicit AskedPlaces(PlaceAnswers before) : m_before(std::move(before)) {}

    void add(const std::vector<std::string>& places);

    const PlaceAnswers& answers() const { return m_answers; }

private:
    PlaceAnswers m_before;
    PlaceAnswers m_answers;
};

// As they are stored: a list of what is written and what is meant by it, in turn.
std::vector<std::string> to_list(const PlaceAnswers& answers);
PlaceAnswers answers_from(const std::vector<std::string>& list);

// How a form says what is meant: the id of a village, "weg" or nothing.
std::string to_text(const PlaceAnswer& answer);
void set_meaning(PlaceAnswer& answer, std::string_view text);

} // namespace dorfnetz::transfer
