#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// How it goes: who was asked, who said what, and what comes next.
namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::string_view standing_pattern = "/redaktion/schichten/{schicht}/fragen/stand";
constexpr std::string_view go_on_pattern = "/redaktion/schichten/{schicht}/fragen/weiter";
constexpr std::string_view pause_pattern = "/redaktion/schichten/{schicht}/fragen/pause";
constexpr std::string_view stop_pattern = "/redaktion/schichten/{schicht}/fragen/ende";

struct Standing
{
    std::int64_t yes = 0;
    std::int64_t open = 0;
    std::int64_t left = 0;
    std::int64_t calls = 0;
    std::int64_t letters = 0; // to be printed
    std::int64_t printed = 0;
    std::int64_t told = 0;    // that they need not answer any more
    std::int64_t to_tell = 0; // the same, by a host
};

// Somebody who was chosen: the entry, if they are still there, and the promise that their yes became.
struct Line
{
    Asked asked;
    std::optional<people::Person> person = {};
    std::optional<signups::Yes> promise = {};

    bool is_taken_back() const { return person && asked.answer == Answer::yes && !promise; }

    bool waits() const { return promise && promise->status == signups::Status::waitlisted; }
};

std::vector<Line> lines_for(db::Reader& reader, const Context& context, const ShiftId& shift)
{
    std::vector<Line> lines;
    for (auto& asked : store::asked_for(reader, context.network.id, shift)) {
        Line line{.asked = asked, .person = still_there(reader, context, asked.person)};
        if (line.person && asked.answer == Answer::yes)
            line.promise = signups::yes_of(reader, context, shift, *line.person);
        lines.push_back(std::move(line));
    }
    return lines;
}

// Calls and letters of those alone whom the viewer may ask.
Standing standing_of(const Context& context, const std::vector<Line>& lines)
{
    Standing standing;
    for (const auto& line : lines) {
        const auto& asked = line.asked;
        const bool may_ask = line.person && people::asking_viewer(context.actor, *line.person);
        standing.yes += line.promise && !line.waits() ? 1 : 0;
        standing.open += asked.is_open() ? 1 : 0;
        standing.left += asked.answer == Answer::chosen ? 1 : 0;
        standing.calls += may_ask && asked.is_to_call() ? 1 : 0;
        standing.letters += may_ask && asked.is_to_print() ? 1 : 0;
        if (asked.answer == Answer::thanked)
            ++(asked.channel == Channel::mail ? standing.told : standing.to_tell);
        standing.printed += may_ask && asked.has_open_letter() && asked.printed_at ? 1 : 0;
    }
    return standing;
}

std::string state_text(const Context& context, const Search& search, const Standing& standing)
{
    switch (search.ended) {
    case Ended::full:
        return context.t("Geschafft: Alle Plätze sind besetzt."_de);
    case Ended::over:
        return context.t("Vorbei: Dafür wird niemand mehr gesucht."_de);
    case Ended::nobody_left:
        return context.t("Alle, die du ausgesucht hattest, haben geantwortet. Es fehlt noch jemand."_de);
    case Ended::by_hand:
        return context.t("Du hast aufgehört zu fragen."_de);
    case Ended::asker_gone:
        return context.t("Angehalten: Wer gefragt hat, darf das nicht mehr. Du kannst weiterfragen."_de);
    case Ended::not_yet:
        break;
    }
    return search.state == State::paused ? context.t("Angehalten. Niemand wird gefragt."_de)
           : standing.left > 0           ? context.t("Läuft: Wir fragen der Reihe nach."_de)
                                         : context.t("Läuft: Alle sind dran."_de);
}

// Who had been asked and need not answer any more.
std::string who_is_told(const Context& context, const Search& search, const Standing& standing)
{
    std::vector<std::string> sentences;
    if (standing.told > 0 && (search.ended == Ended::full || search.ended == Ended::by_hand))
        sentences.push_back(
            context.t("Wer die Frage per Mail bekommen und noch nicht geantwortet hatte, weiß Bescheid."_de));
    if (standing.to_tell > 0)
        sentences.push_back(
            context.t("Wen ihr schon angesprochen oder angeschrieben habt: Sagt bitte selbst Bescheid."_de));
    return join(sentences, " ");
}

