#include "features/signups/links.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_pages.hpp"
#include "features/signups/signups_service.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/suppression.hpp"
#include "foundation/web/plain_names.hpp"
#include "foundation/web/rate_limit.hpp"
#include "foundation/web/sent_back.hpp"

#include <fmt/format.h>

// One tap away from a place: who you are, how to reach you, done. The answer is the same whoever has promised
// what before: it depends on the form and on what everybody sees.
namespace dorfnetz::signups {

namespace {

using activities::NeedKind;
using activities::OpenShift;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::size_t longest_own_name = 100; // characters
constexpr std::size_t longest_note = 500;
constexpr std::string_view thanks_pattern = "/mitmachen/{schicht}/danke";
constexpr std::string_view waiting_query = "?platz=warteliste";
constexpr std::string_view by_host_query = "?platz=anfrage";

// A mailbox gets so many mails at once about promises that anybody can type in, then a few in an hour.
constexpr double mails_per_minute = 0.2;
constexpr double mails_at_once = 12;
// A household, or a hall full of people behind one connection, takes so many places at once, then some in a
// minute: nobody fills all shifts of all clubs with a few forms.
constexpr double places_per_minute = 5;
constexpr double places_at_once = 100;
constexpr std::int64_t most_at_once = 50;

struct Limits
{
    web::RateLimiter mails{mails_per_minute, mails_at_once};
    web::RateLimiter places{places_per_minute, places_at_once};
};

bool is_thing(const OpenShift& open)
{
    return open.need.draft.kind == NeedKind::thing;
}

Result<OpenShift> public_shift(const Context& context, db::Reader& reader)
{
    auto open = activities::shift_by_id(reader, context.network.id, ShiftId{context.parameter("schicht")});
    if (!open || open->listed.status == activities::Status::draft)
        return Error{.kind = Err::missing};
    return *std::move(open);
}

std::vector<Field> promise_fields(const Context& context, const OpenShift& open)
{
    std::vector<Field> fields{
        {.name = "name",
         .label = context.t("Wie heißt du?"_de),
         .required = true,
         .longest = longest_own_name,
         .autocomplete = "name"},
        {.name = "kontakt",
         .label = context.t("Telefon oder E-Mail"_de),
         .required = true,
         .help = context.t("Was du lieber hast. Das sehen nur die, die es vorbereiten."_de),
         .longest = 200,
         .autocomplete = "email"}};
    for (auto& field : fields_about(context, open))
        fields.push_back(std::move(field));
    if (open.need.draft.minimum_age)
        fields.insert(fields.begin() + 3, {.name = "alter",
                                           .label = context.t("Wer kommt, ist mindestens {1} Jahre alt."_de,
                                                              {std::to_string(*open.need.draft.minimum_age)}),
                                           .input = Input::yes,
                                           .required = true});
    fields.push_back({.name = "formular", .label = "", .input = Input::hidden});
    return fields;
}

html::Safe form_for(const Context& context, const OpenShift& open, const FormValues& values,
                    const std::vector<FieldError>& errors)
{
    return web::draw_form(context,
                          {.action = promise_path(open.shift.id),
                           .pattern = std::string(promise_pattern),
                           .submit = promise_button(context, open.shift, open.need),
                           .cancel = activities::path_of(open.listed.date),
                           .for_strangers = true},
                          promise_fields(context, open), values, errors);
}

http::Response promise_page(const Context& context, const OpenShift& open, const FormValues& values,
                            const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    html::Page page;
    page.set("TITLE", open.need.draft.title)
        .set("ACTIVITY", open.listed.title)
        .set("FACTS",
             context.pool().read([&](db::Reader& reader) { return draw_facts(context, reader, open); }));
    if (!open.need.draft.description.empty())
        page.add("ABOUT").set("ABOUT_TEXT", open.need.draft.description);
    const bool is_over = open.shift.ends_at <= context.now();
    if (is_off(open) || is_over)
        page.add("CLOSED")
            .set("ICON", web::icon("info"))
            .set("CLOSED_TEXT",
                 is_over ? context.t("Das ist schon vorbei."_de) : context.t("Das fällt aus."_de))
            .set("PLACES_URL", context.url(places_path));
    else {
        web::show_refused(page, context, refused);
        auto block = page.add("OPEN");
        block.set("PLACES", places_text(context, open.shift, open.need))
            .set("COLOUR", open.shift.free_places() > 0 ? "pine" : "amber")
            .set("FORM", form_for(context, open, values, errors))
            .set("PRIVACY_URL", context.url("/datenschutz"))
            .show_if(open.shift.free_places() == 0, "FULL");
    }
    const int status = web::form_status(errors, refused);
    return web::page(context,
                     {.title = title_of(open),
                      .crumbs = {{context.t("Mitmachen"_de), std::string(places_path)},
                                 {open.listed.title, activities::path_of(open.listed.date)}},
                      .index = false},
                     context.render("signups_promise", page), status);
}

Result<http::Response> show_promise(Context& context)
{
    const auto open =
        TRY(context.pool().read([&](db::Reader& reader) { return public_shift(context, reader); }));
    FormValues values;
    values.set("anzahl", "1")
        .set("formular", new_uuid_v7(context.environment.clock, context.environment.random));
    return promise_page(context, open, values, {});
}

// The same form with the same words, sent twice: by a double tap, or by going back and forth. Each page has a
// number of its own: the token is the same for all visitors of one second, and whoever guesses what somebody
// typed must not be led to their promise.
std::string form_key(const Context& context, const FormValues& values)
{
    return web::keyed_hash(
        context.environment, "signup-form",
        join({std::string(context.parameter("schicht")), std::string(context.form.text("_token")),
              values.text("formular"), values.text("name"), values.text("kontakt"), values.text("anzahl"),
              values.text("mit"), values.text("nachricht")},
             "\n"));
}

NewSignup promised_in(const Context& context, const OpenShift& open, const FormValues& values,
                      const Reach& reach)
{
    return {.shift = open.shift.id,
            .name = values.text("name"),
            .email = reach.email,
            .phone = reach.phone,
            .people = values.number("anzahl").value_or(1),
            .companions = values.text("mit"),
            .note = values.text("nachricht"),
            .remind_hours = reminder_from(values),
            .origin = Origin::web,
            .form_key = form_key(context, values)};
}

// What everybody gets to see, by what everybody sees already.
std::string thanks_path(const OpenShift& open, bool waits)
{
    auto path = promise_path(open.shift.id) + "/danke";
    if (waits)
        path += waiting_query;
    else if (open.need.draft.admission == activities::Admission::by_host)
        path += by_host_query;
    return path;
}

bool may_take_places(const Context& context, const FormValues& values, Limits& limits)
{
    return context.actor.signed_in() ||
           limits.places.take(web::address_prefix(context.request.remote_address), context.now(),
                              static_cast<double>(values.number("anzahl").value_or(1)));
}

Result<http::Response> take_promise(Context& context, Limits& limits)
{
    const auto open =
        TRY(context.pool().read([&](db::Reader& reader) { return public_shift(context, reader); }));
    auto sent = web::read_form(context, promise_fields(context, open));
    web::refuse_web_addresses(sent, {"name", "mit"});
    const auto reach = reach_from_typed(sent.values.text("kontakt"));
    if (sent.ok() && !reach)
        sent.errors.push_back({"kontakt", "Das ist weder eine Telefonnummer noch eine E-Mail-Adresse."_de});
    if (!sent.ok())
        return promise_page(context, open, sent.values, sent.errors);
    if (web::looks_like_spam(context))
        return web::redirect(context, thanks_path(open, false));
    if (!may_take_places(context, sent.values, limits))
        return promise_page(
            context, open, sent.values, {},
            Error{
                .kind = Err::too_often,
                .text =
                    "Von hier wurde gerade sehr viel zugesagt. Versuch es in einer Stunde noch einmal."_de});
    auto surroundings = around(context);
    const bool by_mail = !reach->email.empty();
    const bool may_write =
        !by_mail ||
        limits.mails.take(web::keyed_hash(context.environment, "signup-mail",
                                          mail::mailbox_of(reach->email.seen_by(accounts::the_program()))),
                          context.now());
    const auto wanted = promised_in(context, open, sent.values, *reach);
    // Above its share a mailbox hears a few minutes later, of everything at once.
    surroundings.sends_mail = surroundings.sends_mail && may_write;
    const auto signed_up = write_in_turn(context.pool(), context.scope(), open.shift.id,
                                         [&](db::Tx& tx) { return sign_up(tx, surroundings, wanted); });
    if (signed_up)
        // Without a mailbox there is no other way to change it than to keep this address.
        return web::redirect(context, by_mail ? thanks_path(open, signed_up->waits)
                                              : own_path(context, signed_up->id) + "?neu=1");
    if (signed_up.error().kind == Err::missing)
        return signed_up.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return public_shift(context, reader); }));
    if (signed_up.error().kind == Err::invalid)
        return promise_page(context, now, sent.values, signed_up.error().fields);
    return promise_page(context, now, sent.values, {}, signed_up.error());
}

