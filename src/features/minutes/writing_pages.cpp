#include "features/minutes/minutes_pages.hpp"
#include "foundation/core/digest.hpp"
#include "foundation/core/kept.hpp"
#include "foundation/web/asset_files.hpp"
#include "foundation/web/sent_back.hpp"

#include <charconv>
#include <fmt/format.h>
#include <map>

// Writing the minutes: a form for each matter, and what assets/js/minutes.js asks for while people type.
namespace dorfnetz::minutes {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view state_end = "/stand.json";
constexpr std::string_view save_end = "/speichern";
constexpr std::int64_t most_number = 1'000'000'000;
constexpr std::size_t longest_tab = 40;
constexpr std::size_t enough_of_a_hash = 16;

std::vector<Field> fields_of_save(const Context& context)
{
    return {
        {.name = "punkt", .label = "", .input = Input::hidden, .longest = longest_tab},
        {.name = "tab", .label = "", .input = Input::hidden, .required = true, .longest = longest_tab},
        {.name = "nummer",
         .label = "",
         .input = Input::number,
         .required = true,
         .least = 1,
         .most = most_number},
        {.name = "fassung", .label = "", .input = Input::number, .required = true, .most = most_number},
        {.name = "fertig", .label = "", .input = Input::hidden, .longest = 1},
        {.name = "nachgereicht", .label = "", .input = Input::hidden, .longest = 1},
        {.name = "text", .label = context.t("Text"_de), .input = Input::markdown, .longest = longest_text}};
}

Save save_from(const web::FormValues& values)
{
    return {.tab = values.text("tab"),
            .number = values.number("nummer").value_or(1),
            .based_on = values.number("fassung").value_or(0),
            .text = values.text("text"),
            .then = values.has("nachgereicht") ? Then::leave
                    : values.has("fertig")     ? Then::release
                                               : Then::go_on};
}

void add_to_mark(std::string& all, const AgendaItemId& item, std::string_view heading)
{
    all.append(item.text()).append(" ").append(heading).append("\n");
}

// Changes when a matter is added, taken off, renamed or moved: then the page has to be drawn anew.
std::string agenda_mark(const std::vector<Matter>& matters)
{
    std::string all;
    for (const auto& matter : matters)
        if (matter.is_on_agenda)
            add_to_mark(all, matter.item, matter.heading);
    return sha256(all).substr(0, enough_of_a_hash);
}

// The same without the texts.
std::string agenda_mark(db::Reader& reader, const NetworkId& network, const Meeting& meeting)
{
    std::string all;
    int number = 0;
    for (const auto& item : meetings::agenda_of(reader, network, meeting.id))
        add_to_mark(all, item.id, heading_of(++number, item));
    return sha256(all).substr(0, enough_of_a_hash);
}

// What lies beside the text, by matter.
std::multimap<AgendaItemId, Beside> besides_by_matter(db::Reader& reader, const NetworkId& network,
                                                      const Meeting& meeting)
{
    std::multimap<AgendaItemId, Beside> besides;
    for (auto& beside : store::besides_of(reader, network, meeting.id)) {
        const auto item = beside.item;
        besides.emplace(item, std::move(beside));
    }
    return besides;
}

std::string beside_path(const Meeting& meeting, const Beside& beside)
{
    return desk_path(meeting, "/daneben/" + beside.id.text());
}

// ---- The page ----

// Of what the agenda says, made once for each wording: it no longer changes while people write.
html::Safe markup_of_agenda(const std::string& text)
{
    constexpr std::size_t most_kept = 500;
    constexpr std::size_t longest_kept = 8'000;
    static Kept<html::Safe> kept(most_kept);
    if (text.size() > longest_kept)
        return html::markdown(text);
    return *kept.of(text, 0, [&] { return html::markdown(text); });
}

void show_hold(html::Values& row, const Context& context, const Text& text, const Names& names)
{
    if (is_held(text.hold, context.now()))
        row.add("HELD").set("HOLDER", context.t("{1} schreibt gerade."_de, {names.of(text.hold->by)}));
}

// What somebody typed who has no script, where it cannot be kept: the page shows it again.
struct Typed
{
    AgendaItemId item = {};
    std::int64_t based_on = 0;
    std::string text = {};
};

void show_matters(html::Page& page, const Context& context, db::Reader& reader, const Meeting& meeting,
                  const std::vector<Matter>& matters, const std::optional<Typed>& typed)
{
    const Names names(reader, context);
    const auto besides = besides_by_matter(reader, context.network.id, meeting);
    page.set("SAVE_URL", context.url(desk_path(meeting)))
        .set("TOKEN", web::form_token(context, desk_pattern()))
        // Without JavaScript each page is a tab of its own that saves once.
        .set("TAB", new_uuid_v7(context.environment.clock, context.environment.random));
    for (const auto& matter : matters) {
        const bool is_typed = typed && typed->item == matter.item;
        auto row = page.add("MATTER");
        row.set("ANCHOR", anchor_of(matter.item))
            .set("ITEM", matter.item.text())
            .set("HEADING", matter.heading)
            .set("VERSION", is_typed ? typed->based_on : matter.text.version)
            .set("TEXT", is_typed ? typed->text : matter.text.text);
        if (!matter.agenda.empty())
            row.add("AGENDA").set("AGENDA_TEXT", markup_of_agenda(matter.agenda));
        show_hold(row, context, matter.text, names);
        const auto [first, last] = besides.equal_range(matter.item);
        for (auto beside = first; beside != last; ++beside)
            row.add("BESIDE")
                .set("WRITER",
                     context.t("Daneben liegt Text von {1}."_de, {names.of(beside->second.written_by)}))
                .set("BESIDE_URL", context.url(beside_path(meeting, beside->second)));
    }
}

void show_frame(html::Page& page, const Context& context, const Meeting& meeting,
                const std::optional<Minutes>& minutes)
{
    page.set("TITLE", meeting.draft.title)
        .set("WHEN", meetings::when_text(context, meeting))
        .set("PAGE_URL", context.url(desk_path(meeting)))
        .set("SCRIPT_URL", web::asset("js/minutes.js"))
        .set("READ_URL", context.url(public_path(meeting)))
        .set("SIGN_IN_URL", context.url("/anmelden?weiter=" + desk_path(meeting)))
        .set("WRITER_MARK", writer_mark(context))
        .set("STAND", minutes ? minutes->stand : 0)
        .set("INFO_ICON", web::icon("info"))
        .set("LEFT", context.render("minutes_left", {}))
        .set("WRITES_WORDS", context.t("{1} schreibt gerade."_de))
        .set("SAVED_WORDS", context.t("Gespeichert {1} Uhr"_de))
        .set("BESIDE_WORDS", context.t("Daneben liegt Text von {1}."_de));
}

Result<http::Response> writing_page(const Context& context, const std::optional<Typed>& typed = {},
                                    const std::optional<Error>& refused = {})
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto meeting = TRY(own_meeting(context, reader));
        const auto minutes = store::minutes_of(reader, context.network.id, meeting.id);
        if (minutes && minutes->state != State::draft)
            return web::redirect(context, public_path(meeting));
        html::Page page;
        const auto matters = matters_of(context, reader, meeting);
        show_frame(page, context, meeting, minutes);
        page.set("AGENDA_MARK", agenda_mark(matters));
        web::show_refused(page, context, refused);
        show_matters(page, context, reader, meeting, matters, typed);
        return web::page(context,
                         {.title = context.t("Protokoll schreiben"_de),
                          .crumbs = crumbs_of(context, meeting),
                          .index = false},
                         context.render("minutes_write", page), web::form_status({}, refused));
    });
}

