#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "features/pictures/api.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>
#include <fmt/format.h>

// Entering a thing and changing it.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Choice;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view new_thing_path = "/redaktion/leihen/sachen/neu";
constexpr std::string_view thing_pattern_of_desk = "/redaktion/leihen/sachen/{id}";
constexpr std::string_view withdraw_pattern = "/redaktion/leihen/sachen/{id}/zurueckziehen";
constexpr std::size_t most_pictures = 6;
constexpr std::int64_t around_choices[] = {0, 1, 2, 4, longest_around};

std::vector<Choice> half_day_choices(const Context& context)
{
    std::vector<Choice> choices;
    for (const auto half_days : around_choices)
        choices.push_back({std::to_string(half_days),
                           half_days == 0 ? context.t("gar nicht"_de) : half_days_text(context, half_days)});
    return choices;
}

template <class Kind>
Choice choice_of(const Context& context, Kind kind)
{
    return {std::string(to_text(kind)), context.t(label_of(kind))};
}

std::vector<Field> thing_fields(const Context& context, const Register& entries)
{
    const auto t = [&](German text) { return context.t(text); };
    return {
        {.name = "titel",
         .label = t("Was ist es?"_de),
         .required = true,
         .help = t("So, wie man danach sucht: Festzelt, Häcksler, Beamer."_de),
         .longest = 120},
        {.name = "art",
         .label = t("Art"_de),
         .input = Input::one_of,
         .required = true,
         .choices = {choice_of(context, ThingKind::thing), choice_of(context, ThingKind::room),
                     choice_of(context, ThingKind::transport)}},
        {.name = "verein",
         .label = t("Wem gehört es?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = own_organisations(context, entries)},
        {.name = "dorf",
         .label = t("In welchem Dorf steht es?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = village_choices(entries)},
        {.name = "ort",
         .label = t("Wo genau?"_de),
         .help = t("Zum Beispiel: im Gerätehaus."_de),
         .longest = 120},
        {.name = "groesse",
         .label = t("Größe"_de),
         .help = t("Zum Beispiel: 10 × 5 m, 60 Plätze, 750 kg."_de),
         .longest = 80},
        {.name = "beschreibung", .label = t("Beschreibung"_de), .input = Input::markdown, .longest = 4000},
        {.name = "zustand",
         .label = t("Zustand"_de),
         .help = t("Auch, was fehlt oder geflickt ist."_de),
         .longest = 300},
        {.name = "pfand",
         .label = t("Pfand in Euro"_de),
         .help = t("Leer, wenn ihr keins wollt."_de),
         .longest = 20},
        {.name = "kosten",
         .label = t("Kosten"_de),
         .help = t("Zum Beispiel: kostenlos, über eine Spende freuen wir uns."_de),
         .longest = 200},
        {.name = "leiher",
         .label = t("Wer kann es leihen?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = {choice_of(context, Borrowers::network), choice_of(context, Borrowers::clubs),
                     choice_of(context, Borrowers::village)}},
        {.name = "", .label = t("Zeit davor und danach, Anleitung"_de), .input = Input::fold},
        {.name = "vorher",
         .label = t("Wie lange vorher braucht es Zeit zum Abholen und Aufbauen?"_de),
         .input = Input::one_of,
         .required = true,
         .help = t("So lange kann es davor niemand anders haben."_de),
         .choices = half_day_choices(context)},
        {.name = "nachher",
         .label = t("Wie lange danach zum Abbauen, Trocknen und Zurückbringen?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = half_day_choices(context)},
        {.name = "anleitung",
         .label = t("So geht man damit um"_de),
         .input = Input::markdown,
         .help = t("Aufbau, Strom, worauf man achten muss. Der QR-Code auf dem Etikett führt hierher."_de),
         .longest = 4000}};
}

FormValues values_of(const ThingDraft& draft, const Context& context)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("art", std::string(to_text(draft.kind)))
        .set("verein", draft.owner.text())
        .set("dorf", draft.village.text())
        .set("ort", draft.place)
        .set("groesse", draft.size)
        .set("beschreibung", draft.description)
        .set("zustand", draft.condition)
        .set("pfand", draft.deposit_cents == 0 ? std::string() : money_text(context, draft.deposit_cents))
        .set("kosten", draft.costs)
        .set("leiher", std::string(to_text(draft.borrowers)))
        .set("vorher", std::to_string(draft.around.before))
        .set("nachher", std::to_string(draft.around.after))
        .set("anleitung", draft.instructions);
    return values;
}

// Adds to `errors` what the fields alone do not tell.
ThingDraft thing_from(const FormValues& values, std::vector<FieldError>& errors)
{
    ThingDraft draft{.kind = thing_kind_from_text(values.text("art")).value_or(ThingKind::thing),
                     .owner = OrganisationId{values.text("verein")},
                     .village = VillageId{values.text("dorf")},
                     .place = values.text("ort"),
                     .title = values.text("titel"),
                     .description = values.text("beschreibung"),
                     .size = values.text("groesse"),
                     .condition = values.text("zustand"),
                     .costs = values.text("kosten"),
                     .instructions = values.text("anleitung"),
                     .around = {.before = values.number("vorher").value_or(0),
                                .after = values.number("nachher").value_or(0)},
                     .borrowers = borrowers_from_text(values.text("leiher")).value_or(Borrowers::network)};
    if (const auto cents = cents_from(values.text("pfand")))
        draft.deposit_cents = *cents;
    else
        errors.push_back({"pfand", "Schreib den Betrag in Euro, zum Beispiel 50 oder 12,50."_de});
    return draft;
}

// ---- New ----

std::vector<Field> new_thing_fields(const Context& context, const Register& entries)
{
    auto fields = thing_fields(context, entries);
    fields.push_back(form_number_field());
    return fields;
}

http::Response new_thing_page(const Context& context, const SentBack& form)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    html::Page page;
    page.set("HEADING", context.t("Etwas zum Leihen eintragen"_de)).set("ORIGIN", html::Safe());
    show_refused(page, context, form.refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = std::string(new_thing_path),
                                     .submit = context.t("Eintragen"_de),
                                     .cancel = std::string(desk_path),
                                     .keeps_draft = true},
                                    new_thing_fields(context, *entries), form.values, form.errors));
    return web::page(
        context,
        {.title = context.t("Etwas zum Leihen eintragen"_de), .crumbs = desk_crumbs(context), .index = false},
        context.render("exchange_edit", page), status_of(form));
}

Result<http::Response> show_new_thing(Context& context)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    const auto own = own_organisations(context, *entries);
    ThingDraft draft;
    if (own.size() == 1) {
        draft.owner = OrganisationId{own.front().value};
        draft.village = home_of(*entries, draft.owner).value_or(VillageId{});
    }
    auto values = values_of(draft, context);
    values.set(form_number, new_form_number(context));
    return new_thing_page(context, {.values = std::move(values)});
}

Result<http::Response> post_new_thing(Context& context)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    const auto fields = new_thing_fields(context, *entries);
    auto sent = web::read_form(context, fields);
    const auto draft = thing_from(sent.values, sent.errors);
    if (!sent.ok())
        return new_thing_page(context, {.values = sent.values, .errors = sent.errors});
    const auto added = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Thing> {
        if (!may_edit(context, *organisations::shared_register(context, tx), draft.owner))
            return Error{.kind = Err::missing};
        return add_thing(tx, context.network.id, draft, organisations::author_of(context),
                         form_key(context, fields, sent.values));
    });
    if (added)
        return web::redirect_with_notice(context, thing_edit_path(added->id),
                                         "Eingetragen, alle sehen es. Ein Bild hilft beim Finden."_de);
    if (added.error().kind == Err::missing)
        return added.error();
    return new_thing_page(context, sent_back(sent.values, added.error()));
}