std::string next_text(const Context& context, const Search& search, const Standing& standing)
{
    if (search.state == State::ended)
        return who_is_told(context, search, standing);
    if (search.state != State::running)
        return {};
    if (standing.left == 0 && standing.calls + standing.letters > 0)
        return context.t("Jetzt seid ihr dran: Unten steht, was zu tun ist."_de);
    if (standing.left == 0)
        return context.t("Alle sind gefragt. Jetzt warten wir auf Antworten."_de);
    return context.t("Reichen die Antworten nicht, fragen wir die Nächsten am {1}."_de,
                     {i18n::format_moment(context.region(), *search.wave_at + search.wait)});
}

std::string_view colour_of(Answer answer)
{
    switch (answer) {
    case Answer::yes:
        return "pine";
    case Answer::asked:
    case Answer::later:
        return "amber";
    default:
        return "";
    }
}

// Of whom a host is to call or meet it is not known when that was.
std::string since_text(const Context& context, const Asked& asked)
{
    const auto at = [&](German text, Timestamp moment) {
        return context.t(text, {i18n::format_moment(context.region(), moment)});
    };
    if (asked.answered_at && asked.answer != Answer::asked)
        return at("geantwortet am {1}"_de, *asked.answered_at);
    if (asked.is_to_call())
        return at("auf der Anrufliste seit {1}"_de, *asked.asked_at);
    if (asked.printed_at)
        return at("Brief gedruckt am {1}"_de, *asked.printed_at);
    if (asked.asked_at && asked.channel == Channel::mail)
        return at("gefragt am {1}"_de, *asked.asked_at);
    return {};
}

void show_asked(html::Page& page, const Context& context, const std::vector<Line>& lines)
{
    for (const auto& line : lines) {
        const auto& [asked, person, promise] = line;
        auto row = page.add("ASKED");
        row.set("NAME", person ? person->data.name() : context.t("(nicht mehr im Register)"_de))
            .set("ANSWER", line.is_taken_back()         ? context.t("Zusage steht nicht mehr"_de)
                           : line.waits()               ? context.t("auf der Warteliste"_de)
                           : person || !asked.is_open() ? answer_text(context, asked)
                                                        : context.t("wird nicht gefragt"_de))
            .set("COLOUR", !person || line.is_taken_back() ? ""
                           : line.waits()                  ? "amber"
                                                           : colour_of(asked.answer));
        // "bekommt einen Brief" says it already.
        if (!asked.is_to_call() && !asked.is_to_print())
            row.add("BY").set("CHANNEL", channel_text(context, asked.channel));
        if (const auto since = person ? since_text(context, asked) : std::string(); !since.empty())
            row.add("SINCE").set("SINCE_TEXT", since);
        if (person && (asked.is_open() || asked.answer == Answer::no))
            row.add("STEPS").set("STEPS_BUTTONS", answer_buttons(context, asked, From::standing));
    }
}

html::Safe buttons_for(const Context& context, const Search& search, const Standing& standing,
                       const OpenShift& open)
{
    html::Safe buttons;
    const auto add = [&](German label, std::string_view end, std::string_view pattern, bool is_plain) {
        buttons += web::draw_button(context, {.action = path_of(search.shift, end),
                                              .pattern = std::string(pattern),
                                              .submit = context.t(label),
                                              .plain = is_plain});
    };
    if (open.shift.starts_at <= context.now())
        return buttons;
    if (standing.left > 0 && open.shift.free_places() > 0)
        add(search.state == State::running ? "Die Nächsten gleich fragen"_de : "Weiter fragen"_de, "/weiter",
            go_on_pattern, false);
    if (search.state == State::running)
        add("Anhalten"_de, "/pause", pause_pattern, true);
    if (search.state != State::ended)
        add("Aufhören"_de, "/ende", stop_pattern, true);
    return buttons;
}

