#include "features/minutes/minutes_pages.hpp"
#include "features/minutes/reading.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>
#include <functional>

// Sending for approval, objections, approving, corrections.
namespace dorfnetz::minutes {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view send_end = "/verschicken";
constexpr std::string_view take_back_end = "/zuruecknehmen";
constexpr std::string_view approve_end = "/genehmigen";
constexpr std::string_view object_end = "/einwand";
constexpr std::string_view answer_end = "/einwand/{note}";
constexpr std::string_view correct_end = "/anmerkung";
// The digest of what somebody has read who approves it.
constexpr std::string_view read_field = "gelesen";

std::vector<Field> note_fields(const Context& context, German label)
{
    return {{.name = "text",
             .label = context.t(label),
             .input = Input::long_text,
             .required = true,
             .longest = longest_note}};
}

html::Safe note_form(const Context& context, const Meeting& meeting, std::string_view end,
                     std::string_view pattern_end, German label, German submit)
{
    return web::draw_form(context,
                          {.action = desk_path(meeting, end),
                           .pattern = desk_pattern(pattern_end),
                           .submit = context.t(submit)},
                          note_fields(context, label), {});
}

std::int64_t open_objections(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    const auto notes = store::notes_of(reader, context.network.id, meeting.id);
    return std::ranges::count_if(
        notes, [](const Note& note) { return note.kind == NoteKind::objection && note.answer.empty(); });
}

// ---- Steps ----

Result<http::Response> take_step(const Context& context,
                                 const std::function<Result<Done>(db::Tx&, const Meeting&)>& step,
                                 German notice)
{
    const auto meeting = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Meeting> {
        auto led = TRY(led_meeting(context, tx));
        TRY(step(tx, led));
        return led;
    });
    if (!meeting)
        return meeting.error();
    return web::redirect_with_notice(context, public_path(*meeting), notice);
}

Result<Meeting> led_here(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) { return led_meeting(context, reader); });
}

http::Response ask(const Context& context, const Meeting& meeting, std::string_view end, std::string heading,
                   std::string what_happens, German yes,
                   std::vector<std::pair<std::string, std::string>> sent_again = {})
{
    return web::question_page(context, {.heading = std::move(heading),
                                        .what_happens = std::move(what_happens),
                                        .button = {.action = desk_path(meeting, end),
                                                   .pattern = desk_pattern(end),
                                                   .submit = context.t(yes)},
                                        .typed = std::move(sent_again),
                                        .back = public_path(meeting),
                                        .crumbs = crumbs_of(context, meeting)});
}

Result<http::Response> post_send(Context& context, const std::vector<meetings::ItemLines>& lines)
{
    const auto meeting = TRY(led_here(context));
    if (!web::is_sure(context))
        return ask(
            context, meeting, send_end, context.t("Verschicken?"_de),
            context.t(
                "Wer für ein Dorf spricht, bekommt eine Mail mit dem Link zum Protokoll. Danach schreibt "
                "niemand mehr hinein; du kannst es aber zurückholen. Sehen kann es dann, wer das Treffen "
                "sehen darf."_de),
            "Ja, verschicken"_de);
    return take_step(
        context, [&](db::Tx& tx, const Meeting& led) { return send_for_approval(tx, context, led, lines); },
        "Das Protokoll ist verschickt."_de);
}

Result<http::Response> post_take_back(Context& context)
{
    return take_step(
        context, [&](db::Tx& tx, const Meeting& led) { return take_back(tx, context, led); },
        "Das Protokoll ist wieder ein Entwurf."_de);
}

