#include "reader/workbook.hpp"

#include "foundation/foreign/refusals.hpp"
#include "foundation/sheet/values.hpp"
#include "reader/package.hpp"
#include "reader/refused.hpp"
#include "reader/table_builder.hpp"

#include <map>

namespace dorfnetz::reader {

namespace {

using sheet::Cell;
using sheet::NumberFormat;

// Serial day of 1904-01-01, from which workbooks of old Macs count.
constexpr double origin_1904 = 1462;

void append_within_limit(std::string& text, std::string_view more)
{
    if (text.size() < most_bytes_of_a_text)
        text.append(more);
}

struct Relation
{
    std::string type; // the last part of its address: "worksheet"
    std::string target;
};

// The path of a part that `from` refers to: absolute, or relative to the folder of `from`.
std::string resolve(std::string_view from, std::string_view target)
{
    std::string path;
    if (target.starts_with('/'))
        target.remove_prefix(1);
    else if (const auto slash = from.rfind('/'); slash != std::string_view::npos)
        path = from.substr(0, slash + 1);
    while (target.starts_with("../") || target.starts_with("./")) {
        if (target.starts_with("../") && !path.empty()) {
            const auto parent = std::string_view{path}.substr(0, path.size() - 1).rfind('/');
            path.resize(parent == std::string_view::npos ? 0 : parent + 1);
        }
        target.remove_prefix(target.find('/') + 1);
    }
    return path + std::string{target};
}

class Relations final : public XmlHandler
{
public:
    explicit Relations(std::string from) : m_from(std::move(from)) {}

    void start(std::string_view element, const Attributes& attributes) override
    {
        if (element != "Relationship" || attributes["TargetMode"] == "External")
            return;
        const auto type = attributes["Type"];
        m_relations[std::string{attributes["Id"]}] = {.type = std::string{type.substr(type.rfind('/') + 1)},
                                                      .target = resolve(m_from, attributes["Target"])};
    }

    void end(std::string_view) override {}

    void text(std::string_view) override {}

    std::string first_of(std::string_view type) const
    {
        for (const auto& [id, relation] : m_relations)
            if (relation.type == type)
                return relation.target;
        return {};
    }

    std::string target_of(const std::string& id) const
    {
        const auto found = m_relations.find(id);
        return found == m_relations.end() ? std::string{} : found->second.target;
    }

private:
    std::string m_from;
    std::map<std::string, Relation> m_relations;
};

struct SheetEntry
{
    std::string name;
    std::string relation;
};

class WorkbookPart final : public XmlHandler
{
public:
    void start(std::string_view element, const Attributes& attributes) override
    {
        if (element == "sheet")
            sheets.push_back(
                {.name = std::string{attributes["name"]}, .relation = std::string{attributes["id"]}});
        else if (element == "workbookPr") {
            const auto value = attributes["date1904"];
            origin = value == "1" || value == "true" ? origin_1904 : 0;
        }
        if (sheets.size() > sheet::most_tables)
            throw Refused{foreign::too_many_tables(sheet::most_tables)};
    }

    void end(std::string_view) override {}

    void text(std::string_view) override {}

    std::vector<SheetEntry> sheets;
    double origin = 0;
};

// Rich text comes in pieces; readings of East Asian characters ("rPh") are not part of it.
class SharedStrings final : public XmlHandler
{
public:
    void start(std::string_view element, const Attributes&) override
    {
        if (element == "si")
            texts.emplace_back();
        else if (element == "rPh")
            m_in_reading = true;
        m_in_text = element == "t";
    }

    void end(std::string_view element) override
    {
        m_in_text = false;
        if (element == "rPh")
            m_in_reading = false;
    }

    void text(std::string_view characters) override
    {
        if (m_in_text && !m_in_reading && !texts.empty())
            append_within_limit(texts.back(), characters);
    }

    std::vector<std::string> texts;

private:
    bool m_in_text = false;
    bool m_in_reading = false;
};

class Styles final : public XmlHandler
{
public:
    void start(std::string_view element, const Attributes& attributes) override
    {
        if (element == "numFmt")
            m_own[attributes.number("numFmtId", 0, 1'000'000)] =
                sheet::classify_number_format(attributes["formatCode"]);
        else if (element == "cellXfs")
            m_in_cell_formats = true;
        else if (element == "xf" && m_in_cell_formats) {
            const auto id = attributes.number("numFmtId", 0, 1'000'000);
            const auto own = m_own.find(id);
            m_formats.push_back(own != m_own.end() ? own->second : sheet::builtin_number_format(id));
        }
    }

    void end(std::string_view element) override
    {
        if (element == "cellXfs")
            m_in_cell_formats = false;
    }

    void text(std::string_view) override {}

