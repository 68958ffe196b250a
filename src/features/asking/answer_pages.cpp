#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/links.hpp"
#include "features/asking/wishes.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Who was asked answers behind a link that nobody can guess. Looking changes nothing: mail programs follow
// links too.
namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::string_view wish_pattern = "/anfrage/{token}/wie-oft";

struct Opened
{
    Asked asked;
    OpenShift open;
    people::Person person;
    Search search;
};

Result<Opened> opened(const Context& context, db::Reader& reader)
{
    const auto hash = hash_of_token(context.environment, context.parameter("token"));
    const auto asked = store::asked_by_link(reader, context.network.id, hash);
    auto open = asked ? activities::shift_by_id(reader, context.network.id, asked->shift) : std::nullopt;
    auto person = asked ? still_there(reader, context, asked->person) : std::nullopt;
    auto search = asked ? store::search_of(reader, context.network.id, asked->shift) : std::nullopt;
    if (!open || !person || !search || !has_a_link(*asked))
        return Error{
            .kind = Err::missing,
            .text = "Dieser Link gilt nicht oder nicht mehr. Schau nach, ob er ganz in der Zeile steht."_de};
    return Opened{*asked, *std::move(open), *std::move(person), *std::move(search)};
}

Result<Opened> opened(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) { return opened(context, reader); });
}

std::string path_of_answer(const Context& context)
{
    return answer_path(context.parameter("token"));
}

struct Said
{
    std::string text;
    std::string look = {};
};

// As their promise stands now.
Said said_of(const Context& context, const signups::Yes& promise)
{
    switch (promise.status) {
    case signups::Status::waitlisted:
        return {context.t("Du stehst auf der Warteliste. Danke."_de), "ok"};
    case signups::Status::requested:
        return {context.t("Du bist vorgemerkt. Danke."_de), "ok"};
    default:
        return {context.t("Du hast Ja gesagt. Danke."_de), "ok"};
    }
}

std::optional<Said> said(const Context& context, const Opened& found,
                         const std::optional<signups::Yes>& promise)
{
    if (is_over(context, found.open))
        return Said{context.t("Das ist vorbei oder fällt aus. Du musst nichts tun."_de)};
    switch (found.asked.answer) {
    case Answer::yes:
        return promise ? said_of(context, *promise)
                       : Said{context.t("Deine Zusage steht nicht mehr. Magst du doch, sag auf der Seite des "
                                        "Termins zu."_de)};
    case Answer::no:
        return Said{context.t("Du hast gesagt: diesmal nicht. Danke für die Antwort. Du kannst es dir noch "
                              "anders überlegen."_de)};
    case Answer::later:
        return Said{context.t(
            "Wir fragen dich am {1} noch einmal, wenn dann noch jemand fehlt."_de,
            {i18n::format_date(context.region(), i18n::local_date(context.region(), *found.asked.again_at),
                               i18n::DateStyle::weekday)})};
    case Answer::thanked:
        return Said{found.open.shift.free_places() == 0
                        ? context.t("Inzwischen sind genug da. Du musst nichts tun."_de)
                        : context.t("Die Frage hat sich erledigt. Du musst nichts tun. Magst du trotzdem, "
                                    "sag einfach Ja."_de),
                    "ok"};
    default:
        if (found.open.shift.free_places() == 0)
            return Said{
                context.t("Gerade sind alle Plätze besetzt. Sagst du Ja, stehst du auf der Warteliste."_de)};
        return std::nullopt;
    }
}

