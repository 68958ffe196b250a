#include "accounts/accounts_store.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace dorfnetz::accounts {

namespace {

Account read_account(db::Row& row)
{
    return {.id = row.take<web::UserId>(),
            .login = row.take<std::string>(),
            .name = row.take<std::string>(),
            .has_password = row.take<bool>(),
            .disabled = row.take<bool>(),
            .version = row.take<std::int64_t>()};
}

User read_user(db::Row& row)
{
    auto account = read_account(row);
    return {.account = std::move(account),
            .password_hash = row.take<std::optional<std::string>>().value_or("")};
}

} // namespace

std::string login_of(std::string_view email)
{
    return to_lower_ascii(trim(email));
}

std::optional<User> find_user(db::Reader& reader, const NetworkId& network, const web::UserId& id)
{
    return reader.first(R"sql(
        SELECT id, login, name, CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, disabled, version, password_hash
        FROM users WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_user);
}

std::optional<User> find_user_by_login(db::Reader& reader, const NetworkId& network, std::string_view login)
{
    return reader.first(R"sql(
        SELECT id, login, name, CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, disabled, version, password_hash
        FROM users WHERE network_id = :network AND login = :login)sql",
                        {{"network", network}, {"login", login}}, read_user);
}

std::vector<Account> all_accounts(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, login, name, CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, disabled, version
        FROM users WHERE network_id = :network
        ORDER BY name, id)sql",
                       {{"network", network}}, read_account);
}

std::map<std::string, std::string> account_names(db::Reader& reader, const NetworkId& network)
{
    std::map<std::string, std::string> names;
    for (auto& account : all_accounts(reader, network))
        names.emplace(account.id.text(), std::move(account.name));
    return names;
}

std::vector<Account> usable_accounts(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, login, name, CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END, disabled, version
        FROM users
        WHERE network_id = :network AND disabled = 0 AND (password_hash IS NOT NULL OR EXISTS (
            SELECT 1 FROM known_devices devices
            WHERE devices.network_id = users.network_id AND devices.user_id = users.id))
        ORDER BY name, id)sql",
                       {{"network", network}}, read_account);
}

std::vector<Account> accounts_with_role(db::Reader& reader, const NetworkId& network, web::Role role,
                                        std::string_view subject, Timestamp now)
{
    std::set<web::UserId> holders;
    for (const auto& stored : grants_not_ended(reader, network, now))
        if (stored.grant.role == role && stored.grant.subject == subject &&
            stored.starts_at.value_or(now) <= now)
            holders.insert(stored.user);
    auto accounts = usable_accounts(reader, network);
    std::erase_if(accounts, [&](const Account& account) { return !holders.contains(account.id); });
    return accounts;
}

std::optional<web::Actor> actor_of(db::Reader& reader, const NetworkId& network, const web::UserId& user,
                                   Timestamp now)
{
    const auto account = find_user(reader, network, user);
    if (!account || account->account.disabled)
        return std::nullopt;
    web::Actor actor{.user = user, .name = account->account.name, .session = {}, .grants = {}};
    for (auto& stored : grants_not_ended(reader, network, now))
        if (stored.user == user && stored.starts_at.value_or(now) <= now)
            actor.grants.push_back(std::move(stored.grant));
    return actor;
}

bool insert_user(db::Tx& tx, const NetworkId& network, const Account& account, Timestamp now)
{
    return tx.exec(R"sql(
        INSERT INTO users (network_id, id, login, name, created_at)
        VALUES (:network, :id, :login, :name, :now)
        ON CONFLICT (network_id, login) DO NOTHING)sql",
                   {{"network", network},
                    {"id", account.id},
                    {"login", account.login},
                    {"name", account.name},
                    {"now", now}}) == 1;
}

