#include "features/pages/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/core/toml.hpp"

#include <algorithm>

namespace dorfnetz::pages {

namespace {

constexpr std::string_view fence = "+++\n";

struct Parsed
{
    toml::table head;
    std::string body;
};

Error refuse(const TextFile& file, German text, std::vector<std::string> more = {})
{
    more.insert(more.begin(), file.name);
    return {.kind = Err::invalid, .text = text, .values = std::move(more)};
}

Result<Parsed> parse(const TextFile& file)
{
    if (!is_clean_utf8(file.content))
        return refuse(file, "{1}: Die Datei ist kein UTF-8-Text. Speichere sie als UTF-8."_de);
    const auto text = replace_all(file.content, "\r\n", "\n");
    const auto end = text.find("\n+++", fence.size() - 1);
    if (!text.starts_with(fence) || end == std::string::npos)
        return refuse(file, "{1}: Am Anfang fehlt der Kopf zwischen zwei Zeilen mit +++."_de);
    try {
        const auto head = std::string_view(text).substr(fence.size(), end + 1 - fence.size());
        const auto body_begin = text.find('\n', end + 1);
        auto body = body_begin == std::string::npos ? std::string() : text.substr(body_begin);
        return Parsed{toml::parse(head), std::string(trim(body))};
    } catch (const toml::parse_error& problem) {
        return refuse(file, "{1}: Der Kopf ist in Zeile {2} nicht zu lesen. Es ist TOML."_de,
                      {std::to_string(problem.source().begin.line + 1)});
    }
}

std::string text_of(const toml::table& head, std::string_view name)
{
    return squeeze(head[name].value_or(std::string()));
}

std::optional<Date> date_of_head(const toml::table& head)
{
    const auto date = head["date"].value<toml::date>();
    if (!date)
        return date_from_iso(text_of(head, "date"));
    const Date read{std::chrono::year(date->year), std::chrono::month(date->month),
                    std::chrono::day(date->day)};
    return read.ok() ? std::optional(read) : std::nullopt;
}

Text text_from(Parsed& parsed)
{
    Text text{.title = text_of(parsed.head, "title"),
              .summary = text_of(parsed.head, "summary"),
              .headline = text_of(parsed.head, "headline"),
              .lead = text_of(parsed.head, "lead"),
              .folded = {},
              .body = std::move(parsed.body)};
    if (const auto* folded = parsed.head["fold"].as_array())
        for (const auto& heading : *folded)
            if (auto value = heading.value<std::string>())
                text.folded.push_back(squeeze(*value));
    return text;
}

} // namespace

Result<std::vector<Draft>> read_text_files(Kind kind, const std::vector<TextFile>& files)
{
    std::vector<Draft> drafts;
    for (const auto& file : files) {
        auto parsed = TRY(parse(file));
        const auto slug = text_of(parsed.head, "slug");
        if (slug.empty() || text_of(parsed.head, "title").empty())
            return refuse(file, "{1}: Im Kopf fehlt slug oder title."_de);
        auto found = std::find_if(drafts.begin(), drafts.end(),
                                  [&](const Draft& draft) { return draft.slug == slug; });
        if (found == drafts.end()) {
            drafts.push_back({.kind = kind, .slug = slug});
            found = std::prev(drafts.end());
        }
        if (kind == Kind::news)
            found->shown_on = date_of_head(parsed.head);
        found->is_example = found->is_example || parsed.head["example"].value_or(false);
        const auto language =
            i18n::language_from_code(text_of(parsed.head, "locale")).value_or(file.language);
        found->texts[language] = text_from(parsed);
    }
    return drafts;
}

} // namespace dorfnetz::pages
