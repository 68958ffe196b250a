#pragma once

#include "features/papers/api.hpp"

#include <map>
#include <string>
#include <vector>

namespace dorfnetz::papers {

struct Item
{
    enum class Kind {
        text,
        list,
        checks, // boxes to tick
        line,   // room to write, with its label
        signature,
    };

    Kind kind = Kind::text;
    std::string text = {};                // or the label of a line
    std::vector<std::string> points = {}; // of lists and boxes
    int lines = 1;
};

struct Section
{
    std::string heading;
    std::vector<Item> items;
};

// A paper with everything filled in.
struct Paper
{
    std::string title;
    std::string subtitle;
    std::vector<Section> sections;
};

// What is filled in: the network's settings, and who leads which village.
struct Facts
{
    std::map<std::string, std::string, std::less<>> values; // by placeholder: "imprint.name"
    std::vector<std::string> lead_clubs;                    // "Dorfverein Aue (Aue)"
};

Facts facts_of(db::Reader& reader, const web::Network& network, const Kind& kind, Timestamp now);

// Throws std::logic_error for a placeholder that nothing fills.
Paper paper_of(const Kind& kind, const Facts& facts);

// What the papers need and the settings do not say, or say in square brackets only.
std::vector<std::string> missing_settings(const web::Network& network, i18n::Language language);

const Kind* kind_by_key(std::string_view key);

} // namespace dorfnetz::papers
