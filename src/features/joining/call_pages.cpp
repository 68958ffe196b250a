#include "accounts/audit.hpp"
#include "accounts/desk.hpp"
#include "accounts/policy.hpp"
#include "features/joining/calls.hpp"
#include "features/joining/joining_pages.hpp"
#include "features/notes/api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>

namespace dorfnetz::joining {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view yes_pattern = "/redaktion/anrufe/{id}/ja";
constexpr std::string_view no_pattern = "/redaktion/anrufe/{id}/nein";
constexpr std::string_view note_pattern = "/redaktion/anrufe/{id}/notiz";

// Who did not agree that the lead club sees them is called by the coordinator, who may record everywhere.
bool may_call(const Context& context, const Offer& offer)
{
    const bool for_the_club =
        std::any_of(offer.agreed.begin(), offer.agreed.end(), [](const people::AgreedText& agreed) {
            return agreed.purpose == people::Purpose::lead_contact;
        });
    return accounts::may(context.actor, accounts::Right::record_person, {}) ||
           (for_the_club && people::may_record(context.actor, offer.village));
}

// Only what waits in the actor's villages exists for them.
Result<Offer> visible_offer(db::Reader& reader, const Context& context)
{
    auto offer = offer_by_id(reader, context, OfferId(context.parameter("id")));
    if (!offer || !may_call(context, *offer))
        return Error{.kind = Err::missing,
                     .text = "Hier wartet niemand mehr. Vielleicht war jemand anders schneller."_de};
    return std::move(*offer);
}

std::vector<Field> yes_fields(const Context& context, const Offer& offer)
{
    return {{.name = "zugestimmt",
             .label = is_under_age(offer.values)
                          ? context.t("Die Person hat am Telefon zugestimmt. Die Eltern fragen wir noch."_de)
                          : context.t("Die Person hat am Telefon zugestimmt und ist mindestens 16."_de),
             .input = Input::yes,
             .required = true},
            {.name = "notiz",
             .label = context.t("Wer hat wann angerufen?"_de),
             .required = true,
             .help = context.t("Das ist der Nachweis der Einwilligung."_de),
             .longest = 300}};
}

notes::Subject note_subject(const OfferId& id)
{
    return {.about = notes::About::offer, .id = id.text()};
}

struct Shown
{
    Offer offer;
    accounts::Viewer viewer;
};

// What to do with the call, above everything else: the numbers as links, and words to begin with.
void show_what_to_say(html::Page& page, const Context& context, const Shown& shown,
                      const people::PersonDraft& draft)
{
    for (const auto* guarded : {&draft.phone, &draft.mobile})
        if (const auto& number = guarded->seen_by(shown.viewer); !number.empty())
            page.add("NUMBER")
                .set("PHONE_ICON", web::icon("phone"))
                .set("CALL_URL", html::Url::tel(number))
                .set("CALL_TEXT", phone::format(number));
    page.set(
        "HELLO",
        context.t("„Hallo, hier ist {1} von {2}. Du hast geschrieben, dass du mitmachen willst. Schön!“"_de,
                  {context.actor.name, context.network.name}));
    for (const auto purpose : people::all_purposes) // the register first, without which nothing else holds
        for (const auto& agreed : shown.offer.agreed)
            if (agreed.purpose == purpose)
                page.add("CONSENT").set("CONSENT_TEXT", people::consent_text(purpose, context.network.name,
                                                                             shown.offer.language));
}

void show_facts(html::Page& page, const Context& context, const Shown& shown,
                const people::PersonDraft& draft)
{
    const auto& [offer, viewer] = shown;
    const auto fact = [&](German label, const std::string& text) {
        if (!text.empty())
            page.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
    };
    std::vector<std::string> tasks;
    for (const auto& task : draft.tasks)
        tasks.push_back(vocabularies::label("tasks", task, context.language));
    fact("Wohnt in"_de, name_of_village(places_of(context), offer.village));
    fact("Macht gern"_de, join(tasks, ", "));
    fact("E-Mail"_de, draft.email.seen_by(viewer));
    fact("Anschrift"_de,
         std::string(trim(draft.street.seen_by(viewer) + ' ' + draft.postal_code + ' ' + draft.town)));
    fact("Notiz"_de, draft.notes);
    if (is_under_age(offer.values)) {
        const auto parent = people::parent_from(offer.values);
        fact("Eltern"_de,
             join({parent.name, parent.phone.seen_by(viewer), parent.email.seen_by(viewer)}, " "));
    }
}

std::vector<web::Crumb> crumbs_of_call(const Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"}, {context.t("Ruf an"_de), std::string(calls_path)}};
}

http::Response call_page(const Context& context, const Shown& shown, const web::FormValues& values,
                         const std::vector<FieldError>& errors, int status = 200)
{
    const auto& offer = shown.offer;
    const auto draft = people::entry_from(offer.values, {});
    html::Page page;
    page.set("NAME", offer.name);
    show_what_to_say(page, context, shown, draft);
    show_facts(page, context, shown, draft);
    page.set("NOTES", context.pool().read([&](db::Reader& reader) {
        return notes::draw_notes(context, reader, note_subject(offer.id), call_path(offer.id) + "/notiz",
                                 std::string(note_pattern));
    }));
    page.set("YES_FORM", web::draw_form(context,
                                        {.action = call_path(offer.id) + "/ja",
                                         .pattern = std::string(yes_pattern),
                                         .submit = context.t("Ins Register eintragen"_de),
                                         .cancel = std::string(calls_path)},
                                        yes_fields(context, offer), values, errors))
        .set("NO_BUTTON", web::draw_button(context, {.action = call_path(offer.id) + "/nein",
                                                     .pattern = std::string(no_pattern),
                                                     .submit = context.t("Angaben löschen"_de),
                                                     .danger = true}));
    return web::page(context, {.title = offer.name, .crumbs = crumbs_of_call(context), .index = false},
                     context.render("joining_call", page), status);
}

// Contact data are shown to whoever calls, after that was written down.
Result<Shown> shown_offer(const Context& context)
{
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Shown> {
        auto offer = TRY(visible_offer(tx, context));
        accounts::record(tx,
                         {.network = context.network.id,
                          .user = context.actor.user,
                          .action = "contact.viewed",
                          .subject_kind = "offer",
                          .subject = offer.id.text()},
                         context.environment.clock, context.environment.random);
        const auto viewer = people::recording_viewer(context.actor, offer.village);
        return Shown{std::move(offer), viewer};
    });
}

