#pragma once

#include "foundation/core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

// Why a file cannot be taken, for everything that the reader process may find. Over the wire goes only which
// of these it is, so even a process taken over by a hostile file cannot put words into the program's mouth.
namespace dorfnetz::foreign {

Error damaged_file();
Error oversized_file();
Error password_needed();
Error too_many_tables(std::size_t most);
Error too_many_pixels(std::uint64_t most_millions);
// Rows are counted from 1, as programs show them.
Error too_many_cells(std::size_t row, std::size_t most_rows, std::size_t most_columns);
Error too_long_cell(std::size_t row, std::size_t longest);

Error too_many_events(std::size_t most);

// The number by which a refusal travels; nothing for an Error that is none of the above.
std::optional<std::uint8_t> number_of(const Error& error);
// The refusal of that number, without values; nothing for an unknown number.
std::optional<Error> refusal_of(std::uint8_t number);

} // namespace dorfnetz::foreign