Result<http::Response> ask_about_approval(const Context& context, const Meeting& meeting,
                                          const std::vector<meetings::ItemLines>& lines,
                                          const std::string& read)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto minutes = store::minutes_of(reader, context.network.id, meeting.id).value_or(Minutes{});
        if (const auto may = may_be_approved(minutes, read); !may)
            return minutes_page(context, reader, meeting, lines, may.error());
        auto what =
            context.t("Danach ändert niemand mehr etwas daran. Was dann noch auffällt, kommt als Anmerkung "
                      "darunter."_de);
        if (const auto open = open_objections(reader, context, meeting); open > 0)
            what += " " + i18n::translate_count(context.language, "Ein Einwand hat noch keine Antwort."_de,
                                                "{1} Einwände haben noch keine Antwort."_de, open);
        return ask(context, meeting, approve_end, context.t("Ist das Protokoll genehmigt?"_de),
                   std::move(what), "Ja, genehmigt"_de, {{std::string(read_field), read}});
    });
}

// What is final is approved as it was read: the button carries the digest of that, and so does the question.
Result<http::Response> post_approve(Context& context, const std::vector<meetings::ItemLines>& lines)
{
    const auto meeting = TRY(led_here(context));
    const std::string read(context.form.text(read_field));
    if (!web::is_sure(context))
        return ask_about_approval(context, meeting, lines, read);
    auto approved = take_step(
        context, [&](db::Tx& tx, const Meeting& led) { return approve(tx, context, led, read); },
        "Das Protokoll ist genehmigt."_de);
    if (!approved && approved.error().kind != Err::missing)
        return context.pool().read([&](db::Reader& reader) {
            return minutes_page(context, reader, meeting, lines, approved.error());
        });
    return approved;
}

// ---- Notes ----

// Refused only after it is clear that this person may: others learn nothing of a meeting.
Result<std::string> sent_note(const Context& context)
{
    const auto sent = web::read_form(context, note_fields(context, "Text"_de));
    if (!sent.ok())
        return sent.error();
    return sent.values.text("text");
}

// For all who take part.
Result<http::Response> post_objection(Context& context)
{
    const auto text = sent_note(context);
    const auto meeting = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Meeting> {
        auto own = TRY(own_meeting(context, tx));
        if (!text)
            return text.error();
        TRY(add_note(tx, context, own, NoteKind::objection, *text));
        return own;
    });
    if (!meeting)
        return meeting.error();
    return web::redirect_with_notice(context, public_path(*meeting) + "#einwaende",
                                     "Dein Einwand steht jetzt da."_de);
}

Result<http::Response> post_answer(Context& context)
{
    const auto text = sent_note(context);
    return take_step(
        context,
        [&](db::Tx& tx, const Meeting& led) -> Result<Done> {
            if (!text)
                return text.error();
            store::take_turn(tx, context.network.id, led.id);
            if (!store::answer_note(tx, context.network.id, led.id, NoteId{context.parameter("note")}, *text))
                return Error{.kind = Err::missing};
            return Done{};
        },
        "Deine Antwort steht jetzt da."_de);
}

Result<http::Response> post_correction(Context& context)
{
    const auto text = sent_note(context);
    return take_step(
        context,
        [&](db::Tx& tx, const Meeting& led) -> Result<Done> {
            if (!text)
                return text.error();
            return add_note(tx, context, led, NoteKind::correction, *text);
        },
        "Die Anmerkung steht jetzt unter dem Protokoll."_de);
}

void show_objection(html::Values& list, const Context& context, const Meeting& meeting, const Note& note,
                    const Names& names, bool may_answer)
{
    auto row = list.add("OBJECTION");
    row.set("WHO", context.t("{1}, {2}"_de, {names.of(note.written_by),
                                             i18n::format_moment(context.region(), note.written_at)}))
        .set("OBJECTION_TEXT", note.text)
        .set("ANSWER_FORM", may_answer && note.answer.empty()
                                ? note_form(context, meeting, "/einwand/" + note.id.text(), answer_end,
                                            "Antwort"_de, "Antworten"_de)
                                : html::Safe());
    if (!note.answer.empty())
        row.add("ANSWER").set("ANSWER_TEXT", note.answer);
}

} // namespace

