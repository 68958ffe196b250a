#include "features/pages/public_pages.hpp"

#include "features/pages/pages_store.hpp"
#include "features/pages/text.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/page.hpp"

#include <fmt/format.h>

namespace dorfnetz::pages {

namespace {

using web::Context;

// What a page has to say before anybody wrote it, for those that are needed even so.
Draft unwritten(const Context& context, std::string_view slug, German title)
{
    Draft draft{.kind = Kind::page, .slug = std::string(slug)};
    draft.texts[i18n::Language::de].title = title.text();
    for (const auto language : i18n::languages)
        draft.texts[language].title = i18n::translate(language, title);
    if (slug == "start")
        draft.texts[i18n::Language::de].headline = context.network.name;
    return draft;
}

struct PublicPages
{
    Settings settings;

    std::int64_t villages(db::Reader& reader, const Context& context) const
    {
        return settings.count_villages ? settings.count_villages(reader, context.network.id) : 0;
    }

    Result<http::Response> start(Context& context) const
    {
        return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
            const auto stored = published_page(reader, context.network.id, Kind::page, "start");
            const auto chosen =
                text_in(stored ? stored->draft : unwritten(context, "start", "Start"_de), context.language);
            const auto count = villages(reader, context);
            html::Page page;
            add_headline(page, context, chosen, count);
            if (!chosen.text.lead.empty())
                page.add("LEAD").set("LEAD_TEXT",
                                     fill_variables(context, chosen.language, chosen.text.lead, count));
            page.set("JOIN_URL", context.url("/mitmachen/eintragen"))
                .set("JOIN_ICON", web::icon("join"))
                .set("CLUBS_URL", context.url("/vereine"))
                .set("MAP", context.site.parts("map", context, reader))
                .set("PARTS", context.site.parts("start", context, reader));
            if (const auto figures = context.site.parts("figures", context, reader); !figures.empty())
                page.add("NUMBERS").set("FIGURES", figures);
            if (!chosen.text.body.empty())
                page.add("WELCOME").set("BODY", draw_body(context, chosen, count));
            return web::page(
                context,
                {.title = chosen.text.title,
                 .description = fill_variables(context, chosen.language, chosen.text.summary, count),
                 .feed = "/neues.atom"},
                context.render("start", page));
        });
    }

    Result<http::Response> fixed(Context& context, std::string_view slug) const
    {
        return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
            const auto stored = published_page(reader, context.network.id, Kind::page, slug);
            if (!stored)
                return Error{.kind = Err::missing};
            return show(context, reader, *stored);
        });
    }

    Result<http::Response> show(const Context& context, db::Reader& reader, const Page& stored) const
    {
        const auto chosen = text_in(stored.draft, context.language);
        const auto count = villages(reader, context);
        const auto summary = fill_variables(context, chosen.language, chosen.text.summary, count);
        html::Page page;
        page.set("TITLE", chosen.text.title)
            .set("TITLE_LANGUAGE", i18n::code(chosen.language))
            .set("BODY", draw_body(context, chosen, count))
            .set("PARTS", context.site.parts("page/" + stored.draft.slug, context, reader));
        if (!summary.empty())
            page.add("SUMMARY").set("SUMMARY_TEXT", summary);
        return web::page(context, {.title = chosen.text.title, .description = summary},
                         context.render("page_show", page));
    }

    Result<http::Response> own(Context& context) const
    {
        return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
            const auto stored =
                published_page(reader, context.network.id, Kind::page, context.parameter("slug"));
            // Fixed pages have one address only.
            if (!stored || is_fixed(Kind::page, stored->draft.slug))
                return Error{.kind = Err::missing};
            return show(context, reader, *stored);
        });
    }

    Result<http::Response> join(Context& context) const
    {
        return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
            const auto stored = published_page(reader, context.network.id, Kind::page, "mitmachen");
            const auto chosen = text_in(
                stored ? stored->draft : unwritten(context, "mitmachen", "Mitmachen"_de), context.language);
            const auto places = context.site.parts("page/mitmachen", context, reader);
            html::Page page;
            page.set("TITLE", chosen.text.title)
                .set("TITLE_LANGUAGE", i18n::code(chosen.language))
                .set("SUMMARY", chosen.text.summary)
                .set("FORM_URL", context.url("/mitmachen/eintragen"))
                .set("JOIN_ICON", web::icon("join"))
                .set("PAPER_URL", context.url("/mitmachen/papier"))
                .set("PRINT_ICON", web::icon("print"))
                .set("BODY", draw_body(context, chosen, villages(reader, context)));
            if (places.empty())
                page.show("NO_PLACES");
            else
                page.add("PLACES").set("PARTS", places);
            return web::page(context, {.title = chosen.text.title, .description = chosen.text.summary},
                             context.render("join", page));
        });
    }
};

std::vector<std::string> own_pages(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& page : published_of_all(reader, network.id, Kind::page))
        if (!is_fixed(Kind::page, page.draft.slug))
            paths.push_back(path_of(Kind::page, page.draft.slug));
    return paths;
}

} // namespace

void add_headline(html::Values& values, const Context& context, const ChosenText& chosen,
                  std::optional<std::int64_t> villages)
{
    const auto filled = fill_variables(context, chosen.language, chosen.text.headline, villages);
    std::string_view headline = filled.empty() ? context.network.name : filled;
    while (!headline.empty()) {
        const auto end = headline.find(". ");
        const auto line = end == std::string_view::npos ? headline : headline.substr(0, end + 1);
        headline.remove_prefix(end == std::string_view::npos ? headline.size() : end + 2);
        values.add("LINE").set("WORDS", line).show_if(!headline.empty(), "MORE");
    }
}

void register_public_pages(web::Site& site, const Settings& settings)
{
    const PublicPages pages{settings};
    site.page("/", [pages](Context& context) { return pages.start(context); });
    site.page("/mitmachen", [pages](Context& context) { return pages.join(context); });
    for (const std::string slug :
         {"netzwerk", "impressum", "datenschutz", "barrierefreiheit", "einfache-sprache"})
        site.page('/' + slug, [pages, slug](Context& context) { return pages.fixed(context, slug); });
    site.page(
        "/seiten/{slug}", [pages](Context& context) { return pages.own(context); }, own_pages);
}

} // namespace dorfnetz::pages
