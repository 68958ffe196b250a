#include "features/date_polls/option_form.hpp"
#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// The poll as those see it who take part in the meeting: who can come when, and which date is best.
namespace dorfnetz::date_polls {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr int usual_days_to_answer = 10;

std::vector<Field> poll_fields(const Context& context)
{
    return {
        {.name = "hinweis",
         .label = context.t("Ein Wort dazu"_de),
         .help = context.t("Zum Beispiel, wie lange es ungefähr dauert. Alle lesen es vor dem Antworten."_de),
         .longest = longest_note},
        {.name = "bis",
         .label = context.t("Bis wann sollen alle antworten?"_de),
         .input = Input::date,
         .required = true,
         .help = context.t("Wer bis zwei Tage vorher nicht geantwortet hat, bekommt eine Erinnerung."_de),
         .soonest = context.today()},
        {.name = "fassung", .label = "", .input = Input::hidden}};
}

// ---- Before there is one ----

http::Response start_page(const Context& context, const Meeting& meeting, const FormValues& values,
                          const Error* error)
{
    auto fields = option_fields(context);
    for (auto& field : poll_fields(context))
        fields.push_back(std::move(field));
    html::Page page;
    page.set("TITLE", meeting.draft.title)
        .set("FORM", web::draw_form(context,
                                    {.action = poll_path_of(meeting),
                                     .pattern = poll_pattern(),
                                     .submit = context.t("Umfrage anlegen"_de),
                                     .cancel = meetings::desk_path_of(meeting),
                                     .keeps_draft = true},
                                    fields, values, error ? error->fields : std::vector<FieldError>{}));
    if (error && error->fields.empty())
        web::show_refused(page, context, *error);
    return web::page(
        context,
        {.title = context.t("Termin suchen"_de), .crumbs = crumbs_of(context, meeting), .index = false},
        context.render("poll_start", page), error ? web::status_of(error->kind) : 200);
}

// ---- What was answered ----

struct Answers
{
    std::vector<Option> options = {};
    std::vector<Reply> replies = {};
    Voices voices = {};
    std::vector<Standing> standings = {};
};

Answers answers_to(const Context& context, db::Reader& reader, const Searched& found)
{
    Answers all{.options = store::options_of(reader, context.network.id, found.poll->id),
                .replies = store::replies_of(reader, context.network.id, found.poll->id),
                .voices = voices_of(reader, context.network, found.meeting, context.today())};
    all.standings = standings_of(candidates_of(all.options, context.region()),
                                 ballots_of(all.replies, all.voices), all.voices.needed);
    return all;
}

std::string who_said(const organisations::Register& entries, const Answers& all, const Option& option,
                     Answer answer)
{
    std::vector<std::string> names;
    for (const auto& reply : all.replies)
        if (const auto said = reply.answers.find(option.id);
            said != reply.answers.end() && said->second == answer)
            if (auto name = name_with_village(entries, reply); !name.empty())
                names.push_back(std::move(name));
    return join(names, ", ");
}

html::Safe option_button(const Context& context, const Meeting& meeting, const Option& option,
                         std::string_view end, German label, bool plain)
{
    const auto below = "/termine/" + option.id.text() + std::string(end);
    return web::draw_button(context, {.action = poll_path_of(meeting, below),
                                      .pattern = poll_pattern("/termine/{termin}" + std::string(end)),
                                      .submit = context.t(label),
                                      .plain = plain});
}

void show_options(html::Page& page, const Context& context, const organisations::Register& entries,
                  const Searched& found, const Answers& all, bool leads)
{
    const auto best = best_of(all.standings);
    for (std::size_t i = 0; i < all.options.size(); ++i) {
        const auto& option = all.options[i];
        const auto& standing = all.standings[i];
        const bool is_best = best && best->id == standing.id;
        auto row = page.add("OPTION");
        row.set("WHEN", option_text(context, found.meeting, option))
            .show_if(option.is_chosen, "CHOSEN")
            .show_if(found.poll->is_open() && is_best, "BEST")
            .show_if(all.voices.are_villages && standing.reaches_quorum, "QUORUM");
        for (const auto answer : {Answer::yes, Answer::if_needed, Answer::no}) {
            const auto count = answer == Answer::yes         ? standing.yes
                               : answer == Answer::if_needed ? standing.if_needed
                                                             : standing.no;
            row.add("ANSWER")
                .set("WORD", answer_word(context, answer))
                .set("COUNT_TEXT", voices_text(context, all.voices, count))
                .set("NAMES", who_said(entries, all, option, answer));
        }
        if (leads && found.poll->is_open())
            row.add("ACTIONS")
                .set("TAKE", option_button(context, found.meeting, option, "/nehmen",
                                           "Diesen Termin nehmen"_de, !is_best))
                .set("REMOVE",
                     option_button(context, found.meeting, option, "/entfernen", "Streichen"_de, true));
    }
    page.show_if(all.options.empty(), "NO_OPTIONS");
}

void show_replies(html::Page& page, const Context& context, const organisations::Register& entries,
                  const Searched& found, const Answers& all)
{
    page.set("COUNT_TEXT", i18n::translate_count(context.language, "{1} Antwort"_de, "{1} Antworten"_de,
                                                 std::ssize(all.replies)));
    const auto twice = under_one_name(all.replies);
    for (const auto& reply : all.replies) {
        auto row = page.add("REPLY");
        row.set("NAME", name_with_village(entries, reply))
            .show_if(reply.origin == Origin::entered, "ENTERED")
            .show_if(twice.contains(reply.id), "TWICE");
        if (found.poll->is_open())
            row.add("CHANGE").set("CHANGE_URL",
                                  context.url(poll_path_of(found.meeting, "/antwort/" + reply.id.text())));
    }
    std::vector<std::string> missing;
    for (const auto& village : all.voices.villages)
        if (std::ranges::none_of(all.replies, [&](const Reply& reply) { return reply.village == village; }))
            if (const auto* known = entries.village(village))
                missing.push_back(known->name);
    if (!missing.empty() && found.poll->is_open())
        page.add("MISSING").set("MISSING_TEXT", join(missing, ", "));
}

void show_sharing(html::Page& page, const Context& context, db::Reader& reader, const Searched& found)
{
    const auto path = path_with(token_of(context.environment, context.network.id, found.poll->id));
    const auto invited = store::invitations_of(reader, context.network.id, found.poll->id).size();
    auto sharing = page.add("SHARING");
    if (const auto names = meetings::names_without_mail(reader, context, found.meeting);
        !names.empty() && meetings::may_lead(context, reader, found.meeting))
        sharing.add("UNREACHED").set("NAMES", join(names, ", "));
    sharing.set("LINK_URL", context.url(path))
        .set("LINK_TEXT", context.absolute_url(path))
        .set("COPY_ICON", web::icon("copy"))
        .set("PRINT_ICON", web::icon("print"))
        .set("POSTER_URL", context.url(poll_path_of(found.meeting, "/aushang")))
        .set("LIST_URL", context.url(poll_path_of(found.meeting, "/liste.pdf")))
        .set("INVITED_TEXT",
             invited == 0 ? context.t("Noch ist keine Mail hinausgegangen."_de)
                          : i18n::translate_count(context.language, "Eine Person hat ihren Link per Mail."_de,
                                                  "{1} Menschen haben ihren Link per Mail."_de,
                                                  static_cast<std::int64_t>(invited)))
        .set("MAIL", !meetings::may_lead(context, reader, found.meeting)
                         ? html::Safe()
                         : web::draw_button(context, {.action = poll_path_of(found.meeting, "/verschicken"),
                                                      .pattern = poll_pattern("/verschicken"),
                                                      .submit = context.t("Per Mail verschicken"_de)}));
}

// Which form of the page was refused.
struct Refused
{
    enum class Form { none, options, poll } form = Form::none;
    FormValues values = {};
    Error error = {};
};

FormValues poll_values(const Poll& poll)
{
    FormValues values;
    values.set("hinweis", poll.note)
        .set("bis", to_iso(poll.answer_by))
        .set("fassung", std::to_string(poll.version));
    return values;
}

void show_forms(html::Page& page, const Context& context, const Searched& found, const Refused& refused)
{
    const auto of = [&](Refused::Form form) {
        return refused.form == form ? refused.error.fields : std::vector<FieldError>{};
    };
    using Form = Refused::Form;
    page.add("EDITING")
        .set("OPTION_FORM",
             web::draw_form(context,
                            {.action = poll_path_of(found.meeting, "/termine"),
                             .pattern = poll_pattern("/termine"),
                             .submit = context.t("Dazunehmen"_de)},
                            option_fields(context),
                            refused.form == Form::options ? refused.values : FormValues{}, of(Form::options)))
        .set("POLL_FORM",
             web::draw_form(context,
                            {.action = poll_path_of(found.meeting),
                             .pattern = poll_pattern(),
                             .submit = context.t("Speichern"_de)},
                            poll_fields(context),
                            refused.form == Form::poll ? refused.values : poll_values(*found.poll),
                            of(Form::poll)))
        .show_if(refused.form == Form::options, "OPTIONS_OPEN")
        .show_if(refused.form == Form::poll, "POLL_OPEN")
        .set("CLOSE", web::draw_button(context, {.action = poll_path_of(found.meeting, "/schliessen"),
                                                 .pattern = poll_pattern("/schliessen"),
                                                 .submit = context.t("Umfrage ohne Termin beenden"_de),
                                                 .plain = true}));
}

http::Response poll_page(const Context& context, db::Reader& reader, const Searched& found,
                         const Refused& refused)
{
    const auto entries = organisations::shared_register(context, reader);
    const auto all = answers_to(context, reader, found);
    const bool leads = meetings::may_lead(context, reader, found.meeting);
    html::Page page;
    page.set("TITLE", found.meeting.draft.title);
    if (refused.form != Refused::Form::none && refused.error.fields.empty())
        web::show_refused(page, context, refused.error);
    if (!found.poll->note.empty())
        page.add("NOTE").set("NOTE_TEXT", found.poll->note);
    if (all.voices.are_villages)
        page.add("RULE").set(
            "RULE_TEXT",
            context.t(
                "Jedes Dorf mit Netzwerkverein zählt einmal. Beschließen könnt ihr, wenn {1} von {2} da sind."_de,
                {std::to_string(all.voices.needed), std::to_string(all.voices.villages.size())}));
    if (found.poll->is_open()) {
        page.add("OPEN").set(
            "UNTIL_TEXT",
            context.t("Antworten bis {1}"_de, {i18n::format_date(context.region(), found.poll->answer_by,
                                                                 i18n::DateStyle::weekday)}));
        page.add("ENTER").set("ENTER_URL", context.url(poll_path_of(found.meeting, "/antwort")));
        show_sharing(page, context, reader, found);
        if (leads) {
            show_forms(page, context, found, refused);
            if (std::ranges::any_of(all.replies, is_from_a_stranger))
                page.add("TIDY").set("TIDY_URL", context.url(poll_path_of(found.meeting, tidy_end)));
        }
    } else {
        auto closed = page.add("CLOSED");
        closed.set("ICON", web::icon("info"));
        if (found.meeting.draft.when)
            closed.add("FOUND").set("WHEN", meetings::when_text(context, found.meeting));
        if (leads)
            closed.add("AGAIN").set(
                "AGAIN_BUTTON", web::draw_button(context, {.action = poll_path_of(found.meeting, "/wieder"),
                                                           .pattern = poll_pattern("/wieder"),
                                                           .submit = context.t("Noch einmal fragen"_de),
                                                           .plain = true}));
        closed.set("MEETING_URL", context.url(meetings::desk_path_of(found.meeting)));
    }
    show_options(page, context, *entries, found, all, leads);
    show_replies(page, context, *entries, found, all);
    return web::page(
        context,
        {.title = context.t("Termin suchen"_de), .crumbs = crumbs_of(context, found.meeting), .index = false},
        context.render("poll_desk", page),
        refused.form == Refused::Form::none ? 200 : web::status_of(refused.error.kind));
}

Result<http::Response> page_with(const Context& context, const Refused& refused)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        auto found = TRY(led(context, reader));
        if (!found.poll)
            return start_page(context, found.meeting, refused.values, &refused.error);
        auto again = refused;
        // What was typed stays; sent once more, it counts.
        again.values.set("fassung", std::to_string(found.poll->version));
        return poll_page(context, reader, found, again);
    });
}

