#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// The page of one booking, for the two sides of it: what comes next, and how it went.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view booking_pattern = "/redaktion/leihen/buchungen/{id}";

struct OwnBooking
{
    Booking booking;
    Thing thing;
    bool is_owner = false;
    bool is_borrower = false;
    std::shared_ptr<const Register> entries;
};

Result<OwnBooking> own_booking(const Context& context, db::Reader& reader)
{
    auto booking = booking_by_id(reader, context.network.id, BookingId{context.parameter("id")});
    auto thing = booking ? thing_by_id(reader, context.network.id, booking->thing) : std::nullopt;
    if (!thing)
        return Error{.kind = Err::missing};
    auto entries = organisations::shared_register(context, reader);
    const bool is_owner = may_edit(context, *entries, booking->owner);
    const bool is_borrower = may_edit(context, *entries, booking->borrower);
    if (!is_owner && !is_borrower)
        return Error{.kind = Err::missing};
    return OwnBooking{*std::move(booking), *std::move(thing), is_owner, is_borrower, std::move(entries)};
}

// One thing that can be done now.
struct Step
{
    std::string key;
    German heading; // when folded away
    German button;
    std::vector<Field> fields = {};
    bool is_main = false;
    bool is_final = false;
    bool takes_back = false; // a slip; beside what comes next
};

std::vector<Field> reason_field(const Context& context)
{
    return {{.name = "grund",
             .label = context.t("Warum?"_de),
             .input = Input::long_text,
             .help = context.t("Ein kurzer Satz, den die anderen lesen."_de),
             .longest = 500}};
}

Step hand_over_step(const Context& context)
{
    return {.key = "ausgeben",
            .heading = {},
            .button = "Ausgegeben"_de,
            .fields = {{.name = "zustand_aus",
                        .label = context.t("In welchem Zustand geht es raus?"_de),
                        .input = Input::long_text,
                        .help = context.t("Zum Beispiel: vollständig, 24 Heringe, eine Naht geflickt."_de),
                        .longest = 1000}},
            .is_main = true};
}

Step take_back_step(const Context& context)
{
    return {.key = "zurueck",
            .heading = {},
            .button = "Ist wieder da"_de,
            .fields = {{.name = "zustand_ein",
                        .label = context.t("In welchem Zustand kam es zurück?"_de),
                        .input = Input::long_text,
                        .longest = 1000},
                       {.name = "schaden",
                        .label = context.t("Ist etwas kaputt oder weg?"_de),
                        .input = Input::long_text,
                        .help = context.t("Leer, wenn alles gut ist. Sonst bekommen sie Bescheid."_de),
                        .longest = 1000}},
            .is_main = true};
}

// Of what is past nothing is promised any more; how it went can still be said.
void add_steps_of_owner(std::vector<Step>& steps, const Context& context, const OwnBooking& found)
{
    const auto now = half_day_at(context.region(), context.now());
    const bool is_over = is_past(context, found.booking);
    switch (found.booking.status) {
    case BookingStatus::requested:
        if (is_over)
            return;
        steps.push_back({.key = "zusagen", .heading = {}, .button = "Zusagen"_de, .is_main = true});
        steps.push_back({.key = "ablehnen",
                         .heading = "Ablehnen"_de,
                         .button = "Ablehnen"_de,
                         .fields = reason_field(context),
                         .is_final = true});
        return;
    case BookingStatus::agreed:
        steps.push_back(is_over ? take_back_step(context) : hand_over_step(context));
        if (is_over)
            steps.push_back(
                {.key = "ausgeben", .heading = "Sie haben es noch"_de, .button = "Noch nicht zurück"_de});
        if (found.booking.used.first <= now)
            steps.push_back({.key = "nicht_geholt",
                             .heading = "Niemand hat es abgeholt"_de,
                             .button = "Nicht abgeholt"_de,
                             .is_final = true});
        return;
    case BookingStatus::handed_over:
        steps.push_back(take_back_step(context));
        if (was_just_handed_over(context, found.booking))
            steps.push_back({.key = "doch_nicht",
                             .heading = {},
                             .button = "Doch nicht ausgegeben"_de,
                             .takes_back = true});
        return;
    case BookingStatus::returned:
    case BookingStatus::declined:
    case BookingStatus::cancelled:
    case BookingStatus::no_show:
        return;
    }
}

