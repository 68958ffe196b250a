#pragma once

#include <string>
#include <string_view>

namespace dorfnetz::search {

// The key under which texts that people take for the same meet: lower case, no accents, ß as ss, and
// ä = ae = a (likewise ö, ü), so "Mönchau", "Moenchau" and "Monchau" are one. Words with one space between
// them; everything but letters and digits separates. Broken UTF-8 separates too.
std::string fold(std::string_view text);

// A text whose order by bytes is the German one (ICU, numbers by value: "TSV 2" before "TSV 10"), in
// lower-case hexadecimal. Stored beside the text and made anew when `collation_version()` changes.
std::string sort_key(std::string_view text);

// Changes with the rules that `sort_key` follows, which come with the ICU library.
std::string collation_version();

// For addresses: "Beispiel: Heimatverein Mussa e.V." becomes "beispiel-heimatverein-mussa-e-v". Only
// [a-z0-9-], ä as ae, at most 80 characters; empty if nothing is left.
std::string slug(std::string_view text);

} // namespace dorfnetz::search
