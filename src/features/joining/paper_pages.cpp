#include "features/joining/joining_pages.hpp"
#include "features/joining/papers.hpp"
#include "foundation/web/rate_limit.hpp"

#include <fmt/format.h>

namespace dorfnetz::joining {

namespace {

using web::Context;

constexpr std::string_view paper_path = "/mitmachen/papier";
constexpr std::string_view pdf_pattern = "/mitmachen/papier/{datei}";
constexpr std::string_view pdf_ending = ".pdf";

Result<http::Response> show_villages(Context& context)
{
    html::Page page;
    page.set("CONTACT_URL", context.url("/kontakt"));
    for (const auto& place : places_of(context))
        if (place.in_network)
            page.add("VILLAGE")
                .set("PAPER_URL", context.url(fmt::format("{}/{}.pdf", paper_path, place.slug)))
                .set("PRINT_ICON", web::icon("print"))
                .set("NAME", place.name);
    return web::page(context,
                     {.title = context.t("Lieber auf Papier"_de),
                      .description = context.t("Ich mach mit: das Formular zum Ausdrucken."_de),
                      .crumbs = {{context.t("Start"_de), "/"}, {context.t("Mitmachen"_de), "/mitmachen"}}},
                     context.render("joining_paper", page));
}

// Each download is a sheet with a number of its own; the rate keeps the numbers from running away.
Result<http::Response> show_pdf(Context& context, web::RateLimiter& prints)
{
    auto file = context.parameter("datei");
    if (!file.ends_with(pdf_ending))
        return Error{.kind = Err::missing};
    file.remove_suffix(pdf_ending.size());
    const auto village = context.pool().read(
        [&](db::Reader& reader) { return villages::village_by_slug(reader, context.network.id, file); });
    if (!village || !village->in_network)
        return Error{.kind = Err::missing};
    if (!prints.take(web::address_prefix(context.request.remote_address), context.now()))
        return Error{.kind = Err::too_often};
    // Looking whether the file is there uses up no number.
    if (context.request.method == http::Method::head)
        return web::download({}, "application/pdf", fmt::format("ich-mach-mit-{}.pdf", village->slug));
    const auto paper = TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<PaperForm> {
        return allocate_paper(tx, context, *village);
    }));
    return web::download(TRY(paper_as_pdf(context, paper, *village)), "application/pdf",
                         fmt::format("ich-mach-mit-{}.pdf", paper.number));
}

} // namespace

void add_paper_pages(web::Site& site)
{
    // Twenty at once for a stall at the village festival, then one a minute.
    const auto prints = std::make_shared<web::RateLimiter>(1, 20);
    site.page(std::string(paper_path), show_villages);
    site.get(
        std::string(pdf_pattern), web::Access::everyone(),
        [prints](Context& context) { return show_pdf(context, *prints); },
        [](db::Reader& reader, const web::Network& network) {
            std::vector<std::string> paths;
            for (const auto& village : villages::villages_of(reader, network.id))
                paths.push_back(fmt::format("{}/{}.pdf", paper_path, village.slug));
            return paths;
        });
}

} // namespace dorfnetz::joining