Result<http::Response> show_call(Context& context)
{
    return call_page(context, TRY(shown_offer(context)), {}, {});
}

Result<http::Response> enter(Context& context)
{
    auto sent = web::read_form(context, yes_fields(context, {}));
    say_instead(sent.errors, "zugestimmt", "Ohne Zustimmung dürfen wir nichts aufheben."_de);
    if (!sent.ok())
        return call_page(context, TRY(shown_offer(context)), sent.values, sent.errors, 422);
    const auto entered = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto offer = TRY(visible_offer(tx, context));
        TRY(accept(tx, context, offer,
                   {.way = people::ConsentWay::phone,
                    .given_on = context.today(),
                    .note = sent.values.text("notiz")},
                   people::author_of(context)));
        return Done{};
    });
    TRY(entered);
    return web::redirect_with_notice(context, calls_path, "Danke. Eingetragen und im Register zu finden."_de);
}

Result<http::Response> save_note(Context& context)
{
    const auto saved = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<German> {
        const auto offer = TRY(visible_offer(tx, context));
        return notes::save_sent(tx, context, note_subject(offer.id));
    });
    if (!saved && saved.error().kind == Err::invalid)
        return web::redirect_with_notice(context, calls_path, "Die Notiz war leer."_de);
    return web::redirect_with_notice(context, calls_path, TRY(saved));
}