void show_errands(html::Page& page, const Context& context, const Standing& standing, const OpenShift& open)
{
    if (standing.calls > 0)
        page.add("CALLS")
            .set("CALLS_TEXT", i18n::translate_count(
                                   context.language, "Eine Person ist noch anzurufen oder anzusprechen."_de,
                                   "{1} sind noch anzurufen oder anzusprechen."_de, standing.calls))
            .set("CALLS_BUTTON",
                 web::draw_button(context, {.action = path_of(open.shift.id, "/anrufe"),
                                            .pattern = std::string(search_pattern) + "/anrufe",
                                            .submit = context.t("Liste mit Nummern zeigen"_de)}));
    if (standing.letters + standing.printed > 0)
        page.add("LETTERS")
            .set("LETTERS_TEXT",
                 standing.letters > 0
                     ? i18n::translate_count(context.language, "Eine Person bekommt einen Brief."_de,
                                             "{1} bekommen einen Brief."_de, standing.letters)
                     : context.t("Alle Briefe sind gedruckt. Jetzt warten wir auf Antworten."_de))
            .set("LETTERS_BUTTON",
                 web::draw_button(context,
                                  {.action = path_of(open.shift.id, "/briefe"),
                                   .pattern = std::string(search_pattern) + "/briefe",
                                   .submit = context.t(standing.letters > 0 ? "Briefe drucken"_de
                                                                            : "Noch einmal drucken"_de),
                                   .plain = standing.letters == 0}));
}

http::Response standing_page(const Context& context, db::Reader& reader, const OpenShift& open,
                             const Search& search, const std::optional<Error>& refused)
{
    const auto lines = lines_for(reader, context, open.shift.id);
    const auto standing = standing_of(context, lines);
    html::Page page;
    show_shift(page, context, reader, open);
    page.set("STATE", state_text(context, search, standing))
        .set("LOOK", search.ended == Ended::full          ? "ok"
                     : search.ended == Ended::nobody_left ? "warn"
                                                          : "")
        .set("STATE_ICON", web::icon(search.ended == Ended::full ? "check" : "info"))
        .set("YES_TEXT", i18n::translate_count(context.language, "ein Ja"_de, "{1} Ja"_de, standing.yes))
        .set("BUTTONS", buttons_for(context, search, standing, open))
        .set("BACK_URL", context.url(promises_path(open)));
    if (standing.open > 0)
        page.add("AWAITED").set("OPEN_TEXT", i18n::translate_count(context.language, "eine Antwort fehlt"_de,
                                                                   "{1} Antworten fehlen"_de, standing.open));
    if (const auto next = next_text(context, search, standing); !next.empty())
        page.add("NEXT").set("NEXT_TEXT", next);
    if (open.shift.starts_at > context.now() && open.shift.free_places() > 0)
        page.add("ADD").set("ADD_URL", context.url(path_of(open.shift.id) + "?mehr=1"));
    show_errands(page, context, standing, open);
    show_asked(page, context, lines);
    web::show_refused(page, context, refused);
    return web::page(
        context, {.title = context.t("Leute fragen"_de), .crumbs = crumbs_of(context, open), .index = false},
        context.render("asking_running", page), refused ? web::status_of(refused->kind) : 200);
}

Result<http::Response> stand_page(const Context& context, const std::optional<Error>& refused)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto open = TRY(searched_shift(context, reader));
        const auto search = store::search_of(reader, context.network.id, open.shift.id);
        if (!search)
            return web::redirect(context, path_of(open.shift.id));
        return standing_page(context, reader, open, *search, refused);
    });
}

Result<http::Response> show_standing(Context& context)
{
    return stand_page(context, {});
}