Result<http::Response> show_thanks(Context& context)
{
    const auto open =
        TRY(context.pool().read([&](db::Reader& reader) { return public_shift(context, reader); }));
    const auto place = context.query.text("platz");
    html::Page page;
    page.set("ICON", web::icon("mail"))
        .set("TITLE", title_of(open))
        .set("ACTIVITY_URL", context.url(activities::path_of(open.listed.date)))
        .set("FACTS",
             context.pool().read([&](db::Reader& reader) { return draw_facts(context, reader, open); }))
        .set("PLACES_URL", context.url(places_path))
        .show(place == "warteliste" ? "WAITS"
              : place == "anfrage"  ? "ASKED"
                                    : "HELD");
    return web::page(context, {.title = context.t("Danke"_de), .index = false},
                     context.render("signups_thanks", page));
}

std::vector<std::string> example_shifts(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& open : activities::open_shifts(reader, network.id, {.most = 2}))
        paths.push_back(promise_path(open.shift.id));
    return paths;
}

} // namespace

std::vector<Field> fields_about(const Context& context, const OpenShift& open)
{
    std::vector<Field> fields;
    fields.push_back({.name = "anzahl",
                      .label = is_thing(open) ? context.t("Wie viele bringst du mit?"_de)
                                              : context.t("Wie viele kommen, mit dir?"_de),
                      .input = Input::number,
                      .required = true,
                      .least = 1,
                      .most = std::min(open.shift.most, most_at_once)});
    fields.push_back({.name = "mehr", .label = context.t("Noch etwas sagen"_de), .input = Input::fold});
    if (!is_thing(open))
        fields.push_back({.name = "mit",
                          .label = context.t("Wer kommt mit?"_de),
                          .help = context.t("Vornamen genügen."_de),
                          .longest = 300});
    fields.push_back({.name = "nachricht",
                      .label = context.t("Ein Wort an die, die es vorbereiten"_de),
                      .input = Input::long_text,
                      .longest = longest_note});
    fields.push_back({.name = "erinnern",
                      .label = context.t("Wann sollen wir dich erinnern?"_de),
                      .input = Input::one_of,
                      .help = context.t("Geht nur mit E-Mail. Wählst du nichts: am Tag davor."_de),
                      .choices = {{"24", context.t("einen Tag vorher"_de)},
                                  {"2", context.t("zwei Stunden vorher"_de)},
                                  {"72", context.t("drei Tage vorher"_de)},
                                  {"nein", context.t("gar nicht"_de)}}});
    return fields;
}

std::optional<std::int64_t> reminder_from(const FormValues& values)
{
    if (values.text("erinnern") == "nein")
        return std::nullopt;
    return values.number("erinnern").value_or(usual_reminder);
}

html::Safe draw_facts(const Context& context, db::Reader& reader, const OpenShift& open)
{
    html::Page page;
    const auto fact = [&](German label, const std::string& text) {
        if (!text.empty())
            page.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
    };
    fact("Wann"_de, activities::shift_when_text(context, open.shift));
    fact("Wo"_de, place_of(reader, context, open.listed));
    fact("Gut zu wissen"_de, conditions_text(context, open.need));
    return context.render("signups_facts", page);
}

void add_promise_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    const auto limits = std::make_shared<Limits>();
    site.get(std::string(promise_pattern), everyone, show_promise, example_shifts);
    site.post(std::string(promise_pattern), everyone,
              [limits](Context& context) { return take_promise(context, *limits); });
    site.get(std::string(thanks_pattern), everyone, show_thanks);
}

} // namespace dorfnetz::signups