// ---- There already ----

void show_thing_links(html::Page& page, const Context& context, const Thing& thing)
{
    const auto path = thing_edit_path(thing.id);
    auto links = page.add("LINKS");
    const auto add = [&](const std::string& to, German label) {
        links.add("LINK").set("LINK_URL", context.url(to)).set("LABEL", context.t(label));
    };
    add(path_of(thing), "So sehen es alle"_de);
    add(path + "/bilder", "Bilder hochladen oder ändern"_de);
    add(path + "/etikett.pdf", "Etikett mit QR-Code (PDF)"_de);
    if (thing.status == ThingStatus::offered)
        add(path_of(thing) + "/anfragen", "Selbst brauchen: Tage eintragen"_de);
    const bool is_offered = thing.status == ThingStatus::offered;
    auto buttons = web::draw_button(
        context,
        {.action = path + "/zurueckziehen",
         .pattern = std::string(withdraw_pattern),
         .submit = context.t(is_offered ? "Nicht mehr verleihen"_de : "Wieder verleihen"_de),
         .danger = is_offered},
        {{"wie", std::string(to_text(is_offered ? ThingStatus::withdrawn : ThingStatus::offered))}});
    buttons += delete_button(context, thing);
    links.set("BUTTONS", buttons);
}

http::Response thing_edit_page(const Context& context, const Thing& thing, SentBack form)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    html::Page page;
    page.set("HEADING", thing.draft.title).set("ORIGIN", html::Safe());
    page.add("STATE")
        .set("COLOUR", thing.status == ThingStatus::offered ? "pine" : "amber")
        .set("STATE_TEXT",
             context.t(thing.status == ThingStatus::offered ? "zu leihen"_de : "wird nicht verliehen"_de));
    show_refused(page, context, form.refused);
    show_thing_links(page, context, thing);
    auto fields = thing_fields(context, *entries);
    fields.push_back({.name = "version", .label = "", .input = Input::hidden});
    form.values.set("version", std::to_string(thing.version));
    page.set("FORM", web::draw_form(context,
                                    {.action = thing_edit_path(thing.id),
                                     .pattern = std::string(thing_pattern_of_desk),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = std::string(desk_path)},
                                    fields, form.values, form.errors));
    return web::page(context, {.title = thing.draft.title, .crumbs = desk_crumbs(context), .index = false},
                     context.render("exchange_edit", page), status_of(form));
}

