#pragma once

#include "features/transfer/api.hpp"
#include "features/villages/api.hpp"

#include <string>
#include <string_view>
#include <vector>

// What the columns of somebody's list mean. The meanings and the titles under which they are known stand in
// data/vocabularies/organisation_columns.toml and person_columns.toml.
namespace dorfnetz::transfer {

std::string_view column_list(Target target); // name of the vocabulary

// A list with the meaning of each of its columns: a key of the vocabulary, or nothing for what is left out.
using Mapping = std::vector<std::string>;

using Cells = std::vector<std::string>;

// Guesses from the titles, and from what stands in the cells where a title says nothing. `samples` are some
// rows of the list. A meaning is given once, except for those whose columns are joined.
Mapping guess_columns(Target target, const std::vector<std::string>& titles,
                      const std::vector<Cells>& samples, const std::vector<villages::Village>& places);

// Whether several columns may have this meaning.
bool may_repeat(std::string_view key);

// What a mapping lacks before rows can be read; nothing if it will do.
German what_is_missing(Target target, const Mapping& mapping);

} // namespace dorfnetz::transfer
