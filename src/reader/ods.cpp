#include "reader/workbook.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"
#include "reader/package.hpp"
#include "reader/refused.hpp"
#include "reader/table_builder.hpp"

#include <algorithm>

namespace dorfnetz::reader {

namespace {

using sheet::Cell;

constexpr std::size_t most_repeats = 10'000'000;

// Parts of a sheet that hold texts or cells which are not in the list: remarks on cells, drawings, copies of
// linked files, and what was there before a change.
bool is_left_out(std::string_view element)
{
    return element == "annotation" || element == "frame" || element == "custom-shape" ||
           element == "shapes" || element == "tracked-changes" || element == "dde-links" ||
           element == "forms";
}

// "06774" for the number 6774: leading zeros are kept only in what is shown.
bool shows_leading_zeros(std::string_view shown, double number)
{
    return shown.size() > 1 && shown.size() <= 15 && shown.front() == '0' &&
           shown.find_first_not_of("0123456789") == std::string_view::npos && to_number(shown) == number;
}

class Content final : public XmlHandler
{
public:
    explicit Content(sheet::Workbook& workbook) : m_builder(workbook) {}

    void start(std::string_view element, const Attributes& attributes) override
    {
        if (m_left_out > 0 || is_left_out(element)) {
            ++m_left_out;
            return;
        }
        if (element == "table")
            begin_table(attributes);
        else if (element == "table-row")
            begin_row(attributes);
        else if (element == "table-cell" || element == "covered-table-cell")
            begin_cell(attributes, element == "covered-table-cell");
        else if (m_in_cell)
            start_in_cell(element, attributes);
    }

    void end(std::string_view element) override
    {
        if (m_left_out > 0) {
            --m_left_out;
            return;
        }
        if (element == "p" || element == "h")
            m_in_paragraph = false;
        else if (element == "table-cell" || element == "covered-table-cell")
            end_cell();
        else if (element == "table-row")
            end_row();
    }

    void text(std::string_view characters) override
    {
        if (m_in_paragraph && m_left_out == 0)
            append(characters);
    }

private:
    struct PlacedCell
    {
        std::size_t column = 0;
        Cell cell;
    };

    void begin_table(const Attributes& attributes)
    {
        m_builder.begin_table(attributes["name"]);
        m_row = 0;
        m_in_table = true;
    }

    void begin_row(const Attributes& attributes)
    {
        if (!m_in_table)
            throw Refused{foreign::damaged_file()};
        m_row_repeats = attributes.number("number-rows-repeated", 1, most_repeats);
        m_column = 0;
        m_cells.clear();
    }

    void begin_cell(const Attributes& attributes, bool covered)
    {
        if (!m_in_table)
            throw Refused{foreign::damaged_file()};
        m_in_cell = true;
        // A covered cell may keep a value from before it was merged; nobody sees it.
        m_covered = covered;
        m_shown.clear();
        m_paragraphs = 0;
        m_repeats = attributes.number("number-columns-repeated", 1, most_repeats);
        m_type = attributes["value-type"];
        m_value = m_type == "date"      ? attributes["date-value"]
                  : m_type == "boolean" ? attributes["boolean-value"]
                  : m_type == "string"  ? attributes["string-value"]
                                        : attributes["value"];
        const auto rows = attributes.number("number-rows-spanned", 1, most_repeats);
        const auto columns = attributes.number("number-columns-spanned", 1, most_repeats);
        if (rows > 1 || columns > 1)
            m_builder.merge(m_row, m_column, m_row + rows - 1, m_column + columns - 1);
    }

    void start_in_cell(std::string_view element, const Attributes& attributes)
    {
        if (element == "p" || element == "h") {
            if (m_paragraphs++ > 0)
                append("\n");
            m_in_paragraph = true;
        } else if (element == "s")
            append(std::string(attributes.number("c", 1, 1000), ' '));
        else if (element == "tab")
            append("\t");
        else if (element == "line-break")
            append("\n");
    }

    void append(std::string_view characters)
    {
        if (m_shown.size() < most_bytes_of_a_text)
            m_shown.append(characters);
    }

    void end_cell()
    {
        m_in_cell = false;
        auto cell = m_covered ? Cell{} : made_cell();
        if (cell.kind != Cell::Kind::empty) {
            // The builder would refuse the first cell beyond the limit; until then, memory stays bounded.
            const auto end = std::min(m_column + m_repeats, sheet::most_columns + 1);
            for (auto column = m_column; column < end; ++column)
                m_cells.push_back({.column = column, .cell = cell});
        }
        m_column = std::min(m_column + m_repeats, most_repeats);
    }

    Cell made_cell() const
    {
        if (m_type == "float" || m_type == "currency" || m_type == "percentage") {
            auto cell = number_cell(to_number(m_value));
            if (shows_leading_zeros(m_shown, cell.number))
                cell.text = m_shown;
            return cell;
        }
        if (m_type == "date")
            return iso_date_cell(m_value);
        if (m_type == "boolean")
            return boolean_cell(m_value == "true");
        return text_cell(m_paragraphs > 0 ? m_shown : m_value);
    }

    void end_row()
    {
        if (!m_cells.empty())
            for (std::size_t i = 0; i < m_row_repeats; ++i)
                for (const auto& placed : m_cells)
                    m_builder.put(m_row + i, placed.column, placed.cell);
        m_row = std::min(m_row + m_row_repeats, most_repeats);
    }

    TableBuilder m_builder;
    bool m_in_table = false;
    std::size_t m_row = 0;
    std::size_t m_row_repeats = 1;
    std::size_t m_column = 0;
    std::vector<PlacedCell> m_cells;
    bool m_in_cell = false;
    bool m_covered = false;
    bool m_in_paragraph = false;
    std::size_t m_paragraphs = 0;
    std::size_t m_repeats = 1;
    std::string m_type;
    std::string m_value;
    std::string m_shown;
    int m_left_out = 0;
};

// An encrypted part is listed with the way it was encrypted.
class Manifest final : public XmlHandler
{
public:
    void start(std::string_view element, const Attributes&) override
    {
        if (element == "encryption-data")
            throw Refused{foreign::password_needed()};
    }

    void end(std::string_view) override {}

    void text(std::string_view) override {}
};

} // namespace

Result<sheet::Workbook> read_ods(std::string_view bytes)
{
    try {
        Package package{bytes};
        if (const std::string manifest_path = "META-INF/manifest.xml"; package.has(manifest_path)) {
            Manifest manifest;
            package.parse(manifest_path, manifest);
        }
        sheet::Workbook workbook;
        Content content{workbook};
        package.parse("content.xml", content);
        return workbook;
    } catch (const Refused& refused) {
        return refused.error;
    }
}

} // namespace dorfnetz::reader