    NumberFormat of(std::size_t style) const
    {
        return style < m_formats.size() ? m_formats[style] : NumberFormat{};
    }

private:
    std::map<std::size_t, NumberFormat> m_own;
    std::vector<NumberFormat> m_formats;
    bool m_in_cell_formats = false;
};

struct Address
{
    std::size_t row = 0;
    std::size_t column = 0;
};

// "B7" is row 6, column 1. Nothing for something else; numbers beyond all limits stay beyond them.
std::optional<Address> address_of(std::string_view text)
{
    std::size_t at = 0;
    std::size_t column = 0;
    for (; at < text.size() && text[at] >= 'A' && text[at] <= 'Z' && at < 6; ++at)
        column = column * 26 + static_cast<std::size_t>(text[at] - 'A' + 1);
    std::size_t row = 0;
    const auto digits = at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && at - digits < 9; ++at)
        row = row * 10 + static_cast<std::size_t>(text[at] - '0');
    if (at != text.size() || column == 0 || row == 0)
        return std::nullopt;
    return Address{.row = row - 1, .column = column - 1};
}

class SheetPart final : public XmlHandler
{
public:
    SheetPart(TableBuilder& builder, const SharedStrings& strings, const Styles& styles, double origin)
        : m_builder(builder), m_strings(strings), m_styles(styles), m_origin(origin)
    {
    }

    void start(std::string_view element, const Attributes& attributes) override
    {
        if (element == "row") {
            // Writers may leave the number out; then it is the next one.
            m_row = attributes["r"].empty() ? m_next_row : attributes.number("r", 1, 10'000'000) - 1;
            m_next_row = m_row + 1;
            m_next_column = 0;
        } else if (element == "c")
            begin_cell(attributes);
        else if (element == "mergeCell")
            merge(attributes["ref"]);
        else if (element == "rPh")
            m_in_reading = true;
        m_in_value = element == "v" || element == "t";
    }

    void end(std::string_view element) override
    {
        m_in_value = false;
        if (element == "rPh")
            m_in_reading = false;
        else if (element == "c")
            m_builder.put(m_row, m_column, made_cell());
    }

    void text(std::string_view characters) override
    {
        if (m_in_value && !m_in_reading)
            append_within_limit(m_value, characters);
    }

private:
    void begin_cell(const Attributes& attributes)
    {
        const auto address = address_of(attributes["r"]);
        m_column = address ? address->column : m_next_column;
        m_next_column = m_column + 1;
        m_type = attributes["t"];
        m_style = attributes.number("s", 0, 1'000'000);
        m_value.clear();
    }

    void merge(std::string_view range)
    {
        const auto colon = range.find(':');
        const auto first = address_of(range.substr(0, colon));
        const auto last = colon == std::string_view::npos ? first : address_of(range.substr(colon + 1));
        if (first && last)
            m_builder.merge(first->row, first->column, last->row, last->column);
    }

    Cell made_cell() const
    {
        if (m_value.empty() || m_type == "e")
            return {};
        if (m_type == "s") {
            const auto index = to_number(m_value);
            if (!(index >= 0) || index >= static_cast<double>(m_strings.texts.size()))
                throw Refused{foreign::damaged_file()};
            return text_cell(m_strings.texts[static_cast<std::size_t>(index)]);
        }
        if (m_type == "str" || m_type == "inlineStr")
            return text_cell(m_value);
        if (m_type == "b")
            return boolean_cell(m_value == "1" || m_value == "true");
        if (m_type == "d")
            return iso_date_cell(m_value);
        return formatted_number();
    }

    Cell formatted_number() const
    {
        const auto number = to_number(m_value);
        const auto format = m_styles.of(m_style);
        if (format.kind == NumberFormat::Kind::date)
            // A time of day alone belongs to no calendar.
            return date_cell(number < 1 ? number : number + m_origin);
        auto cell = number_cell(number);
        if (format.kind == NumberFormat::Kind::padded)
            cell.text = sheet::padded_text(number, format.digits);
        return cell;
    }

    TableBuilder& m_builder;
    const SharedStrings& m_strings;
    const Styles& m_styles;
    double m_origin;
    std::size_t m_row = 0;
    std::size_t m_next_row = 0;
    std::size_t m_column = 0;
    std::size_t m_next_column = 0;
    std::string m_type;
    std::size_t m_style = 0;
    std::string m_value;
    bool m_in_value = false;
    bool m_in_reading = false;
};

// The relations of a part stand in "_rels" beside it.
std::string relations_of(const std::string& part)
{
    const auto slash = part.rfind('/');
    const auto name_at = slash == std::string::npos ? 0 : slash + 1;
    return part.substr(0, name_at) + "_rels/" + part.substr(name_at) + ".rels";
}

void read_all(Package& package, sheet::Workbook& workbook)
{
    Relations root{""};
    package.parse("_rels/.rels", root);
    const auto workbook_path = root.first_of("officeDocument");
    WorkbookPart part;
    package.parse(workbook_path, part);
    Relations relations{workbook_path};
    package.parse(relations_of(workbook_path), relations);

    SharedStrings strings;
    if (const auto path = relations.first_of("sharedStrings"); package.has(path))
        package.parse(path, strings);
    Styles styles;
    if (const auto path = relations.first_of("styles"); package.has(path))
        package.parse(path, styles);

    TableBuilder builder{workbook};
    for (const auto& entry : part.sheets) {
        builder.begin_table(entry.name);
        SheetPart sheet{builder, strings, styles, part.origin};
        package.parse(relations.target_of(entry.relation), sheet);
    }
}

} // namespace

Result<sheet::Workbook> read_xlsx(std::string_view bytes)
{
    try {
        Package package{bytes};
        sheet::Workbook workbook;
        read_all(package, workbook);
        return workbook;
    } catch (const Refused& refused) {
        return refused.error;
    }
}

} // namespace dorfnetz::reader
