#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::db {

// SQL with `:name` written as `$1`, `$2` …, and the names in that order; the same name gets the same number.
// Text in quotes and comments is left alone.
struct NumberedSql
{
    std::string text;
    std::vector<std::string> names;
};

NumberedSql number_parameters(std::string_view sql);

// Without a closing FOR UPDATE, which SQLite does not know: its single writer locks everything anyway.
std::string_view without_row_lock(std::string_view sql);

} // namespace dorfnetz::db
