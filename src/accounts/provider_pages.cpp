#include "accounts/provider_pages.hpp"

#include "accounts/answered.hpp"
#include "accounts/cookies.hpp"
#include "accounts/pages.hpp"
#include "accounts/sessions.hpp"
#include "foundation/core/log.hpp"
#include "foundation/http/codec.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/security_headers.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

// The way to the provider and back. From there the browser comes with the code in its address: every answer
// to that leads on to an address without it.
namespace dorfnetz::accounts {

namespace {

using web::Context;

constexpr std::string_view sign_in_page_path = "/anmelden";
constexpr std::string_view leave_path = "/anmelden/gemeinde";
constexpr std::string_view return_path = "/anmelden/gemeinde/zurueck";
constexpr std::string_view connect_path = "/redaktion/sicherheit/gemeinde";
constexpr std::string_view disconnect_path = "/redaktion/sicherheit/gemeinde/trennen";
constexpr std::string_view trouble_parameter = "gemeinde";
constexpr std::size_t longest_onward = 300; // it goes into a cookie

struct Trouble
{
    std::string_view word; // in the address
    German text;
};

constexpr Trouble expired{"abgelaufen",
                          "Das hat zu lange gedauert, oder du hast zwischendurch neu angefangen. "
                          "Versuch es noch einmal."_de};
constexpr Trouble cancelled{"abgebrochen",
                            "Du hast bei der Gemeinde abgebrochen. Versuch es noch einmal, oder "
                            "melde dich auf einem anderen Weg an."_de};
constexpr Trouble failed{"fehler",
                         "Bei der Gemeinde hat etwas nicht geklappt. Versuch es noch einmal. Klappt es "
                         "wieder nicht, nimm einen anderen Weg und sag der Koordination Bescheid."_de};
constexpr Trouble unreachable{"nicht-erreichbar",
                              "Die Anmeldung der Gemeinde ist gerade nicht zu erreichen. Versuch es in ein "
                              "paar Minuten noch einmal, oder nimm einen anderen Weg."_de};
constexpr Trouble not_connected{
    "unbekannt",
    "Dein Konto bei der Gemeinde ist hier noch mit keinem Zugang verbunden. Melde dich einmal auf einem "
    "anderen Weg an und verbinde es unter „Anmeldung und Sicherheit“. Du hast noch keinen Zugang? Frag "
    "die Koordination."_de};
constexpr Trouble taken{"vergeben",
                        "Dieses Konto der Gemeinde oder dein Zugang ist schon verbunden. Frag die "
                        "Koordination, wenn du nicht weißt, womit."_de};
constexpr std::array troubles{expired, cancelled, failed, unreachable, not_connected, taken};

const Trouble& trouble_of(Err kind)
{
    switch (kind) {
    case Err::stale:
        return expired;
    case Err::missing:
        return not_connected;
    case Err::conflict:
        return taken;
    case Err::unavailable:
        return unreachable;
    default:
        break;
    }
    return failed;
}

openid::Provider* provider_of(const Context& context, const Providers& providers)
{
    const auto found = providers.find(context.network.slug);
    return found == providers.end() ? nullptr : found->second.get();
}

http::Response send_back(const Context& context, ErrandKind kind, const Trouble& trouble,
                         std::string_view onward = {})
{
    const bool connects = kind == ErrandKind::connect;
    // Whoever is not connected yet is led to where that is done.
    const auto next = trouble.word == not_connected.word ? security_path : onward;
    auto path = fmt::format("{}?{}={}", connects ? security_path : sign_in_page_path, trouble_parameter,
                            trouble.word);
    if (!connects && !next.empty())
        path += "&weiter=" + http::percent_encode(next);
    return web::redirect(context, path);
}

// Not by a redirect: browsers count that as a part of sending the form, and our own policy says that forms go
// nowhere but here (form-action).
http::Response leave(const Context& context, const Leaving& leaving)
{
    html::Page page;
    const auto address = html::Url::foreign(leaving.address);
    if (!address)
        return send_back(context, ErrandKind::sign_in, unreachable);
    page.set("PROVIDER_URL", *address);
    auto response = web::page(context, {.title = context.t("Einen Moment"_de), .index = false},
                              context.render("provider_leaving", page));
    response.headers.set("Refresh", "0; url=" + address->text());
    response.headers.add("Set-Cookie",
                         set_cookie(context.environment, Cookie::errand, leaving.kept, question_life));
    return response;
}

Result<http::Response> set_out_from(Context& context, Door& door, openid::Provider& provider, Errand errand)
{
    const auto kind = errand.kind;
    const auto onward = errand.onward;
    errand.language = context.language;
    errand.redirect = origin_of(context).origin + std::string(return_path);
    const auto leaving = set_out(door, provider, context.environment, context.network.id, std::move(errand),
                                 caller_of(context));
    if (leaving)
        return leave(context, *leaving);
    if (leaving.error().kind == Err::too_often)
        return leaving.error();
    return send_back(context, kind, trouble_of(leaving.error().kind), onward);
}

Result<http::Response> post_leave(Door& door, const Providers& providers, Context& context)
{
    auto* provider = provider_of(context, providers);
    if (provider == nullptr)
        return Error{.kind = Err::missing};
    auto onward = own_page_or_desk(context.form.text("weiter"));
    if (context.actor.signed_in())
        return web::redirect(context, onward);
    if (onward.size() > longest_onward)
        onward = own_page_or_desk("");
    return set_out_from(context, door, *provider, {.kind = ErrandKind::sign_in, .onward = std::move(onward)});
}

Result<http::Response> post_connect(Door& door, const Providers& providers, Context& context)
{
    auto* provider = provider_of(context, providers);
    if (provider == nullptr)
        return Error{.kind = Err::missing};
    if (auto elsewhere = asks_for_proof(context))
        return *std::move(elsewhere);
    return set_out_from(context, door, *provider,
                        {.kind = ErrandKind::connect, .session = context.actor.session});
}

Result<http::Response> post_disconnect(Context& context)
{
    if (auto elsewhere = asks_for_proof(context))
        return *std::move(elsewhere);
    disconnect_provider(context.environment, context.network.id, context.actor);
    return web::redirect_with_notice(context, security_path,
                                     "Getrennt. Über die Gemeinde kommst du nicht mehr herein."_de);
}

// Why the provider let nobody in (RFC 6749, 4.1.2.1). What it writes beside is for programmers.
const Trouble& trouble_in(const Context& context)
{
    const auto said = context.query.text("error");
    if (said == "access_denied")
        return cancelled;
    log::warning("sign-in provider: it sent somebody back with an error");
    return said == "server_error" || said == "temporarily_unavailable" ? unreachable : failed;
}

Result<http::Response> come_back(Door& door, openid::Provider& provider, Context& context,
                                 const Errand& errand)
{
    if (context.query.has("error"))
        return send_back(context, errand.kind, trouble_in(context), errand.onward);
    const ProviderAnswer answer{.code = std::string(context.query.text("code")),
                                .issuer = std::string(context.query.text("iss"))};
    const auto refused = [&](const Error& error) -> Result<http::Response> {
        if (error.kind == Err::too_often)
            return error;
        return send_back(context, errand.kind, trouble_of(error.kind), errand.onward);
    };
    if (errand.kind == ErrandKind::connect) {
        const auto connected = connect_provider(door, provider, context.environment, context.network,
                                                context.actor, errand, answer, caller_of(context));
        if (!connected)
            return refused(connected.error());
        return web::redirect_with_notice(
            context, security_path, "Verbunden. Du kannst dich jetzt auch über die Gemeinde anmelden."_de);
    }
    const auto admitted = sign_in_by_provider(door, provider, context.environment, context.network, errand,
                                              answer, caller_of(context));
    if (!admitted)
        return refused(admitted.error());
    return keep_in(context, *admitted, web::redirect(context, errand.onward));
}

Result<http::Response> show_return(Door& door, const Providers& providers, Context& context)
{
    auto* provider = provider_of(context, providers);
    if (provider == nullptr)
        return Error{.kind = Err::missing};
    const auto kept = cookie_in(context.environment, context.request, Cookie::errand).value_or("");
    const auto errand = errand_of(context.environment, context.network.id, kept, context.query.text("state"));
    // The provider knows one address of ours, whatever language somebody reads.
    if (errand)
        context.language = errand->language;
    auto result = errand ? come_back(door, *provider, context, *errand)
                         : send_back(context, ErrandKind::sign_in, expired);
    auto response = result ? *std::move(result) : web::error_page(context, result.error());
    // Not for an answer to something else: a page elsewhere could call off what somebody has set out for.
    if (errand)
        response.headers.add("Set-Cookie", end_cookie(context.environment, Cookie::errand));
    web::keep_address_secret(response);
    return response;
}

} // namespace

html::Safe draw_provider_sign_in(const Context& context, const Providers& providers, std::string_view onward)
{
    const auto* provider = provider_of(context, providers);
    if (provider == nullptr)
        return {};
    html::Page page;
    page.set("BUTTON", web::draw_button(context,
                                        {.action = std::string(leave_path),
                                         .submit = context.t("Über die Gemeinde anmelden"_de)},
                                        {{"weiter", std::string(onward)}}));
    if (const auto& name = provider->registration().name; !name.empty())
        page.add("NAMED").set("NAME", name);
    return context.render("provider_button", page);
}

html::Safe draw_provider_connection(const Context& context, const Providers& providers,
                                    std::optional<Timestamp> connected)
{
    const auto* provider = provider_of(context, providers);
    if (provider == nullptr)
        return {};
    const auto button = [&](std::string_view path, German label) {
        return web::draw_button(context, {.action = std::string(path), .submit = context.t(label)});
    };
    html::Page page;
    if (const auto& name = provider->registration().name; !name.empty())
        page.add("NAMED").set("NAME", name);
    if (connected)
        page.add("CONNECTED")
            .set("CHECK_ICON", web::icon("check"))
            .set("SINCE",
                 context.t("verbunden seit {1}"_de, {i18n::format_moment(context.region(), *connected)}))
            .set("BUTTON", button(disconnect_path, "Trennen"_de));
    else
        page.add("FREE").set("BUTTON", button(connect_path, "Mit der Gemeinde verbinden"_de));
    return context.render("provider_connection", page);
}

html::Safe draw_provider_trouble(const Context& context)
{
    const auto word = context.query.text(trouble_parameter);
    const auto* const found = std::find_if(troubles.begin(), troubles.end(),
                                           [&](const Trouble& trouble) { return trouble.word == word; });
    if (found == troubles.end())
        return {};
    html::Page page;
    page.set("ICON", web::icon("warning")).set("TEXT", context.t(found->text));
    return context.render("provider_trouble", page);
}

void register_provider_pages(web::Site& site, const std::shared_ptr<Door>& door, const Providers& providers)
{
    using web::Access;
    const auto with_all = [&](auto handler) {
        return [door, providers, handler](Context& context) { return handler(*door, providers, context); };
    };
    site.post(std::string(leave_path), Access::everyone(), with_all(post_leave));
    site.get(std::string(return_path), Access::everyone(), with_all(show_return),
             // It leads on, and is no page to look at.
             [](db::Reader&, const web::Network&) { return std::vector<std::string>(); });
    site.post(std::string(connect_path), Access::signed_in(), with_all(post_connect));
    site.post(std::string(disconnect_path), Access::signed_in(), post_disconnect);
}

} // namespace dorfnetz::accounts