void set_password_hash(db::Tx& tx, const NetworkId& network, const web::UserId& user, std::string_view hash)
{
    tx.exec(R"sql(
        UPDATE users SET password_hash = NULLIF(CAST(:hash AS TEXT), ''), version = version + 1
        WHERE network_id = :network AND id = :id)sql",
            {{"hash", hash}, {"network", network}, {"id", user}});
}

bool replace_password_hash(db::Tx& tx, const NetworkId& network, const web::UserId& user,
                           std::string_view old_hash, std::string_view new_hash)
{
    return tx.exec(R"sql(
        UPDATE users SET password_hash = :new_hash, version = version + 1
        WHERE network_id = :network AND id = :id AND COALESCE(password_hash, '') = :old_hash AND disabled = 0)sql",
                   {{"new_hash", new_hash}, {"network", network}, {"id", user}, {"old_hash", old_hash}}) == 1;
}

void note_access_change(db::Tx& tx, const NetworkId& network, const web::UserId& user, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE users SET access_changed_at = :now WHERE network_id = :network AND id = :id)sql",
            {{"now", now}, {"network", network}, {"id", user}});
}

bool set_sign_in(db::Tx& tx, const NetworkId& network, const Account& account, SignIn sign_in)
{
    return tx.exec(R"sql(
        UPDATE users SET disabled = :disabled, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"disabled", sign_in == SignIn::blocked},
                    {"network", network},
                    {"id", account.id},
                    {"version", account.version}}) == 1;
}

std::vector<StoredGrant> grants_not_ended(db::Reader& reader, const NetworkId& network, Timestamp now)
{
    std::vector<StoredGrant> grants;
    reader.each(R"sql(
        SELECT id, user_id, role, subject, starts_at, ends_at FROM grants
        WHERE network_id = :network AND (ends_at IS NULL OR ends_at > :now)
        ORDER BY granted_at, id)sql",
                {{"network", network}, {"now", now}}, [&](db::Row& row) {
                    StoredGrant stored{
                        .id = row.take<std::string>(), .user = row.take<web::UserId>(), .grant = {}};
                    const auto role = web::role_from_text(row.take<std::string>());
                    stored.grant.subject = row.take<std::string>();
                    stored.starts_at = row.take<std::optional<Timestamp>>();
                    stored.ends_at = row.take<std::optional<Timestamp>>();
                    // A role that a newer program knew gives nothing here.
                    if (role) {
                        stored.grant.role = *role;
                        grants.push_back(std::move(stored));
                    }
                });
    return grants;
}

bool insert_grant(db::Tx& tx, const NetworkId& network, const StoredGrant& grant, const web::UserId& by,
                  Timestamp now)
{
    const auto giver = by.empty() ? std::nullopt : std::optional<std::string_view>(by.text());
    return tx.exec(R"sql(
        INSERT INTO grants (network_id, id, user_id, role, subject, granted_by, granted_at, starts_at, ends_at)
        VALUES (:network, :id, :user, :role, :subject, :by, :now, :starts, :ends)
        ON CONFLICT DO NOTHING)sql",
                   {{"network", network},
                    {"id", grant.id},
                    {"user", grant.user},
                    {"role", web::to_text(grant.grant.role)},
                    {"subject", grant.grant.subject},
                    {"by", giver},
                    {"now", now},
                    {"starts", grant.starts_at},
                    {"ends", grant.ends_at}}) == 1;
}

bool end_grant_at(db::Tx& tx, const NetworkId& network, std::string_view id, Timestamp end)
{
    return tx.exec(R"sql(
        UPDATE grants SET ends_at = :end
        WHERE network_id = :network AND id = :id AND (ends_at IS NULL OR ends_at > :end))sql",
                   {{"end", end}, {"network", network}, {"id", id}}) == 1;
}

