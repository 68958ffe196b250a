#include "accounts/users.hpp"

#include "accounts/audit.hpp"
#include "accounts/links.hpp"
#include "accounts/notices.hpp"
#include "accounts/policy.hpp"
#include "accounts/role_words.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/sessions.hpp"
#include "accounts/wrong_codes.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/search/folding.hpp"

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

Result<Done> check(const Invitation& invitation, Timestamp now)
{
    std::vector<FieldError> fields;
    if (!invitation.email.empty() && !mail::is_mail_address(login_of(invitation.email)))
        fields.push_back({"email", "Das ist keine E-Mail-Adresse. Sie sieht so aus: name@example.org"_de});
    const auto name = squeeze(invitation.name);
    if (name.empty())
        fields.push_back({"name", "Wie heißt die Person?"_de});
    else if (length_in_characters(name) > 200 || !is_clean_utf8(name) || has_control_characters(name))
        fields.push_back({"name", "Dieser Name geht nicht. Nimm höchstens 200 Zeichen in einer Zeile."_de});
    if (needs_subject(invitation.role) == invitation.subject.empty())
        fields.push_back({"aufgabe", "Wähl aus, wofür der Zugang ist."_de});
    if (invitation.role == Role::adviser && !invitation.ends_at)
        fields.push_back(
            {"bis", "Bis wann begleitet die Person euch? Danach endet der Zugang von selbst."_de});
    if (invitation.ends_at && *invitation.ends_at <= invitation.starts_at.value_or(now))
        fields.push_back({"bis", "Dieser Tag ist schon vorbei."_de});
    if (!fields.empty())
        return Error{Err::invalid, "Bitte prüf deine Angaben."_de, {}, std::move(fields)};
    return Done{};
}

// For the log, whose readers know no keys.
std::string describe(const web::Grant& grant)
{
    return i18n::translate(i18n::Language::de, label(grant.role));
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

Error not_yours()
{
    return {Err::forbidden, "Diesen Zugang vergibt die Koordination."_de};
}

Error no_such_grant()
{
    return {Err::missing, "Diesen Zugang gibt es nicht mehr."_de};
}

Error ended_meanwhile()
{
    return {Err::stale, "Das hat gerade schon jemand anders beendet."_de};
}

std::optional<StoredGrant> grant_by_id(db::Reader& reader, const web::Environment& environment,
                                       const NetworkId& network, std::string_view id)
{
    for (auto& grant : grants_not_ended(reader, network, environment.clock.now()))
        if (grant.id == id)
            return std::move(grant);
    return std::nullopt;
}

// "erika-beispiel", or with a number if somebody of that name is here.
std::string free_login(db::Reader& reader, const NetworkId& network, std::string_view name)
{
    auto wanted = search::slug(name);
    if (wanted.empty())
        wanted = "zugang";
    auto login = wanted;
    for (int number = 2; find_user_by_login(reader, network, login); ++number)
        login = fmt::format("{}-{}", wanted, number);
    return login;
}

} // namespace

Result<Done> must_not_be_last_coordinator(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    const auto coordinators = lock_coordinators(tx, network);
    if (coordinators == std::vector{user})
        return Error{Err::conflict,
                     "Das ist der letzte Zugang der Koordination. Lade zuerst jemanden ein, der "
                     "weitermacht, und warte, bis diese Person ein Kennwort hat."_de};
    return Done{};
}

Result<Done> must_manage_users(const web::Actor& actor, const NetworkId& network)
{
    if (may(actor, Right::manage_users, {.kind = SubjectKind::network, .id = network.text()}))
        return Done{};
    return Error{Err::forbidden, "Zugänge verwaltet die Koordination."_de};
}

bool may_give_entry(const web::Actor& actor, const NetworkId& network, const Subjects::Organisation& entry)
{
    return must_manage_users(actor, network) ||
           may(actor, Right::invite_editors,
               {.kind = SubjectKind::organisation, .id = entry.choice.value, .villages = entry.villages});
}

bool may_give(db::Reader& reader, const Subjects& subjects, const web::Actor& actor, const NetworkId& network,
              const web::Grant& grant)
{
    if (must_manage_users(actor, network))
        return true;
    return grant.role == Role::organisation_editor &&
           may_give_entry(actor, network,
                          {.choice = {.value = grant.subject, .label = {}},
                           .villages = subjects.villages_of(reader, network, grant.subject)});
}

