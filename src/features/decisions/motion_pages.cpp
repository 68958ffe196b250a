#include "features/decisions/motion_shown.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Putting a motion to the vote.
namespace dorfnetz::decisions {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view open_pattern = "/redaktion/antraege/{id}/oeffnen";
constexpr std::string_view close_pattern = "/redaktion/antraege/{id}/schliessen";
constexpr std::string_view withdraw_pattern = "/redaktion/antraege/{id}/zurueckziehen";
constexpr std::string_view vote_pattern = "/redaktion/antraege/{id}/stimme";
constexpr std::string_view count_pattern = "/redaktion/antraege/{id}/zahlen";

html::Safe button(const Context& context, const Motion& motion, std::string_view end,
                  std::string_view pattern, German label,
                  const std::vector<std::pair<std::string, std::string>>& hidden = {}, bool is_final = false)
{
    return web::draw_button(context,
                            {.action = desk_path_of(motion) + std::string(end),
                             .pattern = std::string(pattern),
                             .submit = context.t(label),
                             .danger = is_final},
                            hidden);
}

std::string village_name(const Shown& shown, const VillageId& id)
{
    const auto* village = shown.entries->village(id);
    return village ? village->name : std::string();
}

// What each village chose; whoever leads enters what somebody says aloud.
void show_villages(html::Page& page, const Context& context, const Shown& shown)
{
    const auto& motion = shown.motion;
    if (motion.draft.way != Way::open || motion.state == State::draft)
        return;
    auto block = page.add("VILLAGES");
    for (const auto& voter : shown.voters) {
        const auto vote = std::ranges::find(shown.votes, voter.village, &store::Vote::village);
        if (vote == shown.votes.end() && (motion.state == State::closed || !voter.has_voice()))
            continue;
        auto row = block.add("VILLAGE");
        row.set("NAME", village_name(shown, voter.village));
        if (vote != shown.votes.end()) {
            row.add("VOTED").set("CHOICE", context.t(label(vote->choice)));
            continue;
        }
        if (!shown.may_lead) {
            row.show("WAITING");
            continue;
        }
        auto buttons = row.add("TYPE_IN");
        html::Safe all;
        for (const auto choice : {Choice::yes, Choice::no, Choice::abstain})
            all += button(context, motion, "/stimme", vote_pattern, label(choice),
                          {{"dorf", voter.village.text()}, {"stimme", std::string(to_text(choice))}});
        buttons.set("BUTTONS", all);
    }
}

std::vector<Field> count_fields(const Context& context)
{
    const auto number = [&](const char* name, German label) {
        return Field{.name = name,
                     .label = context.t(label),
                     .input = Input::number,
                     .required = true,
                     .most = 100'000};
    };
    return {number("ja", "Ja"_de), number("nein", "Nein"_de), number("enthalten", "Enthaltungen"_de)};
}

// Whether a secret vote can be opened now, and which villages it leaves out.
void show_secret_voters(html::Values& lead, const Context& context, const SecretVoters& voters)
{
    const auto number = i18n::format_number(context.language, voters.people);
    auto block = lead.add("SECRET");
    block.show_if(!voters.are_enough(), "WARN")
        .set("ICON", web::icon(voters.are_enough() ? "check" : "warning"))
        .set(
            "COUNT_TEXT",
            voters.are_enough()
                ? context.t("Geheim abstimmen können {1} verschiedene Menschen."_de, {number})
                : context.t(
                      "Geheim geht es so nicht: Es braucht drei verschiedene Menschen, hier sind es {1}. Sonst weiß jemand, wie die anderen gestimmt haben. Nehmt Zettel, und tragt die Zahlen ein."_de,
                      {number}));
    for (const auto& hint : voters.hints)
        block.add("HINT").set("HINT_TEXT", hint);
}

void show_steps(html::Page& page, const Context& context, const Shown& shown, const FormValues& values,
                const std::vector<FieldError>& errors)
{
    const auto& motion = shown.motion;
    if (motion.state == State::open)
        page.add("OPEN")
            .set("ICON", web::icon("clock"))
            .set("VOTED_TEXT",
                 context.t("{1} von {2} Dörfern haben abgestimmt."_de,
                           {i18n::format_number(context.language, shown.voted),
                            i18n::format_number(
                                context.language,
                                std::ranges::count_if(shown.voters, &meetings::Voter::has_voice))}));
    if (!shown.may_lead || motion.state == State::closed || motion.state == State::withdrawn)
        return;
    auto lead = page.add("LEAD");
    html::Safe buttons;
    if (shown.meeting.is_running() && motion.state == State::draft && motion.draft.way != Way::counted)
        buttons += button(context, motion, "/oeffnen", open_pattern, "Abstimmung öffnen"_de);
    if (motion.state == State::open)
        buttons += button(context, motion, "/schliessen", close_pattern, "Schließen und auszählen"_de);
    buttons += button(context, motion, "/zurueckziehen", withdraw_pattern, "Zurückziehen"_de, {}, true);
    lead.set("BUTTONS", buttons);
    if (shown.secret)
        show_secret_voters(lead, context, *shown.secret);
    else if (!shown.meeting.began_at && motion.draft.way == Way::secret)
        lead.show("SECRET_BEFORE");
    if (!shown.meeting.is_running())
        lead.show(shown.meeting.is_over() ? "OVER" : "BEFORE");
    else if (motion.state == State::draft && motion.draft.way == Way::counted)
        lead.add("COUNT").set("FORM", web::draw_form(context,
                                                     {.action = desk_path_of(motion) + "/zahlen",
                                                      .pattern = std::string(count_pattern),
                                                      .submit = context.t("Ergebnis eintragen"_de)},
                                                     count_fields(context), values, errors));
}

http::Response motion_page(const Context& context, const Shown& shown, const FormValues& values,
                           const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    const auto& motion = shown.motion;
    html::Page page;
    page.set("TITLE", motion.draft.title)
        .set("WORDING", motion.draft.wording)
        .set("WAY", context.t(label(motion.draft.way)))
        .set("MAJORITY", context.t("{1}: {2}"_de, {context.t(label(motion.draft.majority)),
                                                   context.t(meaning(motion.draft.majority))}))
        .set("MEETING", shown.meeting.draft.title)
        .set("MEETING_URL", context.url(meetings::path_of(shown.meeting)))
        .show_if(motion.state == State::draft, "DRAFT")
        .show_if(motion.state == State::draft || motion.state == State::open, "TO_COME")
        .show_if(motion.state == State::withdrawn, "WITHDRAWN");
    web::show_refused(page, context, refused);
    if (const auto proposer = proposer_of(context, *shown.entries, motion); !proposer.empty())
        page.add("PROPOSER").set("NAME", proposer);
    if (motion.state == State::closed) {
        auto closed = page.add("CLOSED");
        closed.set("RESULT", result_text(context.language, motion)).set("ICON", web::icon("check"));
        if (motion.is_decision())
            closed.add("REGISTER")
                .set("DECISION_URL", context.url(path_of(motion)))
                .set("NAME", name_of(motion));
    }
    show_steps(page, context, shown, values, errors);
    show_villages(page, context, shown);
    if (shown.may_change)
        page.add("CHANGE")
            .set("CHANGE_URL", context.url(desk_path_of(motion) + "/aendern"))
            .set("EDIT_ICON", web::icon("edit"));
    const int status = web::form_status(errors, refused);
    return web::page(
        context, {.title = motion.draft.title, .crumbs = crumbs_of(context, shown.meeting), .index = false},
        context.render("motion_desk", page), status);
}

Result<http::Response> show_motion(Context& context)
{
    const auto shown =
        TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    auto response = motion_page(context, shown, {}, {});
    // Who leads sees how many have voted without tapping.
    if (shown.motion.state == State::open)
        look_again(response, context, desk_path_of(shown.motion));
    return response;
}

// Runs one step; what it refuses is said on the motion's page.
template <class F>
Result<http::Response> step(const Context& context, German notice, const FormValues& values, F&& work)
{
    const MotionId id{context.parameter("id")};
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) { return work(tx, id); });
    if (done)
        return web::redirect_with_notice(context, "/redaktion/antraege/" + id.text(), notice);
    if (done.error().kind == Err::missing)
        return done.error();
    const auto shown =
        TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    if (done.error().kind == Err::invalid)
        return motion_page(context, shown, values, done.error().fields);
    return motion_page(context, shown, values, {}, done.error());
}

