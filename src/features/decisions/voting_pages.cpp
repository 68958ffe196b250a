#include "features/decisions/decisions_pages.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Where a delegate votes, on a phone in the hall.
namespace dorfnetz::decisions {

namespace {

using meetings::Meeting;
using web::Context;

constexpr std::string_view voting_pattern = "/treffen/{slug}/abstimmung";

struct Ballot
{
    Meeting meeting;
    std::vector<meetings::Voter> voters;
    std::vector<Voice> voices;
    std::shared_ptr<const organisations::Register> entries;

    std::string village(const VillageId& id) const
    {
        const auto* village = entries->village(id);
        return village ? village->name : std::string();
    }
};

// For who takes part; whether they have a voice is another question.
Result<Ballot> ballot_of(const Context& context, db::Reader& reader)
{
    auto meeting = meetings::meeting_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!meeting || meeting->draft.kind != meetings::Kind::network ||
        !meetings::may_write(context, reader, *meeting))
        return Error{.kind = Err::missing};
    auto voters = meetings::voters_of(reader, context.network.id, meeting->id);
    auto voices = voices_of(context.actor, voters);
    return Ballot{*std::move(meeting), std::move(voters), std::move(voices),
                  organisations::shared_register(context, reader)};
}

std::vector<VillageId> who_voted(db::Reader& reader, const NetworkId& network, const Motion& motion)
{
    if (motion.draft.way == Way::secret)
        return store::turnout_of(reader, network, motion.id);
    std::vector<VillageId> villages;
    for (const auto& vote : store::votes_of(reader, network, motion.id))
        villages.push_back(vote.village);
    return villages;
}

html::Safe choice_buttons(const Context& context, const Ballot& ballot, const Motion& motion,
                          const VillageId& village)
{
    html::Safe buttons;
    for (const auto choice : {Choice::yes, Choice::no, Choice::abstain})
        buttons += web::draw_button(context,
                                    {.action = voting_path_of(ballot.meeting),
                                     .pattern = std::string(voting_pattern),
                                     .submit = context.t(label(choice))},
                                    {{"antrag", motion.id.text()},
                                     {"dorf", village.text()},
                                     {"stimme", std::string(to_text(choice))}});
    return buttons;
}

// Says the choice once more: beside "Nein" as an answer, a "Nein" as a vote would be the wrong button.
std::string words_of_vote(const Context& context, Choice choice)
{
    switch (choice) {
    case Choice::yes:
        return context.t("Mit Ja stimmen"_de);
    case Choice::no:
        return context.t("Mit Nein stimmen"_de);
    case Choice::abstain:
        return context.t("Sich enthalten"_de);
    }
    return {};
}

// Answers whether a vote of this delegate is still to be given.
bool show_motion(html::Page& page, const Context& context, db::Reader& reader, const Ballot& ballot,
                 const Motion& motion)
{
    auto row = page.add("MOTION");
    row.set("TITLE", motion.draft.title)
        .set("WORDING", motion.draft.wording)
        .set("MAJORITY", context.t("Angenommen bei: {1}"_de, {context.t(meaning(motion.draft.majority))}))
        .show_if(motion.draft.way == Way::secret, "SECRET")
        .show_if(motion.draft.way == Way::open, "PUBLIC");
    if (const auto proposer = proposer_of(context, *ballot.entries, motion); !proposer.empty())
        row.add("PROPOSER").set("NAME", proposer);
    const auto voted = who_voted(reader, context.network.id, motion);
    bool is_waited_for = false;
    for (const auto& voice : ballot.voices) {
        auto part = row.add("VOICE");
        part.set("VILLAGE", ballot.village(voice.village)).show_if(voice.by.has_value(), "PROXY");
        if (std::ranges::find(voted, voice.village) != voted.end()) {
            part.add("VOTED").set("ICON", web::icon("check"));
            continue;
        }
        is_waited_for = true;
        part.add("CHOOSE").set("BUTTONS", choice_buttons(context, ballot, motion, voice.village));
    }
    return is_waited_for;
}

void show_no_voice(html::Page& page, const Context& context, const Ballot& ballot)
{
    const auto own = meetings::voting_villages(context.actor);
    page.show_if(own.empty(), "NO_VILLAGE");
    for (const auto& village : own) {
        const auto voter = std::ranges::find(ballot.voters, village, &meetings::Voter::village);
        if (voter != ballot.voters.end() && voter->presence == meetings::Presence::proxy && voter->proxy)
            page.add("GIVEN_AWAY")
                .set("ICON", web::icon("info"))
                .set("TEXT", context.t("Für {1} stimmt heute {2} mit ab."_de,
                                       {ballot.village(village), ballot.village(*voter->proxy)}));
        else if (voter != ballot.voters.end() && !voter->has_voice())
            page.add("NOT_HERE")
                .set("ICON", web::icon("warning"))
                .set("TEXT",
                     context.t("{1} ist noch nicht als anwesend eingetragen. Sag der Leitung Bescheid."_de,
                               {ballot.village(village)}));
    }
}

http::Response voting_page(const Context& context, db::Reader& reader, const Ballot& ballot,
                           const std::optional<Error>& refused = {})
{
    html::Page page;
    page.set("MEETING", ballot.meeting.draft.title)
        .set("MEETING_URL", context.url(meetings::path_of(ballot.meeting)))
        .set("AGAIN_URL", context.url(voting_path_of(ballot.meeting)));
    web::show_refused(page, context, refused);
    bool is_waited_for = false;
    const auto motions = store::open_motions(reader, context.network.id, ballot.meeting.id);
    for (const auto& motion : motions)
        is_waited_for = show_motion(page, context, reader, ballot, motion) || is_waited_for;
    if (ballot.meeting.is_running()) {
        show_no_voice(page, context, ballot);
        if (motions.empty())
            page.show("NOTHING");
    } else
        page.show(ballot.meeting.is_over() ? "OVER" : "BEFORE");
    auto response =
        web::page(context,
                  {.title = context.t("Abstimmen"_de),
                   .crumbs = {{ballot.meeting.draft.title, meetings::path_of(ballot.meeting)}},
                   .index = false},
                  context.render("motion_voting", page), refused ? web::status_of(refused->kind) : 200);
    if (!is_waited_for && !refused && !ballot.meeting.is_over())
        look_again(response, context, voting_path_of(ballot.meeting));
    return response;
}

Result<http::Response> show_voting(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto ballot = TRY(ballot_of(context, reader));
        return voting_page(context, reader, ballot);
    });
}

