#include "accounts/links.hpp"
#include "accounts/pages.hpp"
#include "accounts/provider_pages.hpp"
#include "accounts/role_words.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/sessions.hpp"
#include "accounts/totp.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

#include <fmt/format.h>

// One's own account: the second proof, and where one is signed in.
namespace dorfnetz::accounts {

namespace {

using web::Context;
using web::Field;

constexpr std::string_view app_path = "/redaktion/sicherheit/app";
constexpr std::string_view app_done_path = "/redaktion/sicherheit/app/fertig";
constexpr std::string_view sheet_path = "/redaktion/sicherheit/zettel";
constexpr std::string_view sheet_done_path = "/redaktion/sicherheit/zettel/fertig";
constexpr std::string_view session_path = "/redaktion/sicherheit/abmelden";

html::Safe action_button(const Context& context, std::string_view path, German label,
                         const std::vector<std::pair<std::string, std::string>>& hidden = {})
{
    return web::draw_button(context, {.action = std::string(path), .submit = context.t(label)}, hidden);
}

web::PageHead head_of(const Context& context, German title)
{
    web::PageHead head{.title = context.t(title), .index = false};
    if (context.actor.next_step.empty())
        head.crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}};
    if (title.text() != "Anmeldung und Sicherheit")
        head.crumbs.push_back({context.t("Anmeldung und Sicherheit"_de), std::string(security_path)});
    return head;
}

void show_factors(html::Page& page, const Context& context, const Factors& factors)
{
    page.set("CHECK_ICON", web::icon("check"))
        .set("SHEET_BUTTON",
             action_button(context, sheet_path,
                           factors.codes > 0 ? "Neuen Codezettel machen"_de : "Codezettel machen"_de))
        .set("APP_BUTTON", action_button(context, app_path,
                                         factors.app ? "Andere App einrichten"_de : "App einrichten"_de));
    page.show_if(factors.app, "APP");
    page.show_if(!factors.app, "NO_APP");
    page.show_if(factors.codes == 0, "NO_SHEET");
    page.show_if(factors.codes > 0 && factors.codes_left <= few_codes, "FEW");
    if (factors.codes > 0)
        page.add("SHEET").set("CODES_LEFT",
                              context.t("Noch frei: {1} von {2} Codes."_de,
                                        {std::to_string(factors.codes_left), std::to_string(factors.codes)}));
}

void show_sessions(html::Values place, const Context& context, const std::vector<Session>& sessions)
{
    place.set("PASSWORD_URL", context.url("/redaktion/kennwort"))
        .set("EVERYWHERE", sessions.size() > 1
                               ? action_button(context, session_path, "Überall sonst abmelden"_de,
                                               {{"sitzung", std::string()}})
                               : html::Safe());
    for (const auto& session : sessions) {
        auto row = place.add("SESSION");
        const bool is_this = session.id == context.actor.session;
        row.set("DEVICE", session.client.empty() ? context.t("unbekannter Browser"_de) : session.client)
            .set("LAST", i18n::format_moment(context.region(), session.last_seen_at))
            .set("BEGUN", i18n::format_moment(context.region(), session.begun_at))
            .set("WAY", context.t(label(session.way)))
            .set("BUTTON",
                 is_this ? html::Safe()
                         : action_button(context, session_path, "Abmelden"_de, {{"sitzung", session.id}}));
        row.show_if(is_this, "THIS");
    }
}

void show_roles(html::Values place, const Context& context, const std::vector<StoredGrant>& grants,
                const SubjectNames& names)
{
    if (grants.empty())
        return;
    auto roles = place.add("ROLES");
    for (const auto& stored : grants)
        roles.add("GRANT")
            .set("ROLE", grant_text(context, stored, names))
            .set("HANDOVER_URL", context.url("/redaktion/zugaenge/uebergeben/" + stored.id));
}