std::optional<StoredGrant> grant_to_hand_over(db::Reader& reader, const web::Environment& environment,
                                              const Subjects& subjects, const web::Actor& actor,
                                              const NetworkId& network, std::string_view id)
{
    auto stored = grant_by_id(reader, environment, network, id);
    if (stored && stored->user != actor.user && !may_give(reader, subjects, actor, network, stored->grant))
        return std::nullopt;
    return stored;
}

Result<NewUser> create_user(db::Tx& tx, web::Environment& environment, const Invitation& invitation,
                            const web::UserId& by)
{
    const auto now = environment.clock.now();
    TRY(check(invitation, now));
    Account account{.id = new_id<web::UserId>(environment.clock, environment.random),
                    .login = login_of(invitation.email),
                    .name = squeeze(invitation.name)};
    const bool has_mail = !account.login.empty();
    if (!has_mail)
        account.login = free_login(tx, invitation.network, account.name);
    const bool is_new = insert_user(tx, invitation.network, account, now);
    if (is_new)
        note(tx, environment, invitation.network, by, "user.created", account.id, account.login);
    else
        account = find_user_by_login(tx, invitation.network, account.login).value().account;
    const StoredGrant grant{.id = new_uuid_v7(environment.clock, environment.random),
                            .user = account.id,
                            .grant = {invitation.role, invitation.subject},
                            .starts_at = invitation.starts_at,
                            .ends_at = invitation.ends_at};
    if (!insert_grant(tx, invitation.network, grant, by, now))
        return Error{Err::conflict, "Diese Person hat den Zugang schon."_de};
    note(tx, environment, invitation.network, by, "grant.given", account.id, describe(grant.grant));
    NewUser user{.id = account.id, .login = account.login};
    if (!has_mail)
        user.paper_code = make_link(tx, environment, invitation.network, account.id, LinkPurpose::paper);
    else if (!account.has_password)
        user.link_path = link_path(
            LinkPurpose::set, make_link(tx, environment, invitation.network, account.id, LinkPurpose::set));
    return user;
}

Result<NewUser> create_user(web::Environment& environment, const Invitation& invitation)
{
    return environment.pool.write(db::Scope::nothing(),
                                  [&](db::Tx& tx) { return create_user(tx, environment, invitation); });
}

Result<NewUser> let_in_again(web::Environment& environment, const NetworkId& network, std::string_view email)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<NewUser> {
        const auto found = find_user_by_login(tx, network, login_of(email));
        if (!found)
            return Error{Err::missing, "Diesen Zugang gibt es nicht."_de};
        const auto& account = found->account;
        set_sign_in(tx, network, account, SignIn::allowed);
        note_access_change(tx, network, account.id, environment.clock.now());
        note(tx, environment, network, {}, "user.allowed", account.id);
        return NewUser{.id = account.id,
                       .login = account.login,
                       .link_path = link_path(LinkPurpose::set, make_link(tx, environment, network,
                                                                          account.id, LinkPurpose::set))};
    });
}

Result<NewUser> invite(web::Environment& environment, const Subjects& subjects, const web::Actor& actor,
                       const web::Network& network, const Invitation& invitation, const MailStyle& style)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<NewUser> {
        if (!may_give(tx, subjects, actor, network.id, {invitation.role, invitation.subject}))
            return not_yours();
        auto own = invitation;
        own.network = network.id;
        auto user = TRY(create_user(tx, environment, own, actor.user));
        if (!user.link_path.empty())
            TRY(mail_new_link(tx, environment, network, user.id, user.link_path, style));
        return user;
    });
}

// The account of somebody else who may sign in.
Result<Account> account_of_another(db::Reader& reader, const NetworkId& network, const web::Actor& actor,
                                   const web::UserId& user)
{
    const auto found = find_user(reader, network, user);
    if (!found || found->account.disabled)
        return Error{Err::missing, "Diesen Zugang gibt es nicht."_de};
    if (user == actor.user)
        return Error{Err::conflict,
                     "Das ist dein eigener Zugang. Was dich hineinlässt, änderst du unter „Anmeldung "
                     "und Sicherheit“."_de};
    return found->account;
}

Result<std::string> send_new_link(web::Environment& environment, const web::Actor& actor,
                                  const web::Network& network, const web::UserId& user,
                                  const MailStyle& style)
{
    TRY(must_manage_users(actor, network.id));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<std::string> {
        TRY(account_of_another(tx, network.id, actor, user));
        auto path =
            link_path(LinkPurpose::set, make_link(tx, environment, network.id, user, LinkPurpose::set));
        TRY(mail_new_link(tx, environment, network, user, path, style));
        note(tx, environment, network.id, actor.user, "user.link_sent", user);
        return path;
    });
}

