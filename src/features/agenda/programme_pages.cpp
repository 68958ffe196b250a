#include "features/agenda/programme.hpp"

#include <fmt/format.h>

namespace dorfnetz::agenda {

namespace {

using web::Context;

constexpr std::string_view pattern = "/termine/programm/{year}/{month}";
constexpr std::string_view text_end = "/programm.txt";
constexpr std::string_view pdf_end = "/programm.pdf";
constexpr int months_printed = 60; // as in the month view

struct Asked
{
    Programme programme;
    Date month;
    std::string village;                                       // slug; empty: all
    std::vector<std::pair<std::string, std::string>> villages; // slug and name
};

Result<Asked> read_programme(const Context& context, db::Reader& reader)
{
    const auto month =
        date_from_iso(fmt::format("{}-{}-01", context.parameter("year"), context.parameter("month")));
    if (!month || *month < add_months(context.today(), -months_printed) ||
        *month > add_months(context.today(), months_printed))
        return Error{.kind = Err::missing};
    const auto entries = organisations::shared_register(context, reader);
    const auto chosen = chosen_by(context, reader, *entries);
    Asked asked{.programme = {}, .month = *month, .village = chosen.village, .villages = {}};
    auto subject = context.network.name;
    for (const auto& village : entries->villages) {
        if (!village.in_network)
            continue;
        asked.villages.emplace_back(village.slug, village.name);
        if (village.slug == chosen.village)
            subject = village.name;
    }
    asked.programme = programme_of(context, reader, *entries, *month, chosen.filter, std::move(subject));
    return asked;
}

void show_line(html::Values row, const ProgrammeLine& line)
{
    row.set("TITLE", line.title);
    if (!line.when.empty())
        row.add("AT").set("WHEN", line.when);
    if (!line.where.empty())
        row.add("IN").set("PLACE", line.where);
    if (!line.hosts.empty())
        row.add("BY").set("HOSTS", line.hosts);
}

Result<http::Response> show_programme(Context& context)
{
    const auto asked =
        TRY(context.pool().read([&](db::Reader& reader) { return read_programme(context, reader); }));
    const auto& programme = asked.programme;
    const auto with_village = [&](const std::string& path) {
        return context.url(asked.village.empty() ? path : path + "?dorf=" + asked.village);
    };
    const auto path = programme_path(asked.month);
    html::Page page;
    page.set("HEADING", programme.heading)
        .set("SUBJECT", programme.subject)
        .set("TEXT_URL", with_village(path + std::string(text_end)))
        .set("PDF_URL", with_village(path + std::string(pdf_end)))
        .set("DOWNLOAD_ICON", web::icon("download"))
        .set("PRINT_ICON", web::icon("print"))
        .set("BEFORE_URL", with_village(programme_path(add_months(asked.month, -1))))
        .set("AFTER_URL", with_village(programme_path(add_months(asked.month, 1))))
        .set("FORM_URL", context.url(path))
        .show_if(programme.empty(), "NOTHING");
    for (const auto& [slug, name] : asked.villages) {
        auto option = page.add("VILLAGE_OPTION");
        option.set("VALUE", slug).set("LABEL", name).show_if(slug == asked.village, "CHOSEN");
    }
    for (const auto& day : programme.days) {
        auto block = page.add("DAY");
        block.set("DAY_TEXT", day.day);
        for (const auto& line : day.lines)
            show_line(block.add("LINE"), line);
    }
    if (!programme.regular.empty()) {
        auto block = page.add("REGULAR");
        for (const auto& line : programme.regular)
            show_line(block.add("LINE"), line);
    }
    return web::page(
        context,
        {.title = programme.heading,
         .description = context.t("Was in unseren Dörfern los ist, und wo du mitmachen kannst."_de),
         .crumbs = {{context.t("Termine"_de), std::string(list_path)}},
         .picture = std::string(list_picture_path)},
        context.render("agenda_programme", page));
}

std::string file_name(const Asked& asked, std::string_view end)
{
    const auto month = to_iso(asked.month).substr(0, 7);
    return asked.village.empty() ? fmt::format("programm-{}.{}", month, end)
                                 : fmt::format("programm-{}-{}.{}", asked.village, month, end);
}

Result<http::Response> show_text(Context& context)
{
    const auto asked =
        TRY(context.pool().read([&](db::Reader& reader) { return read_programme(context, reader); }));
    return http::text_response(200, as_text(context, asked.programme), "text/plain; charset=utf-8");
}

Result<http::Response> show_pdf(Context& context)
{
    const auto asked =
        TRY(context.pool().read([&](db::Reader& reader) { return read_programme(context, reader); }));
    return web::download(TRY(as_pdf(context, asked.programme)), "application/pdf", file_name(asked, "pdf"));
}

} // namespace

void add_programme(web::Site& site)
{
    const auto examples = [](std::string_view end) {
        return [end](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
            const auto dates = activities::dates_between(reader, network.id,
                                                         {.from = *date_from_iso("2020-01-01"),
                                                          .until = *date_from_iso("2999-01-01"),
                                                          .lists = Filter::Lists::no,
                                                          .most = 1});
            if (dates.empty())
                return {};
            return {programme_path(dates.front().date.first_day) + std::string(end)};
        };
    };
    site.page(std::string(pattern), show_programme, examples(""));
    site.page(std::string(pattern) + std::string(text_end), show_text, examples(text_end));
    site.page(std::string(pattern) + std::string(pdf_end), show_pdf, examples(pdf_end));
}

} // namespace dorfnetz::agenda
