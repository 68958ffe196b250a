#include "features/agenda/agenda.hpp"

#include "foundation/core/kept.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

// What is on, on the pages of villages, organisations and the front page.
namespace dorfnetz::agenda {

namespace {

using web::Context;

constexpr std::size_t shown_elsewhere = 5;
constexpr std::int64_t looked_at = 60; // enough for a few different ones among weekly series
constexpr int days_ahead = 400;

struct Teaser
{
    Filter filter;
    std::string all_path; // of the calendar with the same filter
    std::string feed_path;
};

html::Safe drawn(const Context& context, db::Reader& reader, Teaser teaser)
{
    teaser.filter.from = context.today();
    teaser.filter.until = add_days(context.today(), days_ahead);
    teaser.filter.most = looked_at;
    auto dates = next_dates(reader, context.network.id, teaser.filter);
    // Of a series the next date; else three clubs that meet each week would fill the page.
    std::set<activities::ActivityId> seen;
    std::erase_if(dates, [&](const Listed& listed) { return !seen.insert(listed.date.activity).second; });
    dates.resize(std::min(dates.size(), shown_elsewhere));
    if (dates.empty())
        return {};
    const auto entries = organisations::shared_register(context, reader);
    html::Page page;
    page.set("ALL_URL", context.url(teaser.all_path))
        .set("FEED_URL", context.url(teaser.feed_path))
        .set("FEED_ICON", web::icon("calendar"));
    for (const auto& listed : dates)
        fill_row(page.add("ROW"), context, *entries, listed);
    return context.render("agenda_teaser", page);
}

// Drawn once until somebody writes, for every page that is made anew.
html::Safe draw(const Context& context, db::Reader& reader, const Teaser& teaser)
{
    static Kept<html::Safe> kept(500);
    const auto key = fmt::format("{} {} {} {} {}", context.network.id.text(), to_iso(context.today()),
                                 i18n::code(context.language), teaser.all_path, teaser.feed_path);
    return *kept.of(key, context.generation, [&] { return drawn(context, reader, teaser); });
}

// For pages that are as wide as the window.
html::Safe in_the_middle(const Context& context, const html::Safe& teaser)
{
    if (teaser.empty())
        return {};
    html::Page page;
    page.set("TEASER", teaser);
    return context.render("agenda_band", page);
}

html::Safe at_start(const Context& context, db::Reader& reader, std::string_view)
{
    return in_the_middle(
        context, draw(context, reader,
                      {.filter = {}, .all_path = std::string(list_path), .feed_path = "/termine.ics"}));
}

html::Safe of_village(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto village = villages::village_by_id(reader, context.network.id, villages::VillageId{id});
    if (!village)
        return {};
    return in_the_middle(context, draw(context, reader,
                                       {.filter = {.village = village->id},
                                        .all_path = fmt::format("{}?dorf={}", list_path, village->slug),
                                        .feed_path = fmt::format("/doerfer/{}/termine.ics", village->slug)}));
}

html::Safe of_host(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto host =
        organisations::organisation_by_id(reader, context.network.id, organisations::OrganisationId{id});
    if (!host)
        return {};
    return draw(context, reader,
                {.filter = {.host = host->id},
                 .all_path = fmt::format("{}?verein={}", list_path, host->slug),
                 .feed_path = organisations::path_of(host->entry.kind, host->slug) + "/termine.ics"});
}

} // namespace

void add_parts(web::Site& site)
{
    site.add(web::Part{"start", 15, at_start});
    site.add(web::Part{std::string(villages::page_parts), 5, of_village});
    site.add(web::Part{std::string(organisations::page_parts), 5, of_host});
}

} // namespace dorfnetz::agenda
