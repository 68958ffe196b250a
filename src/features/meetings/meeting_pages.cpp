#include "features/meetings/meetings_pages.hpp"

// A meeting as everybody sees it who may, and its page on the desk.
namespace dorfnetz::meetings {

namespace {

using web::Context;

Result<Meeting> visible_meeting(const Context& context, db::Reader& reader)
{
    auto meeting = meeting_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!meeting || !may_see(context, reader, *meeting))
        return Error{.kind = Err::missing};
    return *std::move(meeting);
}

void show_agenda(html::Page& page, const Context& context, db::Reader& reader, const Meeting& meeting)
{
    const auto agenda = agenda_of(reader, context.network.id, meeting.id);
    const auto times = times_of(context, meeting, agenda);
    for (std::size_t i = 0; i < agenda.size(); ++i)
        page.add("ITEM")
            .set("NUMBER", static_cast<std::int64_t>(i + 1))
            .set("TIME", times[i])
            .set("ITEM_TITLE", agenda[i].draft.title)
            .set("TEXT", html::markdown(agenda[i].draft.text))
            .set("ITEM_PARTS", context.site.parts(agenda_item_parts, context, reader, agenda[i].id.text()));
    page.show_if(agenda.empty(), "NO_AGENDA");
}

Result<http::Response> show_meeting(Context& context)
{
    html::Page page;
    const auto meeting = context.pool().read([&](db::Reader& reader) {
        auto found = visible_meeting(context, reader);
        if (!found)
            return found;
        const auto entries = organisations::shared_register(context, reader);
        page.set("TITLE", found->draft.title)
            .set("KIND", kind_text(context, *entries, *found))
            .set("WHEN", when_text(context, *found))
            .set("PLACE", place_text(*entries, *found))
            .set("DESCRIPTION", html::markdown(found->draft.description))
            .set("PARTS", context.site.parts(meeting_page_parts, context, reader, found->id.text()));
        show_agenda(page, context, reader, *found);
        return found;
    });
    if (!meeting)
        return meeting.error();
    return web::page(context,
                     {.title = meeting->draft.title,
                      .crumbs = {{context.t("Treffen und Beschlüsse"_de), "/treffen"}},
                      .index = meeting->draft.audience == Audience::public_},
                     context.render("meeting_show", page));
}

Result<Meeting> own_meeting(const Context& context, db::Reader& reader)
{
    auto meeting = meeting_by_id(reader, context.network.id, MeetingId{context.parameter("id")});
    if (!meeting || !may_write(context, reader, *meeting))
        return Error{.kind = Err::missing};
    return *std::move(meeting);
}

Result<http::Response> show_desk_page(Context& context)
{
    html::Page page;
    const auto meeting = context.pool().read([&](db::Reader& reader) {
        auto found = own_meeting(context, reader);
        if (!found)
            return found;
        page.set("TITLE", found->draft.title)
            .set("WHEN", when_text(context, *found))
            .set("MEETING_URL", context.url(path_of(*found)))
            .set("PARTS", context.site.parts(meeting_desk_parts, context, reader, found->id.text()));
        return found;
    });
    if (!meeting)
        return meeting.error();
    return web::page(context, {.title = meeting->draft.title, .crumbs = crumbs_of(context), .index = false},
                     context.render("meeting_desk", page));
}

} // namespace

void add_meeting_pages(web::Site& site)
{
    site.get("/treffen/{slug}", web::Access::everyone(), show_meeting);
    site.get("/redaktion/treffen/{id}", web::Access::signed_in(), show_desk_page);
}

} // namespace dorfnetz::meetings
