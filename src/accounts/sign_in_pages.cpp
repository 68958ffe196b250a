#include "accounts/pages.hpp"
#include "accounts/sessions.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"
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
    return {{.name = "email",
             .label = context.t("E-Mail-Adresse"_de),
             .input = Input::email,
             .required = true,
             .autocomplete = "username"},
            {.name = "kennwort",
             .label = context.t("Kennwort"_de),
             .input = Input::password,
             .required = true,
             .autocomplete = "current-password"},
            {.name = "weiter", .label = {}, .input = Input::hidden, .longest = 1'000}};
}

http::Response sign_in_page(const Context& context, const web::FormValues& values,
                            const std::vector<FieldError>& errors, int status)
{
    return form_page(
        context, {.heading = context.t("Anmelden"_de),
                  .form = web::draw_form(context, {.action = "/anmelden", .submit = context.t("Anmelden"_de)},
                                         sign_in_fields(context), values, errors),
                  .link_label = context.t("Kennwort vergessen oder noch keins?"_de),
                  .link_path = "/passwort",
                  .status = status});
}

Result<http::Response> show_sign_in(Context& context)
{
    const auto onward = own_page_or_desk(context.query.text("weiter"));
    if (context.actor.signed_in())
        return web::redirect(context, onward);
    web::FormValues values;
    values.set("weiter", onward);
    return sign_in_page(context, values, {}, 200);
}

Result<http::Response> post_sign_in(Door& door, Context& context)
{
    auto sent = web::read_form(context, sign_in_fields(context));
    const auto onward = own_page_or_desk(sent.values.text("weiter"));
    sent.values.set("weiter", onward);
    if (!sent.ok())
        return sign_in_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
    const auto token =
        sign_in(door, context.environment, context.network,
                {.email = sent.values.text("email"),
                 .password = sent.values.text("kennwort"),
                 .old_token = session_token(context.environment, context.request).value_or("")},
                caller_of(context));
    if (!token)
        return sign_in_page(context, sent.values, errors_at(token.error(), "email"),
                            web::status_of(token.error().kind));
    auto response = web::redirect(context, onward);
    response.headers.add("Set-Cookie", session_cookie(context.environment, *token));
    return response;
}

Result<http::Response> post_sign_out(Context& context)
{
    if (const auto token = session_token(context.environment, context.request))
        TRY(sign_out(context.environment, context.network.id, *token));
    auto response = web::redirect_with_notice(context, "/anmelden", "Du bist abgemeldet."_de);
    response.headers.add("Set-Cookie", ended_session_cookie(context.environment));
    // What was typed and not sent is kept by the browser; the next one at this machine need not read it.
    response.headers.set("Clear-Site-Data", "\"storage\"");
    return response;
}

} // namespace

std::string own_page_or_desk(std::string_view path)
{
    // Browsers read "//host", "/\host" and control characters in between as another host (WHATWG URL, 4.4).
    const bool own = path.starts_with('/') && !path.starts_with("//") && path.size() <= 1'000 &&
                     path.find('\\') == std::string_view::npos && is_clean_utf8(path) &&
                     path.find_first_of("\t\r\n") == std::string_view::npos && !has_control_characters(path);
    return std::string(own ? path : desk);
}

Caller caller_of(const Context& context)
{
    return {.address = context.request.remote_address,
            .client = std::string(context.request.headers.find("user-agent"))};
}

http::Response form_page(const Context& context, const FormPage& parts)
{
    html::Page values;
    values.set("HEADING", parts.heading).set("FORM", parts.form);
    if (!parts.lead.empty())
        values.add("LEAD").set("LEAD_TEXT", parts.lead);
    if (!parts.link_path.empty())
        values.add("LINK").set("LINK_URL", context.url(parts.link_path)).set("LINK_LABEL", parts.link_label);
    return web::page(context, {.title = parts.heading, .index = false},
                     context.render("account_form", values), parts.status);
}

std::vector<FieldError> errors_at(const Error& error, std::string_view field)
{
    if (!error.fields.empty())
        return error.fields;
    return {{std::string(field), error.text, error.values}};
}

void register_sign_in_pages(web::Site& site, const std::shared_ptr<Door>& door)
{
    site.get("/anmelden", web::Access::everyone(), show_sign_in);
    site.post("/anmelden", web::Access::everyone(),
              [door](Context& context) { return post_sign_in(*door, context); });
    site.post("/abmelden", web::Access::everyone(), post_sign_out);
}

} // namespace dorfnetz::accounts