std::vector<Step> steps_of(const Context& context, const OwnBooking& found)
{
    std::vector<Step> steps;
    if (found.is_owner)
        add_steps_of_owner(steps, context, found);
    const bool can_be_called_off = !is_past(context, found.booking) &&
                                   (found.booking.status == BookingStatus::agreed ||
                                    (found.booking.status == BookingStatus::requested && found.is_borrower));
    if (can_be_called_off)
        steps.push_back({.key = "absagen",
                         .heading = "Absagen"_de,
                         .button = "Absagen"_de,
                         .fields = reason_field(context),
                         .is_final = true});
    return steps;
}

// What comes next, in a sentence.
German next_of(const Context& context, const OwnBooking& found)
{
    const bool is_over = is_past(context, found.booking);
    switch (found.booking.status) {
    case BookingStatus::requested:
        if (is_over)
            return "Diese Zeit ist vorbei, ohne dass jemand geantwortet hat."_de;
        return found.is_owner ? "Sie warten auf eure Antwort. Mit eurer Zusage gehören die Tage ihnen."_de
                              : "Die Anfrage ist da. Sobald sie zusagen, bekommt ihr Bescheid."_de;
    case BookingStatus::agreed:
        if (is_over)
            return found.is_owner
                       ? "Die Zeit ist um. Ist es zurück?"_de
                       : "Die Zeit ist um. Wenn es zurück ist, tragen sie es ein; sonst fragt nach."_de;
        return found.is_owner ? "Zugesagt. Wenn ihr es ausgebt, tragt hier ein, wie es aussieht."_de
                              : "Zugesagt. Macht aus, wann und wo ihr es abholt."_de;
    case BookingStatus::handed_over:
        return found.is_owner ? "Unterwegs. Wenn es zurückkommt, tragt es hier ein."_de
                              : "Ihr habt es. Viel Freude damit, und bringt es heil zurück."_de;
    case BookingStatus::returned:
        return "Wieder da. Danke, dass ihr einander aushelft."_de;
    case BookingStatus::declined:
        return "Das hat diesmal nicht geklappt."_de;
    case BookingStatus::cancelled:
        return "Abgesagt. Die Tage sind wieder frei."_de;
    case BookingStatus::no_show:
        return "Niemand hat es abgeholt. Die Tage sind wieder frei."_de;
    }
    return {};
}

void show_details(html::Page& page, const Context& context, const OwnBooking& found)
{
    const auto add = [&](German label, const std::string& text) {
        if (!text.empty())
            page.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
    };
    const auto& booking = found.booking;
    if (booking.blocked != booking.used)
        add("Mit Auf- und Abbau"_de, span_text(context.region(), booking.blocked));
    add("Wo?"_de, place_text(*found.entries, found.thing));
    add("Pfand"_de, found.thing.draft.deposit_cents == 0
                        ? context.t("keins"_de)
                        : money_text(context, found.thing.draft.deposit_cents));
    add("Kosten"_de, found.thing.draft.costs);
    add("Wozu?"_de, booking.wish);
    add("Grund"_de, booking.reason);
    // Kept for the next time if handing over was a slip.
    add("Zustand beim Ausgeben"_de, booking.handed_over_at ? booking.condition_out : std::string());
    add("Zustand bei der Rückgabe"_de, booking.condition_in);
    add("Kaputt oder weg"_de, booking.damage);
}