Result<http::Response> post_open(Context& context)
{
    const auto shown = TRY(led_motion(context));
    const auto quorum = meetings::quorum_of(shown.meeting, shown.voters);
    // What is decided without enough villages is not valid; whoever opens it should know that before.
    if (shown.meeting.is_running() && !quorum.is_reached() && !web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("Trotzdem abstimmen?"_de),
             .what_happens = context.t(
                 "Ihr seid nicht beschlussfähig: {1} von {2} Dörfern sind da, {3} müssten es sein. Was ihr jetzt abstimmt, gilt nicht als Beschluss."_de,
                 {i18n::format_number(context.language, quorum.present),
                  i18n::format_number(context.language, quorum.votes),
                  i18n::format_number(context.language, quorum.needed())}),
             .button = {.action = desk_path_of(shown.motion) + "/oeffnen",
                        .pattern = std::string(open_pattern),
                        .submit = context.t("Trotzdem öffnen"_de)},
             .back = desk_path_of(shown.motion),
             .crumbs = crumbs_of(context, shown.meeting)});
    return step(context, "Die Abstimmung ist offen."_de, {},
                [&](db::Tx& tx, const MotionId& id) { return open(tx, context, id); });
}

Result<http::Response> post_close(Context& context)
{
    const auto shown = TRY(led_motion(context));
    const auto missing = std::ranges::count_if(shown.voters, &meetings::Voter::has_voice) - shown.voted;
    if (shown.motion.state == State::open && missing > 0 && !web::is_sure(context))
        return web::question_page(
            context, {.heading = context.t("Schon schließen?"_de),
                      .what_happens = i18n::translate_count(
                          context.language, "Ein Dorf, das da ist, hat noch nicht abgestimmt."_de,
                          "{1} Dörfer, die da sind, haben noch nicht abgestimmt."_de, missing),
                      .button = {.action = desk_path_of(shown.motion) + "/schliessen",
                                 .pattern = std::string(close_pattern),
                                 .submit = context.t("Schließen und auszählen"_de)},
                      .back = desk_path_of(shown.motion),
                      .crumbs = crumbs_of(context, shown.meeting)});
    return step(context, "Geschlossen und ausgezählt."_de, {},
                [&](db::Tx& tx, const MotionId& id) { return close(tx, context, id); });
}

