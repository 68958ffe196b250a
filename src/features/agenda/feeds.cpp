#include "features/agenda/agenda.hpp"

#include "features/vocabularies/api.hpp"
#include "foundation/calendar/icalendar.hpp"
#include "foundation/web/atom.hpp"

#include <algorithm>
#include <fmt/format.h>

// What calendar programs and feed readers fetch.
namespace dorfnetz::agenda {

namespace {

using web::Context;
using web::xml;

constexpr int days_back = 60; // so that calendars do not lose what was just on
constexpr std::size_t in_atom = 40;
// Of what comes again and again nobody wants to read today that it comes in eighteen months too.
constexpr int days_of_series_in_atom = 92;

http::Response calendar_file(std::string text)
{
    return web::download(std::move(text), "text/calendar; charset=utf-8", "termine.ics");
}

http::Response feed(const Context& context, db::Reader& reader, Filter filter, std::string name)
{
    filter.from = add_days(context.today(), -days_back);
    filter.until = add_months(context.today(), activities::months_ahead);
    const auto entries = organisations::shared_register(context, reader);
    calendar::Writing file({.name = std::move(name), .url = context.absolute_url(list_path)});
    activities::each_date(reader, context.network.id, filter,
                          [&](Listed listed) { file.add(event_of(context, *entries, std::move(listed))); });
    return calendar_file(file.take());
}

Result<http::Response> show_all(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto entries = organisations::shared_register(context, reader);
        const auto chosen = chosen_by(context, reader, *entries);
        auto name = context.network.name;
        if (!chosen.filter.field.empty())
            name += ": " + vocabularies::label("fields", chosen.filter.field, context.language);
        return feed(context, reader, chosen.filter, name);
    });
}

Result<http::Response> show_of_village(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto village = villages::village_by_slug(reader, context.network.id, context.parameter("slug"));
        if (!village || !village->in_network)
            return Error{.kind = Err::missing};
        return feed(context, reader, {.village = village->id}, village->name);
    });
}

Result<http::Response> show_of_host(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto host =
            organisations::organisation_by_slug(reader, context.network.id, context.parameter("slug"));
        if (!host || !host->is_public() ||
            !context.path.starts_with(organisations::path_of(organisations::directory_of(host->entry.kind))))
            return Error{.kind = Err::missing};
        return feed(context, reader, {.host = host->id}, host->entry.name);
    });
}

// RFC 4287: what was entered or changed last.
Result<http::Response> show_atom(Context& context)
{
    std::vector<Listed> dates;
    std::shared_ptr<const organisations::Register> entries;
    context.pool().read([&](db::Reader& reader) {
        entries = organisations::shared_register(context, reader);
        dates = activities::dates_between(reader, context.network.id,
                                          {.from = context.today(),
                                           .until = add_months(context.today(), activities::months_ahead),
                                           .lists = Filter::Lists::no});
    });
    std::erase_if(dates, [&](const Listed& listed) {
        return listed.is_series && listed.date.first_day > add_days(context.today(), days_of_series_in_atom);
    });
    std::stable_sort(dates.begin(), dates.end(), [](const Listed& left, const Listed& right) {
        return left.date.changed_at > right.date.changed_at;
    });
    dates.resize(std::min(dates.size(), in_atom));
    std::string text;
    Timestamp updated{};
    for (const auto& listed : dates) {
        updated = std::max(updated, listed.date.changed_at);
        const auto address = context.absolute_url(activities::path_of(listed.date));
        const auto when = activities::when_text(context, listed.date, listed.all_day);
        const auto place = activities::place_text(*entries, listed);
        text +=
            fmt::format("<entry><id>urn:uuid:{}</id><title>{}</title><link href=\"{}\"/><updated>{}</updated>"
                        "<summary>{}</summary></entry>\n",
                        xml(listed.date.id.text()), xml(listed.title), xml(address),
                        to_iso(listed.date.changed_at), xml(place.empty() ? when : when + ", " + place));
    }
    return web::atom_response(context, {.title = context.t("Termine: {1}"_de, {context.network.name}),
                                        .path = "/termine.atom",
                                        .page_path = std::string(list_path),
                                        .updated = updated,
                                        .entries = std::move(text)});
}

} // namespace

void add_feeds(web::Site& site)
{
    site.page("/termine.ics", show_all);
    site.page("/termine.atom", show_atom);
    site.page("/doerfer/{slug}/termine.ics", show_of_village);
    site.page("/vereine/{slug}/termine.ics", show_of_host);
    site.page("/firmen/{slug}/termine.ics", show_of_host);
}

} // namespace dorfnetz::agenda
