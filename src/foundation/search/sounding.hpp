#pragma once

#include <string>
#include <string_view>

namespace dorfnetz::search {

// How a folded German word sounds, so that what is written as it is heard meets: f, v and ph, ai and ei, d
// and t, single and double letters, h that nobody hears, e that nobody hears ("Seniorn", "Senioren"). The key
// of a beginning is the beginning of the key, so "Reitferein" meets "Reitvereinigung". Empty for what has
// other letters than a to z.
std::string sound_key(std::string_view folded_word);

// Changes with the rules that `sound_key` follows.
std::string sound_version();

// What is done, of who does it and of doing it: "angl" of "Anglerinnen", "angel" of "angeln". Empty for words
// that say neither.
std::string root(std::string_view folded_word);

} // namespace dorfnetz::search
