#include "features/people/asking.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "foundation/mail/outbox.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <span>

namespace dorfnetz::people {

namespace {

using web::Context;
using web::Field;
using web::Input;

std::string letters_path()
{
    return std::string(locked_path) + "/briefe";
}

std::string again_path()
{
    return letters_path() + "/noch-einmal";
}

std::string mails_path()
{
    return std::string(locked_path) + "/mails";
}

std::string reply_path()
{
    return std::string(locked_path) + "/ruecklauf";
}

std::vector<Field> reply_fields(const Context& context)
{
    return {{.name = "nummer",
             .label = context.t("Nummer auf dem Abschnitt"_de),
             .required = true,
             .longest = 40,
             .autocomplete = "off"},
            {.name = "antwort",
             .label = context.t("Angekreuzt ist"_de),
             .input = Input::one_of,
             .required = true,
             .choices = {{"ja", context.t("Ja, mit Unterschrift"_de)},
                         {"nein", context.t("Nein, Angaben löschen"_de)}}},
            {.name = "datum", .label = context.t("Datum der Unterschrift"_de), .input = Input::date}};
}

std::string day_text(const Context& context, Timestamp moment)
{
    return i18n::format_date(context.region(), moment, i18n::DateStyle::numeric);
}

void add_villages(html::Values& page, const Context& context, const std::vector<Village>& places,
                  const std::vector<LockedCount>& counts)
{
    for (const auto& count : counts)
        page.add("VILLAGE")
            .set("NAME",
                 count.village.empty() ? context.t("woanders"_de) : village_name(places, count.village))
            .set("LOCKED", count.locked)
            .set("ASKED", count.asked);
}

std::span<const LockedPerson> page_of(const std::vector<LockedPerson>& all, const web::Paging& paging)
{
    const auto first = std::min<std::size_t>(static_cast<std::size_t>(paging.offset()), all.size());
    const auto count = std::min<std::size_t>(static_cast<std::size_t>(paging.per_page), all.size() - first);
    return std::span(all).subspan(first, count);
}

void add_printed(html::Values& page, const Context& context, const std::vector<PrintedLetters>& printed)
{
    if (printed.empty())
        return;
    auto list = page.add("PRINTED");
    for (const auto& letters : printed)
        list.add("LETTERS")
            .set("PRINTED_TEXT",
                 fmt::format("{}: {}", i18n::format_moment(context.region(), letters.at),
                             i18n::translate_count(context.language, "ein Brief ohne Antwort"_de,
                                                   "{1} Briefe ohne Antwort"_de, letters.count)))
            .set("AGAIN_BUTTON",
                 web::draw_button(
                     context,
                     {.action = again_path(), .submit = context.t("Noch einmal drucken"_de), .plain = true},
                     {{"gedruckt", to_iso(letters.at)}}));
}

void add_people(html::Values& page, const Context& context, const std::vector<Village>& places,
                std::span<const LockedPerson> locked)
{
    for (const auto& [person, asked_at] : locked) {
        const auto since = asked_at.value_or(*person.locked_at);
        page.add("ROW")
            .set("PERSON_URL", context.url(person_path(person.id)))
            .set("NAME", person.data.name())
            .set("HOME", village_name(places, person.data.village))
            .set("ASKED_TEXT", asked_at ? day_text(context, *asked_at) : context.t("noch nicht"_de))
            .set("DELETED_ON", day_text(context, since + std::chrono::days(days_to_answer)));
    }
}

http::Response locked_page(const Context& context, const web::FormValues& reply,
                           const std::vector<FieldError>& errors, int status = 200)
{
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        const auto places = villages::all_places(reader, context.network.id);
        const auto locked = locked_people(reader, context.network.id);
        if (locked.empty()) {
            page.show("NOTHING");
            return;
        }
        const auto letters = to_be_asked(context, locked, AskedBy::letter).size();
        const auto mails = to_be_asked(context, locked, AskedBy::mail).size();
        auto some = page.add("SOMEBODY");
        some.set("LETTERS_BUTTON",
                 web::draw_button(
                     context, {.action = letters_path(),
                               .submit = context.t("Briefe drucken ({1})"_de, {std::to_string(letters)})}))
            .set("MAILS_BUTTON", web::draw_button(context, {.action = mails_path(),
                                                            .submit = context.t("E-Mails senden ({1})"_de,
                                                                                {std::to_string(mails)})}))
            .set("REPLY_FORM",
                 web::draw_form(context,
                                {.action = reply_path(), .submit = context.t("Antwort eintragen"_de)},
                                reply_fields(context), reply, errors));
        add_printed(some, context, printed_letters(reader, context.network.id));
        add_villages(some, context, places, locked_by_village(reader, context.network.id));
        const auto paging = web::paging(context);
        some.set("PAGES", web::paging_links(context, paging, std::ssize(locked)));
        add_people(some, context, places, page_of(locked, paging));
    });
    return web::page(
        context, {.title = context.t("Einwilligung fehlt"_de), .crumbs = crumbs_of(context), .index = false},
        context.render("people_locked", page), status);
}

Result<http::Response> show_locked(Context& context)
{
    web::FormValues reply;
    reply.set("nummer", std::string(context.query.text("nummer")));
    return locked_page(context, reply, {});
}

