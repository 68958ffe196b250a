#include "features/minutes/api.hpp"
#include "features/minutes/minutes_pages.hpp"

#include <algorithm>
#include <fmt/format.h>

// What minutes add to pages of others: a link beside the meeting, what waits on the desk, what comes up for
// the next meeting.
namespace dorfnetz::minutes {

namespace {

using web::Context;
using web::Waiting;

// So long the desk says that there is something to read.
constexpr std::chrono::days news_for{21};

std::optional<Meeting> meeting_of(const Context& context, db::Reader& reader, std::string_view id)
{
    return meetings::meeting_by_id(reader, context.network.id, MeetingId{id});
}

// On the meeting's page, for everybody who may read the minutes or writes them.
html::Safe draw_link(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto meeting = meeting_of(context, reader, id);
    if (!meeting)
        return {};
    const auto minutes = store::minutes_of(reader, context.network.id, meeting->id);
    const auto state = minutes ? minutes->state : State::draft;
    const bool writes =
        state == State::draft && meeting->began_at && meetings::may_write(context, reader, *meeting);
    if (state == State::draft && !writes)
        return {};
    html::Page page;
    if (writes)
        page.add("WRITE").set("WRITE_URL", context.url(desk_path(*meeting)));
    if (minutes)
        page.add("READ")
            .set("MINUTES_URL", context.url(public_path(*meeting)))
            .show_if(state == State::draft, "DRAFT")
            .show_if(state == State::sent, "SENT")
            .show_if(state == State::approved, "APPROVED");
    return context.render("minutes_link", page);
}

// On its page on the desk, for who takes part.
html::Safe draw_button(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto meeting = meeting_of(context, reader, id);
    if (!meeting || !meeting->draft.when || meeting->state == meetings::State::cancelled ||
        !meetings::may_write(context, reader, *meeting))
        return {};
    const auto minutes = store::minutes_of(reader, context.network.id, meeting->id);
    const bool is_draft = !minutes || minutes->state == State::draft;
    html::Page page;
    page.set("ICON", web::icon("edit"))
        .set("WHERE_URL", context.url(is_draft ? desk_path(*meeting) : public_path(*meeting)))
        .show_if(is_draft, "WRITE")
        .show_if(!is_draft, "READ");
    return context.render("minutes_button", page);
}

Result<Done> refuse_what_is_written(db::Tx& tx, const Context& context, const Meeting& meeting)
{
    const auto texts = store::texts_of(tx, context.network.id, meeting.id);
    if (std::ranges::any_of(texts, [](const Text& text) { return !text.text.empty(); }) ||
        !store::besides_of(tx, context.network.id, meeting.id).empty() ||
        !store::kept_lines(tx, context.network.id, meeting.id).empty())
        return Error{.kind = Err::conflict,
                     .text = "Im Protokoll steht schon etwas. Lösch es erst, wenn es nicht stimmt."_de};
    return Done{};
}

std::int64_t open_objections(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return std::ranges::count_if(store::notes_of(reader, network, meeting), [](const Note& note) {
        return note.kind == NoteKind::objection && note.answer.empty();
    });
}

// Whoever leads is reminded to send what was written; whoever takes part, to read it.
std::vector<Waiting> what_waits(const Context& context, db::Reader& reader)
{
    std::vector<Waiting> waiting;
    for (const auto& minutes : store::all_minutes(reader, context.network.id)) {
        if (minutes.state == State::approved)
            continue;
        const auto meeting = meetings::meeting_by_id(reader, context.network.id, minutes.meeting);
        if (!meeting || meeting->state != meetings::State::held ||
            !meetings::may_write(context, reader, *meeting))
            continue;
        const bool leads = meetings::may_lead(context, reader, *meeting);
        if (minutes.state == State::draft && leads)
            waiting.push_back({.state = Waiting::State::open,
                               .count = 1,
                               .heading = context.t("Protokoll: {1}"_de, {meeting->draft.title}),
                               .text = context.t("Noch ein Entwurf. Lies es durch und verschick es."_de),
                               .link = context.t("Zum Protokoll"_de),
                               .path = public_path(*meeting),
                               .oldest = meeting->closed_at});
        else if (const auto open = minutes.state == State::sent && leads
                                       ? open_objections(reader, context.network.id, meeting->id)
                                       : 0;
                 open > 0)
            waiting.push_back({.state = Waiting::State::open,
                               .count = open,
                               .heading = context.t("Einwand zum Protokoll: {1}"_de, {meeting->draft.title}),
                               .text = context.t("Antworte darauf. Erst dann lässt es sich genehmigen."_de),
                               .link = context.t("Zum Protokoll"_de),
                               .path = public_path(*meeting),
                               .oldest = minutes.sent_at});
        else if (minutes.state == State::sent && context.now() < *minutes.sent_at + news_for)
            waiting.push_back(
                {.state = Waiting::State::open,
                 .count = 1,
                 .heading = context.t("Protokoll: {1}"_de, {meeting->draft.title}),
                 .text = context.t("Lies es vor dem nächsten Treffen. Da wird es genehmigt."_de),
                 .link = context.t("Protokoll lesen"_de),
                 .path = public_path(*meeting),
                 .oldest = minutes.sent_at});
    }
    return waiting;
}

// All that were sent and not approved at a meeting before of the same people: what one meeting forgot, the
// next finds.
std::vector<meetings::Matter> to_approve(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    std::vector<meetings::Matter> matters;
    for (const auto& minutes : store::all_minutes(reader, context.network.id)) {
        if (minutes.state != State::sent || minutes.meeting == meeting.id)
            continue;
        const auto before = meetings::meeting_by_id(reader, context.network.id, minutes.meeting);
        if (!before || !before->starts_at || !meeting.starts_at || *before->starts_at >= *meeting.starts_at ||
            before->draft.kind != meeting.draft.kind || before->draft.village != meeting.draft.village ||
            before->draft.group != meeting.draft.group)
            continue;
        matters.push_back({.key = "minutes:" + before->id.text(),
                           .heading = context.t("Protokoll vom {1} genehmigen"_de,
                                                {i18n::format_date(context.region(), *before->starts_at,
                                                                   i18n::DateStyle::plain)}),
                           .text = context.t("Dieses Protokoll ist noch nicht genehmigt."_de),
                           .path = public_path(*before),
                           .kind = meetings::ItemKind::decide});
    }
    return matters;
}

} // namespace

meetings::BeforeStep nothing_is_written()
{
    return refuse_what_is_written;
}

meetings::AgendaSource agenda_source()
{
    return {.order = 10, .matters = to_approve};
}

void add_parts(web::Site& site)
{
    site.add(web::Part{std::string(meetings::meeting_now_parts), 30, draw_link});
    site.add(web::Part{std::string(meetings::meeting_desk_parts), 30, draw_button});
    site.add(web::DeskItems{64, what_waits});
}

} // namespace dorfnetz::minutes
