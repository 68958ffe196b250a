#include "accounts/desk.hpp"
#include "features/meetings/meeting_form.hpp"
#include "features/meetings/meetings_pages.hpp"

// The list of meetings, for everybody and on the desk.
namespace dorfnetz::meetings {

namespace {

using web::Context;

constexpr std::int64_t past_shown = 20;

void show_row(html::Page& page, std::string_view section, const Context& context, db::Reader& reader,
              const organisations::Register& entries, const Meeting& meeting, const std::string& path)
{
    auto row = page.add(section);
    row.set("TITLE", meeting.draft.title)
        .set("MEETING_URL", context.url(path))
        .set("WHEN", when_text(context, meeting))
        .set("KIND", kind_text(context, reader, meeting))
        .set("PLACE", place_text(entries, meeting))
        .show_if(meeting.state == State::cancelled, "OFF")
        .show_if(meeting.is_running(), "RUNNING");
}

Result<http::Response> show_list(Context& context)
{
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        bool any = false;
        for (const auto& meeting : coming_meetings(reader, context.network.id))
            if (may_see(context, reader, meeting)) {
                show_row(page, "COMING", context, reader, *entries, meeting, path_of(meeting));
                any = true;
            }
        page.show_if(!any, "NOTHING");
        for (const auto& meeting : past_meetings(reader, context.network.id, past_shown))
            if (may_see(context, reader, meeting))
                show_row(page, "PAST", context, reader, *entries, meeting, path_of(meeting));
        page.set("PARTS", context.site.parts(meetings_list_parts, context, reader));
    });
    return web::page(context, {.title = context.t("Treffen und Beschlüsse"_de)},
                     context.render("meeting_list", page));
}

Result<http::Response> show_desk(Context& context)
{
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        bool any = false;
        for (const auto& meeting : coming_meetings(reader, context.network.id))
            if (may_write(context, reader, meeting)) {
                show_row(page, "COMING", context, reader, *entries, meeting, desk_path_of(meeting));
                any = true;
            }
        page.show_if(!any, "NOTHING");
        for (const auto& meeting : past_meetings(reader, context.network.id, past_shown))
            if (may_write(context, reader, meeting))
                show_row(page, "PAST", context, reader, *entries, meeting, desk_path_of(meeting));
        if (!form_ground(context, reader).kinds.empty())
            page.add("NEW").set("NEW_URL", context.url("/redaktion/treffen/neu"));
    });
    return web::page(context,
                     {.title = context.t("Treffen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("meeting_desk_list", page));
}

} // namespace

void add_list_pages(web::Site& site)
{
    site.page("/treffen", show_list);
    site.get(std::string(desk_path), web::Access::signed_in(), show_desk);
    site.add(web::NavigationEntry{web::NavigationEntry::Where::foot, 40, "/treffen",
                                  "Treffen und Beschlüsse"_de, web::Access::everyone()});
    site.add(web::NavigationEntry{web::NavigationEntry::Where::desk, 100, std::string(desk_path),
                                  "Treffen"_de, web::Access::signed_in(), accounts::desk_group::together});
}

} // namespace dorfnetz::meetings
