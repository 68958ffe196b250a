#include "features/decisions/decisions_pages.hpp"
#include "features/decisions/feature.hpp"

#include <algorithm>

// What meetings show of motions and decisions.
namespace dorfnetz::decisions {

namespace {

using meetings::Meeting;
using web::Context;

constexpr std::size_t shown_in_list = 3;

void show_motion_row(html::Values row, const Context& context, const organisations::Register& entries,
                     const Motion& motion, const Meeting& meeting, bool takes_part)
{
    row.set("TITLE", motion.draft.title)
        .set("WORDING", motion.draft.wording)
        .show_if(motion.state == State::draft, "DRAFT");
    if (const auto proposer = proposer_of(context, entries, motion); !proposer.empty())
        row.add("PROPOSER").set("NAME", proposer);
    if (motion.state == State::open)
        row.add("OPEN")
            .show_if(takes_part, "TAKES_PART")
            .set("VOTING_URL", context.url(voting_path_of(meeting)));
    if (motion.state == State::closed) {
        auto closed = row.add("CLOSED");
        closed.set("RESULT", result_text(context.language, motion));
        if (motion.is_decision())
            closed.add("REGISTER")
                .set("DECISION_URL", context.url(path_of(motion)))
                .set("NUMBER", name_of(motion));
    }
    if (takes_part && motion.state != State::closed)
        row.add("DESK").set("DESK_URL", context.url(desk_path_of(motion)));
}

html::Safe part_of_item(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto& network = context.network.id;
    const auto item = meetings::item_by_id(reader, network, AgendaItemId{id});
    const auto meeting = item ? meetings::meeting_by_id(reader, network, item->meeting) : std::nullopt;
    if (!meeting || !meetings::may_see(context, reader, *meeting))
        return {};
    const auto entries = organisations::shared_register(context, reader);
    const bool takes_part = meetings::may_write(context, reader, *meeting);
    html::Page page;
    bool any = false;
    for (const auto& motion : motions_of(reader, network, meeting->id))
        if (motion.item == item->id) {
            show_motion_row(page.add("MOTION"), context, *entries, motion, *meeting, takes_part);
            any = true;
        }
    if (takes_part && !meeting->is_over()) {
        page.add("NEW").set("NEW_URL", context.url(new_motion_path(item->id)));
        any = true;
    }
    return any ? context.render("motion_item", page) : html::Safe();
}

// The way for delegates to the page on which they vote, as soon as the meeting runs.
html::Safe part_of_meeting(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto meeting = meetings::meeting_by_id(reader, context.network.id, MeetingId{id});
    if (!meeting || !meeting->is_running() || meeting->draft.kind != meetings::Kind::network ||
        meetings::voting_villages(context.actor).empty())
        return {};
    html::Page page;
    page.set("VOTING_URL", context.url(voting_path_of(*meeting)));
    return context.render("motion_way", page);
}

// Below the list of meetings.
html::Safe part_of_list(const Context& context, db::Reader& reader, std::string_view)
{
    html::Page page;
    page.set("REGISTER_URL", context.url(register_path));
    const auto decisions = chosen(context, reader, {});
    page.show_if(decisions.empty(), "NONE");
    for (std::size_t i = 0; i < std::min(decisions.size(), shown_in_list); ++i)
        page.add("DECISION")
            .set("TITLE", decisions[i].draft.title)
            .set("DECISION_URL", context.url(path_of(decisions[i])))
            .set("RESULT", context.t(label(decisions[i].outcome)))
            .set("DAY", day_of(context, decisions[i]));
    return context.render("decision_teaser", page);
}

bool is_same_circle(const Meeting& one, const Meeting& other)
{
    return one.draft.kind == other.draft.kind && one.draft.village == other.draft.village &&
           one.draft.group == other.draft.group;
}

std::vector<meetings::Matter> reviews(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    std::vector<meetings::Matter> matters;
    Meetings known(context, reader);
    const auto until =
        meeting.starts_at ? i18n::local_date(context.region(), *meeting.starts_at) : context.today();
    for (const auto& motion : store::to_review(reader, context.network.id, until))
        if (const auto* decided_in = known.visible(motion.meeting);
            decided_in && is_same_circle(*decided_in, meeting) &&
            meetings::may_be_read_by(decided_in->draft.audience, meeting.draft.audience))
            matters.push_back({.key = "review:" + motion.id.text() + ':' + to_iso(*motion.draft.review_on),
                               .heading = context.t("Beschluss {1} wieder anschauen: {2}"_de,
                                                    {name_of(motion), motion.draft.title}),
                               .text = context.t("Das hattet ihr euch für den {1} vorgenommen."_de,
                                                 {i18n::format_date(context.region(), *motion.draft.review_on,
                                                                    i18n::DateStyle::plain)}),
                               .path = path_of(motion),
                               .kind = meetings::ItemKind::discuss});
    return matters;
}

std::map<AgendaItemId, std::vector<std::string>> lines(db::Reader& reader, const web::Network& network,
                                                       i18n::Language language, const Meeting& meeting)
{
    std::map<AgendaItemId, std::vector<std::string>> lines;
    for (const auto& motion : motions_of(reader, network.id, meeting.id)) {
        const auto proposer = motion.draft.proposer
                                  ? organisations::public_name(reader, network.id, *motion.draft.proposer)
                                  : std::string();
        for (auto& line : minutes_lines(language, motion, proposer))
            lines[motion.item].push_back(std::move(line));
    }
    return lines;
}

std::map<std::string, lineage::Told> describe(const Context& context, db::Reader& reader,
                                              const std::vector<std::string>& ids)
{
    std::map<std::string, lineage::Told> told;
    Meetings known(context, reader);
    for (const auto& id : ids)
        if (const auto motion = motion_by_id(reader, context.network.id, MotionId{id});
            motion && motion->is_decision() && known.visible(motion->meeting))
            told[id] = {.title = name_of(*motion) + ' ' + motion->draft.title, .path = path_of(*motion)};
    return told;
}

Result<Done> nothing_was_voted_on(db::Tx& tx, const Context& context, const Meeting& meeting)
{
    for (const auto& motion : store::all_motions(tx, context.network.id, meeting.id))
        if (motion.opened_at)
            return Error{.kind = Err::conflict,
                         .text = "Abgestimmt wurde schon: „{1}“. Das Treffen hat also begonnen."_de,
                         .values = {motion.draft.title}};
    return Done{};
}

Result<Done> nothing_was_moved(db::Tx& tx, const Context& context, const Meeting& meeting)
{
    for (const auto& motion : store::all_motions(tx, context.network.id, meeting.id))
        return Error{.kind = Err::conflict,
                     .text = "Dazu gehört ein Antrag: „{1}“. Sag das Treffen ab, dann bleibt er stehen."_de,
                     .values = {motion.draft.title}};
    return Done{};
}

} // namespace

lineage::Kind lineage_kind()
{
    return {.key = std::string(lineage_kind_key), .singular = "Beschluss"_de, .describe = describe};
}

meetings::AgendaSource agenda_source()
{
    return {.order = 30, .matters = reviews};
}

meetings::ItemLines item_lines()
{
    return {.order = 10, .lines = lines};
}

meetings::BeforeStep before_closing()
{
    return nothing_is_open;
}

meetings::BeforeStep before_representing()
{
    return nothing_secret_is_open;
}

meetings::BeforeStep before_taking_back()
{
    return nothing_was_voted_on;
}

meetings::BeforeStep before_deleting()
{
    return nothing_was_moved;
}

void add_parts(web::Site& site)
{
    site.add(web::Part{std::string(meetings::agenda_item_parts), 10, part_of_item});
    site.add(web::Part{std::string(meetings::meeting_now_parts), 10, part_of_meeting});
    site.add(web::Part{std::string(meetings::meeting_desk_parts), 5, part_of_meeting});
    site.add(web::Part{std::string(meetings::meetings_list_parts), 10, part_of_list});
}

} // namespace dorfnetz::decisions
