#include "features/meetings/documents.hpp"
#include "features/meetings/invitations.hpp"
#include "features/meetings/meetings_pages.hpp"
#include "foundation/web/share.hpp"

#include <algorithm>

// A meeting as everybody sees it who may.
namespace dorfnetz::meetings {

namespace {

using web::Context;

struct PublicMeeting
{
    Meeting meeting;
    std::shared_ptr<const organisations::Register> entries;
    bool takes_part = false;
};

Result<PublicMeeting> public_meeting(const Context& context, db::Reader& reader)
{
    auto meeting = meeting_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!meeting || !may_see(context, reader, *meeting))
        return Error{.kind = Err::missing};
    const bool takes_part = may_write(context, reader, *meeting);
    return PublicMeeting{*std::move(meeting), organisations::shared_register(context, reader), takes_part};
}

// Names of people are for who takes part.
std::string introducer_of(const PublicMeeting& shown, const AgendaItem& item)
{
    const auto* entry = item.draft.introducer ? shown.entries->entry(*item.draft.introducer) : nullptr;
    if (entry && (entry->is_public() || shown.takes_part))
        return entry->name;
    return shown.takes_part ? item.draft.introduced_by : std::string();
}

void show_document(html::Values row, const Context& context, const Meeting& meeting, const Document& document)
{
    row.add("DOCUMENT").set("SHOWN", draw_document(context, meeting, document));
}

void show_agenda(html::Page& page, const Context& context, db::Reader& reader, const PublicMeeting& shown)
{
    const auto& meeting = shown.meeting;
    const auto agenda = agenda_of(reader, context.network.id, meeting.id);
    const auto documents = documents_of(reader, context.network.id, meeting.id);
    const auto times = times_of(context, meeting, agenda);
    for (std::size_t i = 0; i < agenda.size(); ++i) {
        auto row = page.add("ITEM");
        row.set("NUMBER", i + 1)
            .set("TITLE", agenda[i].draft.title)
            .set("ANCHOR", agenda[i].id.text())
            .show_if(agenda[i].draft.kind == ItemKind::decide, "DECIDE")
            .set("ITEM_PARTS", context.site.parts(agenda_item_parts, context, reader, agenda[i].id.text()));
        if (!times[i].empty())
            row.add("AT").set("TIME", times[i]);
        if (agenda[i].draft.minutes > 0)
            row.add("BOX").set("MINUTES", minutes_text(context, agenda[i].draft.minutes));
        if (const auto name = introducer_of(shown, agenda[i]); !name.empty())
            row.add("INTRODUCER").set("NAME", name);
        if (!agenda[i].draft.text.empty())
            row.add("WORDS").set("TEXT", html::markdown(agenda[i].draft.text));
        for (const auto& document : documents)
            if (document.item == agenda[i].id)
                show_document(row, context, meeting, document);
    }
    page.show_if(agenda.empty(), "NO_AGENDA");
    std::optional<html::Values> general;
    for (const auto& document : documents) {
        const bool is_shown_above =
            document.item && std::ranges::find(agenda, *document.item, &AgendaItem::id) != agenda.end();
        if (is_shown_above)
            continue;
        if (!general)
            general = page.add("DOCUMENTS");
        show_document(*general, context, meeting, document);
    }
}

void show_facts(html::Page& page, const Context& context, db::Reader& reader, const PublicMeeting& shown)
{
    const auto& meeting = shown.meeting;
    if (const auto place = place_text(*shown.entries, meeting); !place.empty())
        page.add("WHERE").set("PLACE", place);
    if (meeting.draft.led_by)
        if (const auto* entry = shown.entries->entry(*meeting.draft.led_by); entry && entry->is_public())
            page.add("LED_BY")
                .set("NAME", entry->name)
                .set("ENTRY_URL", context.url(organisations::path_of(entry->kind, entry->slug)));
    const bool is_to_come = meeting.starts_at && !meeting.is_over() && context.now() < *meeting.ends_at;
    if (is_to_come)
        page.add("COMING")
            .set("CALENDAR_URL", context.url(path_of(meeting) + "/termin.ics"))
            .set("CALENDAR_ICON", web::icon("calendar"));
    if (shown.takes_part && !meeting.draft.video_url.empty() && !meeting.is_over())
        if (const auto video = html::Url::foreign(meeting.draft.video_url))
            page.add("VIDEO").set("VIDEO_URL", *video);
    if (shown.takes_part && is_to_come)
        if (const auto own = own_reply_path(context, reader, meeting); !own.empty())
            page.add("REPLY").set("REPLY_URL", context.url(own));
    if (shown.takes_part)
        page.add("DESK")
            .set("DESK_URL", context.url(desk_path_of(meeting)))
            .set("DESK_ICON", web::icon("edit"));
}

void show_state(html::Page& page, const Meeting& meeting)
{
    page.show_if(meeting.is_running(), "RUNNING").show_if(meeting.state == State::held, "HELD");
    if (meeting.state != State::cancelled)
        return;
    auto off = page.add("OFF");
    off.set("ICON", web::icon("warning"));
    if (!meeting.cancelled_why.empty())
        off.add("WHY").set("WHY_TEXT", meeting.cancelled_why);
}

web::Shared shared_page(const Context& context, const Meeting& meeting)
{
    return {.title = meeting.draft.title, .path = path_of(meeting), .lead = when_text(context, meeting)};
}

Result<http::Response> show_meeting(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto shown = TRY(public_meeting(context, reader));
        const auto& meeting = shown.meeting;
        const bool is_public = meeting.draft.audience == Audience::public_ && meeting.invited_at;
        html::Page page;
        page.set("TITLE", meeting.draft.title)
            .set("KIND", kind_text(context, reader, meeting))
            .set("WHEN", when_text(context, meeting))
            .set("BODY", html::markdown(meeting.draft.description))
            .set("SHARE", is_public ? web::share_row(context, shared_page(context, meeting)) : html::Safe())
            .set("NOW", context.site.parts(meeting_now_parts, context, reader, meeting.id.text()))
            .set("PARTS", context.site.parts(meeting_page_parts, context, reader, meeting.id.text()))
            .set("LINEAGE", lineage::draw(context, reader, lineage_record(meeting.id)))
            .show_if(organisations::needs_example_tag(meeting.draft.is_example, meeting.draft.title),
                     "EXAMPLE");
        show_state(page, meeting);
        show_facts(page, context, reader, shown);
        show_agenda(page, context, reader, shown);
        return web::page(context,
                         {.title = meeting.draft.title,
                          .description = when_text(context, meeting),
                          .crumbs = {{context.t("Treffen und Beschlüsse"_de), "/treffen"}},
                          .index = is_public},
                         context.render("meeting_show", page));
    });
}