std::vector<web::UserId> lock_coordinators(db::Tx& tx, const NetworkId& network)
{
    const auto holders =
        tx.list(R"sql(
        SELECT users.id FROM grants
        JOIN users ON users.network_id = grants.network_id AND users.id = grants.user_id
        WHERE grants.network_id = :network AND grants.role = 'coordinator' AND grants.subject = ''
          AND grants.ends_at IS NULL
        ORDER BY users.id
        FOR UPDATE)sql",
                {{"network", network}}, [](db::Row& row) { return row.take<web::UserId>(); });
    std::set<web::UserId> usable;
    for (const auto& account : usable_accounts(tx, network))
        usable.insert(account.id);
    std::vector<web::UserId> coordinators;
    std::copy_if(holders.begin(), holders.end(), std::back_inserter(coordinators),
                 [&](const web::UserId& user) { return usable.contains(user); });
    return coordinators;
}

void insert_link(db::Tx& tx, const NetworkId& network, const Link& link, Timestamp now)
{
    tx.exec(R"sql(
        DELETE FROM sign_in_links WHERE network_id = :network AND expires_at <= :now)sql",
            {{"network", network}, {"now", now}});
    tx.exec(R"sql(
        INSERT INTO sign_in_links (network_id, id, user_id, purpose, token_hash, created_at, expires_at)
        VALUES (:network, :id, :user, :purpose, :token, :now, :expires))sql",
            {{"network", network},
             {"id", link.id},
             {"user", link.user},
             {"purpose", link.purpose},
             {"token", link.token_hash},
             {"now", now},
             {"expires", link.expires_at}});
}

std::optional<User> user_of_link(db::Reader& reader, const NetworkId& network, std::string_view token_hash,
                                 Timestamp now)
{
    return reader.first(R"sql(
        SELECT users.id, users.login, users.name, CASE WHEN users.password_hash IS NULL THEN 0 ELSE 1 END,
               users.disabled, users.version, users.password_hash
        FROM sign_in_links links
        JOIN users ON users.network_id = links.network_id AND users.id = links.user_id
        WHERE links.network_id = :network AND links.token_hash = :token AND links.used_at IS NULL
          AND links.expires_at > :now AND users.disabled = 0)sql",
                        {{"network", network}, {"token", token_hash}, {"now", now}}, read_user);
}

bool use_link(db::Tx& tx, const NetworkId& network, std::string_view token_hash, Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE sign_in_links SET used_at = :now
        WHERE network_id = :network AND token_hash = :token AND used_at IS NULL AND expires_at > :now)sql",
                   {{"now", now}, {"network", network}, {"token", token_hash}}) == 1;
}

void delete_unused_links(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(
        DELETE FROM sign_in_links WHERE network_id = :network AND user_id = :user AND used_at IS NULL)sql",
            {{"network", network}, {"user", user}});
}

void insert_request(db::Tx& tx, const LinkRequest& request, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO link_requests (network_id, id, login, purpose, language, address, asked_at)
        VALUES (:network, :id, :login, :purpose, :language, :address, :now))sql",
            {{"network", request.network},
             {"id", request.id},
             {"login", request.login},
             {"purpose", request.purpose},
             {"language", request.language},
             {"address", request.address},
             {"now", now}});
}

std::vector<LinkRequest> waiting_requests(db::Reader& reader, std::int64_t limit)
{
    return reader.list(R"sql(
        SELECT network_id, id, login, purpose, language, address FROM link_requests
        ORDER BY asked_at, id
        LIMIT :limit)sql",
                       {{"limit", limit}}, [](db::Row& row) {
                           return LinkRequest{.network = row.take<NetworkId>(),
                                              .id = row.take<std::string>(),
                                              .login = row.take<std::string>(),
                                              .purpose = row.take<std::string>(),
                                              .language = row.take<std::string>(),
                                              .address = row.take<std::string>()};
                       });
}

bool delete_request(db::Tx& tx, const LinkRequest& request)
{
    return tx.exec(R"sql(
        DELETE FROM link_requests WHERE network_id = :network AND id = :id)sql",
                   {{"network", request.network}, {"id", request.id}}) == 1;
}

} // namespace dorfnetz::accounts
