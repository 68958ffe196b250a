#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

// Typing errors: which words a mistyped one may have meant.
namespace dorfnetz::search {

// How many letters were left out, added, changed or swapped with the next; `limit + 1` if more than `limit`.
int typing_errors(std::string_view typed, std::string_view word, int limit);

// The beginning of a word that is most like the typed one.
struct Beginning
{
    int errors = 0;
    std::size_t letters = 0; // how long it is
};

// As `typing_errors`, whatever follows in the word. The beginning begins and ends with the letters that were
// typed first and last, since with any others it would be like too many words. `limit + 1` errors if there is
// none.
Beginning errors_in_beginning(std::string_view typed, std::string_view word, int limit);

// How many errors a word of this length may have and still be recognised.
int tolerated_errors(std::size_t length);

// The same of a beginning, which fits more words.
int tolerated_errors_in_beginning(std::size_t length);

// A stretch of the typed word. Cut into one piece more than there are errors, one piece must be whole, so
// every word within reach has at least one of them, no further off its place than there are errors.
struct Piece
{
    std::size_t begin = 0;
    std::string_view letters;
};

std::vector<Piece> pieces(std::string_view typed, int errors);

} // namespace dorfnetz::search