Result<NewUser> make_paper(web::Environment& environment, const web::Actor& actor, const NetworkId& network,
                           const web::UserId& user)
{
    TRY(must_manage_users(actor, network));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<NewUser> {
        const auto account = TRY(account_of_another(tx, network, actor, user));
        note(tx, environment, network, actor.user, "user.paper_made", user);
        return NewUser{.id = user,
                       .login = account.login,
                       .paper_code = make_link(tx, environment, network, user, LinkPurpose::paper)};
    });
}

Result<NewUser> reset_access(web::Environment& environment, const web::Actor& actor,
                             const web::Network& network, const web::UserId& user, const MailStyle& style)
{
    TRY(must_manage_users(actor, network.id));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<NewUser> {
        const auto account = TRY(account_of_another(tx, network.id, actor, user));
        set_password_hash(tx, network.id, user, "");
        delete_unused_links(tx, network.id, user);
        delete_factors(tx, network.id, user);
        forget_wrong_codes(tx, network.id, user);
        note_access_change(tx, network.id, user, environment.clock.now());
        end_other_sessions(tx, network.id, user, "");
        note(tx, environment, network.id, actor.user, "factor.reset", user);
        TRY(tell_of_reset(tx, environment, network, account));
        NewUser reset{.id = user, .login = account.login};
        if (mail::is_mail_address(account.login)) {
            reset.link_path =
                link_path(LinkPurpose::set, make_link(tx, environment, network.id, user, LinkPurpose::set));
            TRY(mail_new_link(tx, environment, network, user, reset.link_path, style));
        } else {
            reset.paper_code = make_link(tx, environment, network.id, user, LinkPurpose::paper);
        }
        return reset;
    });
}

Result<StoredGrant> grant_to_end(db::Tx& tx, const web::Environment& environment, const Subjects& subjects,
                                 const web::Actor& actor, const NetworkId& network, std::string_view grant_id)
{
    auto stored = grant_by_id(tx, environment, network, grant_id);
    if (!stored || !may_give(tx, subjects, actor, network, stored->grant))
        return no_such_grant();
    if (stored->grant.role == Role::coordinator)
        TRY(must_not_be_last_coordinator(tx, network, stored->user));
    return *std::move(stored);
}

Result<Done> end_grant(web::Environment& environment, const Subjects& subjects, const web::Actor& actor,
                       const NetworkId& network, std::string_view grant_id)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto stored = TRY(grant_to_end(tx, environment, subjects, actor, network, grant_id));
        if (!end_grant_at(tx, network, grant_id, environment.clock.now()))
            return ended_meanwhile();
        note(tx, environment, network, actor.user, "grant.ended", stored.user, describe(stored.grant));
        return Done{};
    });
}

Result<NewUser> hand_over(web::Environment& environment, const Subjects& subjects, const web::Actor& actor,
                          const web::Network& network, std::string_view grant_id, const Successor& successor,
                          const MailStyle& style)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<NewUser> {
        const auto now = environment.clock.now();
        const auto stored = grant_to_hand_over(tx, environment, subjects, actor, network.id, grant_id);
        if (!stored)
            return no_such_grant();
        // Whoever hands over today does so now; the new role must not begin before the old one ends.
        const auto from = std::max({successor.from, now, stored->starts_at.value_or(now)});
        auto user = TRY(create_user(tx, environment,
                                    {.network = network.id,
                                     .email = successor.email,
                                     .name = successor.name,
                                     .role = stored->grant.role,
                                     .subject = stored->grant.subject,
                                     .starts_at = from,
                                     .ends_at = stored->ends_at},
                                    actor.user));
        if (stored->grant.role == Role::coordinator)
            TRY(must_not_be_last_coordinator(tx, network.id, stored->user));
        if (!end_grant_at(tx, network.id, grant_id, from))
            return ended_meanwhile();
        note(tx, environment, network.id, actor.user, "grant.handed_over", stored->user,
             describe(stored->grant));
        if (!user.link_path.empty())
            TRY(mail_new_link(tx, environment, network, user.id, user.link_path, style));
        return user;
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
        note_access_change(tx, network, user, environment.clock.now());
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
