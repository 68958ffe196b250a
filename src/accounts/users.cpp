#include "accounts/users.hpp"

#include "accounts/audit.hpp"
#include "accounts/links.hpp"
#include "accounts/policy.hpp"
#include "accounts/sessions.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::accounts {

namespace {

using web::Role;

bool needs_subject(Role role)
{
    return role == Role::lead_editor || role == Role::council_editor || role == Role::organisation_editor ||
           role == Role::treasurer;
}

Result<Done> check(const Invitation& invitation)
{
    std::vector<FieldError> fields;
    if (!mail::is_mail_address(login_of(invitation.email)))
        fields.push_back({"email", "Das ist keine E-Mail-Adresse. Sie sieht so aus: name@example.org"_de});
    const auto name = squeeze(invitation.name);
    if (name.empty())
        fields.push_back({"name", "Wie heißt die Person?"_de});
    else if (length_in_characters(name) > 200 || !is_clean_utf8(name) || has_control_characters(name))
        fields.push_back({"name", "Dieser Name geht nicht. Nimm höchstens 200 Zeichen in einer Zeile."_de});
    if (needs_subject(invitation.role) == invitation.subject.empty())
        fields.push_back({"aufgabe", "Wähl aus, wofür der Zugang ist."_de});
    if (!fields.empty())
        return Error{Err::invalid, "Bitte prüf deine Angaben."_de, {}, std::move(fields)};
    return Done{};
}

Result<Done> must_manage_users(const web::Actor& actor, const NetworkId& network)
{
    if (may(actor, Right::manage_users, {.kind = SubjectKind::network, .id = network.text()}))
        return Done{};
    return Error{Err::forbidden, "Zugänge verwaltet die Koordination."_de};
}

// Err::conflict if this user is the only one who coordinates.
Result<Done> must_not_be_last_coordinator(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    const auto coordinators = lock_coordinators(tx, network);
    if (coordinators == std::vector{user})
        return Error{Err::conflict,
                     "Das ist der letzte Zugang der Koordination. Lade zuerst jemanden ein, der "
                     "weitermacht, und warte, bis diese Person ein Kennwort hat."_de};
    return Done{};
}

std::string describe(const web::Grant& grant)
{
    return grant.subject.empty() ? std::string(web::to_text(grant.role))
                                 : fmt::format("{} {}", web::to_text(grant.role), grant.subject);
}

void note(db::Tx& tx, web::Environment& environment, const NetworkId& network, const web::UserId& by,
          std::string action, const web::UserId& user, std::string details = {})
{
    record(tx,
           {.network = network,
            .user = by,
            .action = std::move(action),
            .subject_kind = "user",
            .subject = user.text(),
            .details = std::move(details)},
           environment.clock, environment.random);
}

Result<Done> mail_new_link(db::Tx& tx, web::Environment& environment, const web::Network& network,
                           const web::UserId& user, const std::string& path, const MailStyle& style)
{
    const auto found = find_user(tx, network.id, user);
    return mail_link(tx, environment,
                     {.network = network.id,
                      .network_name = network.name,
                      .account = found.value().account,
                      .purpose = LinkPurpose::set,
                      .language = style.language,
                      .url = style.site + path});
}

} // namespace

Result<NewUser> create_user(db::Tx& tx, web::Environment& environment, const Invitation& invitation,
                            const web::UserId& by)
{
    TRY(check(invitation));
    const auto now = environment.clock.now();
    Account account{.id = new_id<web::UserId>(environment.clock, environment.random),
                    .login = login_of(invitation.email),
                    .name = squeeze(invitation.name)};
    const bool is_new = insert_user(tx, invitation.network, account, now);
    if (is_new)
        note(tx, environment, invitation.network, by, "user.created", account.id, account.login);
    else
        account = find_user_by_login(tx, invitation.network, account.login).value().account;
    const StoredGrant grant{.id = new_uuid_v7(environment.clock, environment.random),
                            .user = account.id,
                            .grant = {invitation.role, invitation.subject}};
    if (!insert_grant(tx, invitation.network, grant, by, now))
        return Error{Err::conflict, "Diese Person hat den Zugang schon."_de};
    note(tx, environment, invitation.network, by, "grant.given", account.id, describe(grant.grant));
    NewUser user{.id = account.id, .link_path = {}};
    if (!account.has_password)
        user.link_path = link_path(
            LinkPurpose::set, make_link(tx, environment, invitation.network, account.id, LinkPurpose::set));
    return user;
}

