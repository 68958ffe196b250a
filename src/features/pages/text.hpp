#pragma once

#include "features/pages/api.hpp"

#include <string>
#include <string_view>
#include <vector>

// Values and rules of texts; no input or output.
namespace dorfnetz::pages {

// Whether the program itself needs the page: it has an address of its own and cannot be deleted.
bool is_fixed(Kind kind, std::string_view slug);

// Small letters, digits and single hyphens, as addresses want it.
bool is_slug(std::string_view text);

// The address for a title, the `number`-th of those that fit: "sommerfest", "sommerfest-2" …
std::string slug_of_title(Kind kind, std::string_view title, int number);

struct Section
{
    std::string heading = {}; // of a folded section; empty: shown as it is
    std::string body = {};    // Markdown

    bool folds() const { return !heading.empty(); }
};

// Cut at headings of the second level whose sections open and close.
std::vector<Section> sections_of(std::string_view body, const std::vector<std::string>& folded);

// Without the signs of Markdown, for the search and for previews.
std::string plain_text(std::string_view markdown);

} // namespace dorfnetz::pages
