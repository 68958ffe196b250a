#include "accounts/pages.hpp"
#include "accounts/provider_pages.hpp"
#include "accounts/sessions.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/home.hpp"
#include "foundation/web/own_page.hpp"
#include "foundation/web/page.hpp"

#include <utility>

namespace dorfnetz::accounts {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view desk = "/redaktion";

std::vector<Field> sign_in_fields(const Context& context)
{
    // Who has no mail address signs in with the name from the invitation, so this is no field for mail alone.
    return {{.name = "email",
             .label = context.t("E-Mail-Adresse oder Anmeldename"_de),
             .required = true,
             .autocomplete = "username"},
            {.name = "kennwort",
             .label = context.t("Kennwort"_de),
             .input = Input::password,
             .required = true,
             .autocomplete = "current-password"},
            {.name = "weiter", .label = {}, .input = Input::hidden, .longest = 1'000}};
}

http::Response sign_in_page(const Context& context, const Providers& providers, const web::FormValues& values,
                            const std::vector<FieldError>& errors, int status)
{
    auto beside = draw_provider_sign_in(context, providers, values.text("weiter"));
    beside += draw_passkey_sign_in(context);
    return form_page(
        context,
        {.heading = context.t("Anmelden"_de),
         .above = draw_provider_trouble(context),
         .form = web::draw_form(context, {.action = "/anmelden", .submit = context.t("Anmelden"_de)},
                                sign_in_fields(context), values, errors),
         .beside = std::move(beside),
         .links = {{context.t("Ohne Kennwort: Schickt mir einen Link per Mail"_de), "/anmelden/link"},
                   {context.t("Ich habe einen Zettel mit einem Code"_de), "/anmelden/zettel"},
                   {context.t("Kennwort vergessen oder noch keins?"_de), "/passwort"}},
         .status = status});
}

Result<http::Response> show_sign_in(const Providers& providers, Context& context)
{
    const auto onward = own_page_or_desk(context.query.text("weiter"));
    if (context.actor.signed_in())
        return web::redirect(context, onward);
    web::FormValues values;
    values.set("weiter", onward);
    return sign_in_page(context, providers, values, {}, 200);
}

Result<http::Response> post_sign_in(Door& door, const Providers& providers, Context& context)
{
    auto sent = web::read_form(context, sign_in_fields(context));
    const auto onward = own_page_or_desk(sent.values.text("weiter"));
    sent.values.set("weiter", onward);
    if (!sent.ok())
        return sign_in_page(context, providers, sent.values, sent.errors, web::status_of(Err::invalid));
    const auto admitted = sign_in(
        door, context.environment, context.network,
        {.login = sent.values.text("email"), .password = sent.values.text("kennwort")}, caller_of(context));
    if (!admitted)
        return sign_in_page(context, providers, sent.values, errors_at(admitted.error(), "email"),
                            web::status_of(admitted.error().kind));
    return keep_in(context, *admitted, web::redirect(context, onward));
}

Result<http::Response> post_sign_out(Context& context)
{
    if (const auto token = session_token(context.environment, context.request))
        TRY(sign_out(context.environment, context.network.id, *token));
    return signed_out(context, "Du bist abgemeldet."_de);
}

} // namespace

std::string own_page_or_desk(std::string_view path)
{
    return std::string(web::is_own_page(path) ? path : desk);
}

Caller caller_of(const Context& context)
{
    return {.address = context.request.remote_address,
            .client = std::string(context.request.headers.find("user-agent")),
            .device = device_token(context.environment, context.request).value_or(""),
            .session = session_token(context.environment, context.request).value_or(""),
            .language = context.language,
            .site = web::is_at_home(context) ? mail_style(context).site : std::string()};
}

http::Response keep_in(const Context& context, const Admission& admission, http::Response response)
{
    response.headers.add("Set-Cookie", session_cookie(context.environment, admission.session));
    if (!admission.device.empty())
        response.headers.add("Set-Cookie", device_cookie(context.environment, admission.device));
    return response;
}

http::Response signed_out(const Context& context, German notice)
{
    auto response = web::redirect_with_notice(context, "/anmelden", notice);
    response.headers.add("Set-Cookie", ended_session_cookie(context.environment));
    // What was typed and not sent is kept by the browser; the next one at this machine need not read it. A
    // page that has text of somebody else has thrown away the rest itself (assets/js/minutes.js).
    if (context.form.text("behalten").empty())
        response.headers.set("Clear-Site-Data", "\"storage\"");
    return response;
}

http::Response form_page(const Context& context, const FormPage& parts)
{
    html::Page values;
    values.set("HEADING", parts.heading).set("ABOVE", parts.above).set("FORM", parts.form);
    if (!parts.lead.empty())
        values.add("LEAD").set("LEAD_TEXT", parts.lead);
    if (!parts.beside.empty())
        values.add("BESIDE").set("BESIDE_FORM", parts.beside);
    if (!parts.links.empty()) {
        auto links = values.add("LINKS");
        for (const auto& [label, path] : parts.links)
            links.add("LINK").set("LINK_URL", context.url(path)).set("LINK_LABEL", label);
    }
    return web::page(context, {.title = parts.heading, .index = false},
                     context.render("account_form", values), parts.status);
}

std::vector<FieldError> errors_at(const Error& error, std::string_view field)
{
    if (!error.fields.empty())
        return error.fields;
    return {{std::string(field), error.text, error.values}};
}

void register_sign_in_pages(web::Site& site, const std::shared_ptr<Door>& door, const Providers& providers)
{
    site.get("/anmelden", web::Access::everyone(),
             [providers](Context& context) { return show_sign_in(providers, context); });
    site.post_long("/anmelden", web::Access::everyone(),
                   [door, providers](Context& context) { return post_sign_in(*door, providers, context); });
    site.post("/abmelden", web::Access::everyone(), post_sign_out);
}

} // namespace dorfnetz::accounts
