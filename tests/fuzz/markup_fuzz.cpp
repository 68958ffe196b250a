// Texts of people on their way to HTML: Markdown of editors, values in a template, addresses. Nothing of them
// may become a tag, an attribute or an address that runs.

#include "tests/fuzz/fuzz.hpp"

#include "foundation/core/text.hpp"
#include "foundation/html/html.hpp"

#include <string>

using namespace dorfnetz;
using fuzz::require;

namespace {

bool has(const std::string& markup, std::string_view what)
{
    return to_lower_ascii(markup).find(what) != std::string::npos;
}

void is_harmless(const std::string& markup)
{
    for (const auto* tag : {"<script", "<iframe", "<style", "<object", "<form", "<input", "<svg", "<meta"})
        require(!has(markup, tag));
    for (const auto* address :
         {"href=\"javascript:", "href=\"vbscript:", "href=\"data:", "src=\"javascript:"})
        require(!has(markup, address));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const bool loaded = (html::load_templates(), true);
    const std::string text(fuzz::text_of(data, size));
    if (loaded && !is_clean_utf8(text)) // forms take nothing else
        return 0;
    is_harmless(html::markdown(text).text());
    require(html::escaped(text).text().find_first_of("<>\"") == std::string::npos);
    require(html::json_ld(html::json_text(text)).text().find("</script>") ==
            html::json_ld(html::json_text(text)).text().rfind("</script>"));

    html::Page page;
    page.set("CLASS", text).set("NAME", text).set("COUNT", 3).set("BODY", html::markdown(text));
    page.set("TARGET_URL", html::Url::foreign(text).value_or(html::Url::own("/")));
    page.add("ROW").set("TEXT", text);
    is_harmless(html::render("test_example", i18n::Language::de, page).text());
    return 0;
}