Result<http::Response> post_voting(Context& context)
{
    const MotionId id{context.form.text("antrag")};
    const VillageId village{context.form.text("dorf")};
    const auto choice = choice_from_text(context.form.text("stimme"));
    std::optional<Motion> motion;
    const auto ballot = TRY(context.pool().read([&](db::Reader& reader) {
        motion = motion_by_id(reader, context.network.id, id);
        return ballot_of(context, reader);
    }));
    if (!choice || !motion || motion->meeting != ballot.meeting.id)
        return Error{.kind = Err::invalid, .text = "Ja, Nein oder Enthaltung?"_de};
    const bool has_voice = std::ranges::find(ballot.voices, village, &Voice::village) != ballot.voices.end();
    if (has_voice && motion->state == State::open && !web::is_sure(context))
        return ask_about_vote(context, *motion,
                              {.village = ballot.village(village),
                               .choice = *choice,
                               .action = voting_path_of(ballot.meeting),
                               .pattern = voting_pattern,
                               .typed = {{"antrag", motion->id.text()}, {"dorf", village.text()}},
                               .back = voting_path_of(ballot.meeting)});
    const auto done = context.pool().write(
        context.scope(), [&](db::Tx& tx) { return cast(tx, context, id, village, *choice); });
    if (done)
        return web::redirect_with_notice(context, voting_path_of(ballot.meeting),
                                         "Deine Stimme ist gezählt."_de);
    if (done.error().kind == Err::missing)
        return done.error();
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        return voting_page(context, reader, ballot, done.error());
    });
}

} // namespace

// A vote is final, and thumbs are broad: the first tap is asked about.
http::Response ask_about_vote(const Context& context, const Motion& motion, VoteQuestion question)
{
    question.typed.emplace_back("stimme", std::string(to_text(question.choice)));
    return web::question_page(
        context,
        {.heading = context.t("Für {1}: {2}?"_de, {question.village, context.t(label(question.choice))}),
         .what_happens = context.t(
             motion.draft.way == Way::secret
                 ? "„{1}“. Geheim: Gespeichert wird nur, dass {2} abgestimmt hat, und die Zahlen. Ändern geht danach nicht mehr."_de
                 : "„{1}“. Offen: Alle sehen, wie {2} gestimmt hat. Ändern geht danach nicht mehr."_de,
             {motion.draft.title, question.village}),
         .button = {.action = question.action,
                    .pattern = std::string(question.pattern),
                    .submit = words_of_vote(context, question.choice)},
         .typed = std::move(question.typed),
         .back = question.back});
}

std::string voting_path_of(const Meeting& meeting)
{
    return meetings::path_of(meeting) + "/abstimmung";
}

void look_again(http::Response& response, const Context& context, std::string_view path)
{
    constexpr std::string_view seconds = "8";
    response.headers.set("refresh", std::string(seconds).append("; url=").append(context.url(path).text()));
}

void add_voting_pages(web::Site& site)
{
    site.get(std::string(voting_pattern), web::Access::signed_in(), show_voting);
    site.post(std::string(voting_pattern), web::Access::signed_in(), post_voting);
}

} // namespace dorfnetz::decisions