Result<http::Response> show_writing(Context& context)
{
    return writing_page(context);
}

// Where to go on after a form was sent without JavaScript and taken.
http::Response answer_to_form(const Context& context, const Meeting& meeting, const AgendaItemId& item,
                              const Saved& saved)
{
    const auto back = desk_path(meeting) + "#" + anchor_of(item);
    switch (saved.verdict) {
    case Verdict::beside:
        return web::redirect_with_notice(
            context, back,
            "Hier hat inzwischen jemand anderes geschrieben. Dein Text liegt daneben: Führ beides zusammen."_de);
    default:
        return web::redirect_with_notice(context, back, "Gespeichert."_de);
    }
}

struct SentSave
{
    Meeting meeting = {};
    AgendaItemId item = {};
    Save save = {};
    Saved saved = {};
};

// Drafts are on no page that is kept, so nothing of those goes stale.
Result<SentSave> take_save(const Context& context)
{
    const auto sent = web::read_form(context, fields_of_save(context));
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<SentSave> {
        SentSave done{.meeting = TRY(own_meeting(context, tx)),
                      .item = AgendaItemId{sent.values.text("punkt")}};
        if (!sent.ok())
            return sent.error();
        done.save = save_from(sent.values);
        done.saved = TRY(save(tx, context, done.meeting, done.item, done.save));
        return done;
    });
}

Result<http::Response> post_form(Context& context)
{
    const auto done = TRY(take_save(context));
    if (done.saved.verdict == Verdict::too_many)
        return writing_page(
            context, Typed{.item = done.item, .based_on = done.save.based_on, .text = done.save.text},
            Error{
                .kind = Err::conflict,
                .text =
                    "Nicht gespeichert: Neben diesem Protokoll liegt schon zu viel von dir. Führt davon erst "
                    "etwas zusammen. Dein Text steht noch hier."_de});
    if (done.saved.verdict == Verdict::refused)
        return text_not_taken(
            context, done.meeting,
            "Das Protokoll ist inzwischen genehmigt und bleibt, wie es ist. Bring deinen Text "
            "beim nächsten Treffen ein oder schick ihn denen, die es leiten."_de,
            done.save.text);
    return answer_to_form(context, done.meeting, done.item, done.saved);
}

