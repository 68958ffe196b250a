#include "features/papers/marks.hpp"

#include "foundation/core/text.hpp"

#include <optional>

namespace dorfnetz::papers {

namespace {

constexpr std::string_view mark = "personal: ";

// A line that says something about a whole table, by its words.
struct TableLine
{
    std::string_view verb; // CREATE, ALTER, DROP; empty: no such line
    std::string table;
    std::string new_name; // of one that is renamed
};

TableLine read_line(std::string_view line)
{
    const auto words = split_list(line.substr(0, line.find(';')), " ");
    if (words.size() < 3 || words[1] != "TABLE")
        return {};
    TableLine read{.verb = line.substr(0, words[0].size()), .table = words[2], .new_name = {}};
    if (words.size() == 6 && words[3] == "RENAME" && words[4] == "TO")
        read.new_name = words[5];
    return read;
}

// A table that is made anew is dropped, and the new one gets its name.
void follow(std::vector<PersonalColumn>& columns, const TableLine& line)
{
    if (line.verb == "DROP")
        std::erase_if(columns, [&](const PersonalColumn& column) { return column.table == line.table; });
    if (!line.new_name.empty())
        for (auto& column : columns)
            if (column.table == line.table)
                column.table = line.new_name;
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
            const auto about = read_line(line);
            if (about.verb == "CREATE" || about.verb == "ALTER")
                table = about.table;
            follow(columns, about);
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
