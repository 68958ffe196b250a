#include "accounts/revocations.hpp"

#include "accounts/accounts_store.hpp"
#include "accounts/api.hpp"
#include "accounts/second_factor.hpp"

#include <algorithm>

namespace dorfnetz::accounts {

namespace {

Revocation read_revocation(db::Row& row)
{
    Revocation revocation;
    revocation.network = row.take<NetworkId>();
    revocation.id = row.take<std::string>();
    revocation.at = row.take<Timestamp>();
    return revocation;
}

// Blocked, and without anything that could open it: whoever lets it in again sends a new link.
void lock(db::Tx& tx, const NetworkId& network, const web::UserId& user, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE users SET disabled = 1, password_hash = NULL, access_changed_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id)sql",
            {{"now", now}, {"network", network}, {"id", user}});
    delete_factors(tx, network, user);
}

} // namespace

void note_revocation(db::Tx& tx, std::string_view kind, const Revocation& revocation)
{
    tx.exec(R"sql(
        INSERT INTO revocations (network_id, kind, id, word, at) VALUES (:network, :kind, :id, :word, :at)
        ON CONFLICT (network_id, kind, id) DO UPDATE SET word = excluded.word, at = excluded.at)sql",
            {{"network", revocation.network},
             {"kind", kind},
             {"id", revocation.id},
             {"word", revocation.word},
             {"at", revocation.at}});
}

void note_erasure(db::Tx& tx, const NetworkId& network, std::string_view kind, std::string_view id)
{
    tx.exec(R"sql(
        INSERT INTO erasures (network_id, kind, id) VALUES (:network, :kind, :id) ON CONFLICT DO NOTHING)sql",
            {{"network", network}, {"kind", kind}, {"id", id}});
}

std::vector<Revocation> noted_revocations(db::Reader& reader, std::string_view kind)
{
    return reader.list(R"sql(
        SELECT network_id, id, at, word FROM revocations WHERE kind = :kind ORDER BY network_id, id)sql",
                       {{"kind", kind}}, [](db::Row& row) {
                           auto revocation = read_revocation(row);
                           revocation.word = row.take<std::string>();
                           return revocation;
                       });
}

std::vector<NotedErasure> noted_erasures(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, kind, id FROM erasures ORDER BY network_id, kind, id)sql",
                       {}, [](db::Row& row) {
                           NotedErasure erasure;
                           erasure.network = row.take<NetworkId>();
                           erasure.kind = row.take<std::string>();
                           erasure.id = row.take<std::string>();
                           return erasure;
                       });
}

// Moments are whole seconds, in which two things may happen; then the word tells.
bool has_noted(db::Reader& reader, std::string_view kind, const Revocation& revocation)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM revocations
        WHERE network_id = :network AND kind = :kind AND id = :id
          AND (at > :at OR (at = :at AND word = :word)))sql",
                        {{"network", revocation.network},
                         {"kind", kind},
                         {"id", revocation.id},
                         {"word", revocation.word},
                         {"at", revocation.at}}) > 0;
}

std::vector<Revocation> changed_accounts(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, id, access_changed_at FROM users WHERE access_changed_at IS NOT NULL)sql",
                       {}, read_revocation);
}

std::vector<Revocation> ended_roles(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, id, ends_at FROM grants WHERE ends_at IS NOT NULL)sql",
                       {}, read_revocation);
}

std::vector<Revocation> used_codes(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, code_hash, used_at FROM one_time_codes WHERE used_at IS NOT NULL AND in_use = 1)sql",
                       {}, read_revocation);
}

bool lock_changed_account(db::Tx& tx, const Revocation& change, Timestamp now)
{
    const auto outdated = tx.count(R"sql(
        SELECT COUNT(*) FROM users
        WHERE network_id = :network AND id = :id AND (access_changed_at IS NULL OR access_changed_at < :at))sql",
                                   {{"network", change.network}, {"id", change.id}, {"at", change.at}});
    if (outdated == 0)
        return false;
    lock(tx, change.network, web::UserId(change.id), now);
    return true;
}

bool end_role_again(db::Tx& tx, const Revocation& end, Timestamp)
{
    return end_grant_at(tx, end.network, end.id, end.at);
}

bool use_code_again(db::Tx& tx, const Revocation& use, Timestamp)
{
    return tx.exec(R"sql(
        UPDATE one_time_codes SET used_at = :at
        WHERE network_id = :network AND code_hash = :code AND used_at IS NULL)sql",
                   {{"at", use.at}, {"network", use.network}, {"code", use.id}}) > 0;
}

void end_sessions_and_links(db::Tx& tx)
{
    tx.exec(R"sql(DELETE FROM sessions)sql", {});
    tx.exec(R"sql(DELETE FROM sign_in_links)sql", {});
    tx.exec(R"sql(DELETE FROM link_requests)sql", {});
}

std::int64_t lock_all_accounts(db::Tx& tx, Timestamp now)
{
    std::int64_t locked = 0;
    for (const auto& network : web::all_networks(tx))
        for (const auto& account : all_accounts(tx, network.id)) {
            locked += account.disabled ? 0 : 1;
            lock(tx, network.id, account.id, now);
        }
    return locked;
}

std::vector<web::Network> networks_without_coordinator(db::Reader& reader, Timestamp now)
{
    auto networks = web::all_networks(reader);
    std::erase_if(networks, [&](const web::Network& network) {
        return !accounts_with_role(reader, network.id, web::Role::coordinator, "", now).empty();
    });
    return networks;
}

} // namespace dorfnetz::accounts
