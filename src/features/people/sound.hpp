#pragma once

#include <string>
#include <string_view>

namespace dorfnetz::people {

// How a German name sounds: Cologne phonetics (H. J. Postel, Die Kölner Phonetik, 1969), so "Meier", "Mayr"
// and "Maier" meet. Takes one folded word (search::fold); empty if it has no letters.
std::string sound_of(std::string_view folded_word);

} // namespace dorfnetz::people