void show_notes(html::Page& page, const Context& context, db::Reader& reader, const Meeting& meeting,
                State state)
{
    const auto notes = store::notes_of(reader, context.network.id, meeting.id);
    const bool takes_part = meetings::may_write(context, reader, meeting);
    const bool leads = meetings::may_lead(context, reader, meeting);
    const auto has = [&](NoteKind kind) {
        return std::ranges::any_of(notes, [&](const Note& note) { return note.kind == kind; });
    };
    if (has(NoteKind::correction)) {
        auto list = page.add("CORRECTIONS");
        for (const auto& note : notes)
            if (note.kind == NoteKind::correction)
                list.add("CORRECTION")
                    .set("WHEN", i18n::format_date(context.region(), note.written_at, i18n::DateStyle::plain))
                    .set("CORRECTION_TEXT", note.text);
    }
    if (takes_part && has(NoteKind::objection)) {
        const Names names(reader, context);
        auto list = page.add("OBJECTIONS");
        for (const auto& note : notes)
            if (note.kind == NoteKind::objection)
                show_objection(list, context, meeting, note, names, leads && state != State::approved);
    }
    if (takes_part && state == State::sent)
        page.add("OBJECT").set("OBJECT_FORM", note_form(context, meeting, object_end, object_end,
                                                        "Dein Einwand"_de, "Einwand schreiben"_de));
    if (leads && state == State::approved)
        page.add("CORRECT").set("CORRECT_FORM", note_form(context, meeting, correct_end, correct_end,
                                                          "Deine Anmerkung"_de, "Anmerkung schreiben"_de));
}

void show_steps(html::Page& page, const Context& context, db::Reader& reader, const Meeting& meeting,
                const Minutes& minutes)
{
    const auto state = minutes.state;
    if (state == State::draft && meetings::may_write(context, reader, meeting))
        page.add("WRITE").set("WRITE_URL", context.url(desk_path(meeting)));
    if (state == State::approved || !meetings::may_lead(context, reader, meeting))
        return;
    auto lead = page.add("LEAD");
    if (state == State::draft) {
        const bool is_held = meeting.state == meetings::State::held;
        lead.set("NEXT",
                 context.t(is_held ? "Ist alles drin? Dann verschick das Protokoll: Alle lesen es und können "
                                     "widersprechen."_de
                                   : "Wenn das Treffen beendet ist, kannst du das Protokoll verschicken."_de))
            .set("BUTTONS",
                 is_held ? web::draw_button(context, {.action = desk_path(meeting, send_end),
                                                      .pattern = desk_pattern(send_end),
                                                      .submit = context.t("Zur Genehmigung verschicken"_de)})
                         : html::Safe());
        return;
    }
    auto buttons = web::draw_button(context,
                                    {.action = desk_path(meeting, approve_end),
                                     .pattern = desk_pattern(approve_end),
                                     .submit = context.t("Es ist genehmigt"_de)},
                                    {{std::string(read_field), minutes.digest}});
    buttons += web::draw_button(context, {.action = desk_path(meeting, take_back_end),
                                          .pattern = desk_pattern(take_back_end),
                                          .submit = context.t("Noch einmal ändern"_de)});
    lead.set("NEXT", context.t("Hat ein Treffen das Protokoll genehmigt? Dann halt es fest."_de))
        .set("BUTTONS", buttons);
}

void add_approval_pages(web::Site& site, const SharedLines& lines)
{
    const auto who = web::Access::signed_in();
    site.post(desk_pattern(send_end), who, [lines](Context& context) { return post_send(context, *lines); });
    site.post(desk_pattern(take_back_end), who, post_take_back);
    site.post(desk_pattern(approve_end), who,
              [lines](Context& context) { return post_approve(context, *lines); });
    site.post(desk_pattern(object_end), who, post_objection);
    site.post(desk_pattern(answer_end), who, post_answer);
    site.post(desk_pattern(correct_end), who, post_correction);
}

} // namespace dorfnetz::minutes