// The answer that the link in the mail was for stands out.
html::Safe buttons_for(const Context& context, const Opened& found)
{
    html::Safe buttons;
    const auto wanted = context.query.text("antwort");
    const auto add = [&](German label, std::string_view value, bool is_first) {
        buttons += web::draw_button(context,
                                    {.action = path_of_answer(context),
                                     .pattern = std::string(answer_pattern),
                                     .submit = context.t(label),
                                     .plain = !is_first},
                                    {{"antwort", std::string(value)}});
    };
    const bool is_full = found.open.shift.free_places() == 0;
    std::vector<std::pair<std::string_view, German>> answers{
        {"ja", is_full ? "Auf die Warteliste"_de : "Ja, ich bin dabei"_de}};
    const bool is_needless = found.asked.answer == Answer::thanked;
    if (!is_needless && found.asked.answer != Answer::no)
        answers.emplace_back("nein", "Diesmal nicht"_de);
    if (!is_needless && found.asked.answer != Answer::later)
        answers.emplace_back("spaeter", "Frag mich in ein paar Tagen noch einmal"_de);
    std::ranges::stable_partition(answers, [&](const auto& answer) { return answer.first == wanted; });
    for (const auto& [value, label] : answers)
        add(label, value, value == answers.front().first);
    return buttons;
}

void show_facts(html::Page& page, const Context& context, db::Reader& reader, const Opened& found)
{
    page.set("WHEN", activities::shift_when_text(context, found.open.shift));
    if (const auto place = signups::place_of(reader, context, found.open.listed); !place.empty())
        page.add("WHERE").set("PLACE", place);
    if (!found.open.need.draft.description.empty())
        page.add("WHAT").set("DESCRIPTION", found.open.need.draft.description);
    if (const auto conditions = activities::conditions_of(context, found.open.need.draft);
        !conditions.empty())
        page.add("CONDITIONS").set("CONDITIONS_TEXT", join(conditions, ", "));
}

void show_question(html::Page& page, const Context& context, const Opened& found)
{
    auto block = page.add("QUESTION");
    block.set("BUTTONS", buttons_for(context, found))
        .show_if(found.asked.answer == Answer::asked && !context.query.text("antwort").empty(), "ONE_MORE")
        .show_if(found.asked.answer == Answer::asked, "NO_IS_FINE");
    if (!found.search.message.empty())
        block.add("WORDS").set("MESSAGE", found.search.message);
}

// What else of this activity they were asked for by mail and have not answered: whoever has this link may
// have the others, as all stood in one mail.
void show_other_questions(html::Page& page, const Context& context, db::Reader& reader, const Opened& found)
{
    std::vector<OpenShift> others;
    for (const auto& asked : store::asked_of(reader, context.network.id, found.person.id)) {
        if (!asked.is_open() || asked.shift == found.asked.shift || asked.channel != Channel::mail ||
            found.asked.channel != Channel::mail)
            continue;
        const auto token = token_of(context.environment, context.network.id, asked.shift, found.person.id);
        // Whose entry was merged has a link of the old one.
        if (!store::asked_by_link(reader, context.network.id, hash_of_token(context.environment, token)))
            continue;
        if (auto open = activities::shift_by_id(reader, context.network.id, asked.shift);
            open && open->listed.date.activity == found.open.listed.date.activity && !is_over(context, *open))
            others.push_back(*std::move(open));
    }
    if (others.empty())
        return;
    std::ranges::sort(others, {},
                      [](const OpenShift& open) { return std::pair(open.shift.starts_at, open.shift.id); });
    auto block = page.add("OTHERS");
    for (const auto& open : others)
        block.add("OTHER")
            .set("OTHER_URL", context.url(answer_path(token_of(context.environment, context.network.id,
                                                               open.shift.id, found.person.id))))
            .set("OTHER_TITLE", signups::title_of(open))
            .set("OTHER_WHEN", activities::shift_when_text(context, open.shift));
}