Result<NewUser> create_user(web::Environment& environment, const Invitation& invitation)
{
    return environment.pool.write(db::Scope::nothing(),
                                  [&](db::Tx& tx) { return create_user(tx, environment, invitation); });
}

Result<NewUser> invite(web::Environment& environment, const web::Actor& actor, const web::Network& network,
                       const Invitation& invitation, const MailStyle& style)
{
    TRY(must_manage_users(actor, network.id));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<NewUser> {
        auto own = invitation;
        own.network = network.id;
        auto user = TRY(create_user(tx, environment, own, actor.user));
        if (!user.link_path.empty())
            TRY(mail_new_link(tx, environment, network, user.id, user.link_path, style));
        return user;
    });
}

Result<std::string> send_new_link(web::Environment& environment, const web::Actor& actor,
                                  const web::Network& network, const web::UserId& user,
                                  const MailStyle& style)
{
    TRY(must_manage_users(actor, network.id));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<std::string> {
        const auto found = find_user(tx, network.id, user);
        if (!found || found->account.disabled)
            return Error{Err::missing, "Diesen Zugang gibt es nicht."_de};
        auto path =
            link_path(LinkPurpose::set, make_link(tx, environment, network.id, user, LinkPurpose::set));
        TRY(mail_new_link(tx, environment, network, user, path, style));
        note(tx, environment, network.id, actor.user, "user.link_sent", user);
        return path;
    });
}

Result<Done> end_grant(web::Environment& environment, const web::Actor& actor, const NetworkId& network,
                       std::string_view grant_id)
{
    TRY(must_manage_users(actor, network));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto now = environment.clock.now();
        const auto grants = grants_in_force(tx, network, now);
        const auto found = std::find_if(grants.begin(), grants.end(),
                                        [&](const StoredGrant& grant) { return grant.id == grant_id; });
        if (found == grants.end())
            return Error{Err::missing, "Diesen Zugang gibt es nicht mehr."_de};
        if (found->grant.role == Role::coordinator)
            TRY(must_not_be_last_coordinator(tx, network, found->user));
        if (!end_grant_at(tx, network, grant_id, now))
            return Error{Err::stale, "Das hat gerade schon jemand anders beendet."_de};
        note(tx, environment, network, actor.user, "grant.ended", found->user, describe(found->grant));
        return Done{};
    });
}

Result<Done> change_sign_in(web::Environment& environment, const web::Actor& actor, const NetworkId& network,
                            const web::UserId& user, std::int64_t version, SignIn sign_in)
{
    TRY(must_manage_users(actor, network));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        auto found = find_user(tx, network, user);
        if (!found)
            return Error{Err::missing, "Diesen Zugang gibt es nicht."_de};
        if (sign_in == SignIn::blocked)
            TRY(must_not_be_last_coordinator(tx, network, user));
        found->account.version = version;
        if (!set_sign_in(tx, network, found->account, sign_in))
            return Error{Err::stale, "Dieser Zugang hat sich gerade geändert. Schau noch einmal nach."_de};
        if (sign_in == SignIn::blocked) {
            end_other_sessions(tx, network, user, "");
            delete_unused_links(tx, network, user);
        }
        note(tx, environment, network, actor.user,
             sign_in == SignIn::blocked ? "user.blocked" : "user.allowed", user);
        return Done{};
    });
}

} // namespace dorfnetz::accounts
