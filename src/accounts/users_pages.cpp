#include "accounts/pages.hpp"
#include "accounts/policy.hpp"
#include "accounts/users.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::accounts {

namespace {

using web::Context;
using web::Field;
using web::Input;
using web::Role;

constexpr std::string_view list_path = "/redaktion/zugaenge";
constexpr std::string_view coordination = "coordinator";
constexpr std::string_view for_village = "lead_editor:";

// "Netzwerkverein: Musterdorf"
std::string role_text(const Context& context, const web::Grant& grant,
                      const std::vector<web::Choice>& villages)
{
    const auto found = std::find_if(villages.begin(), villages.end(), [&](const web::Choice& village) {
        return village.value == grant.subject;
    });
    const auto& subject = found == villages.end() ? grant.subject : found->label;
    switch (grant.role) {
    case Role::coordinator:
        return context.t("Koordination"_de);
    case Role::lead_editor:
        return context.t("Netzwerkverein: {1}"_de, {subject});
    case Role::council_editor:
        return context.t("Ortschaftsrat: {1}"_de, {subject});
    case Role::organisation_editor:
        return context.t("Verein"_de);
    case Role::municipality_officer:
        return context.t("Gemeindeverwaltung"_de);
    case Role::treasurer:
        return context.t("Kasse"_de);
    case Role::adviser:
        return context.t("Prozessbegleitung"_de);
    case Role::programme_officer:
        return context.t("Programm"_de);
    case Role::operator_:
        return context.t("Technik"_de);
    }
    return {};
}

std::vector<Field> invite_fields(const Context& context, const std::vector<web::Choice>& villages)
{
    std::vector<web::Choice> tasks{
        {std::string(coordination), context.t("Koordination: das ganze Netzwerk"_de)}};
    for (const auto& village : villages)
        tasks.push_back({fmt::format("{}{}", for_village, village.value),
                         context.t("Netzwerkverein: {1}"_de, {village.label})});
    return {{.name = "name", .label = context.t("Name"_de), .required = true, .autocomplete = "off"},
            {.name = "email",
             .label = context.t("E-Mail-Adresse"_de),
             .input = Input::email,
             .required = true,
             .autocomplete = "off"},
            {.name = "aufgabe",
             .label = context.t("Wofür?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = std::move(tasks)}};
}

Invitation invitation_of(const Context& context, const web::FormValues& values)
{
    Invitation invitation{.network = context.network.id,
                          .email = values.text("email"),
                          .name = values.text("name"),
                          .role = Role::coordinator};
    const auto task = values.text("aufgabe");
    if (task.starts_with(for_village)) {
        invitation.role = Role::lead_editor;
        invitation.subject = task.substr(for_village.size());
    }
    return invitation;
}

html::Safe button(const Context& context, std::string_view action, const std::string& label,
                  const std::vector<std::pair<std::string, std::string>>& hidden)
{
    return web::draw_button(context, {.action = fmt::format("{}/{}", list_path, action), .submit = label},
                            hidden);
}

struct UserPages
{
    SubjectList villages;

    std::vector<web::Choice> village_choices(const Context& context) const
    {
        return context.pool().read([&](db::Reader& reader) { return villages(reader, context.network.id); });
    }

    void fill_account(html::Values row, const Context& context, const Account& account) const
    {
        row.set("NAME", account.name).set("LOGIN", account.login);
        if (account.disabled)
            row.show("BLOCKED");
        else
            row.show(account.has_password ? "ACTIVE" : "INVITED");
        html::Safe buttons;
        if (!account.disabled)
            buttons +=
                button(context, "link", context.t("Neuen Link schicken"_de), {{"konto", account.id.text()}});
        buttons += button(context, account.disabled ? "erlauben" : "sperren",
                          account.disabled ? context.t("Wieder erlauben"_de) : context.t("Sperren"_de),
                          {{"konto", account.id.text()}, {"version", std::to_string(account.version)}});
        row.set("BUTTONS", buttons);
    }

    http::Response list_page(const Context& context, const web::FormValues& values,
                             const std::vector<FieldError>& errors, int status) const
    {
        const auto places = village_choices(context);
        std::vector<Account> accounts;
        std::vector<StoredGrant> grants;
        context.pool().read([&](db::Reader& reader) {
            accounts = all_accounts(reader, context.network.id);
            grants = grants_in_force(reader, context.network.id, context.now());
        });
        html::Page page;
        for (const auto& account : accounts) {
            auto row = page.add("ACCOUNT");
            fill_account(row, context, account);
            for (const auto& stored : grants)
                if (stored.user == account.id) {
                    const auto role = role_text(context, stored.grant, places);
                    row.add("GRANT")
                        .set("ROLE", role)
                        .set("END",
                             button(context, "beenden", context.t("Beenden"_de), {{"recht", stored.id}}));
                }
        }
        page.set("COUNT_TEXT", i18n::translate_count(context.language, "{1} Zugang"_de, "{1} Zugänge"_de,
                                                     static_cast<std::int64_t>(accounts.size())))
            .set("FORM", web::draw_form(
                             context, {.action = std::string(list_path), .submit = context.t("Einladen"_de)},
                             invite_fields(context, places), values, errors));
        return web::page(context,
                         {.title = context.t("Zugänge"_de),
                          .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                          .index = false},
                         context.render("user_list", page), status);
    }

    Result<http::Response> show(Context& context) const { return list_page(context, {}, {}, 200); }

    // The link stands nowhere else, so it is shown in the answer itself.
    static http::Response link_page(const Context& context, const std::string& name, const std::string& path)
    {
        const auto url = mail_style(context).site + path;
        html::Page page;
        page.set("NAME", name)
            .set("LINK_URL", html::Url::foreign(url).value())
            .set("LINK_TEXT", url)
            .set("BACK_URL", context.url(list_path));
        return web::page(context,
                         {.title = context.t("Der Link ist unterwegs"_de),
                          .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                     {context.t("Zugänge"_de), std::string(list_path)}},
                          .index = false},
                         context.render("user_link", page));
    }

    Result<http::Response> post_invite(Context& context) const
    {
        const auto sent = web::read_form(context, invite_fields(context, village_choices(context)));
        if (!sent.ok())
            return list_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
        const auto user = invite(context.environment, context.actor, context.network,
                                 invitation_of(context, sent.values), mail_style(context));
        if (!user)
            return list_page(context, sent.values, errors_at(user.error(), "email"),
                             web::status_of(user.error().kind));
        if (user->link_path.empty())
            return web::redirect_with_notice(context, list_path,
                                             "Der Zugang ist erweitert. Das Kennwort bleibt dasselbe."_de);
        return link_page(context, sent.values.text("name"), user->link_path);
    }
};

web::UserId chosen_user(const Context& context)
{
    return web::UserId{context.form.text("konto")};
}

Result<http::Response> post_link(Context& context)
{
    const auto user = chosen_user(context);
    const auto path =
        TRY(send_new_link(context.environment, context.actor, context.network, user, mail_style(context)));
    const auto found =
        context.pool().read([&](db::Reader& reader) { return find_user(reader, context.network.id, user); });
    return UserPages::link_page(context, found.value().account.name, path);
}

Result<http::Response> post_end(Context& context)
{
    TRY(end_grant(context.environment, context.actor, context.network.id, context.form.text("recht")));
    return web::redirect_with_notice(context, list_path, "Beendet. Das gilt ab sofort."_de);
}

Result<http::Response> post_sign_in_change(Context& context, SignIn sign_in)
{
    const auto text = context.form.text("version");
    std::int64_t version = 0;
    std::from_chars(text.data(), text.data() + text.size(), version);
    TRY(change_sign_in(context.environment, context.actor, context.network.id, chosen_user(context), version,
                       sign_in));
    return web::redirect_with_notice(context, list_path,
                                     sign_in == SignIn::blocked ? "Gesperrt. Alle Geräte sind abgemeldet."_de
                                                                : "Der Zugang darf sich wieder anmelden."_de);
}

} // namespace

MailStyle mail_style(const Context& context)
{
    auto site = context.absolute_url("/");
    if (site.ends_with('/'))
        site.pop_back();
    return {.language = context.language, .site = std::move(site)};
}

void register_user_pages(web::Site& site, const SubjectList& villages)
{
    using web::Access;
    const UserPages pages{villages};
    const std::string path(list_path);
    site.get(path, Access::coordinator(), [pages](Context& context) { return pages.show(context); });
    site.post(path, Access::coordinator(), [pages](Context& context) { return pages.post_invite(context); });
    site.post(path + "/link", Access::coordinator(), post_link);
    site.post(path + "/beenden", Access::coordinator(), post_end);
    site.post(path + "/sperren", Access::coordinator(),
              [](Context& context) { return post_sign_in_change(context, SignIn::blocked); });
    site.post(path + "/erlauben", Access::coordinator(),
              [](Context& context) { return post_sign_in_change(context, SignIn::allowed); });
}

} // namespace dorfnetz::accounts
