#include "reader/orcus_import.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"
#include "reader/orcus_styles.hpp"
#include "reader/raw_table.hpp"

#include <charconv>
#include <chrono>
#include <orcus/orcus_ods.hpp>
#include <orcus/orcus_xlsx.hpp>
#include <orcus/spreadsheet/import_interface.hpp>

namespace dorfnetz::reader {

namespace {

namespace os = orcus::spreadsheet;

// Texts of the workbook; rich text arrives in segments of which only the letters matter.
class Strings final : public os::iface::import_shared_strings
{
public:
    explicit Strings(std::vector<std::string>& texts) : m_texts(texts) {}

    std::size_t append(std::string_view text) override
    {
        m_texts.emplace_back(text);
        return m_texts.size() - 1;
    }

    std::size_t add(std::string_view text) override { return append(text); }

    void append_segment(std::string_view text) override { m_segments.append(text); }

    std::size_t commit_segments() override
    {
        m_texts.push_back(std::exchange(m_segments, {}));
        return m_texts.size() - 1;
    }

    void set_segment_font(std::size_t) override {}

    void set_segment_bold(bool) override {}

    void set_segment_italic(bool) override {}

    void set_segment_font_name(std::string_view) override {}

    void set_segment_font_size(double) override {}

    void set_segment_font_color(os::color_elem_t, os::color_elem_t, os::color_elem_t,
                                os::color_elem_t) override
    {
    }

private:
    std::vector<std::string>& m_texts;
    std::string m_segments;
};

// Cell addresses as in "B7" or "A1:C3"; merged ranges of XLSX are written so.
class Addresses final : public os::iface::import_reference_resolver
{
public:
    os::src_address_t resolve_address(std::string_view address) override
    {
        os::src_address_t result{};
        std::size_t position = 0;
        for (; position < address.size() && address[position] != ':'; ++position) {
            const char letter = address[position];
            if (letter >= 'A' && letter <= 'Z' && result.column < 100'000)
                result.column = result.column * 26 + (letter - 'A' + 1);
            else if (letter >= '0' && letter <= '9' && result.row < 100'000'000)
                result.row = result.row * 10 + (letter - '0');
        }
        --result.column;
        --result.row;
        return result;
    }

    os::src_range_t resolve_range(std::string_view range) override
    {
        const auto colon = range.find(':');
        os::src_range_t result{};
        result.first = resolve_address(range.substr(0, colon));
        result.last =
            colon == std::string_view::npos ? result.first : resolve_address(range.substr(colon + 1));
        return result;
    }
};

// Formulas are never computed; the value that the writing program saved beside them is what people saw.
class FormulaResult final : public os::iface::import_formula
{
public:
    FormulaResult(RawTable& table, std::vector<std::string>& texts) : m_table(table), m_texts(texts) {}

    void set_position(os::row_t row, os::col_t column) override
    {
        m_row = row;
        m_column = column;
        m_kind = RawCell::Kind::empty;
    }

    void set_formula(os::formula_grammar_t, std::string_view) override {}

    void set_shared_formula_index(std::size_t) override {}

    void set_result_string(std::string_view text) override
    {
        m_texts.emplace_back(text);
        keep(RawCell::Kind::text, static_cast<double>(m_texts.size() - 1));
    }

    void set_result_value(double value) override { keep(RawCell::Kind::number, value); }

    void set_result_bool(bool value) override { keep(RawCell::Kind::boolean, value ? 1 : 0); }

    void set_result_empty() override { m_kind = RawCell::Kind::empty; }

    void commit() override
    {
        if (m_kind != RawCell::Kind::empty)
            m_table.put(m_row, m_column, m_kind, m_value);
    }

private:
    void keep(RawCell::Kind kind, double value)
    {
        m_kind = kind;
        m_value = value;
    }

    RawTable& m_table;
    std::vector<std::string>& m_texts;
    os::row_t m_row = 0;
    os::col_t m_column = 0;
    RawCell::Kind m_kind = RawCell::Kind::empty;
    double m_value = 0;
};

// The width parameters changed between orcus 0.17 and 0.18, so both forms are there.
class Properties final : public os::iface::import_sheet_properties
{
public:
    explicit Properties(RawTable& table) : m_table(table) {}

    void set_merge_cell_range(const os::range_t& range) override
    {
        m_table.merge(range.first.row, range.first.column, range.last.row, range.last.column);
    }

    virtual void set_column_width(os::col_t, double, orcus::length_unit_t) {}

    virtual void set_column_width(os::col_t, os::col_t, double, orcus::length_unit_t) {}

    virtual void set_column_hidden(os::col_t, bool) {}

    virtual void set_column_hidden(os::col_t, os::col_t, bool) {}

    void set_row_height(os::row_t, double, orcus::length_unit_t) override {}

    void set_row_hidden(os::row_t, bool) override {}

private:
    RawTable& m_table;
};

class Sheet final : public os::iface::import_sheet
{
public:
    Sheet(std::string_view name, std::vector<std::string>& texts)
        : m_table(name), m_texts(texts), m_properties(m_table), m_formula(m_table, texts)
    {
    }

    const RawTable& table() const { return m_table; }

    os::iface::import_sheet_properties* get_sheet_properties() override { return &m_properties; }

