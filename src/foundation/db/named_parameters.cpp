#include "foundation/db/named_parameters.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::db {

namespace {

bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// Length of a quoted text or comment at the start of `sql`, 0 if there is none.
std::size_t opaque_length(std::string_view sql)
{
    if (sql.starts_with("--"))
        return std::min(sql.find('\n'), sql.size());
    if (sql[0] != '\'' && sql[0] != '"')
        return 0;
    const auto end = sql.find(sql[0], 1);
    return end == std::string_view::npos ? sql.size() : end + 1;
}

} // namespace

NumberedSql number_parameters(std::string_view sql)
{
    NumberedSql result;
    while (!sql.empty()) {
        if (const auto length = opaque_length(sql); length > 0) {
            result.text += sql.substr(0, length);
            sql.remove_prefix(length);
            continue;
        }
        const bool named = sql[0] == ':' && sql.size() > 1 && is_name_character(sql[1]);
        if (!named) {
            result.text += sql[0];
            sql.remove_prefix(1);
            continue;
        }
        std::size_t length = 1;
        while (length < sql.size() && is_name_character(sql[length]))
            ++length;
        const std::string name(sql.substr(1, length - 1));
        auto found = std::find(result.names.begin(), result.names.end(), name);
        if (found == result.names.end())
            found = result.names.insert(result.names.end(), name);
        result.text += '$';
        result.text += std::to_string(found - result.names.begin() + 1);
        sql.remove_prefix(length);
    }
    return result;
}

std::string_view without_row_lock(std::string_view sql)
{
    constexpr std::string_view lock = "FOR UPDATE";
    const auto trimmed = trim(sql);
    return trimmed.ends_with(lock) ? trimmed.substr(0, trimmed.size() - lock.size()) : sql;
}

} // namespace dorfnetz::db