void show_course(html::Page& page, const Context& context, const std::vector<store::CourseStep>& course)
{
    for (std::size_t i = 0; i < course.size(); ++i) {
        const auto is = [&](std::size_t at, BookingStatus status) { return course[at].status == status; };
        const bool was_slip = i > 0 && is(i - 1, BookingStatus::handed_over) && is(i, BookingStatus::agreed);
        page.add("STEP")
            .set("STEP_AT", i18n::format_moment(context.region(), course[i].taken_at))
            .set("STEP_TEXT", context.t(was_slip ? "doch nicht ausgegeben"_de : label_of(course[i].status)));
    }
}

web::FormSettings settings_of(const Context& context, const Booking& booking, const Step& step)
{
    return {.action = booking_path(booking.id),
            .pattern = std::string(booking_pattern),
            .submit = context.t(step.button),
            .plain = step.takes_back,
            .danger = step.is_final};
}

void show_way_back(html::Page& page, const Context& context, const Booking& booking, const Step& step)
{
    const auto until = i18n::format_moment(context.region(), *booking.handed_over_at + slip_shown);
    page.add("SLIP")
        .set("SLIP_TEXT", context.t("Vertippt? Das lässt sich zurücknehmen, bis {1}."_de, {until}))
        .set("FORM", web::draw_button(context, settings_of(context, booking, step),
                                      {{"schritt", step.key}, {"version", std::to_string(booking.version)}}));
}

// `sent`: this step, if it was sent and not taken.
void show_step(html::Page& page, const Context& context, const Booking& booking, const Step& step,
               const SentBack* sent)
{
    FormValues values;
    if (sent)
        values = sent->values;
    else
        values.set("zustand_aus", booking.condition_out);
    values.set("schritt", step.key).set("version", std::to_string(booking.version));
    auto fields = step.fields;
    fields.push_back({.name = "schritt", .label = "", .input = Input::hidden});
    fields.push_back({.name = "version", .label = "", .input = Input::hidden});
    auto block = page.add(step.is_main ? "MAIN" : "OTHER");
    block.set("FORM", web::draw_form(context, settings_of(context, booking, step), fields, values,
                                     sent ? sent->errors : std::vector<FieldError>{}));
    if (!step.is_main)
        block.set("HEADING", context.t(step.heading)).show_if(sent != nullptr, "OPEN");
}

http::Response booking_page(const Context& context, const OwnBooking& found, const SentBack& form,
                            std::string_view sent_step)
{
    const auto& booking = found.booking;
    const auto path_to = [&](const OrganisationId& id) {
        const auto* entry = found.entries->entry(id);
        return context.url(entry ? organisations::path_of(entry->kind, entry->slug) : std::string(desk_path));
    };
    const auto name = [&](const OrganisationId& id) {
        const auto* entry = found.entries->entry(id);
        return entry ? entry->name : std::string();
    };
    html::Page page;
    page.set("TITLE", found.thing.draft.title)
        .set("THING_URL", context.url(path_of(found.thing)))
        .set("WHEN", span_text(context.region(), booking.used))
        .set("COLOUR", colour_of(booking.status))
        .set("STATUS", context.t(label_of(booking.status)))
        .set("NEXT", context.t(next_of(context, found)))
        .set("OWNER", name(booking.owner))
        .set("OWNER_URL", path_to(booking.owner))
        .set("BORROWER", name(booking.borrower))
        .set("BORROWER_URL", path_to(booking.borrower))
        .show_if(booking.status == BookingStatus::handed_over &&
                     booking.used.last < half_day_at(context.region(), context.now()),
                 "LATE");
    show_refused(page, context, form.refused);
    show_details(page, context, found);
    show_course(page, context, context.pool().read([&](db::Reader& reader) {
        return store::course_of(reader, context.network.id, booking.id);
    }));
    for (const auto& step : steps_of(context, found)) {
        if (step.takes_back)
            show_way_back(page, context, booking, step);
        else
            show_step(page, context, booking, step, step.key == sent_step ? &form : nullptr);
    }
    return web::page(context,
                     {.title = found.thing.draft.title, .crumbs = desk_crumbs(context), .index = false},
                     context.render("exchange_booking", page), status_of(form));
}

