#include "reader/orcus_styles.hpp"

#include <orcus/spreadsheet/import_interface.hpp>

namespace dorfnetz::reader {

namespace {

namespace os = orcus::spreadsheet;

class StyleImport final : public os::iface::import_styles
{
public:
    explicit StyleImport(NumberFormats& formats) : m_formats(formats) {}

    void set_number_format_identifier(std::size_t id) override
    {
        m_identifier = id;
        m_format = sheet::builtin_number_format(id);
    }

    void set_number_format_code(std::string_view code) override
    {
        m_format = sheet::classify_number_format(code);
    }

    std::size_t commit_number_format() override
    {
        m_formats.formats.push_back(m_format);
        m_format = {};
        return m_formats.formats.size() - 1;
    }

    void set_xf_number_format(std::size_t index) override { m_cell_format = index; }

    std::size_t commit_cell_xf() override
    {
        m_formats.format_of_cell_style.push_back(m_cell_format);
        m_cell_format = 0;
        return m_formats.format_of_cell_style.size() - 1;
    }

    std::size_t commit_cell_style_xf() override { return forget_cell_format(); }

    std::size_t commit_dxf() override { return forget_cell_format(); }

    // How a cell looks does not matter here.
    void set_font_count(std::size_t) override {}

    void set_font_bold(bool) override {}

    void set_font_italic(bool) override {}

    void set_font_name(std::string_view) override {}

    void set_font_size(double) override {}

    void set_font_underline(os::underline_t) override {}

    void set_font_underline_width(os::underline_width_t) override {}

    void set_font_underline_mode(os::underline_mode_t) override {}

    void set_font_underline_type(os::underline_type_t) override {}

    void set_font_underline_color(os::color_elem_t, os::color_elem_t, os::color_elem_t,
                                  os::color_elem_t) override
    {
    }

    void set_font_color(os::color_elem_t, os::color_elem_t, os::color_elem_t, os::color_elem_t) override {}

    void set_strikethrough_style(os::strikethrough_style_t) override {}

    void set_strikethrough_type(os::strikethrough_type_t) override {}

    void set_strikethrough_width(os::strikethrough_width_t) override {}

    void set_strikethrough_text(os::strikethrough_text_t) override {}

    std::size_t commit_font() override { return m_fonts++; }

    void set_fill_count(std::size_t) override {}

    void set_fill_pattern_type(os::fill_pattern_t) override {}

    void set_fill_fg_color(os::color_elem_t, os::color_elem_t, os::color_elem_t, os::color_elem_t) override {}

    void set_fill_bg_color(os::color_elem_t, os::color_elem_t, os::color_elem_t, os::color_elem_t) override {}

    std::size_t commit_fill() override { return m_fills++; }

    void set_border_count(std::size_t) override {}

    void set_border_style(os::border_direction_t, os::border_style_t) override {}

    void set_border_color(os::border_direction_t, os::color_elem_t, os::color_elem_t, os::color_elem_t,
                          os::color_elem_t) override
    {
    }

    void set_border_width(os::border_direction_t, double, orcus::length_unit_t) override {}

    std::size_t commit_border() override { return m_borders++; }

    void set_cell_hidden(bool) override {}

    void set_cell_locked(bool) override {}

    void set_cell_print_content(bool) override {}

    void set_cell_formula_hidden(bool) override {}

    std::size_t commit_cell_protection() override { return m_protections++; }

    void set_number_format_count(std::size_t) override {}

    void set_cell_xf_count(std::size_t) override {}

    void set_cell_style_xf_count(std::size_t) override {}

    void set_dxf_count(std::size_t) override {}

    void set_xf_font(std::size_t) override {}

    void set_xf_fill(std::size_t) override {}

    void set_xf_border(std::size_t) override {}

    void set_xf_protection(std::size_t) override {}

    void set_xf_style_xf(std::size_t) override {}

    void set_xf_apply_alignment(bool) override {}

    void set_xf_horizontal_alignment(os::hor_alignment_t) override {}

    void set_xf_vertical_alignment(os::ver_alignment_t) override {}

    void set_cell_style_count(std::size_t) override {}

    void set_cell_style_name(std::string_view) override {}

    void set_cell_style_xf(std::size_t) override {}

    void set_cell_style_builtin(std::size_t) override {}

    void set_cell_style_parent_name(std::string_view) override {}

    std::size_t commit_cell_style() override { return m_cell_styles++; }

private:
    std::size_t forget_cell_format()
    {
        m_cell_format = 0;
        return m_other_styles++;
    }

    NumberFormats& m_formats;
    std::size_t m_identifier = 0;
    sheet::NumberFormat m_format;
    std::size_t m_cell_format = 0;
    std::size_t m_fonts = 0;
    std::size_t m_fills = 0;
    std::size_t m_borders = 0;
    std::size_t m_protections = 0;
    std::size_t m_cell_styles = 0;
    std::size_t m_other_styles = 0;
};

} // namespace

std::unique_ptr<os::iface::import_styles> make_style_import(NumberFormats& formats)
{
    return std::make_unique<StyleImport>(formats);
}

} // namespace dorfnetz::reader
