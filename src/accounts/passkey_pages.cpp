#include "accounts/pages.hpp"
#include "accounts/passkeys.hpp"
#include "accounts/sessions.hpp"
#include "foundation/core/base64url.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::accounts {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view sign_in_path = "/anmelden/passkey";
constexpr std::string_view add_path = "/redaktion/sicherheit/passkey";
constexpr std::string_view remove_path = "/redaktion/sicherheit/passkey/entfernen";
constexpr std::size_t longest_part = 16'000; // a device's answer with a long key, as base64

std::vector<Field> answer_fields()
{
    const auto part = [](std::string_view name) {
        return Field{.name = std::string(name),
                     .label = {},
                     .input = Input::hidden,
                     .required = true,
                     .longest = longest_part};
    };
    return {part("aufgabe"),
            part("schluessel"),
            part("daten"),
            part("browser"),
            {.name = "unterschrift", .label = {}, .input = Input::hidden, .longest = longest_part}};
}

struct PasskeyForm
{
    std::string_view kind; // "create" or "get", as browsers call it
    std::string_view path;
    German label;
    std::string user = {}; // handle and name, when a key is made
    std::string user_name = {};
};

html::Safe draw(const Context& context, const PasskeyForm& form)
{
    const auto challenge = new_challenge(context.environment, context.network.id, context.actor.session);
    html::Page page;
    page.set("ACTION_URL", context.url(form.path))
        .set("KIND", form.kind)
        .set("SCRIPT_URL", web::asset("js/passkey.js"))
        .set("CHALLENGE", challenge)
        .set("CHALLENGE_BYTES", to_base64url(challenge))
        .set("PARTY", origin_of(context).host)
        .set("PARTY_NAME", context.network.name)
        .set("USER", to_base64url(form.user))
        .set("USER_NAME", form.user_name)
        .set("TOKEN", web::form_token(context, form.path))
        .set("LABEL", context.t(form.label));
    return context.render("passkey_form", page);
}

Result<http::Response> post_sign_in_by_passkey(Door& door, Context& context)
{
    const auto sent = web::read_form(context, answer_fields());
    if (!sent.ok())
        return sent.error();
    const auto admitted =
        TRY(sign_in_by_passkey(door, context.environment, context.network, origin_of(context),
                               {.challenge = sent.values.text("aufgabe"),
                                .id = sent.values.text("schluessel"),
                                .assertion = {.authenticator_data = sent.values.text("daten"),
                                              .client_data = sent.values.text("browser"),
                                              .signature = sent.values.text("unterschrift")}},
                               caller_of(context)));
    return keep_in(context, admitted, web::redirect(context, "/redaktion"));
}

Result<http::Response> post_add_passkey(Context& context)
{
    if (auto elsewhere = asks_for_proof(context))
        return *std::move(elsewhere);
    const auto sent = web::read_form(context, answer_fields());
    if (!sent.ok())
        return sent.error();
    auto token = TRY(add_passkey(context.environment, context.network, context.actor, origin_of(context),
                                 {.challenge = sent.values.text("aufgabe"),
                                  .attestation = sent.values.text("daten"),
                                  .client_data = sent.values.text("browser")},
                                 caller_of(context)));
    return keep_in(
        context, {.session = std::move(token)},
        web::redirect_with_notice(context, security_path,
                                  "Dieses Gerät ist eingerichtet. Du kannst dich jetzt damit anmelden."_de));
}

Result<http::Response> post_remove_passkey(Context& context)
{
    if (auto elsewhere = asks_for_proof(context))
        return *std::move(elsewhere);
    remove_passkey(context.environment, context.network.id, context.actor, context.form.text("schluessel"));
    return web::redirect_with_notice(context, security_path, "Entfernt."_de);
}

} // namespace

PageOrigin origin_of(const Context& context)
{
    auto origin = context.absolute_url("/");
    origin = origin.substr(0, origin.find('/', origin.find("://") + 3));
    const auto host = origin.substr(origin.find("://") + 3);
    return {.origin = origin, .host = host.substr(0, host.rfind(':'))};
}

html::Safe draw_passkey_sign_in(const Context& context)
{
    return draw(
        context,
        {.kind = "get", .path = sign_in_path, .label = "Mit Fingerabdruck oder Gerätesperre anmelden"_de});
}

void show_passkeys(html::Page& page, const Context& context, const std::vector<Passkey>& passkeys)
{
    page.set("PASSKEY_FORM", draw(context, {.kind = "create",
                                            .path = add_path,
                                            .label = "Dieses Gerät einrichten"_de,
                                            .user = context.actor.user.text(),
                                            .user_name = context.actor.name}));
    for (const auto& passkey : passkeys)
        page.add("PASSKEY")
            .set("DEVICE", passkey.device.empty() ? context.t("unbekannter Browser"_de) : passkey.device)
            .set("SINCE", i18n::format_moment(context.region(), passkey.created_at))
            .set("REMOVE",
                 web::draw_button(context,
                                  {.action = std::string(remove_path), .submit = context.t("Entfernen"_de)},
                                  {{"schluessel", passkey.id}}));
}

void register_passkey_pages(web::Site& site, const std::shared_ptr<Door>& door)
{
    using web::Access;
    site.post(std::string(sign_in_path), Access::everyone(),
              [door](Context& context) { return post_sign_in_by_passkey(*door, context); });
    site.post(std::string(add_path), Access::signed_in(), post_add_passkey);
    site.post(std::string(remove_path), Access::signed_in(), post_remove_passkey);
}

} // namespace dorfnetz::accounts
