#include "features/meetings/meetings_pages.hpp"
#include "features/meetings/meetings_store.hpp"

// On the desk: whom to invite, what to decide about, what runs still.
namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Waiting;

constexpr std::chrono::days time_to_invite{21};
constexpr std::chrono::hours forgotten_after{12};

void add_open_proposals(std::vector<Waiting>& all, const Context& context, db::Reader& reader,
                        const Meeting& meeting)
{
    const auto count = store::count_proposals(reader, context.network.id, meeting.id);
    if (count == 0)
        return;
    all.push_back(
        {.count = count,
         .heading = meeting.draft.title,
         .text = context.t("Vorschläge für die Tagesordnung. Nimm sie auf, oder sag, warum nicht."_de),
         .link = context.t("Ansehen"_de),
         .path = desk_path_of(meeting) + "#vorschlaege"});
}

void add_state(std::vector<Waiting>& all, const Context& context, const Meeting& meeting)
{
    if (meeting.state == State::planning && meeting.starts_at &&
        *meeting.starts_at - context.now() < time_to_invite)
        all.push_back(
            {.state = *meeting.starts_at - context.now() < time_to_invite / 3 ? Waiting::State::late
                                                                              : Waiting::State::open,
             .count = 1,
             .heading = meeting.draft.title,
             .text = context.t("Eingeladen ist noch niemand: {1}"_de, {when_text(context, meeting)}),
             .link = context.t("Einladen"_de),
             .path = path_on_desk(meeting, "/einladen")});
    if (meeting.is_running() && context.now() - *meeting.began_at > forgotten_after)
        all.push_back({.count = 1,
                       .heading = meeting.draft.title,
                       .text = context.t("Das Treffen ist noch nicht beendet."_de),
                       .link = context.t("Treffen beenden"_de),
                       .path = path_on_desk(meeting, "/anwesenheit"),
                       .oldest = meeting.began_at});
    if (meeting.state == State::invited && context.now() > *meeting.ends_at)
        all.push_back(
            {.count = 1,
             .heading = meeting.draft.title,
             .text = context.t(
                 "Die Zeit ist um. Hat es stattgefunden? Dann beginn es nachträglich, sonst sag es ab."_de),
             .link = context.t("Ansehen"_de),
             .path = desk_path_of(meeting),
             .oldest = meeting.ends_at});
}

std::vector<Waiting> what_waits(const Context& context, db::Reader& reader)
{
    std::vector<Waiting> all;
    for (const auto& meeting : coming_meetings(reader, context.network.id)) {
        if (may_edit_agenda(context, reader, meeting))
            add_open_proposals(all, context, reader, meeting);
        if (may_lead(context, reader, meeting))
            add_state(all, context, meeting);
    }
    return all;
}

} // namespace

void add_desk_items(web::Site& site)
{
    site.add(web::DeskItems{50, what_waits});
}

} // namespace dorfnetz::meetings