Result<http::Response> show_security(Context& context, const Subjects& subjects, const Providers& providers)
{
    Factors factors;
    std::vector<Session> sessions;
    std::vector<StoredGrant> grants;
    std::vector<Passkey> passkeys;
    SubjectNames names;
    std::optional<Timestamp> connected;
    context.pool().read([&](db::Reader& reader) {
        factors = factors_of(reader, context.network.id, context.actor.user);
        sessions = sessions_of(reader, context.network.id, context.actor.user, context.now());
        grants = grants_not_ended(reader, context.network.id, context.now());
        std::erase_if(grants, [&](const StoredGrant& stored) { return stored.user != context.actor.user; });
        if (!grants.empty())
            names = subject_names(reader, context.network.id, subjects);
        passkeys = passkeys_of(reader, context.network.id, context.actor.user);
        connected = connected_since(reader, context.network.id, context.actor.user);
    });
    html::Page page;
    page.set("TROUBLE", draw_provider_trouble(context));
    page.show_if(!context.actor.next_step.empty(), "MUST");
    show_factors(page, context, factors);
    show_passkeys(page, context, passkeys);
    if (context.actor.next_step.empty()) {
        auto rest = page.add("REST");
        rest.set("PROVIDER", draw_provider_connection(context, providers, connected));
        show_roles(rest, context, grants, names);
        show_sessions(rest, context, sessions);
    }
    return web::page(context, head_of(context, "Anmeldung und Sicherheit"_de),
                     context.render("security", page));
}

std::vector<Field> code_fields(const Context& context)
{
    return {{.name = "code",
             .label = context.t("Code"_de),
             .required = true,
             .longest = 40,
             .autocomplete = "one-time-code"}};
}

html::Safe code_form(const Context& context, std::string_view action, const std::vector<FieldError>& errors)
{
    return web::draw_form(context,
                          {.action = std::string(action),
                           .submit = context.t("Fertig"_de),
                           .cancel = std::string(security_path)},
                          code_fields(context), {}, errors);
}

// ---- the sheet ----

http::Response sheet_page(const Context& context, const std::vector<std::string>& codes,
                          const std::vector<FieldError>& errors, int status)
{
    html::Page page;
    page.set("FORM", code_form(context, sheet_done_path, errors));
    if (!codes.empty()) {
        auto place = page.add("CODES");
        place.set("ACCOUNT", fmt::format("{}, {}", context.network.name, context.actor.name))
            .set("PRINT_ICON", web::icon("print"));
        for (const auto& code : codes)
            place.add("ONE").set("CODE", spaced_code(code));
    }
    return web::page(context, head_of(context, "Dein Codezettel"_de), context.render("security_sheet", page),
                     status);
}

Result<http::Response> post_sheet(Context& context)
{
    if (auto elsewhere = asks_for_proof(context))
        return *std::move(elsewhere);
    return sheet_page(context, begin_sheet(context.environment, context.network.id, context.actor.user), {},
                      200);
}

Result<http::Response> post_sheet_done(Door& door, Context& context)
{
    if (auto elsewhere = asks_for_proof(context))
        return *std::move(elsewhere);
    const auto sent = web::read_form(context, code_fields(context));
    if (!sent.ok())
        return sheet_page(context, {}, sent.errors, web::status_of(Err::invalid));
    const auto confirmed = confirm_sheet(door, context.environment, context.network, context.actor,
                                         sent.values.text("code"), context.language);
    if (!confirmed)
        return sheet_page(context, {}, errors_at(confirmed.error(), "code"),
                          web::status_of(confirmed.error().kind));
    return keep_in(
        context, {.session = *confirmed},
        web::redirect_with_notice(context, security_path,
                                  "Dein Codezettel gilt. Beim nächsten Anmelden brauchst du ihn."_de));
}

// ---- the app ----