Result<http::Response> show_edit_thing(Context& context)
{
    const auto thing =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_thing(context, reader); }));
    return thing_edit_page(context, thing, {.values = values_of(thing.draft, context)});
}

Result<http::Response> post_edit_thing(Context& context)
{
    const auto thing =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_thing(context, reader); }));
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    auto sent = web::read_form(context, thing_fields(context, *entries));
    const auto draft = thing_from(sent.values, sent.errors);
    if (!sent.ok())
        return thing_edit_page(context, thing, {.values = sent.values, .errors = sent.errors});
    const auto version = web::sent_version(context);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable_thing(context, tx));
        if (!may_edit(context, *organisations::shared_register(context, tx), draft.owner))
            return Error{.kind = Err::missing};
        return change_thing(tx, context, thing.id, version, draft);
    });
    if (saved)
        return web::redirect_with_notice(context, thing_edit_path(thing.id), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_thing(context, reader); }));
    return thing_edit_page(context, now, sent_back(sent.values, saved.error()));
}

// ---- No longer lent, and lent again ----

std::string what_withdrawing_does(const Context& context, db::Reader& reader, const Thing& thing)
{
    const auto now = half_day_at(context.region(), context.now());
    const auto bookings = bookings_of(reader, context.network.id, thing.id, now);
    const auto agreed = std::ranges::count(bookings, BookingStatus::agreed, &Booking::status);
    const auto requested = std::ranges::count(bookings, BookingStatus::requested, &Booking::status);
    if (agreed + requested == 0)
        return context.t("Es steht dann nicht mehr in der Liste. Ihr könnt es jederzeit wieder anbieten."_de);
    return context.t(
        "Zugesagte Buchungen: {1}. Offene Anfragen: {2}. Sie werden abgesagt, und alle bekommen Bescheid."_de,
        {std::to_string(agreed), std::to_string(requested)});
}