Result<http::Response> show_poll(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        auto found = TRY(seen(context, reader));
        if (found.poll)
            return poll_page(context, reader, found, {});
        found = TRY(led(context, reader));
        FormValues values;
        values.set("bis", to_iso(add_days(context.today(), usual_days_to_answer)));
        return start_page(context, found.meeting, values, nullptr);
    });
}

// ---- Starting, changing ----

Result<Done> start_or_change(db::Tx& tx, const Context& context, const FormValues& values,
                             const std::vector<LocalSpan>& spans)
{
    const auto found = TRY(led(context, tx));
    const auto until = values.date("bis").value_or(context.today());
    if (found.poll)
        return change(tx, context, found.poll->id, values.number("fassung").value_or(-1),
                      values.text("hinweis"), until);
    const auto id = TRY(start(tx, context, found.meeting, values.text("hinweis"), until));
    return add_options(tx, context, id, spans);
}

Result<http::Response> post_poll(Context& context)
{
    const auto found = TRY(context.pool().read([&](db::Reader& reader) { return led(context, reader); }));
    auto fields = poll_fields(context);
    if (!found.poll)
        for (auto& field : option_fields(context))
            fields.push_back(std::move(field));
    auto sent = web::read_form(context, fields);
    const auto spans = found.poll ? std::vector<LocalSpan>{} : spans_from(context, sent);
    if (!sent.ok())
        return page_with(context,
                         {.form = Refused::Form::poll, .values = sent.values, .error = sent.error()});
    const auto saved = context.pool().write(
        context.scope(), [&](db::Tx& tx) { return start_or_change(tx, context, sent.values, spans); });
    if (saved)
        return web::redirect_with_notice(context, poll_path_of(found.meeting),
                                         found.poll ? "Gespeichert."_de
                                                    : "Die Umfrage steht. Jetzt verschick sie."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    return page_with(context, {.form = Refused::Form::poll, .values = sent.values, .error = saved.error()});
}

Result<Done> add_options_here(db::Tx& tx, const Context& context, const std::vector<LocalSpan>& spans)
{
    const auto found = TRY(led_poll(context, tx));
    return add_options(tx, context, found.poll->id, spans);
}

Result<http::Response> post_options(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return led_poll(context, reader); }));
    auto sent = web::read_form(context, option_fields(context));
    const auto spans = spans_from(context, sent);
    if (!sent.ok())
        return page_with(context,
                         {.form = Refused::Form::options, .values = sent.values, .error = sent.error()});
    const auto saved = context.pool().write(context.scope(),
                                            [&](db::Tx& tx) { return add_options_here(tx, context, spans); });
    if (saved)
        return web::redirect_with_notice(context, poll_path_of(found.meeting), "Dazugenommen."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    return page_with(context,
                     {.form = Refused::Form::options, .values = sent.values, .error = saved.error()});
}

} // namespace

void add_desk_pages(web::Site& site)
{
    const auto anybody = web::Access::signed_in();
    site.get(poll_pattern(), anybody, show_poll, example_of());
    site.post(poll_pattern(), anybody, post_poll);
    site.post(poll_pattern("/termine"), anybody, post_options);
}

} // namespace dorfnetz::date_polls
