#pragma once

#include <string>
#include <vector>

// The picture that messengers and networks show beside a link (Open Graph).
namespace dorfnetz::pdf {

inline constexpr int card_width = 1200; // pixels
inline constexpr int card_height = 630;

struct Card
{
    std::string network = {};            // small at the top
    std::string heading = {};            // large; what does not fit ends in "…"
    std::vector<std::string> lines = {}; // below, one line each: when, where
    std::string language = "de";

    bool operator==(const Card&) const = default;
};

// A PNG. Any bytes may be given as text, and the same card gives the same bytes. From any thread.
std::string draw_card(const Card& card);

} // namespace dorfnetz::pdf
