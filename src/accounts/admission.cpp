#include "accounts/admission.hpp"

#include "accounts/audit.hpp"
#include "accounts/notices.hpp"
#include "foundation/core/random.hpp"
#include "foundation/web/form.hpp"

namespace dorfnetz::accounts {

namespace {

std::string stored_device(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "device", token);
}

bool is_known(db::Tx& tx, web::Environment& environment, const NetworkId& network, const web::UserId& user,
              std::string_view device)
{
    return !device.empty() && tx.exec(R"sql(
        UPDATE known_devices SET last_seen_at = :now
        WHERE network_id = :network AND user_id = :user AND token_hash = :device)sql",
                                      {{"now", environment.clock.now()},
                                       {"network", network},
                                       {"user", user},
                                       {"device", stored_device(environment, device)}}) == 1;
}

bool has_devices(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    return tx.count(R"sql(
        SELECT count(*) FROM known_devices WHERE network_id = :network AND user_id = :user)sql",
                    {{"network", network}, {"user", user}}) > 0;
}

void forget_old_devices(db::Tx& tx, const NetworkId& network, const web::UserId& user, Timestamp now)
{
    tx.exec(R"sql(
        DELETE FROM known_devices
        WHERE network_id = :network AND user_id = :user AND last_seen_at <= :long_ago)sql",
            {{"network", network}, {"user", user}, {"long_ago", now - device_life}});
}

std::string note_device(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                        const web::UserId& user, const std::string& token)
{
    tx.exec(R"sql(
        INSERT INTO known_devices (network_id, user_id, token_hash, first_seen_at, last_seen_at)
        VALUES (:network, :user, :device, :now, :now))sql",
            {{"network", network},
             {"user", user},
             {"device", stored_device(environment, token)},
             {"now", environment.clock.now()}});
    return token;
}

} // namespace

Result<Admission> admit(db::Tx& tx, web::Environment& environment, const web::Network& network,
                        const Account& account, const Caller& caller, Way way, Proof proof)
{
    const auto& user = account.id;
    if (!caller.session.empty())
        end_session(tx, environment, network.id, caller.session);
    Admission admission;
    // Also those of long ago: after a year of silence a stranger must not be the first whom nobody is told
    // of.
    const bool was_here = has_devices(tx, network.id, user);
    forget_old_devices(tx, network.id, user, environment.clock.now());
    if (!is_known(tx, environment, network.id, user, caller.device)) {
        if (was_here)
            TRY(tell_of_new_device(tx, environment, network, account, client_family(caller.client),
                                   caller.language, caller.site));
        // Two people may share a browser: the device keeps its token and is known to both.
        admission.device =
            note_device(tx, environment, network.id, user,
                        caller.device.empty() ? random_token(environment.random, 32) : caller.device);
    }
    note(tx, environment, network.id, user, "session.begun", user,
         i18n::translate(i18n::Language::de, label(way)));
    admission.session = begin_session(tx, environment, network.id,
                                      {.user = user, .way = way, .proof = proof, .client = caller.client});
    return admission;
}

} // namespace dorfnetz::accounts