Result<http::Response> app_page(const Context& context, const std::vector<FieldError>& errors, int status)
{
    std::optional<std::string> secret;
    std::string login;
    context.pool().read([&](db::Reader& reader) {
        secret = begun_app(reader, context.environment, context.network.id, context.actor.user);
        if (const auto user = find_user(reader, context.network.id, context.actor.user))
            login = user->account.login;
    });
    if (!secret)
        return web::redirect(context, security_path);
    html::Page page;
    page.set("QR", html::qr_code(totp_address(*secret, context.network.name, login),
                                 context.t("QR-Code mit dem Schlüssel für die App"_de)))
        .set("SECRET", spaced_code(totp_secret_text(*secret)))
        .set("FORM", code_form(context, app_done_path, errors));
    return web::page(context, head_of(context, "App einrichten"_de), context.render("security_app", page),
                     status);
}

// The page shows the secret of what was begun, and to whoever comes later it must not.
Result<http::Response> show_app(Context& context)
{
    if (auto elsewhere = asks_for_proof(context))
        return *std::move(elsewhere);
    return app_page(context, {}, 200);
}

Result<http::Response> post_app(Context& context)
{
    if (auto elsewhere = asks_for_proof(context))
        return *std::move(elsewhere);
    begin_app(context.environment, context.network.id, context.actor.user);
    return web::redirect(context, app_path);
}

Result<http::Response> post_app_done(Door& door, Context& context)
{
    if (auto elsewhere = asks_for_proof(context))
        return *std::move(elsewhere);
    const auto sent = web::read_form(context, code_fields(context));
    if (!sent.ok())
        return app_page(context, sent.errors, web::status_of(Err::invalid));
    const auto confirmed = confirm_app(door, context.environment, context.network, context.actor,
                                       sent.values.text("code"), context.language);
    if (!confirmed)
        return app_page(context, errors_at(confirmed.error(), "code"),
                        web::status_of(confirmed.error().kind));
    return keep_in(
        context, {.session = *confirmed},
        web::redirect_with_notice(
            context, security_path,
            "Die App ist eingerichtet. Mach dir noch einen Codezettel, falls das Telefon einmal weg ist."_de));
}

// ---- sessions ----

Result<http::Response> post_end_session(Context& context)
{
    const auto session = context.form.text("sitzung");
    end_own_sessions(context.environment, context.network.id, context.actor, session);
    return web::redirect_with_notice(context, security_path,
                                     session.empty() ? "Überall sonst bist du abgemeldet."_de
                                                     : "Dieses Gerät ist abgemeldet."_de);
}

} // namespace

// Whoever finds a browser that was left signed in must not be able to take the account over: what is set up
// is changed only soon after giving the proof.
std::optional<http::Response> asks_for_proof(const Context& context, std::string_view back)
{
    bool lately = false;
    bool has_factor = false;
    context.pool().read([&](db::Reader& reader) {
        lately = proved_lately(reader, context.network.id, context.actor, context.now());
        has_factor = factors_of(reader, context.network.id, context.actor.user).any();
    });
    if (lately)
        return std::nullopt;
    if (!has_factor)
        return web::redirect_with_notice(
            context, security_path,
            "Du bist schon länger angemeldet. Melde dich ab und wieder an, dann kannst du das ändern."_de);
    return web::redirect(context, fmt::format("{}?erneut=1&weiter={}", proof_path, back));
}

void register_security_pages(web::Site& site, const std::shared_ptr<Door>& door, const Subjects& subjects,
                             const Providers& providers)
{
    const auto signed_in = web::Access::signed_in();
    const auto with_door = [&](auto handler) {
        return [door, handler](Context& context) { return handler(*door, context); };
    };
    site.get(std::string(security_path), signed_in,
             [subjects, providers](Context& context) { return show_security(context, subjects, providers); });
    site.post(std::string(sheet_path), signed_in, post_sheet);
    site.post(std::string(sheet_done_path), signed_in, with_door(post_sheet_done));
    site.get(std::string(app_path), signed_in, show_app);
    site.post(std::string(app_path), signed_in, post_app);
    site.post(std::string(app_done_path), signed_in, with_door(post_app_done));
    site.post(std::string(session_path), signed_in, post_end_session);
}

} // namespace dorfnetz::accounts