    os::iface::import_formula* get_formula() override { return &m_formula; }

    void set_auto(os::row_t row, os::col_t column, std::string_view text) override
    {
        m_texts.emplace_back(text);
        m_table.put(row, column, RawCell::Kind::text, static_cast<double>(m_texts.size() - 1));
    }

    void set_string(os::row_t row, os::col_t column, os::string_id_t text) override
    {
        m_table.put(row, column, RawCell::Kind::text, static_cast<double>(text));
    }

    void set_value(os::row_t row, os::col_t column, double value) override
    {
        m_table.put(row, column, RawCell::Kind::number, value);
    }

    void set_bool(os::row_t row, os::col_t column, bool value) override
    {
        m_table.put(row, column, RawCell::Kind::boolean, value ? 1 : 0);
    }

    void set_date_time(os::row_t row, os::col_t column, int year, int month, int day, int hour, int minute,
                       double second) override
    {
        const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                        std::chrono::day{static_cast<unsigned>(day)}};
        if (!date.ok())
            return;
        const double of_day = (hour * 3600 + minute * 60 + second) / 86400;
        m_table.put(row, column, RawCell::Kind::date, sheet::serial_of(date) + of_day);
    }

    void set_format(os::row_t row, os::col_t column, std::size_t style) override
    {
        m_table.style(row, column, style);
    }

    void set_format(os::row_t, os::col_t, os::row_t, os::col_t, std::size_t) override {}

    virtual void set_column_format(os::col_t, os::col_t, std::size_t) {}

    virtual void set_row_format(os::row_t, std::size_t) {}

    void fill_down_cells(os::row_t row, os::col_t column, os::row_t rows) override
    {
        m_table.fill_down(row, column, rows);
    }

    os::range_size_t get_sheet_size() const override
    {
        os::range_size_t size{};
        size.rows = 1'048'576;
        size.columns = 16'384;
        return size;
    }

private:
    RawTable m_table;
    std::vector<std::string>& m_texts;
    Properties m_properties;
    FormulaResult m_formula;
};

// Workbooks made on old Macs count days from 1904.
class Settings final : public os::iface::import_global_settings
{
public:
    void set_origin_date(int year, int month, int day) override
    {
        const Date origin{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                          std::chrono::day{static_cast<unsigned>(day)}};
        if (origin.ok())
            m_origin = sheet::serial_of(origin);
    }

    void set_default_formula_grammar(os::formula_grammar_t grammar) override { m_grammar = grammar; }

    os::formula_grammar_t get_default_formula_grammar() const override { return m_grammar; }

    void set_character_set(orcus::character_set_t) override {}

    double origin() const { return m_origin; }

private:
    os::formula_grammar_t m_grammar = os::formula_grammar_t::unknown;
    double m_origin = 0;
};

class Import final : public os::iface::import_factory
{
public:
    Import() : m_strings(m_texts), m_styles(make_style_import(m_formats)) {}

    os::iface::import_global_settings* get_global_settings() override { return &m_settings; }

    os::iface::import_shared_strings* get_shared_strings() override { return &m_strings; }

    os::iface::import_styles* get_styles() override { return m_styles.get(); }

    os::iface::import_reference_resolver* get_reference_resolver(os::formula_ref_context_t) override
    {
        return &m_addresses;
    }

    os::iface::import_sheet* append_sheet(os::sheet_t, std::string_view name) override
    {
        if (m_sheets.size() >= sheet::most_tables)
            throw LimitExceeded{foreign::too_many_tables(sheet::most_tables)};
        m_sheets.push_back(std::make_unique<Sheet>(name, m_texts));
        return m_sheets.back().get();
    }

    os::iface::import_sheet* get_sheet(std::string_view name) override
    {
        for (auto& sheet : m_sheets)
            if (sheet->table().name() == name)
                return sheet.get();
        return nullptr;
    }

    os::iface::import_sheet* get_sheet(os::sheet_t index) override
    {
        const auto position = static_cast<std::size_t>(index);
        return position < m_sheets.size() ? m_sheets[position].get() : nullptr;
    }

    void finalize() override {}

    Result<sheet::Workbook> workbook() const
    {
        sheet::Workbook result;
        for (const auto& sheet : m_sheets)
            result.tables.push_back(TRY(to_table(sheet->table(), m_texts, m_formats, m_settings.origin())));
        return result;
    }

private:
    std::vector<std::string> m_texts;
    NumberFormats m_formats;
    Strings m_strings;
    Settings m_settings;
    Addresses m_addresses;
    std::unique_ptr<os::iface::import_styles> m_styles;
    std::vector<std::unique_ptr<Sheet>> m_sheets;
};

} // namespace

Result<sheet::Workbook> read_workbook(std::string_view bytes, Format format)
{
    Import import;
    try {
        if (format == Format::xlsx)
            orcus::orcus_xlsx{&import}.read_stream(bytes);
        else
            orcus::orcus_ods{&import}.read_stream(bytes);
    } catch (const LimitExceeded& exceeded) {
        return exceeded.error;
    } catch (const std::bad_alloc&) {
        return foreign::oversized_file();
    } catch (const std::exception&) {
        return foreign::damaged_file();
    }
    return import.workbook();
}

} // namespace dorfnetz::reader
