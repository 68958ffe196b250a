#include "accounts/links.hpp"
#include "accounts/pages.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/sessions.hpp"
#include "foundation/core/log.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/home.hpp"
#include "foundation/web/page.hpp"

// Other ways in than the password: links by mail, a code on paper; and the second proof that follows.
namespace dorfnetz::accounts {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view sign_in_pattern = "/anmelden/link/{token}";
constexpr std::string_view paper_path = "/anmelden/zettel";

Field onward_field()
{
    return {.name = "weiter", .label = {}, .input = Input::hidden, .longest = 1'000};
}

// ---- asking for a link ----

// The two links that can be asked for.
struct Asking
{
    LinkPurpose purpose;
    std::string_view path;
    German heading;
    German lead;
    German sent;
};

constexpr Asking for_signing_in{
    LinkPurpose::sign_in, "/anmelden/link", "Ohne Kennwort anmelden"_de,
    "Wir schicken dir einen Link. Tipp ihn an, und du bist angemeldet."_de,
    "Wenn es zu dieser Adresse einen Zugang gibt, ist gleich ein Link in deinem Postfach. Er gilt 15 Minuten."_de};
constexpr Asking for_a_password{
    LinkPurpose::reset, "/passwort", "Kennwort vergessen"_de,
    "Wir schicken dir einen Link, mit dem du ein neues Kennwort wählst."_de,
    "Wenn es zu dieser Adresse einen Zugang gibt, ist gleich ein Link in deinem Postfach. Er gilt eine Stunde."_de};

std::vector<Field> ask_fields(const Context& context)
{
    return {{.name = "email",
             .label = context.t("E-Mail-Adresse"_de),
             .input = Input::email,
             .required = true,
             .autocomplete = "username"}};
}

http::Response ask_page(const Context& context, const Asking& what, const web::FormValues& values,
                        const std::vector<FieldError>& errors, int status)
{
    return form_page(
        context, {.heading = context.t(what.heading),
                  .lead = context.t(what.lead),
                  .form = web::draw_form(
                      context, {.action = std::string(what.path), .submit = context.t("Link schicken"_de)},
                      ask_fields(context), values, errors),
                  .links = {{context.t("Zurück zum Anmelden"_de), "/anmelden"}},
                  .status = status});
}

// Err::unavailable if a mailed link would lead to whatever host the request names.
Result<Done> must_be_at_home(const Context& context)
{
    if (web::is_at_home(context))
        return Done{};
    log::warning("no link is sent for a host that is not ours; set public_address");
    return Error{Err::unavailable,
                 "Von dieser Adresse aus können wir keine Links verschicken. Sag bitte der Koordination "
                 "Bescheid."_de};
}

Result<http::Response> post_ask(Door& door, Context& context, const Asking& what)
{
    const auto sent = web::read_form(context, ask_fields(context));
    if (!sent.ok())
        return ask_page(context, what, sent.values, sent.errors, web::status_of(Err::invalid));
    TRY(must_be_at_home(context));
    const auto asked = ask_for_link(door, context.environment, context.network,
                                    {.email = sent.values.text("email"),
                                     .purpose = what.purpose,
                                     .language = context.language,
                                     .address = context.absolute_url(link_path(what.purpose, ""))},
                                    caller_of(context));
    if (!asked)
        return ask_page(context, what, sent.values, errors_at(asked.error(), "email"),
                        web::status_of(asked.error().kind));
    return web::redirect_with_notice(context, "/anmelden", what.sent);
}

// ---- the link ----

// A page with a button: whoever follows the links of a mail by machine uses nothing up.
Result<http::Response> show_link(Door& door, Context& context)
{
    const auto account = TRY(open_sign_in_link(door, context.environment, context.network,
                                               context.parameter("token"), caller_of(context)));
    return form_page(context, {.heading = context.t("Anmelden"_de),
                               .lead = context.t("Du meldest dich an als {1}."_de, {account.name}),
                               .form = web::draw_form(
                                   context,
                                   {.action = link_path(LinkPurpose::sign_in, context.parameter("token")),
                                    .pattern = std::string(sign_in_pattern),
                                    .submit = context.t("Anmelden"_de)},
                                   {}, {})});
}

Result<http::Response> post_link(Door& door, Context& context)
{
    const auto admitted = TRY(sign_in_by_link(door, context.environment, context.network,
                                              context.parameter("token"), caller_of(context)));
    return keep_in(context, admitted, web::redirect(context, "/redaktion"));
}

// ---- the code on paper ----

std::vector<Field> paper_fields(const Context& context)
{
    return {{.name = "code",
             .label = context.t("Code vom Zettel"_de),
             .required = true,
             .help = context.t("Groß oder klein, mit oder ohne Lücken: wie du magst."_de),
             .longest = 40,
             .autocomplete = "one-time-code"}};
}

http::Response paper_page(const Context& context, const std::vector<FieldError>& errors, int status)
{
    return form_page(
        context,
        {.heading = context.t("Mit dem Zettel anmelden"_de),
         .lead = context.t(
             "Den Zettel bekommst du von deinem Netzwerkverein oder der Koordination. Er gilt einmal."_de),
         .form =
             web::draw_form(context, {.action = std::string(paper_path), .submit = context.t("Anmelden"_de)},
                            paper_fields(context), {}, errors),
         .links = {{context.t("Zurück zum Anmelden"_de), "/anmelden"}},
         .status = status});
}

Result<http::Response> post_paper(Door& door, Context& context)
{
    const auto sent = web::read_form(context, paper_fields(context));
    if (!sent.ok())
        return paper_page(context, sent.errors, web::status_of(Err::invalid));
    const auto admitted = sign_in_by_paper(door, context.environment, context.network,
                                           sent.values.text("code"), caller_of(context));
    if (!admitted)
        return paper_page(context, errors_at(admitted.error(), "code"),
                          web::status_of(admitted.error().kind));
    // The sheet is used up: whoever goes away without a password does not get in again.
    return keep_in(
        context, *admitted,
        web::redirect_with_notice(context, "/redaktion/kennwort",
                                  "Du bist angemeldet. Wähl jetzt ein Kennwort für das nächste Mal."_de));
}

// ---- the second proof ----

std::vector<Field> proof_fields(const Context& context)
{
    return {{.name = "code",
             .label = context.t("Code"_de),
             .required = true,
             .help = context.t("Aus der App auf deinem Telefon, oder der nächste von deinem Codezettel."_de),
             .longest = 40,
             .autocomplete = "one-time-code"},
            onward_field()};
}

http::Response proof_page(const Context& context, const web::FormValues& values,
                          const std::vector<FieldError>& errors, int status)
{
    return form_page(
        context,
        {.heading = context.t("Noch ein Code"_de),
         .lead = context.t("Damit niemand hineinkommt, der nur dein Kennwort kennt."_de),
         .form =
             web::draw_form(context, {.action = std::string(proof_path), .submit = context.t("Weiter"_de)},
                            proof_fields(context), values, errors),
         .links = {{context.t("Zettel und Telefon verloren? Ruf die Koordination an."_de), "/kontakt"}},
         .status = status});
}

Result<http::Response> show_proof(Context& context)
{
    const auto onward = own_page_or_desk(context.query.text("weiter"));
    // Given already, by another tab perhaps.
    if (context.actor.next_step != proof_path && context.query.text("erneut").empty())
        return web::redirect(context, onward);
    web::FormValues values;
    values.set("weiter", onward);
    return proof_page(context, values, {}, 200);
}

Result<http::Response> post_proof(Door& door, Context& context)
{
    auto sent = web::read_form(context, proof_fields(context));
    const auto onward = own_page_or_desk(sent.values.text("weiter"));
    // What was typed is worth nothing any more.
    web::FormValues kept;
    kept.set("weiter", onward);
    if (!sent.ok())
        return proof_page(context, kept, sent.errors, web::status_of(Err::invalid));
    const auto proved =
        prove(door, context.environment, context.network, context.actor, sent.values.text("code"));
    if (!proved && proved.error().kind == Err::forbidden)
        return signed_out(context, proved.error().text);
    if (!proved)
        return proof_page(context, kept, errors_at(proved.error(), "code"),
                          web::status_of(proved.error().kind));
    return keep_in(context, {.session = *proved}, web::redirect(context, onward));
}

} // namespace

void register_way_pages(web::Site& site, const std::shared_ptr<Door>& door)
{
    using web::Access;
    const auto everyone = Access::everyone();
    const auto with_door = [&](auto handler) {
        return [door, handler](Context& context) { return handler(*door, context); };
    };
    for (const auto& what : {for_signing_in, for_a_password}) {
        site.get(std::string(what.path), everyone, [what](Context& context) -> Result<http::Response> {
            return ask_page(context, what, {}, {}, 200);
        });
        site.post(std::string(what.path), everyone,
                  [door, what](Context& context) { return post_ask(*door, context, what); });
    }
    site.get(std::string(sign_in_pattern), everyone, with_door(show_link));
    site.post(std::string(sign_in_pattern), everyone, with_door(post_link));
    site.get(std::string(paper_path), everyone,
             [](Context& context) -> Result<http::Response> { return paper_page(context, {}, 200); });
    site.post(std::string(paper_path), everyone, with_door(post_paper));
    site.get(std::string(proof_path), Access::signed_in(), show_proof);
    site.post(std::string(proof_path), Access::signed_in(), with_door(post_proof));
}

} // namespace dorfnetz::accounts
