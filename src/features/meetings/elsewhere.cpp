#include "features/meetings/invitations.hpp"
#include "features/meetings/meeting_form.hpp"
#include "features/meetings/meetings_pages.hpp"

// Meetings on pages and in calendars of other features.
namespace dorfnetz::meetings {

namespace {

using web::Context;

std::map<std::string, lineage::Told> tell_of(const Context& context, db::Reader& reader,
                                             const std::vector<std::string>& ids)
{
    std::map<std::string, lineage::Told> told;
    for (const auto& id : ids)
        if (const auto meeting = meeting_by_id(reader, context.network.id, MeetingId{id});
            meeting && may_see(context, reader, *meeting))
            told[id] = {.title = meeting->draft.title, .path = path_of(*meeting)};
    return told;
}

std::vector<calendar::Event> events_of(const Context& context, db::Reader& reader, const GroupId& group,
                                       groups::Audience audience)
{
    const auto entries = organisations::shared_register(context, reader);
    const bool for_members = audience == groups::Audience::members;
    std::vector<calendar::Event> events;
    for (const auto& meeting : meetings_of_group(reader, context.network.id, group)) {
        const bool is_public = meeting.draft.audience == Audience::public_ && meeting.invited_at;
        if (meeting.starts_at && (is_public || for_members))
            events.push_back(
                event_of(context, *entries, meeting, for_members ? Reads::who_takes_part : Reads::everybody));
    }
    return events;
}

// Who may call a meeting of the group.
bool may_meet(const Context& context, db::Reader& reader, const GroupId& id)
{
    const auto group = groups::group_by_id(reader, context.network.id, id);
    return group && !group->has_ended() &&
           (context.actor.is_coordinator() ||
            groups::is_speaker(reader, context.network.id, id, context.actor, context.today()));
}

html::Safe part_of_group(const Context& context, db::Reader& reader, std::string_view id)
{
    const GroupId group_id{id};
    bool any = false;
    html::Page page;
    if (may_meet(context, reader, group_id)) {
        page.add("NEW").set("NEW_URL", new_meeting_url(context, group_id)).set("ICON", web::icon("plus"));
        any = true;
    }
    for (const auto& meeting : meetings_of_group(reader, context.network.id, group_id)) {
        if (meeting.is_over() || !may_see(context, reader, meeting))
            continue;
        page.add("MEETING")
            .set("TITLE", meeting.draft.title)
            .set("WHEN", when_text(context, meeting))
            .set("MEETING_URL", context.url(path_of(meeting)));
        any = true;
    }
    return any ? context.render("meetings_of_group", page) : html::Safe();
}

} // namespace

lineage::Record lineage_record(const MeetingId& id)
{
    return {.kind = std::string(lineage_kind_key), .id = id.text()};
}

lineage::Kind lineage_kind()
{
    return {.key = std::string(lineage_kind_key),
            .singular = "Treffen"_de,
            .describe = tell_of,
            .making = lineage::Making{.path = std::string(new_path),
                                      .label = "Treffen daraus machen"_de,
                                      .access = web::Access::editors()}};
}

groups::CalendarSource group_calendar()
{
    return {.events = events_of};
}

void add_parts_elsewhere(web::Site& site)
{
    site.add(web::Part{std::string(groups::page_parts), 20, part_of_group});
}

} // namespace dorfnetz::meetings
