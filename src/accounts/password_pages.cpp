#include "accounts/links.hpp"
#include "accounts/pages.hpp"
#include "accounts/sessions.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

#include <utility>

namespace dorfnetz::accounts {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view link_pattern = "/passwort/{token}";

Field new_password_field(const Context& context)
{
    return {.name = "kennwort",
            .label = context.t("Neues Kennwort"_de),
            .input = Input::password,
            .required = true,
            .help = context.t("Mindestens {1} Zeichen. Gut sind drei oder vier Wörter, die nicht "
                              "zusammengehören."_de,
                              {std::to_string(shortest_password)}),
            .longest = longest_password,
            .autocomplete = "new-password"};
}

// ---- setting it by the link ----

http::Response set_page(const Context& context, const Account& account, const std::vector<FieldError>& errors,
                        int status)
{
    const std::vector<Field> fields{new_password_field(context)};
    return form_page(
        context, {.heading = context.t("Kennwort wählen"_de),
                  .lead = context.t("Für den Zugang {1}."_de, {account.login}),
                  .form = web::draw_form(context,
                                         {.action = link_path(LinkPurpose::reset, context.parameter("token")),
                                          .pattern = std::string(link_pattern),
                                          .submit = context.t("Kennwort speichern"_de)},
                                         fields, {}, errors),
                  .status = status});
}

Result<http::Response> show_set(Door& door, Context& context)
{
    const auto account = TRY(open_link(door, context.environment, context.network, context.parameter("token"),
                                       caller_of(context)));
    return set_page(context, account, {}, 200);
}

Result<http::Response> post_set(Door& door, Context& context)
{
    const auto account = TRY(open_link(door, context.environment, context.network, context.parameter("token"),
                                       caller_of(context)));
    const auto sent = web::read_form(context, {new_password_field(context)});
    if (!sent.ok())
        return set_page(context, account, sent.errors, web::status_of(Err::invalid));
    const auto admitted =
        set_password_by_link(door, context.environment, context.network, context.parameter("token"),
                             sent.values.text("kennwort"), caller_of(context));
    if (!admitted && admitted.error().kind == Err::missing)
        return admitted.error();
    if (!admitted)
        return set_page(context, account, errors_at(admitted.error(), "kennwort"),
                        web::status_of(admitted.error().kind));
    return keep_in(context, *admitted,
                   web::redirect_with_notice(context, "/redaktion",
                                             "Dein Kennwort ist gespeichert. Du bist angemeldet."_de));
}

// ---- changing it ----

std::vector<Field> change_fields(const Context& context)
{
    const auto user = context.pool().read(
        [&](db::Reader& reader) { return find_user(reader, context.network.id, context.actor.user); });
    std::vector<Field> fields;
    if (user && user->account.has_password)
        fields.push_back({.name = "altes_kennwort",
                          .label = context.t("Bisheriges Kennwort"_de),
                          .input = Input::password,
                          .required = true,
                          .autocomplete = "current-password"});
    fields.push_back(new_password_field(context));
    return fields;
}

http::Response change_page(const Context& context, const std::vector<FieldError>& errors, int status)
{
    return form_page(context, {.heading = context.t("Kennwort ändern"_de),
                               .lead = context.t("Auf anderen Geräten wirst du dabei abgemeldet."_de),
                               .form = web::draw_form(context,
                                                      {.action = "/redaktion/kennwort",
                                                       .submit = context.t("Kennwort speichern"_de),
                                                       .cancel = std::string(security_path)},
                                                      change_fields(context), {}, errors),
                               .status = status});
}

Result<http::Response> show_change(Context& context)
{
    return change_page(context, {}, 200);
}

Result<http::Response> post_change(Door& door, Context& context)
{
    const auto sent = web::read_form(context, change_fields(context));
    if (!sent.ok())
        return change_page(context, sent.errors, web::status_of(Err::invalid));
    const auto changed =
        change_password(door, context.environment, context.network, context.actor,
                        sent.values.text("altes_kennwort"), sent.values.text("kennwort"), context.language);
    if (!changed)
        return change_page(context, errors_at(changed.error(), "kennwort"),
                           web::status_of(changed.error().kind));
    return web::redirect_with_notice(context, security_path, "Dein Kennwort ist geändert."_de);
}

} // namespace

void register_password_pages(web::Site& site, const std::shared_ptr<Door>& door)
{
    using web::Access;
    site.get(std::string(link_pattern), Access::everyone(),
             [door](Context& context) { return show_set(*door, context); });
    site.post_long(std::string(link_pattern), Access::everyone(),
                   [door](Context& context) { return post_set(*door, context); });
    site.get("/redaktion/kennwort", Access::signed_in(), show_change);
    site.post_long("/redaktion/kennwort", Access::signed_in(),
                   [door](Context& context) { return post_change(*door, context); });
}

} // namespace dorfnetz::accounts
