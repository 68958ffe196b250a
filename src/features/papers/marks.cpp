#include "features/papers/marks.hpp"

#include "foundation/core/text.hpp"

#include <optional>

namespace dorfnetz::papers {

namespace {

constexpr std::string_view mark = "personal: ";

// The word after this beginning: the table that a line creates, alters or drops.
std::optional<std::string> word_after(std::string_view line, std::string_view beginning)
{
    const auto found = line.find(beginning);
    if (found == std::string_view::npos)
        return std::nullopt;
    line.remove_prefix(found + beginning.size());
    return std::string(line.substr(0, line.find_first_of(" ;")));
}

std::optional<std::string> table_named_in(std::string_view line)
{
    if (!line.starts_with("CREATE TABLE ") && !line.starts_with("ALTER TABLE "))
        return std::nullopt;
    return word_after(line, " TABLE ");
}

// A table that is made anew is dropped, and the new one gets its name.
void follow(std::vector<PersonalColumn>& columns, std::string_view line)
{
    if (line.starts_with("DROP TABLE "))
        std::erase_if(columns, [gone = word_after(line, "DROP TABLE ")](const PersonalColumn& column) {
            return column.table == *gone;
        });
    if (const auto name = word_after(line, " RENAME TO "); name && line.starts_with("ALTER TABLE "))
        for (auto& column : columns)
            if (column.table == *word_after(line, "ALTER TABLE "))
                column.table = *name;
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
            follow(columns, line);
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
