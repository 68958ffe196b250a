#include "features/decisions/decisions_pages.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>

// Entering a motion, and putting it to the vote.
namespace dorfnetz::decisions {

namespace {

using meetings::Meeting;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view change_pattern = "/redaktion/antraege/{id}/aendern";
constexpr std::string_view open_pattern = "/redaktion/antraege/{id}/oeffnen";
constexpr std::string_view close_pattern = "/redaktion/antraege/{id}/schliessen";
constexpr std::string_view withdraw_pattern = "/redaktion/antraege/{id}/zurueckziehen";
constexpr std::string_view vote_pattern = "/redaktion/antraege/{id}/stimme";
constexpr std::string_view count_pattern = "/redaktion/antraege/{id}/zahlen";

std::vector<web::Crumb> crumbs_of(const Context& context, const Meeting& meeting)
{
    return {{context.t("Treffen"_de), "/redaktion/treffen"},
            {meeting.draft.title, meetings::desk_path_of(meeting)}};
}

// ---- The form ----

std::vector<web::Choice> proposer_choices(const Context& context, const organisations::Register& entries)
{
    std::vector<web::Choice> choices{{"", context.t("kam im Treffen auf"_de)}};
    for (const auto& entry : entries.entries)
        if (entry.is_public())
            choices.push_back({entry.id.text(), entry.name});
    return choices;
}

std::vector<web::Choice> way_choices(const Context& context)
{
    return {
        {std::string(to_text(Way::open)), context.t("offen: Alle sehen, welches Dorf wie gestimmt hat"_de)},
        {std::string(to_text(Way::secret)), context.t("geheim: Nur die Zahlen werden gespeichert"_de)},
        {std::string(to_text(Way::counted)),
         context.t("mit Handzeichen oder Zetteln: Ihr tragt die Zahlen ein"_de)}};
}

std::vector<web::Choice> majority_choices(const Context& context)
{
    std::vector<web::Choice> choices;
    for (const auto majority :
         {Majority::simple, Majority::absolute, Majority::two_thirds, Majority::unanimous})
        choices.push_back(
            {std::string(meetings::to_text(majority)),
             context.t("{1}: {2}"_de, {context.t(label(majority)), context.t(meaning(majority))})});
    return choices;
}

std::vector<Field> motion_fields(const Context& context, const Meeting& meeting)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    std::vector<Field> fields{
        {.name = "titel",
         .label = context.t("Worum geht es?"_de),
         .required = true,
         .help = context.t("Kurz, so wie es im Verzeichnis der Beschlüsse steht."_de),
         .longest = 150},
        {.name = "wortlaut",
         .label = context.t("Was soll beschlossen werden?"_de),
         .input = Input::long_text,
         .required = true,
         .help = context.t("Wort für Wort: „Die Dörfer kaufen zusammen ein Zelt und teilen die Kosten.“"_de),
         .longest = 3'000},
        {.name = "von",
         .label = context.t("Wer beantragt es?"_de),
         .input = Input::one_of,
         .choices = proposer_choices(context, *entries)}};
    if (meeting.draft.kind == meetings::Kind::network)
        fields.push_back({.name = "art",
                          .label = context.t("Wie stimmt ihr ab?"_de),
                          .input = Input::one_of,
                          .required = true,
                          .choices = way_choices(context)});
    fields.push_back({.name = "mehrheit",
                      .label = context.t("Wann ist es angenommen?"_de),
                      .input = Input::one_of,
                      .required = true,
                      .choices = majority_choices(context)});
    fields.push_back(
        {.name = "wieder",
         .label = context.t("Wann schaut ihr wieder darauf?"_de),
         .input = Input::date,
         .help = context.t(
             "Vor diesem Tag steht der Beschluss von selbst bei den Vorschlägen für die Tagesordnung."_de)});
    return fields;
}

MotionDraft draft_from(const FormValues& values)
{
    MotionDraft draft{.title = values.text("titel"), .wording = values.text("wortlaut")};
    if (values.has("von"))
        draft.proposer = OrganisationId{values.text("von")};
    draft.way = way_from_text(values.text("art")).value_or(Way::counted);
    draft.majority = meetings::majority_from_text(values.text("mehrheit")).value_or(Majority::simple);
    draft.review_on = values.date("wieder");
    return draft;
}

FormValues values_of(const MotionDraft& draft)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("wortlaut", draft.wording)
        .set("art", std::string(to_text(draft.way)))
        .set("mehrheit", std::string(meetings::to_text(draft.majority)));
    if (draft.proposer)
        values.set("von", draft.proposer->text());
    if (draft.review_on)
        values.set("wieder", to_iso(*draft.review_on));
    return values;
}

// ---- New ----

struct Place
{
    meetings::AgendaItem item;
    Meeting meeting;
};

// The matter of the address or of the form, if the actor takes part in its meeting.
Result<Place> place_of(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<Place> {
        const auto sent = context.form.text("punkt");
        const auto id = AgendaItemId{sent.empty() ? context.query.text("punkt") : sent};
        auto item = meetings::item_by_id(reader, context.network.id, id);
        auto meeting =
            item ? meetings::meeting_by_id(reader, context.network.id, item->meeting) : std::nullopt;
        if (!meeting || !meetings::may_write(context, reader, *meeting))
            return Error{.kind = Err::missing};
        return Place{*std::move(item), *std::move(meeting)};
    });
}