Result<http::Response> post_withdraw(Context& context)
{
    const auto shown = TRY(led_motion(context));
    if (!web::is_sure(context))
        return web::question_page(
            context, {.heading = context.t("Antrag zurückziehen?"_de),
                      .what_happens = context.t(
                          "„{1}“ kommt von der Tagesordnung. Was schon abgestimmt ist, zählt nicht."_de,
                          {shown.motion.draft.title}),
                      .button = {.action = desk_path_of(shown.motion) + "/zurueckziehen",
                                 .pattern = std::string(withdraw_pattern),
                                 .submit = context.t("Zurückziehen"_de),
                                 .danger = true},
                      .back = desk_path_of(shown.motion),
                      .crumbs = crumbs_of(context, shown.meeting)});
    return step(context, "Zurückgezogen."_de, {},
                [&](db::Tx& tx, const MotionId& id) { return withdraw(tx, context, id); });
}

Result<http::Response> post_vote(Context& context)
{
    const auto shown = TRY(led_motion(context));
    const VillageId village{context.form.text("dorf")};
    const auto choice = choice_from_text(context.form.text("stimme"));
    if (!choice)
        return Error{.kind = Err::invalid, .text = "Ja, Nein oder Enthaltung?"_de};
    if (shown.motion.state == State::open && !web::is_sure(context))
        return ask_about_vote(context, shown.motion,
                              {.village = village_name(shown, village),
                               .choice = *choice,
                               .action = desk_path_of(shown.motion) + "/stimme",
                               .pattern = vote_pattern,
                               .typed = {{"dorf", village.text()}},
                               .back = desk_path_of(shown.motion)});
    return step(context, "Eingetragen."_de, {},
                [&](db::Tx& tx, const MotionId& id) { return type_in(tx, context, id, village, *choice); });
}

Result<http::Response> post_count(Context& context)
{
    const auto shown = TRY(led_motion(context));
    const auto sent = web::read_form(context, count_fields(context));
    if (!sent.ok())
        return motion_page(context, shown, sent.values, sent.errors);
    const Counts counts{.yes = sent.values.number("ja").value_or(0),
                        .no = sent.values.number("nein").value_or(0),
                        .abstained = sent.values.number("enthalten").value_or(0)};
    return step(context, "Das Ergebnis ist eingetragen."_de, sent.values,
                [&](db::Tx& tx, const MotionId& id) { return enter_count(tx, context, id, counts); });
}

} // namespace

void add_motion_pages(web::Site& site)
{
    const auto access = web::Access::signed_in();
    site.get(std::string(motion_pattern), access, show_motion);
    add_motion_form_pages(site);
    site.post(std::string(open_pattern), access, post_open);
    site.post(std::string(close_pattern), access, post_close);
    site.post(std::string(withdraw_pattern), access, post_withdraw);
    site.post(std::string(vote_pattern), access, post_vote);
    site.post(std::string(count_pattern), access, post_count);
}

} // namespace dorfnetz::decisions
