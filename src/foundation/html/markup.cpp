#include "foundation/html/html.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace dorfnetz::html {

namespace {

std::string escape(std::string_view text)
{
    std::string result;
    result.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&#39;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

void append_attributes(std::string& text, const std::vector<SvgWriter::Attribute>& attributes)
{
    for (const auto& [name, value] : attributes)
        text += fmt::format(" {}=\"{}\"", name, escape(value));
}

} // namespace

Url Url::own(std::string path)
{
    // "//host" would be another site's address.
    const bool ours = path.empty() || path[0] == '?' || path[0] == '#' ||
                      (path[0] == '/' && !path.starts_with("//") && !path.starts_with("/\\"));
    if (!ours)
        throw std::logic_error("not a path of our own"); // which one may be a key, and this is logged
    return Url(std::move(path));
}

std::optional<Url> Url::foreign(std::string_view text)
{
    text = trim(text);
    const auto lower = to_lower_ascii(text);
    if (text.empty() || has_control_characters(text) || text.find(' ') != std::string_view::npos)
        return std::nullopt;
    for (const std::string_view scheme : {"https://", "http://"})
        if (lower.starts_with(scheme) && lower.size() > scheme.size())
            return Url(std::string(text));
    const bool has_scheme = lower.find("://") != std::string::npos || lower.find(':') < lower.find('/');
    if (has_scheme || lower.find('.') == std::string::npos || lower[0] == '/' || lower[0] == '.')
        return std::nullopt;
    return Url("https://" + std::string(text));
}

Url Url::mailto(std::string_view address)
{
    return Url("mailto:" + std::string(address));
}

Url Url::tel(std::string_view number)
{
    std::string digits;
    for (const char c : number)
        if ((c >= '0' && c <= '9') || (c == '+' && digits.empty()))
            digits += c;
    return Url("tel:" + digits);
}

Url Url::webcal(std::string_view address)
{
    const auto rest = address.find("://");
    if (rest == std::string_view::npos)
        throw std::logic_error("not an absolute address");
    return Url("webcal" + std::string(address.substr(rest)));
}

Safe escaped(std::string_view text)
{
    return Safe(escape(text));
}

Safe trusted_asset(std::string_view embedded_bytes)
{
    return Safe(std::string(trim(embedded_bytes)));
}

namespace {

using Document = std::unique_ptr<cmark_node, decltype(&cmark_node_free)>;
using Parser = std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)>;

constexpr int markdown_options = CMARK_OPT_SMART | CMARK_OPT_VALIDATE_UTF8;

Parser markdown_parser()
{
    static std::once_flag registered;
    std::call_once(registered, [] { cmark_gfm_core_extensions_ensure_registered(); });
    Parser parser(cmark_parser_new(markdown_options), cmark_parser_free);
    for (const char* extension : {"table", "autolink", "strikethrough"})
        cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(extension));
    return parser;
}

cmark_node* text_node(std::string_view text)
{
    auto* node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, std::string(text).c_str());
    return node;
}

// HTML is not markup here but what somebody typed or pasted: it is shown as it stands, so that nothing that
// was written is gone, and whoever wrote it sees what to take out.
void show_as_typed(cmark_node* html)
{
    const std::string typed(cmark_node_get_literal(html));
    if (cmark_node_get_type(html) == CMARK_NODE_HTML_INLINE) {
        cmark_node_replace(html, text_node(typed));
    } else {
        auto* paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
        std::string_view rest = trim(typed);
        while (!rest.empty()) {
            const auto line = rest.substr(0, rest.find('\n'));
            if (cmark_node_first_child(paragraph))
                cmark_node_append_child(paragraph, cmark_node_new(CMARK_NODE_SOFTBREAK));
            cmark_node_append_child(paragraph, text_node(line));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        }
        cmark_node_replace(html, paragraph);
    }
    cmark_node_free(html);
}

Document parsed_markdown(cmark_parser& parser, std::string_view text)
{
    cmark_parser_feed(&parser, text.data(), text.size());
    Document document(cmark_parser_finish(&parser), cmark_node_free);
    std::vector<cmark_node*> html;
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> nodes(cmark_iter_new(document.get()),
                                                                        cmark_iter_free);
    while (cmark_iter_next(nodes.get()) != CMARK_EVENT_DONE) {
        auto* node = cmark_iter_get_node(nodes.get());
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
            html.push_back(node);
    }
    for (auto* node : html)
        show_as_typed(node);
    return document;
}

} // namespace

Safe markdown(std::string_view text)
{
    const auto parser = markdown_parser();
    const auto document = parsed_markdown(*parser, text);
    const std::unique_ptr<char, decltype(&std::free)> markup(
        cmark_render_html(document.get(), markdown_options, cmark_parser_get_syntax_extensions(parser.get())),
        std::free);
    return Safe(markup.get());
}

std::string markdown_as_text(std::string_view text)
{
    const auto parser = markdown_parser();
    const auto document = parsed_markdown(*parser, text);
    const std::unique_ptr<char, decltype(&std::free)> plain(
        cmark_render_plaintext(document.get(), markdown_options, 0), std::free);
    return std::string(trim(plain.get()));
}

Safe json_ld(std::string_view json)
{
    // "</script>" and "<!--" inside a JSON text would end or change the block; \u003c means the same in JSON.
    return Safe("<script type=\"application/ld+json\">" + replace_all(std::string(json), "<", "\\u003c") +
                "</script>");
}

std::string json_text(std::string_view text)
{
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            json += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            json += c;
    }
    return json + '"';
}

SvgWriter::SvgWriter(std::string_view view_box, std::vector<Attribute> attributes)
{
    attributes.insert(attributes.begin(), Attribute{"viewBox", std::string(view_box)});
    open("svg", attributes);
}

SvgWriter& SvgWriter::open(std::string_view element, const std::vector<Attribute>& attributes)
{
    m_text += fmt::format("<{}", element);
    append_attributes(m_text, attributes);
    m_text += '>';
    return *this;
}

SvgWriter& SvgWriter::close(std::string_view element)
{
    m_text += fmt::format("</{}>", element);
    return *this;
}

SvgWriter& SvgWriter::element(std::string_view element, const std::vector<Attribute>& attributes)
{
    m_text += fmt::format("<{}", element);
    append_attributes(m_text, attributes);
    m_text += "/>";
    return *this;
}

SvgWriter& SvgWriter::text(std::string_view content)
{
    m_text += escape(content);
    return *this;
}

SvgWriter& SvgWriter::link(const Url& target, const std::vector<Attribute>& attributes)
{
    m_text += fmt::format("<a href=\"{}\"", escape(target.text()));
    append_attributes(m_text, attributes);
    m_text += '>';
    return *this;
}

Safe SvgWriter::finish()
{
    close("svg");
    return Safe(std::move(m_text));
}

std::string svg_number(double value)
{
    const auto tenths = std::llround(value * 10);
    const auto rest = std::llabs(tenths % 10);
    const char* sign = tenths < 0 ? "-" : "";
    const auto whole = std::llabs(tenths / 10);
    return rest == 0 ? fmt::format("{}{}", sign, whole) : fmt::format("{}{}.{}", sign, whole, rest);
}

} // namespace dorfnetz::html
