#include "foundation/sheet/write.hpp"

#include "foundation/core/text.hpp"
#include "foundation/sheet/sheet.hpp"
#include "foundation/sheet/text_encoding.hpp"
#include "foundation/sheet/values.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace dorfnetz::sheet {

namespace {

constexpr std::size_t longest_sheet_name = 31;

// A file in memory with a path, because libxlsxwriter of Debian 12 only writes to a path, and people's data
// shall not lie about in a temporary folder.
class MemoryFile
{
public:
    MemoryFile() : m_number(::memfd_create("sheet", MFD_CLOEXEC)) {}

    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    ~MemoryFile()
    {
        if (m_number >= 0)
            ::close(m_number);
    }

    bool open() const { return m_number >= 0; }

    std::string path() const { return fmt::format("/proc/self/fd/{}", m_number); }

    std::string content() const
    {
        struct stat status
        {
        };

        if (::fstat(m_number, &status) != 0)
            return {};
        std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
        std::size_t filled = 0;
        while (filled < bytes.size()) {
            const auto got =
                ::pread(m_number, bytes.data() + filled, bytes.size() - filled, static_cast<off_t>(filled));
            if (got <= 0)
                return {};
            filled += static_cast<std::size_t>(got);
        }
        return bytes;
    }

private:
    int m_number;
};

struct Formats
{
    lxw_format* title;
    lxw_format* date;
    lxw_format* text;
};

Formats add_formats(lxw_workbook* workbook)
{
    const Formats formats{.title = workbook_add_format(workbook),
                          .date = workbook_add_format(workbook),
                          .text = workbook_add_format(workbook)};
    format_set_bold(formats.title);
    format_set_bg_color(formats.title, 0xE8E8E8);
    format_set_bottom(formats.title, LXW_BORDER_THIN);
    format_set_num_format(formats.date, "dd.mm.yyyy");
    format_set_align(formats.date, LXW_ALIGN_LEFT);
    // "Text": otherwise Excel makes a number of "034243" as soon as somebody edits the cell.
    format_set_num_format(formats.text, "@");
    return formats;
}

void write_value(lxw_worksheet* worksheet, lxw_row_t row, lxw_col_t column, const Value& value,
                 const Formats& formats)
{
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (!text->empty())
            worksheet_write_string(worksheet, row, column,
                                   std::string{truncate(clean_text(*text), longest_cell)}.c_str(),
                                   formats.text);
    } else if (const auto* number = std::get_if<double>(&value))
        worksheet_write_number(worksheet, row, column, *number, nullptr);
    else if (const auto* date = std::get_if<Date>(&value))
        worksheet_write_number(worksheet, row, column, serial_of(*date), formats.date);
    else if (const auto* yes = std::get_if<bool>(&value))
        worksheet_write_string(worksheet, row, column, *yes ? "ja" : "nein", formats.text);
}

void write_sheet(lxw_workbook* workbook, const Sheet& sheet)
{
    const auto formats = add_formats(workbook);
    auto* worksheet = workbook_add_worksheet(workbook, sheet_name(sheet.title).c_str());
    const auto widths = column_widths(sheet);
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        worksheet_set_column(worksheet, column, column, widths[i], nullptr);
        worksheet_write_string(worksheet, 0, column, clean_text(sheet.columns[i].title).c_str(),
                               formats.title);
    }
    for (std::size_t i = 0; i < sheet.rows.size(); ++i)
        for (std::size_t column = 0; column < sheet.rows[i].size(); ++column)
            write_value(worksheet, static_cast<lxw_row_t>(i + 1), static_cast<lxw_col_t>(column),
                        sheet.rows[i][column], formats);
    worksheet_freeze_panes(worksheet, 1, 0);
    if (!sheet.columns.empty())
        worksheet_autofilter(worksheet, 0, 0, static_cast<lxw_row_t>(sheet.rows.size()),
                             static_cast<lxw_col_t>(sheet.columns.size() - 1));
    worksheet_set_landscape(worksheet);
    worksheet_fit_to_pages(worksheet, 1, 0);
    worksheet_repeat_rows(worksheet, 0, 0);
}

} // namespace

std::string sheet_name(std::string_view title)
{
    auto name = clean_text(title);
    for (auto& character : name)
        if (std::string_view{"[]:*?/\\'"}.find(character) != std::string_view::npos)
            character = ' ';
    name = std::string{truncate(squeeze(name), longest_sheet_name)};
    return name.empty() ? "Liste" : name;
}

Result<std::string> write_xlsx(const Sheet& sheet)
{
    if (sheet.rows.size() >= LXW_ROW_MAX || sheet.columns.size() > most_columns)
        return Error{.kind = Err::too_large,
                     .text = "Die Liste ist zu lang für eine Excel-Datei. Nimm CSV."_de};
    const Error no_room{
        .kind = Err::unavailable,
        .text = "Die Datei kann gerade nicht geschrieben werden. Versuch es später noch einmal."_de};
    const MemoryFile file;
    auto* workbook = file.open() ? workbook_new(file.path().c_str()) : nullptr;
    if (workbook == nullptr)
        return no_room;
    write_sheet(workbook, sheet);
    if (workbook_close(workbook) != LXW_NO_ERROR)
        return no_room;
    auto bytes = file.content();
    if (bytes.empty())
        return no_room;
    return bytes;
}

} // namespace dorfnetz::sheet
