#include "features/contact/contact_pages.hpp"

#include "features/contact/persons_store.hpp"
#include "features/pages/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/rate_limit.hpp"

#include <fmt/format.h>
#include <memory>

namespace dorfnetz::contact {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr double messages_per_minute = 0.5; // of one household
constexpr double messages_at_once = 5;

std::vector<Field> message_fields(const Context& context)
{
    return {
        {.name = "name", .label = context.t("Dein Name"_de), .required = true, .autocomplete = "name"},
        {.name = "email",
         .label = context.t("E-Mail-Adresse"_de),
         .input = Input::email,
         .help = context.t("Damit wir dir antworten können. Oder gib unten dein Telefon an."_de),
         .autocomplete = "email"},
        {.name = "telefon", .label = context.t("Telefon"_de), .input = Input::phone, .autocomplete = "tel"},
        {.name = "nachricht",
         .label = context.t("Deine Nachricht"_de),
         .input = Input::long_text,
         .required = true,
         .longest = 5000}};
}

pages::ChosenText intro(const Context& context, db::Reader& reader)
{
    const auto stored = pages::published_page(reader, context.network.id, pages::Kind::page, "kontakt");
    if (stored)
        return pages::text_in(stored->draft, context.language);
    return {.text = {.title = context.t("Kontakt"_de)}, .language = context.language};
}

http::Response message_page(const Context& context, const FormValues& values,
                            const std::vector<FieldError>& errors, int status = 200)
{
    return context.pool().read([&](db::Reader& reader) {
        const auto chosen = intro(context, reader);
        html::Page page;
        page.set("TITLE", chosen.text.title)
            .set("TITLE_LANGUAGE", i18n::code(chosen.language))
            .set("BODY", pages::draw_body(context, chosen))
            .set("PRIVACY_URL", context.url("/datenschutz"))
            .set("PERSONS", draw_persons(context, reader))
            .set("FORM", web::draw_form(context,
                                        {.action = "/kontakt",
                                         .submit = context.t("Nachricht senden"_de),
                                         .keeps_draft = true,
                                         .for_strangers = true},
                                        message_fields(context), values, errors));
        if (!chosen.text.summary.empty())
            page.add("SUMMARY").set("SUMMARY_TEXT", chosen.text.summary);
        if (const auto phone = context.network.setting("contact.phone"); !phone.empty())
            page.add("CALL")
                .set("PHONE_URL", html::Url::tel(phone))
                .set("PHONE_ICON", web::icon("phone"))
                .set("PHONE", phone);
        return web::page(context, {.title = chosen.text.title, .description = chosen.text.summary},
                         context.render("contact_form", page), status);
    });
}

Result<http::Response> show_form(Context& context)
{
    return message_page(context, {}, {});
}

Result<http::Response> show_thanks(Context& context)
{
    html::Page page;
    page.set("HOME_URL", context.url("/"));
    return web::page(context, {.title = context.t("Danke für deine Nachricht"_de), .index = false},
                     context.render("contact_thanks", page));
}

// The coordination reads German, whatever language the visitor chose.
mail::Mail mail_of(const Context& context, const FormValues& values)
{
    const auto email = values.text("email");
    const auto phone = values.text("telefon");
    auto text = fmt::format("{}\n\n--\n{}\n", values.text("nachricht"), values.text("name"));
    if (!email.empty())
        text += fmt::format("E-Mail: {}\n", email);
    if (!phone.empty())
        text += fmt::format("Telefon: {}\n", phone);
    return {.network = context.network.id,
            .to = {.address = std::string(context.network.setting("contact.email"))},
            .subject = i18n::translate(i18n::Language::de, "Nachricht von {1}"_de, {values.text("name")}),
            .text = std::move(text),
            .purpose = "contact_form",
            .urgency = mail::Urgency::must_arrive,
            .reply_to = email.empty() ? std::nullopt : std::optional(email)};
}

Result<http::Response> send(Context& context, web::RateLimiter& limiter)
{
    auto sent = web::read_form(context, message_fields(context));
    if (sent.values.text("email").empty() && sent.values.text("telefon").empty())
        sent.errors.push_back({"email", "Sag uns, wie wir dir antworten können: E-Mail oder Telefon."_de});
    if (!sent.ok())
        return message_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
    if (web::looks_like_spam(context))
        return web::redirect(context, "/kontakt/danke");
    if (!limiter.take(web::address_prefix(context.request.remote_address), context.now()))
        return message_page(
            context, sent.values,
            {{"nachricht", "Von hier kamen gerade viele Nachrichten. Warte ein paar Minuten."_de}},
            web::status_of(Err::too_often));
    if (context.network.setting("contact.email").empty())
        return Error{
            .kind = Err::unavailable,
            .text = "Das Formular ist noch nicht eingerichtet. Bitte ruf an oder schreib einen Brief."_de};
    const auto queued = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) {
        return mail::enqueue(tx, mail_of(context, sent.values), context.environment.clock,
                             context.environment.random);
    });
    if (!queued && queued.error().kind == Err::invalid)
        return message_page(context, sent.values, {{"email", queued.error().text, queued.error().values}},
                            web::status_of(Err::invalid));
    if (!queued)
        return queued.error();
    return web::redirect(context, "/kontakt/danke");
}

} // namespace

html::Safe draw_persons(const Context& context, db::Reader& reader)
{
    const auto contacts = all_contacts(reader, context.network.id);
    if (contacts.empty())
        return {};
    html::Page page;
    for (const auto& contact : contacts) {
        auto row = page.add("PERSON");
        const bool english = context.language == i18n::Language::en && !contact.duty_en.empty();
        row.set("DUTY", english ? contact.duty_en : contact.duty_de)
            .set("DUTY_LANGUAGE", i18n::code(english ? i18n::Language::en : i18n::Language::de));
        if (!contact.name.empty())
            row.add("NAMED").set("PERSON_ICON", web::icon("person")).set("NAME", contact.name);
        if (!contact.phone.empty())
            row.add("CALL")
                .set("PHONE_ICON", web::icon("phone"))
                .set("PHONE_URL", html::Url::tel(contact.phone))
                .set("PHONE", contact.phone);
        if (!contact.email.empty())
            row.add("WRITE")
                .set("MAIL_ICON", web::icon("mail"))
                .set("MAIL_URL", html::Url::mailto(contact.email))
                .set("EMAIL", contact.email);
    }
    return context.render("contact_persons", page);
}

void register_contact_form(web::Site& site)
{
    using web::Access;
    const auto limiter = std::make_shared<web::RateLimiter>(messages_per_minute, messages_at_once);
    site.get("/kontakt", Access::everyone(), show_form);
    site.post("/kontakt", Access::everyone(),
              [limiter](Context& context) { return send(context, *limiter); });
    site.get("/kontakt/danke", Access::everyone(), show_thanks);
}

} // namespace dorfnetz::contact
