#include "features/papers/marks.hpp"

#include "foundation/core/text.hpp"

#include <optional>

namespace dorfnetz::papers {

namespace {

constexpr std::string_view mark = "personal: ";

// Of a line that creates or alters one.
std::optional<std::string> table_named_in(std::string_view line)
{
    constexpr std::string_view word = " TABLE ";
    const auto found = line.find(word);
    if (found == std::string_view::npos || (!line.starts_with("CREATE") && !line.starts_with("ALTER")))
        return std::nullopt;
    line.remove_prefix(found + word.size());
    return std::string(line.substr(0, line.find(' ')));
}

std::string column_named_in(std::string_view line)
{
    if (const auto added = line.find("ADD COLUMN "); added != std::string_view::npos)
        line.remove_prefix(added + std::string_view("ADD COLUMN ").size());
    line = trim(line);
    return std::string(line.substr(0, line.find(' ')));
}

// What stands after the mark; nothing for "not personal: …" and for lines without a mark.
std::optional<std::string_view> said_in(std::string_view line)
{
    const auto comment = line.find("-- ");
    const auto found = line.find(mark, comment == std::string_view::npos ? line.size() : comment);
    if (found == std::string_view::npos || line.substr(0, found).ends_with("not "))
        return std::nullopt;
    return line.substr(found + mark.size());
}

} // namespace

std::vector<PersonalColumn> personal_columns(std::span<const db::MigrationFile> migrations)
{
    std::vector<PersonalColumn> columns;
    for (const auto& migration : migrations) {
        std::string table;
        for (const auto line : split(migration.text, '\n')) {
            if (auto named = table_named_in(line))
                table = *std::move(named);
            const auto said = said_in(line);
            if (!said)
                continue;
            const auto comma = said->find(',');
            columns.push_back({.table = table,
                               .column = column_named_in(line),
                               .purpose = std::string(trim(said->substr(0, comma))),
                               .retention = comma == std::string_view::npos
                                                ? std::string()
                                                : std::string(trim(said->substr(comma + 1)))});
        }
    }
    return columns;
}

} // namespace dorfnetz::papers