// ---- What the script asks for ----

std::int64_t milliseconds_left(const Text& text, Timestamp now)
{
    return is_held(text.hold, now) ? (text.hold->until - now).count() : 0;
}

std::string besides_as_json(const Context& context, const Meeting& meeting, const AgendaItemId& item,
                            const std::multimap<AgendaItemId, Beside>& besides, const Names& names,
                            std::string_view tab)
{
    std::string list;
    const auto [first, last] = besides.equal_range(item);
    for (auto beside = first; beside != last; ++beside)
        list += fmt::format(R"({}{{"name":{},"own":{},"address":{}}})", list.empty() ? "" : ",",
                            html::json_text(names.of(beside->second.written_by)), beside->second.tab == tab,
                            html::json_text(context.url(beside_path(meeting, beside->second)).text()));
    return list;
}

std::string text_as_json(const Context& context, const Text& text, const Names& names, std::string_view tab,
                         const std::string& besides)
{
    const auto left = milliseconds_left(text, context.now());
    return fmt::format(
        R"({{"id":{},"version":{},"text":{},"held_by":{},"own":{},"held_ms":{},"besides":[{}]}})",
        html::json_text(text.item.text()), text.version, html::json_text(text.text),
        html::json_text(left > 0 ? names.of(text.hold->by) : std::string()),
        left > 0 && text.hold->tab == tab, left, besides);
}

std::int64_t known_stand(const Context& context)
{
    const auto text = context.query.text("kennt");
    std::int64_t stand = -1;
    std::from_chars(text.data(), text.data() + text.size(), stand);
    return stand;
}

http::Response json(std::string text)
{
    auto response = web::download(std::move(text), "application/json", "protokoll.json");
    response.headers.set("Cache-Control", "private, no-store");
    return response;
}

Result<http::Response> answer_state(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto meeting = TRY(own_meeting(context, reader));
        const auto minutes = store::minutes_of(reader, context.network.id, meeting.id).value_or(Minutes{});
        const auto known = known_stand(context);
        std::string texts;
        if (known != minutes.stand) {
            const Names names(reader, context);
            const auto tab = context.query.text("tab");
            const auto besides = besides_by_matter(reader, context.network.id, meeting);
            // After a backup was restored the stand may be an older one: then everything is told.
            const auto since = known > minutes.stand ? -1 : known;
            for (const auto& text : store::texts_since(reader, context.network.id, meeting.id, since))
                texts += (texts.empty() ? "" : ",") +
                         text_as_json(context, text, names, tab,
                                      besides_as_json(context, meeting, text.item, besides, names, tab));
        }
        return json(
            fmt::format(R"({{"stand":{},"state":"{}","writer":"{}","agenda":"{}","token":{},"texts":[{}]}})",
                        minutes.stand, to_text(minutes.state), writer_mark(context),
                        agenda_mark(reader, context.network.id, meeting),
                        html::json_text(web::form_token(context, desk_pattern(save_end))), texts));
    });
}

Result<http::Response> post_save(Context& context)
{
    const auto done = TRY(take_save(context));
    return json(fmt::format(R"({{"verdict":"{}","version":{},"beside":{},"state":"{}"}})",
                            to_text(done.saved.verdict), done.saved.text.version, done.saved.lies_beside,
                            to_text(done.saved.state)));
}

// Of a meeting that is still to come: one can write in what is known already.
web::Examples some_draft(std::string_view end)
{
    return [end](db::Reader& reader, const web::Network& network) {
        std::vector<std::string> paths;
        for (const auto& meeting : meetings::coming_meetings(reader, network.id))
            if (paths.empty())
                paths.push_back(desk_path(meeting, end));
        return paths;
    };
}

} // namespace

http::Response text_not_taken(const Context& context, const Meeting& meeting, German reason,
                              const std::string& text)
{
    html::Page page;
    page.set("ICON", web::icon("warning"))
        .set("REASON", context.t(reason))
        .set("TEXT", text)
        .set("PAGE_URL", context.url(public_path(meeting)));
    return web::page(context,
                     {.title = context.t("Dein Text ist nicht gespeichert"_de),
                      .crumbs = crumbs_of(context, meeting),
                      .index = false},
                     context.render("minutes_not_taken", page), web::status_of(Err::conflict));
}

std::string writer_mark(const Context& context)
{
    return web::keyed_hash(context.environment, "minutes writer", context.actor.user.text())
        .substr(0, enough_of_a_hash);
}

void add_writing_pages(web::Site& site)
{
    const auto who = web::Access::signed_in();
    site.get(desk_pattern(), who, show_writing, some_draft(""));
    site.post(desk_pattern(), who, post_form, body_limit);
    site.get(desk_pattern(state_end), who, answer_state);
    site.post(desk_pattern(save_end), who, post_save, body_limit);
}

} // namespace dorfnetz::minutes
