#pragma once

#include "foundation/i18n/i18n.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ctemplate {
class TemplateDictionary;
}

// HTML comes from templates that escape by context. Text that is markup already exists only as Safe, and
// only this module makes it.
namespace dorfnetz::html {

class Safe
{
public:
    Safe() = default;

    const std::string& text() const { return m_text; }

    bool empty() const { return m_text.empty(); }

    Safe& operator+=(const Safe& more);

private:
    friend class SvgWriter;
    friend class Page;
    friend Safe render(std::string_view, i18n::Language, const class Page&);
    friend Safe markdown(std::string_view);
    friend Safe json_ld(std::string_view);
    friend Safe escaped(std::string_view);
    friend Safe trusted_asset(std::string_view);

    explicit Safe(std::string text) : m_text(std::move(text)) {}

    std::string m_text;
};

// An address that may stand in a link: http, https, mailto, tel, webcal, or a path of our own.
class Url
{
public:
    // Of the program itself; must begin with "/" or "?" or "#".
    static Url own(std::string path);
    // From somebody else: nothing if its scheme is another. "www.example.org" becomes https.
    static std::optional<Url> foreign(std::string_view text);
    static Url mailto(std::string_view address);
    static Url tel(std::string_view number);
    // Calendar programs subscribe to it instead of reading it once. Of an absolute address.
    static Url webcal(std::string_view address);

    const std::string& text() const { return m_text; }

private:
    explicit Url(std::string text) : m_text(std::move(text)) {}

    std::string m_text;
};

// The values of a template. Names are upper case; those of addresses end in URL and take only a Url.
// A handle: copies speak of the same values, which live as long as their Page.
class Values
{
public:
    Values& set(std::string_view name, std::string_view text);

    Values& set(std::string_view name, const std::string& text) { return set(name, std::string_view(text)); }

    Values& set(std::string_view name, const char* text) { return set(name, std::string_view(text)); }

    Values& set(std::string_view name, const Url& url);
    Values& set(std::string_view name, const Safe& markup);

    template <std::integral T>
    Values& set(std::string_view name, T number)
    {
        return set(name, std::string_view(std::to_string(number)));
    }

    // Shows a section once, with the values of this level.
    Values& show(std::string_view section);
    Values& show_if(bool condition, std::string_view section);
    // One more repetition of a section, with values of its own.
    Values add(std::string_view section);

private:
    friend class Page;
    struct Record;

    Values(ctemplate::TemplateDictionary* values, Record* record) : m_values(values), m_record(record) {}

    ctemplate::TemplateDictionary* m_values;
    Record* m_record; // what was set, kept only when checking
};

// The values of one template from the top.
class Page : public Values
{
public:
    Page();
    ~Page();
    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;

private:
    friend Safe render(std::string_view, i18n::Language, const Page&);
    struct Content;
    explicit Page(std::unique_ptr<Content> content);
    std::unique_ptr<Content> m_content;
};

// Loads all templates in all languages; throws if one cannot be read. Call once, before the first request.
void load_templates();

// Names of all templates, for the tests.
std::vector<std::string> template_names();

// From now on `render` throws if a template has a variable that was never set, or a value was set that the
// template does not have. On in tests.
void check_values(bool on);

// The template (named as its file, without folder and ".html") with the values, in the language.
Safe render(std::string_view template_name, i18n::Language language, const Page& values);

// CommonMark with tables, as editors write it. Raw HTML and dangerous addresses are left out.
Safe markdown(std::string_view text);
// The same without its marks, for mails, calendars and previews.
std::string markdown_as_text(std::string_view text);

// A <script type="application/ld+json"> block. `json` must be valid JSON.
Safe json_ld(std::string_view json);

// A text as JSON, with its quotes.
std::string json_text(std::string_view text);

// Markup that was built into the program from assets/: icons.
Safe trusted_asset(std::string_view embedded_bytes);

// Plain text as markup.
Safe escaped(std::string_view text);

// Writes SVG; text and attribute values are escaped here.
class SvgWriter
{
public:
    struct Attribute
    {
        std::string_view name;
        std::string value;
    };

    SvgWriter(std::string_view view_box, std::vector<Attribute> attributes = {});
    SvgWriter& open(std::string_view element, const std::vector<Attribute>& attributes = {});
    SvgWriter& close(std::string_view element);
    SvgWriter& element(std::string_view element, const std::vector<Attribute>& attributes = {});
    SvgWriter& text(std::string_view content);
    SvgWriter& link(const Url& target, const std::vector<Attribute>& attributes = {}); // opens <a>
    Safe finish();

private:
    std::string m_text;
};

// A QR code (ISO/IEC 18004, error correction M) with its quiet zone. Nothing for a text over 500 bytes.
Safe qr_code(std::string_view text, std::string_view label);

// A number as SVG wants it: at most one decimal, never in scientific form.
std::string svg_number(double value);

} // namespace dorfnetz::html
