#include "features/date_polls/feature.hpp"
#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"

// What the pages of a meeting say of its poll.
namespace dorfnetz::date_polls {

namespace {

using web::Context;

// For who takes part: where they say when they can.
html::Safe show_on_meeting(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto poll = store::poll_of_meeting(reader, context.network.id, MeetingId(id));
    const auto meeting = meetings::meeting_by_id(reader, context.network.id, MeetingId(id));
    if (!poll || !poll->is_open() || !meeting || !meetings::may_write(context, reader, *meeting))
        return {};
    html::Page page;
    page.set("ANSWER_URL",
             context.url(path_with(token_of(context.environment, context.network.id, poll->id))))
        .set("DESK_URL", context.url(poll_path_of(*meeting)));
    return context.render("poll_teaser", page);
}

html::Safe show_on_desk(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto poll = store::poll_of_meeting(reader, context.network.id, MeetingId(id));
    const auto meeting = meetings::meeting_by_id(reader, context.network.id, MeetingId(id));
    const bool could_start = meeting && meeting->state == meetings::State::planning && !meeting->draft.when &&
                             meetings::may_lead(context, reader, *meeting);
    if ((!poll && !could_start) || !meeting || meeting->began_at)
        return {};
    html::Page page;
    page.set("POLL_URL", context.url(poll_path_of(*meeting)))
        .set("CALENDAR_ICON", web::icon("calendar"))
        .set("POLL_TEXT", poll ? context.t("Umfrage zum Termin"_de) : context.t("Termin suchen"_de));
    return context.render("poll_button", page);
}

Result<Done> nobody_was_asked(db::Tx& tx, const Context& context, const Meeting& meeting)
{
    const auto& network = context.network.id;
    const auto poll = store::poll_of_meeting(tx, network, meeting.id);
    if (poll && (!store::invitations_of(tx, network, poll->id).empty() ||
                 !store::replies_of(tx, network, poll->id).empty()))
        return Error{.kind = Err::conflict,
                     .text = "Für den Termin sind schon Leute gefragt. Sag das Treffen ab."_de};
    return Done{};
}

} // namespace

meetings::BeforeStep before_deleting()
{
    return nobody_was_asked;
}

void add_parts(web::Site& site)
{
    site.add(web::Part{std::string(meetings::meeting_now_parts), 10, show_on_meeting});
    site.add(web::Part{std::string(meetings::meeting_desk_parts), 10, show_on_desk});
}

} // namespace dorfnetz::date_polls
