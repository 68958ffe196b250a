#include "features/pages/text.hpp"

#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dorfnetz::pages {

namespace {

constexpr std::size_t longest_title = 140;   // characters
constexpr std::size_t longest_summary = 400; // characters
constexpr std::size_t longest_body = 60'000; // characters
constexpr std::size_t longest_slug = 80;     // bytes

constexpr std::array<std::string_view, 8> fixed_slugs{
    "start",     "netzwerk",    "mitmachen",        "kontakt",
    "impressum", "datenschutz", "barrierefreiheit", "einfache-sprache"};

bool is_fence(std::string_view line)
{
    const auto text = trim(line);
    return text.starts_with("```") || text.starts_with("~~~");
}

class Problems
{
public:
    void check_length(std::string_view name, i18n::Language language, std::string_view text, std::size_t most)
    {
        if (has_control_characters(text))
            add(name, language, "Hier sind unsichtbare Zeichen dabei. Tipp den Text neu ein."_de);
        else if (length_in_characters(text) > most)
            add(name, language, "Das ist zu lang: höchstens {1} Zeichen."_de, {std::to_string(most)});
    }

    void add(std::string_view name, i18n::Language language, German text,
             std::vector<std::string> values = {})
    {
        m_errors.push_back({fmt::format("{}_{}", name, i18n::code(language)), text, std::move(values)});
    }

    void add(std::string_view name, German text) { m_errors.push_back({std::string(name), text}); }

    std::vector<FieldError> take() { return std::move(m_errors); }

private:
    std::vector<FieldError> m_errors;
};

} // namespace

std::string_view to_text(Kind kind)
{
    return kind == Kind::page ? "page" : "news";
}

bool is_fixed(Kind kind, std::string_view slug)
{
    return kind == Kind::page && std::find(fixed_slugs.begin(), fixed_slugs.end(), slug) != fixed_slugs.end();
}

std::string path_of(Kind kind, std::string_view slug)
{
    if (kind == Kind::news)
        return fmt::format("/neues/{}", slug);
    if (slug == "start")
        return "/";
    return fmt::format("{}{}", is_fixed(kind, slug) ? "/" : "/seiten/", slug);
}

bool is_slug(std::string_view text)
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= longest_slug && std::all_of(text.begin(), text.end(), fits) &&
           text.front() != '-' && text.back() != '-' && text.find("--") == std::string_view::npos;
}

std::string slug_of_title(Kind kind, std::string_view title, int number)
{
    auto slug = search::slug(title);
    if (slug.empty())
        slug = kind == Kind::news ? "meldung" : "seite";
    if (number == 1)
        return slug;
    const auto ending = fmt::format("-{}", number);
    slug.resize(std::min(slug.size(), longest_slug - ending.size()));
    while (slug.ends_with('-'))
        slug.pop_back();
    return slug + ending;
}

ChosenText text_in(const Draft& draft, i18n::Language language)
{
    const auto found = draft.texts.find(language);
    if (found != draft.texts.end() && !found->second.title.empty())
        return {found->second, language};
    const auto german = draft.texts.find(i18n::Language::de);
    return {german == draft.texts.end() ? Text{} : german->second, i18n::Language::de};
}

std::vector<FieldError> problems_of(const Draft& draft)
{
    Problems problems;
    // An empty one is made of the title.
    if (!draft.slug.empty() && !is_slug(draft.slug))
        problems.add("adresse", "Nimm nur kleine Buchstaben ohne Umlaute, Ziffern und Bindestriche."_de);
    // "/redaktion/seiten/neu" is the form for a new one.
    else if (draft.slug == "neu")
        problems.add("adresse", "Diese Adresse braucht das Programm selbst. Nimm eine andere."_de);
    if (draft.kind == Kind::news && !draft.shown_on)
        problems.add("datum", "Das fehlt noch."_de);
    if (!draft.texts.contains(i18n::Language::de) || draft.texts.at(i18n::Language::de).title.empty())
        problems.add("titel", i18n::Language::de, "Das fehlt noch."_de);
    for (const auto& [language, text] : draft.texts) {
        problems.check_length("titel", language, text.title, longest_title);
        problems.check_length("kurz", language, text.summary, longest_summary);
        problems.check_length("schlagzeile", language, text.headline, longest_title);
        problems.check_length("vorspann", language, text.lead, longest_summary);
        problems.check_length("text", language, text.body, longest_body);
        if (text.title.empty() && !text.empty() && language != i18n::Language::de)
            problems.add("titel", language, "Ohne Titel wird diese Fassung nicht gezeigt. Schreib einen."_de);
    }
    return problems.take();
}

std::vector<Section> sections_of(std::string_view body, const std::vector<std::string>& folded)
{
    std::vector<Section> sections;
    Section current;
    bool in_code = false;
    const auto finish = [&] {
        if (!trim(current.body).empty() || current.folds())
            sections.push_back(std::move(current));
        current = {};
    };
    for (const auto line : split(body, '\n')) {
        if (is_fence(line))
            in_code = !in_code;
        if (!in_code && line.starts_with("## ")) {
            const auto heading = std::string(trim(line.substr(3)));
            const bool folds = std::find(folded.begin(), folded.end(), heading) != folded.end();
            if (folds || current.folds())
                finish();
            if (folds) {
                current.heading = heading;
                continue;
            }
        }
        current.body += line;
        current.body += '\n';
    }
    finish();
    return sections;
}

std::string plain_text(std::string_view markdown)
{
    std::string result;
    bool in_address = false;
    for (std::size_t i = 0; i < markdown.size(); ++i) {
        const char c = markdown[i];
        if (c == ']' && i + 1 < markdown.size() && markdown[i + 1] == '(')
            in_address = true;
        else if (in_address)
            in_address = c != ')';
        else if (std::string_view("#*_>[]`|\\").find(c) == std::string_view::npos)
            result += c;
    }
    return squeeze(result);
}

} // namespace dorfnetz::pages