http::Response new_page(const Context& context, const Place& place, FormValues values,
                        const std::vector<FieldError>& errors)
{
    auto fields = motion_fields(context, place.meeting);
    fields.push_back({.name = "punkt", .label = {}, .input = Input::hidden});
    values.set("punkt", place.item.id.text());
    html::Page page;
    page.set("HEADING", context.t("Antrag stellen"_de))
        .set("LEAD", context.t("Zu „{1}“ in „{2}“"_de, {place.item.draft.title, place.meeting.draft.title}))
        .set("FORM", web::draw_form(context,
                                    {.action = std::string(new_motion_path),
                                     .submit = context.t("Antrag stellen"_de),
                                     .cancel = meetings::path_of(place.meeting)},
                                    fields, values, errors));
    return web::page(context,
                     {.title = context.t("Antrag stellen"_de),
                      .crumbs = crumbs_of(context, place.meeting),
                      .index = false},
                     context.render("motion_form", page),
                     errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_new(Context& context)
{
    const auto place = TRY(place_of(context));
    MotionDraft draft{.title = place.item.draft.title,
                      .proposer = place.item.proposer,
                      .majority = meetings::rules_of(context.network).majority};
    return new_page(context, place, values_of(draft), {});
}

Result<http::Response> post_new(Context& context)
{
    const auto place = TRY(place_of(context));
    const auto sent = web::read_form(context, motion_fields(context, place.meeting));
    if (!sent.ok())
        return new_page(context, place, sent.values, sent.errors);
    const auto made = context.pool().write(context.scope(), [&](db::Tx& tx) {
        return propose(tx, context, place.item.id, draft_from(sent.values));
    });
    if (made)
        return web::redirect_with_notice(context, "/redaktion/antraege/" + made->text(),
                                         "Der Antrag steht. Abgestimmt wird, wenn die Leitung es öffnet."_de);
    if (made.error().kind != Err::invalid)
        return made.error();
    return new_page(context, place, sent.values, made.error().fields);
}

// ---- One of them ----

struct Shown
{
    Motion motion;
    Meeting meeting;
    bool may_lead = false;
    bool may_change = false;
    std::vector<meetings::Voter> voters = {};
    std::vector<store::Vote> votes = {}; // of an open vote
    std::int64_t voted = 0;              // how many have, also of a secret one
    std::shared_ptr<const organisations::Register> entries = {};
};

Result<Shown> shown_motion(const Context& context, db::Reader& reader)
{
    const auto& network = context.network.id;
    auto motion = motion_by_id(reader, network, MotionId{context.parameter("id")});
    auto meeting = motion ? meetings::meeting_by_id(reader, network, motion->meeting) : std::nullopt;
    if (!meeting || !meetings::may_write(context, reader, *meeting))
        return Error{.kind = Err::missing};
    Shown shown{.motion = *std::move(motion), .meeting = *std::move(meeting)};
    shown.may_lead = meetings::may_lead(context, reader, shown.meeting);
    shown.may_change = shown.motion.state == State::draft &&
                       (shown.may_lead || shown.motion.created_by == context.actor.user);
    shown.voters = meetings::voters_of(reader, network, shown.meeting.id);
    shown.votes = store::votes_of(reader, network, shown.motion.id);
    shown.voted = shown.motion.draft.way == Way::secret
                      ? std::ssize(store::turnout_of(reader, network, shown.motion.id))
                      : std::ssize(shown.votes);
    shown.entries = organisations::shared_register(context, reader);
    return shown;
}

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
        .show_if(motion.state == State::withdrawn, "WITHDRAWN");
    if (refused)
        page.add("REFUSED")
            .set("ICON", web::icon("warning"))
            .set("REASON", i18n::error_text(context.language, *refused));
    if (const auto proposer = proposer_of(*shown.entries, motion); !proposer.empty())
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
    const int status = refused          ? web::status_of(refused->kind)
                       : errors.empty() ? 200
                                        : web::status_of(Err::invalid);
    return web::page(
        context, {.title = motion.draft.title, .crumbs = crumbs_of(context, shown.meeting), .index = false},
        context.render("motion_desk", page), status);
}

Result<http::Response> show_motion(Context& context)
{
    const auto shown =
        TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    return motion_page(context, shown, {}, {});
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
    const auto shown =
        TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    const auto quorum = meetings::quorum_of(shown.meeting, shown.voters);
    // What is decided without enough villages is not valid; whoever opens it should know that before.
    if (shown.may_lead && shown.meeting.is_running() && !quorum.is_reached() && !web::is_sure(context))
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
    const auto shown =
        TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    const auto missing = std::ranges::count_if(shown.voters, &meetings::Voter::has_voice) - shown.voted;
    if (shown.may_lead && shown.motion.state == State::open && missing > 0 && !web::is_sure(context))
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
    const auto shown =
        TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
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
    const auto choice = choice_from_text(context.form.text("stimme"));
    if (!choice)
        return Error{.kind = Err::invalid};
    return step(context, "Eingetragen."_de, {}, [&](db::Tx& tx, const MotionId& id) {
        return type_in(tx, context, id, VillageId{context.form.text("dorf")}, *choice);
    });
}

Result<http::Response> post_count(Context& context)
{
    const auto sent = web::read_form(context, count_fields(context));
    if (!sent.ok()) {
        const auto shown =
            TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
        return motion_page(context, shown, sent.values, sent.errors);
    }
    const Counts counts{.yes = sent.values.number("ja").value_or(0),
                        .no = sent.values.number("nein").value_or(0),
                        .abstained = sent.values.number("enthalten").value_or(0)};
    return step(context, "Das Ergebnis ist eingetragen."_de, sent.values,
                [&](db::Tx& tx, const MotionId& id) { return enter_count(tx, context, id, counts); });
}

// ---- Changing a draft ----

http::Response change_page(const Context& context, const Shown& shown, FormValues values,
                           const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    auto fields = motion_fields(context, shown.meeting);
    fields.push_back({.name = "version", .label = {}, .input = Input::hidden});
    values.set("version", std::to_string(shown.motion.version));
    html::Page page;
    page.set("HEADING", context.t("Antrag ändern"_de))
        .set("LEAD", context.t("In „{1}“"_de, {shown.meeting.draft.title}))
        .set("FORM", web::draw_form(context,
                                    {.action = desk_path_of(shown.motion) + "/aendern",
                                     .pattern = std::string(change_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = desk_path_of(shown.motion)},
                                    fields, values, errors));
    if (refused)
        page.add("REFUSED")
            .set("ICON", web::icon("warning"))
            .set("REASON", i18n::error_text(context.language, *refused));
    const int status = refused          ? web::status_of(refused->kind)
                       : errors.empty() ? 200
                                        : web::status_of(Err::invalid);
    return web::page(
        context,
        {.title = context.t("Antrag ändern"_de), .crumbs = crumbs_of(context, shown.meeting), .index = false},
        context.render("motion_form", page), status);
}

Result<Shown> changeable(const Context& context)
{
    auto shown = TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    if (!shown.may_change)
        return Error{.kind = Err::missing};
    return shown;
}

Result<http::Response> show_change(Context& context)
{
    const auto shown = TRY(changeable(context));
    return change_page(context, shown, values_of(shown.motion.draft), {});
}

Result<http::Response> post_change(Context& context)
{
    const auto shown = TRY(changeable(context));
    const auto sent = web::read_form(context, motion_fields(context, shown.meeting));
    if (!sent.ok())
        return change_page(context, shown, sent.values, sent.errors);
    const auto version =
        FormValues().set("v", std::string(context.form.text("version"))).number("v").value_or(0);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) {
        return change(tx, context, shown.motion.id, version, draft_from(sent.values));
    });
    if (saved)
        return web::redirect_with_notice(context, desk_path_of(shown.motion), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    if (saved.error().kind == Err::invalid)
        return change_page(context, shown, sent.values, saved.error().fields);
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    return change_page(context, now, sent.values, {}, saved.error());
}

} // namespace

std::string desk_path_of(const Motion& motion)
{
    return "/redaktion/antraege/" + motion.id.text();
}

void add_motion_pages(web::Site& site)
{
    const auto access = web::Access::signed_in();
    site.get(std::string(new_motion_path), access, show_new);
    site.post(std::string(new_motion_path), access, post_new);
    site.get(std::string(motion_pattern), access, show_motion);
    site.get(std::string(change_pattern), access, show_change);
    site.post(std::string(change_pattern), access, post_change);
    site.post(std::string(open_pattern), access, post_open);
    site.post(std::string(close_pattern), access, post_close);
    site.post(std::string(withdraw_pattern), access, post_withdraw);
    site.post(std::string(vote_pattern), access, post_vote);
    site.post(std::string(count_pattern), access, post_count);
}

} // namespace dorfnetz::decisions