Result<http::Response> ask_before_dropping(Context& context)
{
    const auto offer =
        TRY(context.pool().read([&](db::Reader& reader) { return visible_offer(reader, context); }));
    return web::question_page(
        context, {.heading = context.t("Angaben löschen"_de),
                  .what_happens =
                      context.t("Alles, was {1} geschrieben hat, ist dann weg. Stimmt das?"_de, {offer.name}),
                  .button = {.action = call_path(offer.id) + "/nein",
                             .pattern = std::string(no_pattern),
                             .submit = context.t("Ja, löschen"_de),
                             .danger = true},
                  .back = std::string(calls_path),
                  .crumbs = crumbs_of_call(context)});
}

Result<http::Response> drop(Context& context)
{
    if (!web::is_sure(context))
        return ask_before_dropping(context);
    const auto dropped = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto offer = TRY(visible_offer(tx, context));
        remove_offer(tx, context.network.id, offer.id);
        // Whatever the log says about it goes with it; that it was deleted stays, without whose it was.
        accounts::erase_details(tx, context.network.id, "offer", offer.id.text());
        accounts::record_of_network(tx, context, "offer.dropped");
        return Done{};
    });
    TRY(dropped);
    return web::redirect_with_notice(context, calls_path, "Die Angaben sind gelöscht."_de);
}

void add_reminders(std::vector<web::Waiting>& items, const Context& context, db::Reader& reader)
{
    std::int64_t count = 0;
    std::optional<Date> first;
    for (const auto& reminder :
         notes::due_reminders(reader, context.network.id, notes::About::offer, context.today())) {
        const auto offer = offer_by_id(reader, context, OfferId(reminder.subject));
        if (!offer || !may_call(context, *offer))
            continue;
        ++count;
        first = first.value_or(reminder.remind_on);
    }
    if (first)
        items.push_back({.state = web::Waiting::State::late,
                         .count = count,
                         .heading = context.t("Du wolltest noch einmal anrufen"_de),
                         .text = context.t("Eine Notiz zu jemandem, der mitmachen will, ist fällig."_de),
                         .link = context.t("Ruf an"_de),
                         .path = std::string(calls_path),
                         .oldest = i18n::local_time(context.region(), *first, std::chrono::minutes(0))});
}

std::vector<web::Waiting> desk_items(const Context& context, db::Reader& reader)
{
    if (!web::Access::editors().allows(context.actor))
        return {};
    const auto waiting = waiting_for_call(reader, context, own_villages(context));
    if (!waiting.since)
        return {};
    std::vector<web::Waiting> items;
    add_reminders(items, context, reader);
    const bool late = context.now() - *waiting.since > patience;
    items.push_back({.state = late ? web::Waiting::State::late : web::Waiting::State::open,
                     .count = waiting.count,
                     .heading = i18n::translate_count(context.language, "Will mitmachen"_de,
                                                      "Wollen mitmachen"_de, waiting.count),
                     .text = i18n::translate_count(context.language, "Wartet auf deinen Anruf."_de,
                                                   "Sie warten auf deinen Anruf."_de, waiting.count),
                     .link = context.t("Ruf an"_de),
                     .path = std::string(calls_path),
                     .oldest = waiting.since});
    return items;
}

} // namespace

void add_call_pages(web::Site& site)
{
    const auto editors = web::Access::editors();
    site.get(std::string(calls_path), editors, show_calls);
    site.post(std::string(call_pattern), editors, show_call);
    site.post(std::string(yes_pattern), editors, enter);
    site.post(std::string(no_pattern), editors, drop);
    site.post(std::string(note_pattern), editors, save_note);
    site.add(web::DeskItems{.order = 20, .waiting = desk_items});
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 31,
                                  .path = std::string(calls_path),
                                  .label = "Ruf an"_de,
                                  .access = editors,
                                  .group = accounts::desk_group::people});
}

} // namespace dorfnetz::joining
