#include "features/newsletter/letter.hpp"
#include "features/newsletter/newsletter_pages.hpp"

#include <fmt/format.h>

// Every letter on the web, and as a sheet for each village.
namespace dorfnetz::newsletter {

namespace {

using web::Context;

constexpr std::string_view public_pattern = "/rundbrief/{year}/{month}";
constexpr std::string_view public_sheet_pattern = "/rundbrief/{year}/{month}/{datei}";
constexpr std::string_view sheet_ending = ".pdf";

Result<Issue> sent_issue_here(db::Reader& reader, const Context& context)
{
    auto issue = issue_of_month(reader, context.network.id,
                                fmt::format("{}-{}", context.parameter("year"), context.parameter("month")));
    if (!issue || issue->status == IssueStatus::draft)
        return Error{.kind = Err::missing};
    return *std::move(issue);
}

std::vector<web::Crumb> crumbs(const Context& context)
{
    return {{context.t("Rundbrief"_de), std::string(public_path)}};
}

void add_villages(html::Page& page, const Context& context, const Issue& issue,
                  const std::vector<villages::Village>& villages, const std::string& chosen)
{
    for (const auto& village : villages) {
        const auto is_chosen = village.slug == chosen;
        page.add("VILLAGE_OPTION")
            .set("SLUG", village.slug)
            .set("NAME", village.name)
            .show_if(is_chosen, "CHOSEN");
        page.add("SHEET")
            .set("SHEET_NAME", village.name)
            .set("SHEET_URL", context.url(fmt::format("{}/{}.pdf", path_of(issue), village.slug)));
    }
}

Result<http::Response> show_sent_issue(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto issue = TRY(sent_issue_here(reader, context));
        const auto villages = villages::villages_of(reader, context.network.id);
        Wishes wishes;
        std::string chosen;
        for (const auto& village : villages)
            if (village.slug == context.query.text("dorf")) {
                wishes.villages = {village.id};
                chosen = village.slug;
            }
        const auto items = items_of(context, reader, issue);
        const auto title = title_of(context, issue);
        html::Page page;
        page.set("TITLE", title)
            .set("LETTER", draw_letter(context, issue, sections_of(items, wishes)))
            .set("FORM_URL", context.url(path_of(issue)))
            .set("ORDER_URL", context.url(public_path))
            .set("MAIL_ICON", web::icon("mail"))
            .set("PRINT_ICON", web::icon("print"));
        add_villages(page, context, issue, villages, chosen);
        return web::page(context,
                         {.title = title,
                          .description = context.t("Was in unseren Dörfern los ist."_de),
                          .crumbs = crumbs(context)},
                         context.render("newsletter_issue", page));
    });
}

Result<http::Response> show_public_sheet(Context& context)
{
    auto file = context.parameter("datei");
    if (!file.ends_with(sheet_ending))
        return Error{.kind = Err::missing};
    file.remove_suffix(sheet_ending.size());
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto issue = TRY(sent_issue_here(reader, context));
        const auto village = villages::village_by_slug(reader, context.network.id, file);
        if (!village || !village->in_network)
            return Error{.kind = Err::missing};
        return sheet_of(context, issue, items_of(context, reader, issue), *village);
    });
}

std::vector<std::string> all_paths(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& issue : all_issues(reader, network.id))
        if (issue.status != IssueStatus::draft)
            paths.push_back(path_of(issue));
    return paths;
}

std::vector<std::string> all_sheets(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& issue : all_paths(reader, network))
        for (const auto& village : villages::villages_of(reader, network.id))
            paths.push_back(fmt::format("{}/{}.pdf", issue, village.slug));
    return paths;
}

} // namespace

void add_archive_pages(web::Site& site)
{
    site.page(std::string(public_pattern), show_sent_issue, all_paths);
    site.page(std::string(public_sheet_pattern), show_public_sheet, all_sheets);
}

} // namespace dorfnetz::newsletter