Result<http::Response> post_withdraw(Context& context)
{
    const auto thing =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_thing(context, reader); }));
    // What is wanted is said, so that a second tap wants the same.
    const bool withdraws = context.form.text("wie") != to_text(ThingStatus::offered);
    if (withdraws && thing.status == ThingStatus::offered && !web::is_sure(context))
        return web::question_page(
            context, {.heading = context.t("„{1}“ nicht mehr verleihen?"_de, {thing.draft.title}),
                      .what_happens = context.pool().read(
                          [&](db::Reader& reader) { return what_withdrawing_does(context, reader, thing); }),
                      .button = {.action = thing_edit_path(thing.id) + "/zurueckziehen",
                                 .pattern = std::string(withdraw_pattern),
                                 .submit = context.t("Nicht mehr verleihen"_de),
                                 .danger = true},
                      .typed = {{"wie", std::string(to_text(ThingStatus::withdrawn))}},
                      .back = thing_edit_path(thing.id),
                      .crumbs = desk_crumbs(context)});
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable_thing(context, tx));
        return withdraws ? withdraw_thing(tx, context, thing.id) : offer_again(tx, context, thing.id);
    });
    if (done)
        return web::redirect_with_notice(context, thing_edit_path(thing.id),
                                         withdraws ? "Es wird nicht mehr verliehen."_de
                                                   : "Es steht wieder in der Liste."_de);
    if (done.error().kind == Err::missing)
        return done.error();
    return thing_edit_page(context, thing,
                           {.values = values_of(thing.draft, context), .refused = done.error()});
}

web::Examples examples_of_things(std::string end)
{
    return [end = std::move(end)](db::Reader& reader, const web::Network& network) {
        for (const auto& entry : organisations::load_register(reader, network.id).entries)
            for (const auto& thing : things_of(reader, network.id, entry.id))
                return std::vector<std::string>{thing_edit_path(thing.id) + end};
        return std::vector<std::string>{};
    };
}

void add_thing_album(web::Site& site)
{
    pictures::add_album(
        site, {.pattern = std::string(thing_pattern_of_desk) + "/bilder",
               .access = web::Access::entry_editors(),
               .heading = "Bilder"_de,
               .help = "So, dass man sieht, wie groß es ist und wie es aussieht, wenn es steht."_de,
               .most = most_pictures,
               .use = pictures::Album::Use::of_thing,
               .subject = [](const Context& context, db::Reader& reader) -> Result<pictures::AlbumSubject> {
                   const auto thing = TRY(editable_thing(context, reader));
                   auto crumbs = desk_crumbs(context);
                   crumbs.push_back({thing.draft.title, thing_edit_path(thing.id)});
                   return pictures::AlbumSubject{.album = picture_album(thing),
                                                 .name = thing.draft.title,
                                                 .path = thing_edit_path(thing.id) + "/bilder",
                                                 .crumbs = std::move(crumbs),
                                                 .back = thing_edit_path(thing.id)};
               },
               .examples = examples_of_things("/bilder")});
}

} // namespace

void add_thing_edit_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(new_thing_path), editors, show_new_thing);
    site.post(std::string(new_thing_path), editors, post_new_thing);
    site.get(std::string(thing_pattern_of_desk), editors, show_edit_thing, examples_of_things({}));
    site.post(std::string(thing_pattern_of_desk), editors, post_edit_thing);
    site.post(std::string(withdraw_pattern), editors, post_withdraw);
    add_thing_album(site);
}

} // namespace dorfnetz::exchange
