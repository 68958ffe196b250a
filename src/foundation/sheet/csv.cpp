#include "foundation/sheet/sheet.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/sheet/text_encoding.hpp"

#include <array>

namespace dorfnetz::sheet {

namespace {

constexpr std::string_view delimiters = ";,\t";
constexpr std::size_t sampled_records = 30;

// Finds the end of the field that begins at `from`; `text` of the field is unquoted.
struct Field
{
    std::string text;
    std::size_t end = 0; // at the delimiter, the line break or the end
    std::size_t line_breaks = 0;
    bool closed = true;
};

bool is_line_break(char character)
{
    return character == '\n' || character == '\r';
}

Field read_quoted(std::string_view text, std::size_t from, char delimiter)
{
    Field field;
    std::size_t at = from + 1;
    for (;; ++at) {
        if (at >= text.size()) {
            field.closed = false;
            field.end = at;
            return field;
        }
        if (text[at] == '"') {
            if (at + 1 < text.size() && text[at + 1] == '"')
                ++at;
            else
                break;
        } else if (text[at] == '\n' || (text[at] == '\r' && !(at + 1 < text.size() && text[at + 1] == '\n')))
            ++field.line_breaks;
        field.text.push_back(text[at]);
    }
    // Text behind the closing quote ("Muster" e. V.) belongs to the field: people type so.
    for (++at; at < text.size() && text[at] != delimiter && !is_line_break(text[at]); ++at)
        field.text.push_back(text[at]);
    field.end = at;
    return field;
}

Field read_field(std::string_view text, std::size_t from, char delimiter)
{
    if (from < text.size() && text[from] == '"')
        return read_quoted(text, from, delimiter);
    auto end = from;
    while (end < text.size() && text[end] != delimiter && !is_line_break(text[end]))
        ++end;
    return {.text = std::string{text.substr(from, end - from)}, .end = end};
}

std::size_t after_line_break(std::string_view text, std::size_t at)
{
    return at + (text.substr(at, 2) == "\r\n" ? 2U : 1U);
}

// How well a delimiter explains the first records: columns, weighted by how many records agree on them.
std::size_t score(std::string_view text, char delimiter)
{
    std::array<std::size_t, most_columns + 1> records_with{};
    std::size_t columns = 1;
    std::size_t records = 0;
    for (std::size_t at = 0; at < text.size() && records < sampled_records;) {
        const auto field = read_field(text, at, delimiter);
        if (!field.closed || field.text.size() > longest_cell)
            break;
        at = field.end;
        if (at < text.size() && text[at] == delimiter) {
            ++columns;
            ++at;
            continue;
        }
        ++records_with[std::min(columns, most_columns)];
        ++records;
        columns = 1;
        if (at < text.size())
            at = after_line_break(text, at);
    }
    std::size_t best = 0;
    for (std::size_t count = 2; count < records_with.size(); ++count)
        best = std::max(best, records_with[count] * std::min<std::size_t>(count, 10));
    return best;
}

char guess_delimiter(std::string_view text)
{
    char best = delimiters.front();
    std::size_t best_score = 0;
    for (const char delimiter : delimiters) {
        const auto points = score(text, delimiter);
        if (points > best_score) {
            best_score = points;
            best = delimiter;
        }
    }
    return best;
}

// Excel's own first line "sep=;" names the delimiter and is no row.
std::optional<char> take_stated_delimiter(std::string_view& text)
{
    if (text.size() < 5 || to_lower_ascii(text.substr(0, 4)) != "sep=")
        return std::nullopt;
    const char delimiter = text[4];
    if (delimiters.find(delimiter) == std::string_view::npos || (text.size() > 5 && !is_line_break(text[5])))
        return std::nullopt;
    text.remove_prefix(text.size() > 5 ? after_line_break(text, 5) : 5);
    return delimiter;
}

Cell to_cell(std::string text)
{
    auto clean = clean_text(text);
    if (trim(clean).empty())
        return {};
    return {.kind = Cell::Kind::text, .text = std::move(clean)};
}

Result<Table> parse(std::string_view text, char delimiter, std::size_t row_number)
{
    Table table;
    std::vector<Cell> row;
    std::size_t cells = 0;
    std::size_t further_lines = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto field = read_field(text, at, delimiter);
        if (!field.closed)
            return Error{
                .kind = Err::invalid,
                .text =
                    "In Zeile {1} beginnt ein Anführungszeichen, das nie geschlossen wird. Ergänze oder entferne es und versuch es noch einmal."_de,
                .values = {std::to_string(row_number)}};
        if (field.text.size() > longest_cell && length_in_characters(field.text) > longest_cell)
            return foreign::too_long_cell(row_number, longest_cell);
        row.push_back(to_cell(std::move(field.text)));
        further_lines += field.line_breaks;
        if (row.size() > most_columns || ++cells > most_cells || table.rows.size() >= most_rows)
            return foreign::too_many_cells(row_number, most_rows, most_columns);
        at = field.end;
        if (at < text.size() && text[at] == delimiter) {
            ++at;
            if (at < text.size())
                continue;
        }
        while (!row.empty() && row.back().kind == Cell::Kind::empty)
            row.pop_back();
        table.rows.push_back(std::exchange(row, {}));
        row_number += 1 + std::exchange(further_lines, 0);
        if (at < text.size())
            at = after_line_break(text, at);
    }
    while (!table.rows.empty() && is_empty(table.rows.back()))
        table.rows.pop_back();
    return table;
}

} // namespace

Result<Table> read_csv(std::string_view bytes)
{
    if (bytes.size() > largest_file)
        return foreign::oversized_file();
    const auto utf8 = to_utf8(bytes);
    if (!utf8)
        return Error{.kind = Err::invalid,
                     .text = "Das ist keine Tabelle. Speichere sie als .xlsx, .ods oder .csv und versuch es "
                             "noch einmal."_de};
    std::string_view text = *utf8;
    const auto stated = take_stated_delimiter(text);
    auto table = TRY(parse(text, stated ? *stated : guess_delimiter(text), stated ? 2 : 1));
    if (table.rows.empty())
        return Error{.kind = Err::invalid, .text = "Die Datei ist leer."_de};
    return table;
}

} // namespace dorfnetz::sheet
