#include "features/pages/editing_form.hpp"
#include "features/pages/public_pages.hpp"
#include "features/pictures/api.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::pages {

namespace {

using web::Context;

void show_side(html::Values side, const Context& context, db::Reader& reader, const Draft& draft,
               std::int64_t villages)
{
    const auto chosen = text_in(draft, context.language);
    const bool is_start = draft.kind == Kind::page && draft.slug == "start";
    if (is_start)
        add_headline(side, context, chosen, villages);
    else
        side.add("LINE").set("WORDS", chosen.text.title);
    const auto lead =
        fill_variables(context, chosen.language, is_start ? chosen.text.lead : chosen.text.summary, villages);
    if (!lead.empty())
        side.add("LEAD").set("LEAD_TEXT", lead);
    if (draft.shown_on)
        side.add("DATED").set("DAY_TEXT",
                              i18n::format_date(context.region(), *draft.shown_on, i18n::DateStyle::full));
    side.set("CODE", i18n::code(chosen.language))
        .set("PICTURE", pictures::draw_picture(context, reader, draft.picture))
        .set("BODY", draw_body(context, chosen, villages));
}

} // namespace

html::Safe draw_preview(const Context& context, db::Reader& reader, const Draft& draft, std::int64_t villages)
{
    html::Page page;
    for (const auto& [language, text] : draft.texts) {
        // Without a title the German text is shown instead.
        if (text.empty() || text_in(draft, language).language != language)
            continue;
        auto side = page.add("SIDE");
        side.set("LANGUAGE_NAME", language_name(context, language));
        // As visitors of this language see it, whatever the editor speaks.
        auto theirs = context;
        theirs.language = language;
        show_side(side, theirs, reader, draft, villages);
    }
    return context.render("page_preview", page);
}

} // namespace dorfnetz::pages
