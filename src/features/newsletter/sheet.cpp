#include "features/newsletter/letter.hpp"
#include "features/newsletter/newsletter_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"

#include <fmt/format.h>

namespace dorfnetz::newsletter {

Result<http::Response> sheet_of(const web::Context& context, const Issue& issue,
                                const std::vector<Item>& items, const villages::Village& village)
{
    const auto month = i18n::format_date(context.region(), issue.first_day(), i18n::DateStyle::month);
    const auto address = context.absolute_url(path_of(issue));
    pdf::LeafletDocument sheet{
        .properties = {.title = fmt::format("{}: {}", village.name, month),
                       .author = context.network.name,
                       .language = std::string(i18n::code(context.language)),
                       .created = context.now(),
                       .page_text = context.t("Seite {1} von {2}"_de, {"{1}", "{2}"})},
        .url = address,
        .url_text = context.t("Alles mit Anmeldung und Karte, und den Rundbrief per E-Mail: {1}"_de,
                              {address.substr(address.find("://") + 3)}),
        .more_text = context.t("und {1} mehr auf der Internetseite"_de, {"{1}"}),
        .footer = context.t("Zum Aushängen und Weitergeben"_de)};
    const auto intro = html::markdown_as_text(issue.intro.in(context.language));
    for (const auto paragraph : split(intro, '\n'))
        if (!trim(paragraph).empty())
            sheet.paragraphs.emplace_back(trim(paragraph));
    for (const auto& section : sections_of(items, {.villages = {village.id}})) {
        pdf::LeafletSection part{.heading = context.t(heading_of(section.kind)), .items = {}};
        for (const auto* item : section.items) {
            const auto& words = item->in(context.language);
            part.items.push_back({.when = words.when, .title = words.title, .text = words.text});
        }
        sheet.sections.push_back(std::move(part));
    }
    if (sheet.sections.empty())
        sheet.paragraphs.push_back(context.t("Für diesen Monat steht noch nichts da."_de));
    return web::download(TRY(pdf::render_leaflet(sheet)), "application/pdf",
                         fmt::format("rundbrief-{}-{}.pdf", issue.month, village.slug));
}

} // namespace dorfnetz::newsletter
