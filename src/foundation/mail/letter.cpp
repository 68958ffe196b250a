#include "foundation/mail/letter.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace dorfnetz::mail {

namespace {

constexpr std::string_view font = "font-family:Verdana,'Segoe UI',Helvetica,Arial,sans-serif";

// By night programs that know the question get these colours; those that do not turn the others around
// themselves. The attributes of the elements are weaker only where this says so.
constexpr std::string_view style = "body{margin:0;padding:0}"
                                   "@media (prefers-color-scheme:dark){"
                                   ".ground{background:#1a161d!important}"
                                   ".paper{background:#241f28!important;color:#f5eff3!important}"
                                   ".soft{color:#cfc4cc!important}"
                                   ".link{color:#e6bfe0!important}"
                                   "}";

std::string escape(std::string_view text)
{
    return html::escaped(text).text();
}

bool begins_address(std::string_view text)
{
    return text.starts_with("https://") || text.starts_with("http://");
}

// How much of a text that begins with an address belongs to it: a full stop behind it does not.
std::size_t address_length(std::string_view text)
{
    auto length = std::min(text.size(), text.find_first_of(" \t\n\"<>„“”’"));
    while (length > 0 && std::string_view(".,;:!?)").find(text[length - 1]) != std::string_view::npos)
        --length;
    return length;
}

std::string link(std::string_view address)
{
    return fmt::format(R"(<a class="link" href="{0}" style="color:#0b4a65;word-break:break-word">{0}</a>)",
                       escape(address));
}

// One line of a paragraph, its addresses as links.
std::string with_links(std::string_view line)
{
    std::string markup;
    while (!line.empty()) {
        const auto start = std::min(line.find("https://"), line.find("http://"));
        markup += escape(line.substr(0, start));
        if (start == std::string_view::npos)
            break;
        line.remove_prefix(start);
        const auto length = address_length(line);
        markup += link(line.substr(0, length));
        line.remove_prefix(length);
    }
    return markup;
}

// A table, since Outlook gives no other element padding. The address below is for those who want to see
// where it leads, and for programs that open no links.
std::string button(std::string_view address, i18n::Language language, const Look& look)
{
    return fmt::format(
        R"(<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:20px 0 6px">)"
        R"(<tr><td style="background:{0};border-radius:8px"><a href="{1}" )"
        R"(style="display:inline-block;padding:14px 24px;color:#ffffff;text-decoration:none;font-weight:bold;{2}">{3}</a></td></tr></table>)"
        R"(<p class="soft" style="margin:0 0 20px;font-size:13px;line-height:1.4;color:#4a434f;word-break:break-all">{1}</p>)",
        look.colour, escape(address), font, escape(i18n::translate(language, "Hier öffnen"_de)));
}

// What stands below a heading.
bool is_rule(std::string_view line)
{
    return line.size() >= 3 && line.find_first_not_of('=') == std::string_view::npos;
}

// The pieces of one paragraph in the order of their lines.
class Paragraph
{
public:
    Paragraph(i18n::Language language, const Look& look) : m_language(language), m_look(look) {}

    void take(std::string_view line)
    {
        if (is_rule(line) && !m_text.empty()) {
            m_markup +=
                "<h2 style=\"margin:24px 0 12px;font-size:20px;line-height:1.3\">" + m_text + "</h2>\n";
            m_text.clear();
            return;
        }
        const bool is_item = line.starts_with("- ");
        const bool is_address = begins_address(line) && address_length(line) == line.size();
        if (!is_item)
            close_list();
        if (is_item || is_address)
            close_text();
        if (is_item)
            m_items += "<li style=\"margin:0 0 6px\">" + with_links(line.substr(2)) + "</li>";
        else if (is_address)
            m_markup += button(line, m_language, m_look);
        else
            m_text += (m_text.empty() ? "" : "<br>\n") + with_links(line);
    }

    std::string finish()
    {
        close_list();
        close_text();
        return std::move(m_markup);
    }

private:
    void close_text()
    {
        if (!m_text.empty())
            m_markup += "<p style=\"margin:0 0 16px\">" + m_text + "</p>\n";
        m_text.clear();
    }

    void close_list()
    {
        if (!m_items.empty())
            m_markup += "<ul style=\"margin:0 0 16px;padding:0 0 0 22px\">" + m_items + "</ul>\n";
        m_items.clear();
    }

    i18n::Language m_language;
    const Look& m_look;
    std::string m_markup;
    std::string m_text;
    std::string m_items;
};

std::string foot(const Mail& mail, const Look& look)
{
    const auto name = look.address.empty()
                          ? escape(look.name)
                          : fmt::format(R"(<a class="link" href="{}" style="color:#0b4a65">{}</a>)",
                                        escape(look.address), escape(look.name));
    if (!mail.unsubscribe_url)
        return name;
    return fmt::format(R"({}<br><a class="link" href="{}" style="color:#0b4a65">{}</a>)", name,
                       escape(*mail.unsubscribe_url),
                       escape(i18n::translate(mail.language, "Diese Mails abbestellen"_de)));
}

} // namespace

std::string html_of_text(std::string_view text, i18n::Language language, const Look& look)
{
    const auto plain = replace_all(std::string(text), "\r\n", "\n");
    std::string markup;
    Paragraph paragraph(language, look);
    for (const auto line : split(plain, '\n')) {
        const auto words = trim(line);
        if (!words.empty()) {
            paragraph.take(words);
            continue;
        }
        markup += paragraph.finish();
    }
    markup += paragraph.finish();
    return markup;
}

std::string html_letter(const Mail& mail, std::string_view body, const Look& look)
{
    return fmt::format(
        R"(<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>{subject}</title><style>{style}</style></head>
<body class="ground" style="margin:0;padding:0;background:#faf6ee">
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#faf6ee">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#fffdf9;color:#221c26;border-top:6px solid {colour}">
<tr><td align="left" style="padding:24px;font-size:17px;line-height:1.5;{font}">
<p class="soft" style="margin:0 0 20px;font-weight:bold;color:#4a434f">{network}</p>
{body}<p class="soft" style="margin:28px 0 0;padding:16px 0 0;border-top:1px solid #ddd2c0;font-size:14px;color:#4a434f">{foot}</p>
</td></tr></table></td></tr></table></body></html>
)",
        fmt::arg("language", i18n::code(mail.language)), fmt::arg("subject", escape(mail.subject)),
        fmt::arg("style", style), fmt::arg("colour", look.colour), fmt::arg("font", font),
        fmt::arg("network", escape(look.name)), fmt::arg("body", body), fmt::arg("foot", foot(mail, look)));
}

} // namespace dorfnetz::mail
