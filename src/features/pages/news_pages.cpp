#include "features/pages/public_pages.hpp"

#include "features/pages/pages_store.hpp"
#include "features/pages/text.hpp"
#include "features/pictures/api.hpp"
#include "foundation/web/page.hpp"

#include <fmt/format.h>

namespace dorfnetz::pages {

namespace {

using web::Context;

constexpr std::int64_t on_front_page = 3;
constexpr std::int64_t on_list_page = 20;

void fill_item(html::Values row, const Context& context, const Page& stored)
{
    const auto chosen = text_in(stored.draft, context.language);
    const auto day = stored.draft.shown_on.value_or(context.today());
    row.set("TITLE", chosen.text.title)
        .set("ITEM_LANGUAGE", i18n::code(chosen.language))
        .set("ITEM_URL", context.url(path_of(Kind::news, stored.draft.slug)))
        .set("DAY", to_iso(day))
        .set("DAY_TEXT", i18n::format_date(context.region(), day, i18n::DateStyle::plain))
        .set("SUMMARY", chosen.text.summary);
}

html::Safe teaser(const Context& context, db::Reader& reader, std::string_view)
{
    const auto news = published_news(reader, context.network.id, on_front_page);
    if (news.empty())
        return {};
    html::Page page;
    page.set("ALL_URL", context.url("/neues"));
    for (const auto& item : news)
        fill_item(page.add("ITEM"), context, item);
    return context.render("news_teaser", page);
}

Result<http::Response> show_list(Context& context)
{
    const auto paging = web::paging(context, on_list_page);
    std::vector<Page> news;
    const auto total = context.pool().read([&](db::Reader& reader) {
        news = published_news(reader, context.network.id, paging.per_page, paging.offset());
        return count_published_news(reader, context.network.id);
    });
    html::Page page;
    if (news.empty()) {
        page.add("NOTHING").set("NEWS_ICON", web::icon("news"));
    } else {
        auto list = page.add("LIST");
        for (const auto& item : news) {
            auto row = list.add("ITEM");
            fill_item(row, context, item);
            row.show_if(item.draft.is_example, "EXAMPLE");
        }
    }
    page.set("PAGES", web::paging_links(context, paging, total))
        .set("FEED_URL", context.url("/neues.atom"))
        .set("FEED_ICON", web::icon("feed"));
    return web::page(context,
                     {.title = context.t("Neues"_de),
                      .description = context.t("Was in unseren Dörfern passiert."_de),
                      .feed = "/neues.atom"},
                     context.render("news_list", page));
}

// https://schema.org/NewsArticle
html::Safe structured_data(const Context& context, const Page& stored, const ChosenText& chosen, Date day)
{
    const auto address = context.absolute_url(path_of(Kind::news, stored.draft.slug));
    return html::json_ld(fmt::format(
        R"({{"@context":"https://schema.org","@type":"NewsArticle","headline":{},"description":{},)"
        R"("datePublished":"{}","dateModified":"{}","inLanguage":"{}","url":{},)"
        R"("publisher":{{"@type":"Organization","name":{}}}}})",
        html::json_text(chosen.text.title), html::json_text(chosen.text.summary), to_iso(day),
        to_iso(stored.saved_at), i18n::code(chosen.language), html::json_text(address),
        html::json_text(context.network.name)));
}

Result<http::Response> show_item(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto stored = published_page(reader, context.network.id, Kind::news, context.parameter("slug"));
        if (!stored)
            return Error{.kind = Err::missing};
        const auto chosen = text_in(stored->draft, context.language);
        const auto day = stored->draft.shown_on.value_or(context.today());
        html::Page page;
        page.set("TITLE", chosen.text.title)
            .set("TITLE_LANGUAGE", i18n::code(chosen.language))
            .set("DAY", to_iso(day))
            .set("DAY_TEXT", i18n::format_date(context.region(), day, i18n::DateStyle::full))
            .set("PICTURE", pictures::draw_picture(context, reader, stored->draft.picture))
            .set("BODY", draw_body(context, chosen))
            .set("LIST_URL", context.url("/neues"))
            .show_if(stored->draft.is_example, "EXAMPLE");
        if (!chosen.text.summary.empty())
            page.add("SUMMARY").set("SUMMARY_TEXT", chosen.text.summary);
        return web::page(context,
                         {.title = chosen.text.title,
                          .description = chosen.text.summary,
                          .crumbs = {{context.t("Neues"_de), "/neues"}},
                          .structured_data = structured_data(context, *stored, chosen, day),
                          .feed = "/neues.atom"},
                         context.render("news_show", page));
    });
}

std::vector<std::string> all_news(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& item : published_of_all(reader, network.id, Kind::news))
        paths.push_back(path_of(Kind::news, item.draft.slug));
    return paths;
}

} // namespace

void register_news_pages(web::Site& site)
{
    site.page("/neues", show_list);
    site.page("/neues/{slug}", show_item, all_news);
    site.add(web::Part{.page = "start", .order = 40, .show = teaser});
}

} // namespace dorfnetz::pages
