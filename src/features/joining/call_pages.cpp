#include "accounts/audit.hpp"
#include "accounts/policy.hpp"
#include "features/joining/joining_pages.hpp"
#include "features/joining/offers.hpp"
#include "features/notes/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>

namespace dorfnetz::joining {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view calls_path = "/redaktion/anrufe";
constexpr std::string_view call_pattern = "/redaktion/anrufe/{id}";
constexpr std::string_view yes_pattern = "/redaktion/anrufe/{id}/ja";
constexpr std::string_view no_pattern = "/redaktion/anrufe/{id}/nein";
constexpr std::string_view note_pattern = "/redaktion/anrufe/{id}/notiz";
constexpr std::chrono::days patience{3}; // of somebody who wants to help and waits for a call

// Nothing: all of them.
OfVillages own_villages(const Context& context)
{
    if (accounts::may(context.actor, accounts::Right::record_person, {}))
        return std::nullopt;
    return accounts::villages_for(context.actor, accounts::Right::record_person);
}

std::string call_path(const OfferId& id)
{
    return std::string(calls_path) + '/' + id.text();
}

std::string village_name(const std::vector<villages::Village>& places, const std::optional<VillageId>& id)
{
    for (const auto& place : places)
        if (id && place.id == *id)
            return place.name;
    return {};
}

Result<http::Response> show_calls(Context& context)
{
    const auto places = places_of(context);
    const auto villages = own_villages(context);
    const auto paging = web::paging(context);
    Waiting waiting;
    const auto offers = context.pool().read([&](db::Reader& reader) {
        waiting = waiting_for_call(reader, context, villages);
        return offers_to_call(reader, context, villages, paging);
    });
    html::Page page;
    if (offers.empty())
        page.show("NOTHING");
    else {
        auto list = page.add("LIST");
        list.set("PAGES", web::paging_links(context, paging, waiting.count));
        for (const auto& offer : offers)
            list.add("ROW")
                .set("NAME", offer.name)
                .set("VILLAGE", village_name(places, offer.village))
                .set("WHEN", i18n::format_moment(context.region(), offer.created_at))
                .set("BUTTON", web::draw_button(context, {.action = call_path(offer.id),
                                                          .pattern = std::string(call_pattern),
                                                          .submit = context.t("Kontakt anzeigen"_de)}));
    }
    return web::page(context,
                     {.title = context.t("Ruf an"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("joining_calls", page));
}

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
    std::vector<std::string> texts;
    for (const auto& agreed : offer.agreed)
        texts.push_back(people::consent_text(agreed.purpose, context.network.name, context.language));
    return {{.name = "zugestimmt",
             .label = is_under_age(offer.values)
                          ? context.t("Die Person hat am Telefon zugestimmt. Die Eltern fragen wir noch."_de)
                          : context.t("Die Person hat am Telefon zugestimmt und ist mindestens 16."_de),
             .input = Input::yes,
             .required = true,
             .help = join(texts, " ")},
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

http::Response call_page(const Context& context, const Shown& shown, const web::FormValues& values,
                         const std::vector<FieldError>& errors, int status = 200)
{
    const auto& offer = shown.offer;
    const auto& viewer = shown.viewer;
    const auto draft = people::entry_from(offer.values, {});
    html::Page page;
    page.set("NAME", offer.name);
    const auto fact = [&](German label, const std::string& text) {
        if (!text.empty())
            page.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
    };
    fact("Wohnt in"_de, village_name(places_of(context), offer.village));
    fact("Telefon"_de, phone::format(draft.phone.seen_by(viewer)));
    fact("Handy"_de, phone::format(draft.mobile.seen_by(viewer)));
    fact("E-Mail"_de, draft.email.seen_by(viewer));
    fact("Anschrift"_de,
         std::string(trim(draft.street.seen_by(viewer) + ' ' + draft.postal_code + ' ' + draft.town)));
    fact("Notiz"_de, draft.notes);
    if (is_under_age(offer.values)) {
        const auto parent = people::parent_from(offer.values);
        fact("Eltern"_de,
             join({parent.name, parent.phone.seen_by(viewer), parent.email.seen_by(viewer)}, " "));
    }
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
                                                     .submit = context.t("Will doch nicht: löschen"_de),
                                                     .danger = true}));
    return web::page(context,
                     {.title = offer.name,
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Ruf an"_de), std::string(calls_path)}},
                      .index = false},
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
    return web::redirect_with_notice(context, calls_path, "Eingetragen."_de);
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

Result<http::Response> drop(Context& context)
{
    const auto dropped = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto offer = TRY(visible_offer(tx, context));
        remove_offer(tx, context.network.id, offer.id);
        // Whatever the log says about it goes with it; that it was deleted stays, without whose it was.
        accounts::erase_details(tx, context.network.id, "offer", offer.id.text());
        accounts::record(tx,
                         {.network = context.network.id,
                          .user = context.actor.user,
                          .action = "offer.dropped",
                          .subject_kind = "network",
                          .subject = context.network.id.text()},
                         context.environment.clock, context.environment.random);
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
                     .heading = context.t("Wollen mitmachen"_de),
                     .text = context.t("Sie warten auf deinen Anruf."_de),
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
                                  .access = editors});
}

} // namespace dorfnetz::joining
