#pragma once

#include "foundation/i18n/i18n.hpp"

#include <span>
#include <string>
#include <vector>

namespace dorfnetz::papers {

// A text in the languages of the program.
struct Wording
{
    std::string de;
    std::string en;

    const std::string& in(i18n::Language language) const { return language == i18n::Language::en ? en : de; }
};

// Something that is done with data of people, as Art. 30 (1) GDPR wants it described.
struct Activity
{
    std::string key;
    std::vector<std::string> tables;
    Wording title;
    Wording purpose;
    Wording basis;
    Wording people;
    Wording data;
    Wording recipients;
    Wording retention;
};

// As they stand in data/papers/activities.toml. Read once; safe to call from several threads.
std::span<const Activity> activities();

} // namespace dorfnetz::papers