http::Response answer_page(const Context& context, db::Reader& reader, const Opened& found,
                           const std::optional<Error>& refused)
{
    const bool is_yes = found.asked.answer == Answer::yes;
    const bool has_answered =
        is_yes || found.asked.answer == Answer::no || found.asked.answer == Answer::later;
    const auto promise =
        is_yes ? signups::yes_of(reader, context, found.open.shift.id, found.person) : std::nullopt;
    const bool is_in =
        promise && !is_over(context, found.open) &&
        (promise->status == signups::Status::confirmed || promise->status == signups::Status::attended);
    const bool is_needless = found.asked.answer == Answer::thanked;
    const auto heading = context.t(is_in          ? "Du bist dabei"_de
                                   : has_answered ? "Deine Antwort"_de
                                   : is_needless  ? "Danke, dass wir dich fragen durften"_de
                                                  : "Magst du mithelfen?"_de);
    html::Page page;
    page.set("HEADING", heading)
        .set("TITLE", signups::title_of(found.open))
        .set("ACTIVITY_URL", context.url(activities::path_of(found.open.listed.date)));
    if (const auto state = said(context, found, promise)) {
        auto block = page.add("STATE");
        block.set("STATE_TEXT", state->text)
            .set("LOOK", state->look)
            .set("STATE_ICON", web::icon(state->look == "ok" ? "check" : "info"));
        if (promise)
            block.add("OWN").set("OWN_URL", context.url(promise->own_path));
    }
    show_facts(page, context, reader, found);
    if (!has_answered && !is_needless && !is_over(context, found.open))
        page.add("GREETING")
            .set("GREETING_TEXT",
                 context.t("Hallo {1}, {2} fragt dich, ob du mithilfst."_de,
                           {found.person.data.given_name, host_name(reader, context, found.open)}));
    if (!is_yes && !is_over(context, found.open))
        show_question(page, context, found);
    show_other_questions(page, context, reader, found);
    page.set("WISH_FORM", draw_wish_form(context, reader, found.person.id,
                                         path_of_answer(context) + "/wie-oft", wish_pattern));
    web::show_refused(page, context, refused);
    return web::page(context, {.title = heading, .index = false}, context.render("asking_answer", page),
                     refused ? web::status_of(refused->kind) : 200);
}

Result<http::Response> answer_page_for(const Context& context, const std::optional<Error>& refused)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = TRY(opened(context, reader));
        return answer_page(context, reader, found, refused);
    });
}

Result<http::Response> show_answer(Context& context)
{
    return answer_page_for(context, {});
}

Result<http::Response> post_answer(Context& context)
{
    const auto found = TRY(opened(context));
    const auto text = context.form.text("antwort");
    if (is_over(context, found.open))
        return answer_page_for(context,
                               Error{.kind = Err::conflict, .text = "Dafür wird niemand mehr gesucht."_de});
    if (text == "ja") {
        const auto promised = answer_yes(context, found.asked, true);
        if (!promised)
            return answer_page_for(context, promised.error());
        return web::redirect_with_notice(context, promised->own_path, signups::thanks_for(*promised));
    }
    if (text != "nein" && text != "spaeter")
        return answer_page_for(context, Error{.kind = Err::invalid, .text = "Bitte wähle eine Antwort."_de});
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        return answer(tx, context, found.asked, text == "nein" ? Answer::no : Answer::later);
    });
    if (!done)
        return answer_page_for(context, done.error());
    return web::redirect_with_notice(context, path_of_answer(context), "Danke für deine Antwort."_de);
}

Result<http::Response> post_wish(Context& context)
{
    const auto found = TRY(opened(context));
    const auto wish = wish_from(context);
    if (!wish)
        return answer_page_for(context, wish.error());
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        store::put_wish(tx, context.network.id, found.person.id, *wish, context.now());
        return Done{};
    }));
    return web::redirect_with_notice(context, path_of_answer(context), "Gemerkt. So halten wir es."_de);
}

} // namespace

void add_answer_pages(web::Site& site)
{
    site.get(std::string(answer_pattern), web::Access::everyone(), show_answer);
    site.post(std::string(answer_pattern), web::Access::everyone(), post_answer);
    site.post(std::string(wish_pattern), web::Access::everyone(), post_wish);
}

} // namespace dorfnetz::asking
