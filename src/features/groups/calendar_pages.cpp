#include "features/groups/groups_pages.hpp"

// The calendar of a group, for programs that fetch it again and again.
namespace dorfnetz::groups {

namespace {

using web::Context;

Result<http::Response> show_calendar(Context& context, const std::vector<CalendarSource>& sources)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto group = TRY(group_of_address(context, reader));
        calendar::Writing file({.name = group.draft.title, .url = context.absolute_url(path_of(group))});
        for (const auto& source : sources)
            for (const auto& event : source.events(context, reader, group.id, Audience::everybody))
                file.add(event);
        return web::download(file.take(), "text/calendar; charset=utf-8", group.slug + ".ics");
    });
}

} // namespace

void add_calendar_pages(web::Site& site, const std::vector<CalendarSource>& sources)
{
    site.page(
        "/arbeitsgruppen/{slug}/termine.ics",
        [sources](Context& context) { return show_calendar(context, sources); }, example_of("/termine.ics"));
}

} // namespace dorfnetz::groups
