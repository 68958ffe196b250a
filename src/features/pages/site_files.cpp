#include "features/pages/public_pages.hpp"

#include "features/pages/pages_store.hpp"
#include "features/pages/text.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/atom.hpp"
#include "foundation/web/page.hpp"

#include <fmt/format.h>

namespace dorfnetz::pages {

namespace {

using web::Context;
using web::xml;

constexpr std::int64_t in_feed = 30;
constexpr std::size_t most_in_sitemap = 50'000; // sitemaps.org

std::string address_in(const Context& context, i18n::Language language, std::string_view path)
{
    Context other = context;
    other.language = language;
    return other.absolute_url(path);
}

std::string entry_of(const Context& context, const Page& stored)
{
    const auto chosen = text_in(stored.draft, context.language);
    const auto address = context.absolute_url(path_of(Kind::news, stored.draft.slug));
    const auto day = stored.draft.shown_on.value_or(date_of(stored.saved_at));
    const auto published = i18n::local_time(context.region(), day, std::chrono::hours(12));
    const auto body = html::markdown(fill_variables(context, chosen.language, chosen.text.body));
    return fmt::format(
        "<entry xml:lang=\"{}\"><id>urn:uuid:{}</id><title>{}</title><link "
        "href=\"{}\"/><published>{}</published>"
        "<updated>{}</updated><summary>{}</summary><content type=\"html\">{}</content></entry>\n",
        i18n::code(chosen.language), xml(stored.id.text()), xml(chosen.text.title), xml(address),
        to_iso(published), to_iso(stored.saved_at), xml(chosen.text.summary), xml(body.text()));
}

// RFC 4287.
Result<http::Response> show_feed(Context& context)
{
    const auto news = context.pool().read(
        [&](db::Reader& reader) { return published_news(reader, context.network.id, in_feed); });
    Timestamp updated{};
    std::string entries;
    for (const auto& item : news) {
        updated = std::max(updated, item.saved_at);
        entries += entry_of(context, item);
    }
    return web::atom_response(context, {.title = context.network.name,
                                        .path = "/neues.atom",
                                        .page_path = "/neues",
                                        .updated = updated,
                                        .entries = std::move(entries)});
}

// Pages for everybody; feeds and this file itself have a dot in their names.
bool is_listed(const web::Route& route)
{
    return route.method == http::Method::get && route.access.is_public() &&
           route.cache == web::Cache::visitors && route.pattern.find('.') == std::string::npos;
}

std::vector<std::string> public_paths(const Context& context, db::Reader& reader)
{
    std::vector<std::string> paths;
    for (const auto& route : context.site.routes()) {
        if (!is_listed(route))
            continue;
        if (route.pattern.find('{') == std::string::npos)
            paths.push_back(route.pattern);
        else if (route.examples)
            for (auto& path : route.examples(reader, context.network))
                paths.push_back(std::move(path));
    }
    // Not cached: the one holds a form, the other one what other networks share.
    for (const auto* path : {"/kontakt", "/erfahrungen"})
        paths.emplace_back(path);
    return paths;
}

Result<http::Response> show_sitemap(Context& context)
{
    const auto paths = context.pool().read([&](db::Reader& reader) { return public_paths(context, reader); });
    std::string text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset "
                       "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                       "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
    std::size_t written = 0;
    for (const auto& path : paths) {
        std::string alternates;
        for (const auto language : i18n::languages)
            alternates += fmt::format("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                                      i18n::code(language), xml(address_in(context, language, path)));
        for (const auto language : i18n::languages) {
            if (++written > most_in_sitemap)
                break;
            text += fmt::format("<url><loc>{}</loc>{}</url>\n", xml(address_in(context, language, path)),
                                alternates);
        }
    }
    return http::text_response(200, text + "</urlset>\n", "application/xml; charset=utf-8");
}

Result<http::Response> show_robots(Context& context)
{
    return http::text_response(
        200, fmt::format("User-agent: *\nDisallow: /redaktion\nDisallow: /en/redaktion\nDisallow: /suche\n"
                         "Disallow: /en/suche\n\nSitemap: {}\n",
                         address_in(context, i18n::Language::de, "/sitemap.xml")));
}

std::string icon_of(std::string_view file, int size, std::string_view purpose)
{
    return fmt::format(R"({{"src":{},"sizes":"{}x{}","type":"image/png","purpose":"{}"}})",
                       html::json_text(web::asset(file).text()), size, size, purpose);
}

// https://www.w3.org/TR/appmanifest/; the colours are those of assets/css/tokens.css.
Result<http::Response> show_manifest(Context& context)
{
    const auto short_name = context.network.setting("short_name");
    auto text = fmt::format(
        R"({{"name":{},"short_name":{},"lang":"{}","start_url":{},"scope":"/","display":"minimal-ui",)"
        R"("background_color":"#fbf8f4","theme_color":"#652a5d","icons":[{},{},{},{}]}})",
        html::json_text(context.network.name),
        html::json_text(short_name.empty() ? context.network.name : short_name), i18n::code(context.language),
        html::json_text(context.url("/").text()), icon_of("manifest/icon-192.png", 192, "any"),
        icon_of("manifest/icon-512.png", 512, "any"),
        icon_of("manifest/icon-maskable-192.png", 192, "maskable"),
        icon_of("manifest/icon-maskable-512.png", 512, "maskable"));
    return http::text_response(200, std::move(text), "application/manifest+json");
}

} // namespace

void register_site_files(web::Site& site)
{
    site.page("/neues.atom", show_feed);
    site.page("/sitemap.xml", show_sitemap);
    site.page("/robots.txt", show_robots);
    site.page("/manifest.webmanifest", show_manifest);
}

} // namespace dorfnetz::pages
