#include "features/pages/text.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/page.hpp"

#include <optional>

namespace dorfnetz::pages {

namespace {

constexpr std::string_view setting_mark = "{setting:";

std::string villages_word(i18n::Language language, std::int64_t villages)
{
    auto word = i18n::number_word(language, villages);
    if (!word.empty() && word[0] >= 'a' && word[0] <= 'z')
        word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
}

std::string with_settings(const web::Context& context, i18n::Language language, std::string text)
{
    for (auto begin = text.find(setting_mark); begin != std::string::npos;
         begin = text.find(setting_mark, begin)) {
        const auto end = text.find('}', begin);
        if (end == std::string::npos)
            break;
        const auto key = text.substr(begin + setting_mark.size(), end - begin - setting_mark.size());
        auto value = std::string(context.network.setting(key));
        if (value.empty())
            value = context.network.text(key, language);
        // A setting that nobody filled in stays visible, so that it is missed.
        if (value.empty()) {
            begin = end;
            continue;
        }
        text.replace(begin, end + 1 - begin, value);
        begin += value.size();
    }
    return text;
}

} // namespace

std::string fill_variables(const web::Context& context, i18n::Language language, std::string_view text,
                           std::optional<std::int64_t> villages)
{
    auto filled = replace_all(std::string(text), "{network}", context.network.name);
    if (villages)
        filled = replace_all(std::move(filled), "{villages_word}", villages_word(language, *villages));
    return with_settings(context, language, std::move(filled));
}

html::Safe draw_body(const web::Context& context, const ChosenText& chosen,
                     std::optional<std::int64_t> villages)
{
    html::Page page;
    page.set("INFO_ICON", web::icon("info"))
        .set("LANGUAGE", i18n::code(chosen.language))
        .show_if(chosen.language != context.language, "ONLY_GERMAN");
    // Folds that follow one another stand together, without the space between paragraphs.
    std::optional<html::Values> folds;
    for (const auto& section : sections_of(chosen.text.body, chosen.text.folded)) {
        const auto markup = html::markdown(fill_variables(context, chosen.language, section.body, villages));
        if (!section.folds()) {
            folds.reset();
            page.add("SECTION").add("OPEN").set("MARKUP", markup);
            continue;
        }
        if (!folds)
            folds = page.add("SECTION").add("FOLDS");
        folds->add("FOLD").set("HEADING", section.heading).set("MARKUP", markup);
    }
    return context.render("page_body", page);
}

} // namespace dorfnetz::pages
