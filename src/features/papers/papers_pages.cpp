#include "features/papers/papers_pages.hpp"

#include "accounts/desk.hpp"
#include "features/papers/activities.hpp"
#include "features/papers/paper.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/page.hpp"

#include <fmt/format.h>

namespace dorfnetz::papers {

namespace {

using web::Context;

constexpr std::string_view list_path = "/redaktion/datenschutz";
constexpr std::string_view pdf_ending = ".pdf";

std::string path_of(const Kind& kind)
{
    return fmt::format("{}/{}", list_path, kind.key);
}

Result<http::Response> show_papers(Context& context)
{
    html::Page page;
    const auto missing = missing_settings(context.network, context.language);
    if (!missing.empty())
        page.add("GAPS")
            .set("ICON", web::icon("warning"))
            .set("MISSING", join(missing, ", "))
            .set("SETTINGS_URL", context.url("/redaktion/einstellungen"));
    for (const auto& kind : kinds())
        page.add("PAPER")
            .set("PAPER_URL", context.url(path_of(kind)))
            .set("PDF_URL", context.url(path_of(kind) + std::string(pdf_ending)))
            .set("LABEL", context.t(kind.label))
            .set("WHAT_FOR", context.t(kind.what_for));
    return web::page(context,
                     {.title = context.t("Papiere zum Datenschutz"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("papers_list", page));
}

void add_item(html::Values& section, const Item& item)
{
    auto shown = section.add("ITEM");
    switch (item.kind) {
    case Item::Kind::text:
        shown.add("TEXT").set("TEXT_LINE", item.text);
        return;
    case Item::Kind::line:
        shown.add("ROOM").set("LABEL", item.text);
        return;
    case Item::Kind::list:
    case Item::Kind::checks: {
        auto list = shown.add("LIST");
        for (const auto& point : item.points)
            list.add("POINT").set("POINT_TEXT", point);
        return;
    }
    case Item::Kind::signature:
        return; // on paper only
    }
}

http::Response paper_page(const Context& context, const Kind& kind, const Paper& paper)
{
    html::Page page;
    page.set("TITLE", paper.title)
        .set("SUBTITLE", paper.subtitle)
        .set("LANGUAGE", i18n::code(kind.language))
        .set("PDF_URL", context.url(path_of(kind) + std::string(pdf_ending)));
    for (const auto& section : paper.sections) {
        auto shown = page.add("SECTION");
        shown.set("HEADING", section.heading);
        for (const auto& item : section.items)
            add_item(shown, item);
    }
    return web::page(context,
                     {.title = paper.title,
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Papiere zum Datenschutz"_de), std::string(list_path)}},
                      .index = false},
                     context.render("papers_show", page));
}

Result<http::Response> show_paper(Context& context)
{
    auto key = context.parameter("papier");
    const bool as_pdf = key.ends_with(pdf_ending);
    if (as_pdf)
        key.remove_suffix(pdf_ending.size());
    const auto* const kind = kind_by_key(key);
    if (!kind)
        return Error{.kind = Err::missing};
    if (!as_pdf)
        return paper_page(context, *kind, context.pool().read([&](db::Reader& reader) {
            return paper_of(*kind, facts_of(reader, context.network, *kind, context.now()));
        }));
    auto bytes = TRY(context.pool().read(
        [&](db::Reader& reader) { return paper_pdf(reader, context.network, *kind, context.now()); }));
    return web::download(std::move(bytes), "application/pdf", fmt::format("{}{}", kind->key, pdf_ending));
}

} // namespace

html::Safe activities_part(const Context& context, db::Reader&, std::string_view)
{
    html::Page page;
    for (const auto& activity : activities())
        page.add("ACTIVITY")
            .set("TITLE", activity.title.in(context.language))
            .set("PURPOSE", activity.purpose.in(context.language))
            .set("DATA", activity.data.in(context.language))
            .set("BASIS", activity.basis.in(context.language))
            .set("RECIPIENTS", activity.recipients.in(context.language))
            .set("RETENTION", activity.retention.in(context.language));
    return context.render("papers_activities", page);
}

void add_papers_pages(web::Site& site)
{
    const auto coordinator = web::Access::coordinator();
    site.get(std::string(list_path), coordinator, show_papers);
    site.get(std::string(list_path) + "/{papier}", coordinator, show_paper,
             [](db::Reader&, const web::Network&) {
                 std::vector<std::string> paths;
                 for (const auto& kind : kinds())
                     paths.push_back(path_of(kind));
                 return paths;
             });
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 930,
                                  .path = std::string(list_path),
                                  .label = "Papiere"_de,
                                  .access = coordinator,
                                  .group = accounts::desk_group::access});
}

} // namespace dorfnetz::papers