std::vector<Request> requests(const Context& context, AskedBy way)
{
    const auto locked =
        context.pool().read([&](db::Reader& reader) { return locked_people(reader, context.network.id); });
    return to_be_asked(context, locked, way);
}

http::Response letters_file(std::string letters, Date day)
{
    return web::download(std::move(letters), "application/pdf",
                         fmt::format("einwilligung-{}.pdf", to_iso(day)));
}

// The letters are made before anybody is noted as asked: a letter that could not be made was not sent.
Result<http::Response> print_letters(Context& context)
{
    const auto asked = requests(context, AskedBy::letter);
    if (asked.empty())
        return web::redirect_with_notice(context, locked_path, "Gerade gibt es keinen Brief zu drucken."_de);
    auto letters = TRY(letters_for(context, places_of(context), asked, context.today()));
    const auto noted = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& [person, number] : asked)
            note_request(tx, context.network.id, person.id, number, AskedBy::letter, author_of(context));
        return Done{};
    });
    TRY(noted);
    return letters_file(std::move(letters), context.today());
}

// For a printer that jammed: the same numbers, and the same day, from which the time to answer runs.
Result<http::Response> print_again(Context& context)
{
    const auto at = timestamp_from_iso(context.form.text("gedruckt"));
    const auto asked = context.pool().read([&](db::Reader& reader) {
        return at ? requests_printed_at(reader, context.network.id, *at) : std::vector<Request>();
    });
    if (asked.empty())
        return web::redirect_with_notice(context, locked_path,
                                         "Diese Briefe sind inzwischen alle beantwortet."_de);
    const auto day = i18n::local_date(context.region(), *at);
    auto letters = TRY(letters_for(context, places_of(context), asked, day));
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& request : asked)
            note_letter_again(tx, context.network.id, request.person.id, author_of(context));
        return Done{};
    }));
    return letters_file(std::move(letters), day);
}

Result<http::Response> send_mails(Context& context)
{
    const auto asked = requests(context, AskedBy::mail);
    const auto sent = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& request : asked) {
            // An address that no mail can go to is left for a call.
            const auto queued = mail::enqueue(tx, mail_for(context, request), context.environment.clock,
                                              context.environment.random);
            if (queued)
                note_request(tx, context.network.id, request.person.id, request.number, AskedBy::mail,
                             author_of(context));
        }
        return Done{};
    });
    TRY(sent);
    return web::redirect_with_notice(context, locked_path,
                                     asked.empty() ? "Gerade gibt es niemanden, dem wir schreiben können."_de
                                                   : "Die E-Mails gehen jetzt hinaus."_de);
}

Result<http::Response> enter_reply(Context& context, const Elsewheres& elsewhere)
{
    auto sent = web::read_form(context, reply_fields(context));
    const bool yes = sent.values.text("antwort") == "ja";
    const auto signed_on = sent.values.date("datum");
    if (signed_on && *signed_on > context.today())
        sent.errors.push_back({"datum", "Dieser Tag kommt erst noch."_de});
    if (!sent.ok())
        return locked_page(context, sent.values, sent.errors, 422);
    const auto entered = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto person = person_of_request(tx, context.network.id, sent.values.text("nummer"));
        if (!person)
            return Error{.kind = Err::missing};
        if (!yes) {
            erase(tx, context.network.id, *person, elsewhere);
            return Done{};
        }
        // Without a day nobody knows which came first.
        const auto known = store::by_id(tx, context.network.id, *person);
        if (!signed_on && known && known->lock == Lock::withdrawn)
            return Error{
                .kind = Err::invalid,
                .text = "Die Person hat inzwischen Nein gesagt. Trag ein, wann sie unterschrieben hat."_de};
        auto wordings = wordings_of(context);
        wordings.language = i18n::Language::de; // of the letter
        return record_consent(tx, context.network.id, *person,
                              {.way = ConsentWay::paper,
                               .given_on = signed_on.value_or(context.today()),
                               .to = remember_asking_text(tx, wordings),
                               .paper_number = sent.values.text("nummer")},
                              author_of(context));
    });
    if (!entered && entered.error().kind == Err::invalid)
        return locked_page(context, sent.values, {{"datum", entered.error().text}}, 422);
    if (!entered)
        return locked_page(context, sent.values,
                           {{"nummer", "Diese Nummer kennen wir nicht. Vergleich sie mit dem Abschnitt."_de}},
                           422);
    return web::redirect_with_notice(context, locked_path,
                                     yes ? "Danke, die Einwilligung ist eingetragen."_de
                                         : "Die Angaben sind gelöscht."_de);
}

} // namespace

void add_locked_pages(web::Site& site, const Elsewheres& elsewhere)
{
    site.get(std::string(locked_path), web::Access::coordinator(), show_locked);
    site.post(letters_path(), web::Access::coordinator(), print_letters);
    site.post(again_path(), web::Access::coordinator(), print_again);
    site.post(mails_path(), web::Access::coordinator(), send_mails);
    site.post(reply_path(), web::Access::coordinator(),
              [elsewhere](Context& context) { return enter_reply(context, elsewhere); });
}

} // namespace dorfnetz::people