template <class Step>
web::Handler handler(Step step, German notice)
{
    return [step, notice](Context& context) -> Result<http::Response> {
        const ShiftId shift(context.parameter("schicht"));
        const auto done = context.pool().write(
            context.scope(), [&](db::Tx& tx) -> Result<Done> { return step(tx, context, shift); });
        if (done)
            return web::redirect_with_notice(context, path_of(shift, "/stand"), notice);
        if (done.error().kind == Err::missing)
            return done.error();
        return stand_page(context, done.error());
    };
}

Result<http::Response> post_stop(Context& context)
{
    if (web::is_sure(context))
        return handler(stop, "Aufgehört."_de)(context);
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto open = TRY(searched_shift(context, reader));
        return web::question_page(
            context, {.heading = context.t("Aufhören zu fragen?"_de),
                      .what_happens = context.t(
                          "Niemand wird mehr gefragt. Wer eine Mail bekommen und noch nicht geantwortet hat, "
                          "erfährt, dass ihr niemanden mehr sucht. Für diese Aufgabe werden sie nicht noch "
                          "einmal gefragt."_de),
                      .button = {.action = path_of(open.shift.id, "/ende"),
                                 .pattern = std::string(stop_pattern),
                                 .submit = context.t("Ja, aufhören"_de)},
                      .back = path_of(open.shift.id, "/stand"),
                      .crumbs = crumbs_of(context, open)});
    });
}

Result<Asked> asked_in_form(const Context& context, db::Reader& reader)
{
    const auto open = TRY(searched_shift(context, reader));
    const auto asked =
        store::asked_one(reader, context.network.id, open.shift.id, PersonId(context.form.text("person")));
    if (!asked)
        return Error{.kind = Err::missing};
    return *asked;
}

// Somebody who has the sheet or the telephone in their hand enters what was said.
Result<http::Response> post_entered(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return asked_in_form(context, reader); }));
    const auto said = answer_from_text(context.form.text("antwort"));
    Result<Done> done = Error{.kind = Err::missing};
    if (said == Answer::yes) {
        if (const auto promised = answer_yes(context, found, false))
            done = Done{};
        else
            done = promised.error();
    } else if (said == Answer::no || said == Answer::later)
        done = context.pool().write(
            context.scope(), [&](db::Tx& tx) -> Result<Done> { return answer(tx, context, found, *said); });
    if (done && !context.form.text("liste").empty())
        if (auto calls = TRY(rest_of_calls(context)))
            return *std::move(calls);
    if (done)
        return web::redirect_with_notice(context, path_of(found.shift, "/stand"), "Eingetragen. Danke."_de);
    if (done.error().kind == Err::missing)
        return done.error();
    return stand_page(context, done.error());
}

} // namespace

html::Safe answer_buttons(const Context& context, const Asked& asked, From from)
{
    html::Safe buttons;
    const auto add = [&](German label, Answer answer, bool is_plain) {
        buttons += web::draw_button(context,
                                    {.action = path_of(asked.shift, "/antwort"),
                                     .pattern = std::string(entered_pattern),
                                     .submit = context.t(label),
                                     .plain = is_plain},
                                    {{"person", asked.person.text()},
                                     {"antwort", std::string(to_text(answer))},
                                     {"liste", from == From::calls ? "1" : ""}});
    };
    add(asked.answer == Answer::no ? "Hat doch Ja gesagt"_de : "Hat Ja gesagt"_de, Answer::yes,
        asked.answer == Answer::no);
    if (asked.answer == Answer::no)
        return buttons;
    add("Diesmal nicht"_de, Answer::no, true);
    if (asked.answer != Answer::later)
        add("Später noch mal fragen"_de, Answer::later, true);
    return buttons;
}

void add_running_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(standing_pattern), editors, show_standing, search_examples("/stand"));
    site.post(std::string(go_on_pattern), editors, handler(go_on, "Die Nächsten sind gefragt."_de));
    site.post(std::string(pause_pattern), editors, handler(pause, "Angehalten."_de));
    site.post(std::string(stop_pattern), editors, post_stop);
    site.post(std::string(entered_pattern), editors, post_entered);
}

} // namespace dorfnetz::asking
