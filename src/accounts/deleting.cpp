#include "accounts/deleting.hpp"

#include "accounts/audit.hpp"
#include "accounts/revocations.hpp"
#include "accounts/users.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"

namespace dorfnetz::accounts {

bool erase_account(db::Tx& tx, const NetworkId& network, const web::UserId& user,
                   const AccountMentions& mentions)
{
    const auto found = find_user(tx, network, user);
    if (!found)
        return false;
    for (const auto forget : mentions)
        forget(tx, network, user);
    // Somebody of the register may have the same mailbox, so only what was written to this name goes.
    if (const auto& account = found->account; mail::is_mail_address(account.login))
        mail::forget(tx, network, {.address = account.login, .name = account.name});
    tx.exec(R"sql(DELETE FROM link_requests WHERE network_id = :network AND login = :login)sql",
            {{"network", network}, {"login", found->account.login}});
    tx.exec(R"sql(UPDATE grants SET granted_by = NULL WHERE network_id = :network AND granted_by = :user)sql",
            {{"network", network}, {"user", user}});
    // The address stands there. Who gave which role stays proved by an entry of its own.
    erase_details_of(tx, network, "user", user.text(), "user.created");
    // Roles, sessions, links, codes and keys go with it (ON DELETE CASCADE).
    tx.exec(R"sql(DELETE FROM users WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", user}});
    note_erasure(tx, network, account_kind, user.text());
    return true;
}

Result<Account> account_to_delete(db::Tx& tx, const web::Actor& actor, const NetworkId& network,
                                  const web::UserId& user)
{
    TRY(must_manage_users(actor, network));
    if (user == actor.user)
        return Error{Err::conflict, "Deinen eigenen Zugang löscht jemand anders von der Koordination."_de};
    const auto found = find_user(tx, network, user);
    if (!found)
        return Error{Err::missing, "Diesen Zugang gibt es nicht mehr."_de};
    TRY(must_not_be_last_coordinator(tx, network, user));
    return found->account;
}

Result<Done> delete_account(web::Environment& environment, const web::Actor& actor, const NetworkId& network,
                            const web::UserId& user, const AccountMentions& mentions)
{
    return environment.pool.write(db::Scope::of(network), [&](db::Tx& tx) -> Result<Done> {
        TRY(account_to_delete(tx, actor, network, user));
        erase_account(tx, network, user, mentions);
        note(tx, environment, network, actor.user, "user.deleted", user);
        return Done{};
    });
}

std::vector<IdleAccount> accounts_without_role(db::Reader& reader, const NetworkId& network, Timestamp now)
{
    auto idle = reader.list(R"sql(
        SELECT users.id, users.deletion_announced_at, COALESCE(MAX(grants.ends_at), users.created_at)
        FROM users
        LEFT JOIN grants ON grants.network_id = users.network_id AND grants.user_id = users.id
        WHERE users.network_id = :network AND NOT EXISTS (
            SELECT 1 FROM grants lasting
            WHERE lasting.network_id = users.network_id AND lasting.user_id = users.id
              AND (lasting.ends_at IS NULL OR lasting.ends_at > :now))
        GROUP BY users.id, users.deletion_announced_at, users.created_at
        ORDER BY 3, users.id)sql",
                            {{"network", network}, {"now", now}}, [](db::Row& row) {
                                IdleAccount found;
                                found.account.id = row.take<web::UserId>();
                                found.announced_at = row.take<std::optional<Timestamp>>();
                                found.since = row.take<Timestamp>();
                                return found;
                            });
    for (auto& found : idle)
        found.account = find_user(reader, network, found.account.id).value().account;
    return idle;
}

void announce_deletion(db::Tx& tx, const NetworkId& network, const web::UserId& user, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE users SET deletion_announced_at = :now WHERE network_id = :network AND id = :id)sql",
            {{"now", now}, {"network", network}, {"id", user}});
}

void retract_announcements(db::Tx& tx, const NetworkId& network, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE users SET deletion_announced_at = NULL
        WHERE network_id = :network AND deletion_announced_at IS NOT NULL AND EXISTS (
            SELECT 1 FROM grants
            WHERE grants.network_id = users.network_id AND grants.user_id = users.id
              AND (grants.ends_at IS NULL OR grants.ends_at > :now
                   OR grants.ends_at > users.deletion_announced_at)))sql",
            {{"network", network}, {"now", now}});
}

void forget_announcements(db::Tx& tx, const NetworkId& network)
{
    tx.exec(R"sql(UPDATE users SET deletion_announced_at = NULL WHERE network_id = :network)sql",
            {{"network", network}});
}

} // namespace dorfnetz::accounts
