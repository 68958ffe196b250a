#include "features/meetings/agenda_service.hpp"
#include "features/meetings/documents.hpp"
#include "features/meetings/meetings_pages.hpp"

// The page of a meeting on the desk, from which everything else is reached.
namespace dorfnetz::meetings {

namespace {

using web::Context;

// So long before it starts a meeting can be what one came for.
constexpr std::chrono::hours nearly{3};

struct Deck
{
    const Context& context;
    db::Reader& reader;
    const Meeting& meeting;
    std::shared_ptr<const organisations::Register> entries;
    bool leads = false;
    bool edits_agenda = false;
};

std::string name_of_introducer(const organisations::Register& entries, const AgendaItem& item)
{
    const auto* entry = item.draft.introducer ? entries.entry(*item.draft.introducer) : nullptr;
    return entry ? entry->name : item.draft.introduced_by;
}

std::string name_of_proposer(const organisations::Register& entries, const AgendaItem& item)
{
    const auto* entry = item.proposer ? entries.entry(*item.proposer) : nullptr;
    return entry ? entry->name : std::string();
}

void add_action(html::Page& page, const Deck& deck, std::string_view section, std::string_view end)
{
    page.add(section).set("ACTION_URL", deck.context.url(path_on_desk(deck.meeting, end)));
}

void show_actions(html::Page& page, const Deck& deck)
{
    const auto state = deck.meeting.state;
    if (const auto own = own_reply_path(deck.context, deck.reader, deck.meeting); !own.empty())
        page.add("REPLY").set("REPLY_URL", deck.context.url(own));
    if (!deck.leads)
        return;
    const bool has_date = deck.meeting.draft.when.has_value();
    if (state == State::planning && has_date)
        add_action(page, deck, "INVITE", "/einladen");
    if (state == State::invited) {
        page.add("ATTENDANCE_BEFORE")
            .set("ACTION_URL", deck.context.url(path_on_desk(deck.meeting, "/anwesenheit")))
            .show_if(deck.meeting.starts_at && deck.context.now() + nearly < *deck.meeting.starts_at,
                     "EARLY");
        add_action(page, deck, "INVITED", "/einladen");
        page.add("REPLIES")
            .set("ACTION_URL", deck.context.url(path_on_desk(deck.meeting, "/zusagen")))
            .set("REPLIES_TEXT", count_of_replies(deck.context, deck.reader, deck.meeting))
            .show_if(deck.meeting.starts_at && deck.context.now() + nearly >= *deck.meeting.starts_at,
                     "SOON");
    }
    if (state == State::running)
        add_action(page, deck, "ATTENDANCE", "/anwesenheit");
    if (state == State::held)
        add_action(page, deck, "ATTENDANCE_AFTER", "/anwesenheit");
    if (state != State::cancelled)
        add_action(page, deck, "DETAILS", "/angaben");
    if (state == State::planning || state == State::invited)
        add_action(page, deck, "CANCEL", "/absagen");
}

void show_state(html::Page& page, const Deck& deck)
{
    const auto& meeting = deck.meeting;
    page.show_if(meeting.state == State::planning, "PLANNING")
        .show_if(meeting.state == State::invited, "IS_INVITED")
        .show_if(meeting.is_running(), "RUNNING")
        .show_if(meeting.state == State::held, "HELD");
    if (meeting.state == State::cancelled) {
        auto off = page.add("OFF");
        off.set("ICON", web::icon("warning"))
            .set("BUTTON", deck.leads ? draw_way_back(deck.context, meeting) : html::Safe());
        if (!meeting.cancelled_why.empty())
            off.add("REASON").set("WHY", meeting.cancelled_why);
    }
    if (meeting.state == State::planning && !meeting.draft.when && deck.leads)
        page.add("NO_DATE")
            .set("ICON", web::icon("calendar"))
            .set("DETAILS_URL", deck.context.url(path_on_desk(meeting, "/angaben")));
}

void show_sum(html::Page& page, const Deck& deck, const std::vector<AgendaItem>& agenda)
{
    std::int64_t sum = 0;
    for (const auto& item : agenda)
        sum += item.draft.minutes;
    if (sum == 0)
        return;
    auto text = deck.context.t("Zusammen {1}."_de, {minutes_text(deck.context, sum)});
    bool is_too_long = false;
    if (deck.meeting.starts_at) {
        const auto length =
            std::chrono::duration_cast<std::chrono::minutes>(*deck.meeting.ends_at - *deck.meeting.starts_at)
                .count();
        is_too_long = sum > length;
        text += ' ' + deck.context.t(is_too_long ? "Das Treffen dauert aber nur {1}."_de
                                                 : "Das Treffen dauert {1}."_de,
                                     {minutes_text(deck.context, length)});
    }
    auto sum_row = page.add(is_too_long ? "TOO_LONG" : "SUM");
    sum_row.set("SUM_TEXT", text);
    if (is_too_long)
        sum_row.set("ICON", web::icon("warning"));
}

void show_item(html::Values row, const Deck& deck, const AgendaItem& item)
{
    row.set("TITLE", item.draft.title)
        .show_if(item.draft.kind == ItemKind::inform, "INFORM")
        .show_if(item.draft.kind == ItemKind::discuss, "DISCUSS")
        .show_if(item.draft.kind == ItemKind::decide, "DECIDE");
    if (item.draft.minutes > 0)
        row.add("BOX").set("MINUTES", minutes_text(deck.context, item.draft.minutes));
    if (const auto name = name_of_introducer(*deck.entries, item); !name.empty())
        row.add("INTRODUCER").set("NAME", name);
    if (!item.draft.text.empty())
        row.add("WORDS").set("TEXT", html::markdown(item.draft.text));
}

void show_agenda(html::Page& page, const Deck& deck)
{
    const auto agenda = agenda_of(deck.reader, deck.context.network.id, deck.meeting.id);
    const auto times = times_of(deck.context, deck.meeting, agenda);
    const bool can_change = deck.edits_agenda && !deck.meeting.is_over();
    for (std::size_t i = 0; i < agenda.size(); ++i) {
        auto row = page.add("ITEM");
        show_item(row, deck, agenda[i]);
        row.set("NUMBER", i + 1)
            .set("ITEM_PARTS",
                 deck.context.site.parts(agenda_item_parts, deck.context, deck.reader, agenda[i].id.text()));
        if (!times[i].empty())
            row.add("AT").set("TIME", times[i]);
        if (can_change)
            show_agenda_buttons(row.add("BUTTONS"), deck.context, agenda[i], i, agenda.size());
    }
    page.show_if(agenda.empty(), "NO_AGENDA");
    show_sum(page, deck, agenda);
    if (!deck.meeting.is_over())
        page.add(deck.edits_agenda ? "NEW_ITEM" : "PROPOSE")
            .set("NEW_URL", new_item_url(deck.context, deck.meeting));
}

void show_proposals(html::Page& page, const Deck& deck)
{
    std::optional<html::Values> proposals;
    std::optional<html::Values> declined;
    for (const auto& item : all_items_of(deck.reader, deck.context.network.id, deck.meeting.id)) {
        if (item.status == ItemStatus::on)
            continue;
        auto& section = item.status == ItemStatus::proposed ? proposals : declined;
        if (!section)
            section = page.add(item.status == ItemStatus::proposed ? "PROPOSALS" : "DECLINED");
        auto row = section->add("ITEM");
        show_item(row, deck, item);
        if (const auto name = name_of_proposer(*deck.entries, item); !name.empty())
            row.add("PROPOSER").set("NAME", name);
        if (!item.answer.empty())
            row.add("ANSWER").set("ANSWER_TEXT", item.answer);
        if (deck.edits_agenda && !deck.meeting.is_over())
            show_proposal_buttons(row.add("BUTTONS"), deck.context, item);
        else if (is_own_proposal(deck.context, item) && !deck.meeting.is_over())
            row.add("OWN").set("ITEM_URL", deck.context.url(item_path(item)));
    }
}

void show_matters(html::Page& page, const Deck& deck, const Extensions& extensions)
{
    if (!deck.edits_agenda)
        return;
    std::optional<html::Values> section;
    for (const auto& matter : open_matters(deck.reader, deck.context, deck.meeting, extensions.sources)) {
        if (!section)
            section = page.add("MATTERS");
        auto row = section->add("MATTER");
        row.set("TITLE", matter.heading)
            .set("TEXT", matter.text)
            .set("TAKE", matter_button(deck.context, deck.meeting, matter));
        if (!matter.path.empty())
            row.add("LINK").set("MATTER_URL", deck.context.url(matter.path));
    }
}

void show_documents(html::Page& page, const Deck& deck)
{
    const auto documents = documents_of(deck.reader, deck.context.network.id, deck.meeting.id);
    for (const auto& document : documents)
        page.add("DOCUMENT").set("SHOWN", draw_document(deck.context, deck.meeting, document));
    page.show_if(documents.empty(), "NO_DOCUMENTS")
        .set("DOCUMENTS_URL", deck.context.url(path_on_desk(deck.meeting, "/unterlagen")));
}

Result<http::Response> show_desk_page(const Context& context, const Extensions& extensions)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto meeting = TRY(meeting_for(context, reader, Needs::taking_part));
        const Deck deck{.context = context,
                        .reader = reader,
                        .meeting = meeting,
                        .entries = organisations::shared_register(context, reader),
                        .leads = may_lead(context, reader, meeting),
                        .edits_agenda = may_edit_agenda(context, reader, meeting)};
        html::Page page;
        page.set("TITLE", meeting.draft.title)
            .set("WHEN", when_text(context, meeting))
            .set("KIND", kind_text(context, reader, meeting))
            .set("PUBLIC_URL", context.url(path_of(meeting)))
            .set("HERE", draw_here_buttons(context, reader, meeting))
            .set("DELETE", deck.leads ? draw_delete_button(context, meeting) : html::Safe())
            .set("PARTS", context.site.parts(meeting_desk_parts, context, reader, meeting.id.text()));
        if (const auto place = place_text(*deck.entries, meeting); !place.empty())
            page.add("WHERE").set("PLACE", place);
        if (!meeting.draft.video_url.empty())
            if (const auto video = html::Url::foreign(meeting.draft.video_url))
                page.add("VIDEO").set("VIDEO_URL", *video);
        show_state(page, deck);
        show_actions(page, deck);
        show_agenda(page, deck);
        show_proposals(page, deck);
        show_matters(page, deck, extensions);
        show_documents(page, deck);
        return web::page(context,
                         {.title = meeting.draft.title, .crumbs = crumbs_of(context), .index = false},
                         context.render("meeting_desk", page));
    });
}

} // namespace

void add_desk_page(web::Site& site, SharedExtensions extensions)
{
    site.get(
        desk_pattern(), web::Access::signed_in(),
        [extensions](Context& context) { return show_desk_page(context, *extensions); }, some_meeting());
}

} // namespace dorfnetz::meetings
