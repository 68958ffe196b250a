#include "accounts/passkeys.hpp"

#include "accounts/answered.hpp"
#include "accounts/audit.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/sessions.hpp"
#include "foundation/core/base64url.hpp"
#include "foundation/core/random.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>

namespace dorfnetz::accounts {

namespace {

Error does_not_fit()
{
    constexpr auto text =
        "Damit konnten wir dich nicht anmelden. Versuch es noch einmal oder nimm dein Kennwort."_de;
    return {.kind = Err::invalid, .text = text, .values = {}, .fields = {{"schluessel", text}}};
}

std::string signed_challenge(const web::Environment& environment, const NetworkId& network,
                             std::string_view session, std::string_view seconds, std::string_view chance)
{
    return fmt::format(
        "{}.{}.{}", seconds, chance,
        web::keyed_hash(environment, "passkey challenge",
                        fmt::format("{}\n{}\n{}\n{}", network.text(), session, seconds, chance)));
}

// Whether we gave this challenge to this session, not long ago.
bool is_ours(const web::Environment& environment, const NetworkId& network, std::string_view session,
             std::string_view challenge)
{
    const auto parts = split(challenge, '.');
    if (parts.size() != 3)
        return false;
    return is_still_open(parts[0], environment.clock.now()) &&
           equal_in_constant_time(challenge,
                                  signed_challenge(environment, network, session, parts[0], parts[1]));
}

struct StoredKey
{
    web::UserId user;
    webauthn::Key key;
};

std::optional<StoredKey> find_key(db::Reader& reader, const NetworkId& network, std::string_view id)
{
    return reader.first(R"sql(
        SELECT user_id, id, algorithm, public_key, sign_count FROM passkeys
        WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, [](db::Row& row) {
                            StoredKey stored{.user = row.take<web::UserId>(), .key = {}};
                            stored.key.id = row.take<std::string>();
                            stored.key.algorithm = static_cast<int>(row.take<std::int64_t>());
                            stored.key.bytes = from_base64url(row.take<std::string>()).value_or("");
                            stored.key.sign_count = static_cast<std::uint32_t>(row.take<std::int64_t>());
                            return stored;
                        });
}

} // namespace

std::string new_challenge(web::Environment& environment, const NetworkId& network, std::string_view session)
{
    return signed_challenge(environment, network, session, put_at(environment.clock.now()),
                            random_token(environment.random));
}

Result<std::string> add_passkey(web::Environment& environment, const web::Network& network,
                                const web::Actor& actor, const PageOrigin& page, const NewPasskey& passkey,
                                const Caller& caller)
{
    if (!is_ours(environment, network.id, actor.session, passkey.challenge))
        return does_not_fit();
    const auto key =
        webauthn::read_registration({.challenge = passkey.challenge, .origin = page.origin, .id = page.host},
                                    passkey.attestation, passkey.client_data);
    if (!key)
        return does_not_fit();
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<std::string> {
        if (tx.exec(R"sql(
                INSERT INTO passkeys (network_id, id, user_id, algorithm, public_key, sign_count, device, created_at)
                VALUES (:network, :id, :user, :algorithm, :key, :count, :device, :now)
                ON CONFLICT DO NOTHING)sql",
                    {{"network", network.id},
                     {"id", key->id},
                     {"user", actor.user},
                     {"algorithm", std::int64_t{key->algorithm}},
                     {"key", to_base64url(key->bytes)},
                     {"count", std::int64_t{key->sign_count}},
                     {"device", client_family(caller.client)},
                     {"now", environment.clock.now()}}) == 0)
            return Error{Err::conflict, "Dieses Gerät ist schon eingerichtet."_de};
        return factor_set_up(tx, environment, network, actor, "factor.passkey_set_up", caller.language);
    });
}

Result<Admission> sign_in_by_passkey(Door& door, web::Environment& environment, const web::Network& network,
                                     const PageOrigin& page, const PasskeyAnswer& answer,
                                     const Caller& caller)
{
    TRY(may_open(door, caller, environment.clock.now()));
    if (!is_ours(environment, network.id, "", answer.challenge))
        return does_not_fit();
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Admission> {
        const auto stored = find_key(tx, network.id, answer.id);
        const auto user = stored ? find_user(tx, network.id, stored->user) : std::nullopt;
        if (!user || user->account.disabled)
            return does_not_fit();
        const auto count =
            webauthn::check_assertion({.challenge = answer.challenge, .origin = page.origin, .id = page.host},
                                      stored->key, answer.assertion);
        if (!count || !answer_once(tx, environment, network.id, answer.challenge))
            return does_not_fit();
        tx.exec(R"sql(
            UPDATE passkeys SET sign_count = :count, last_used_at = :now WHERE network_id = :network AND id = :id)sql",
                {{"count", std::int64_t{*count}},
                 {"now", environment.clock.now()},
                 {"network", network.id},
                 {"id", answer.id}});
        return admit(tx, environment, network, user->account, caller, Way::passkey, Proof::both);
    });
}

std::vector<Passkey> passkeys_of(db::Reader& reader, const NetworkId& network, const web::UserId& user)
{
    return reader.list(R"sql(
        SELECT id, device, created_at FROM passkeys
        WHERE network_id = :network AND user_id = :user ORDER BY created_at DESC, id)sql",
                       {{"network", network}, {"user", user}}, [](db::Row& row) {
                           Passkey passkey;
                           passkey.id = row.take<std::string>();
                           passkey.device = row.take<std::string>();
                           passkey.created_at = row.take<Timestamp>();
                           return passkey;
                       });
}

void remove_passkey(web::Environment& environment, const NetworkId& network, const web::Actor& actor,
                    std::string_view id)
{
    static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            DELETE FROM passkeys WHERE network_id = :network AND user_id = :user AND id = :id)sql",
                {{"network", network}, {"user", actor.user}, {"id", id}});
        note_access_change(tx, network, actor.user, environment.clock.now());
        note(tx, environment, network, actor.user, "factor.passkey_removed", actor.user);
        return Done{};
    }));
}

} // namespace dorfnetz::accounts