Result<http::Response> show_booking(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return own_booking(context, reader); }));
    return booking_page(context, found, {}, {});
}

Side side_of(const OwnBooking& found)
{
    if (found.is_owner && found.is_borrower)
        return Side::both;
    return found.is_owner ? Side::owner : Side::borrower;
}

Result<Done> take_step(db::Tx& tx, const Context& context, const OwnBooking& found, const std::string& step,
                       std::int64_t version, const FormValues& values)
{
    const auto& id = found.booking.id;
    if (step == "zusagen")
        return agree(tx, context, id, version);
    if (step == "ablehnen")
        return decline(tx, context, id, version, values.text("grund"));
    if (step == "absagen")
        return call_off(tx, context, id, version, side_of(found), values.text("grund"));
    if (step == "ausgeben")
        return hand_over(tx, context, id, version, values.text("zustand_aus"));
    if (step == "doch_nicht")
        return undo_hand_over(tx, context, id, version);
    if (step == "zurueck")
        return take_back(tx, context, id, version,
                         {.condition = values.text("zustand_ein"), .damage = values.text("schaden")});
    if (step == "nicht_geholt")
        return note_no_show(tx, context, id, version);
    return Error{.kind = Err::invalid};
}

German done_text(std::string_view step)
{
    if (step == "zusagen")
        return "Zugesagt. Sie bekommen Bescheid."_de;
    if (step == "ablehnen")
        return "Abgelehnt. Sie bekommen Bescheid."_de;
    if (step == "absagen")
        return "Abgesagt. Die anderen bekommen Bescheid."_de;
    if (step == "ausgeben")
        return "Eingetragen: Es ist unterwegs."_de;
    if (step == "doch_nicht")
        return "Zurückgenommen: Es ist noch nicht ausgegeben."_de;
    return step == "zurueck" ? "Eingetragen: Es ist wieder da. Danke."_de : "Eingetragen."_de;
}

Result<http::Response> post_booking(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return own_booking(context, reader); }));
    const auto key = std::string(context.form.text("schritt"));
    const auto version = web::sent_version(context);
    const auto steps = steps_of(context, found);
    const auto step = std::ranges::find(steps, key, &Step::key);
    // Somebody else was faster, or it was never theirs to do.
    if (step == steps.end())
        return booking_page(
            context, found,
            {.refused = Error{.kind = Err::stale,
                              .text = "Das geht jetzt nicht mehr. Schau, wie es inzwischen steht."_de}},
            {});
    const auto sent = web::read_form(context, step->fields);
    if (!sent.ok())
        return booking_page(context, found, {.values = sent.values, .errors = sent.errors}, key);
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto still = TRY(own_booking(context, tx));
        if (std::ranges::none_of(steps_of(context, still), [&](const Step& open) { return open.key == key; }))
            return Error{.kind = Err::stale};
        return take_step(tx, context, still, key, version, sent.values);
    });
    if (done)
        return web::redirect_with_notice(context, booking_path(found.booking.id), done_text(key));
    if (done.error().kind == Err::missing)
        return done.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return own_booking(context, reader); }));
    return booking_page(context, now, sent_back(sent.values, done.error()), key);
}

std::vector<std::string> some_booking(db::Reader& reader, const web::Network& network)
{
    for (const auto& booking : store::live_bookings(reader, network.id))
        return {booking_path(booking.id)};
    return {};
}

} // namespace

void add_booking_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(booking_pattern), editors, show_booking, some_booking);
    site.post(std::string(booking_pattern), editors, post_booking);
}

} // namespace dorfnetz::exchange