Result<http::Response> show_file(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto shown = TRY(public_meeting(context, reader));
        if (!shown.meeting.starts_at)
            return Error{.kind = Err::missing};
        return web::download(calendar::write({.events = {event_of(context, *shown.entries, shown.meeting,
                                                                  shown.takes_part ? Reads::who_takes_part
                                                                                   : Reads::everybody)}}),
                             "text/calendar; charset=utf-8", shown.meeting.slug + ".ics");
    });
}

Result<http::Response> show_poster(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto shown = TRY(public_meeting(context, reader));
        auto shared = shared_page(context, shown.meeting);
        if (const auto place = place_text(*shown.entries, shown.meeting); !place.empty())
            shared.more.push_back(place);
        if (shown.meeting.state == State::cancelled)
            shared.more.push_back(context.t("Fällt aus."_de));
        return web::poster_page(context, shared, {{context.t("Treffen und Beschlüsse"_de), "/treffen"}});
    });
}

web::Examples public_paths(std::string end)
{
    return [end = std::move(end)](db::Reader& reader, const web::Network& network) {
        std::vector<std::string> paths;
        for (const auto& meeting : coming_meetings(reader, network.id))
            if (meeting.invited_at && meeting.draft.audience == Audience::public_ && meeting.starts_at)
                paths.push_back(path_of(meeting) + end);
        return paths;
    };
}

} // namespace

void add_public_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    site.page("/treffen/{slug}", show_meeting, public_paths(""));
    site.get("/treffen/{slug}/termin.ics", everyone, show_file, public_paths("/termin.ics"));
    site.page(std::string("/treffen/{slug}") + std::string(web::poster_end), show_poster,
              public_paths(std::string(web::poster_end)));
}

} // namespace dorfnetz::meetings
