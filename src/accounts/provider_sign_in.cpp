#include "accounts/provider_sign_in.hpp"

#include "accounts/accounts_store.hpp"
#include "accounts/answered.hpp"
#include "accounts/audit.hpp"
#include "accounts/notices.hpp"
#include "accounts/sealing.hpp"
#include "foundation/core/random.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>

namespace dorfnetz::accounts {

namespace {

constexpr std::string_view errand_seal = "errand to the provider";
constexpr std::size_t parts_of_an_errand = 10;
// Somebody who was asked for their password proved it then; one that is older was not asked.
constexpr std::chrono::minutes proof_is_fresh_for{10};

std::string kept_form(web::Environment& environment, const NetworkId& network, const Errand& errand)
{
    return seal(environment, errand_seal,
                fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", network.text(),
                            put_at(environment.clock.now()),
                            errand.kind == ErrandKind::connect ? "connect" : "sign_in", errand.session,
                            errand.onward, i18n::code(errand.language), errand.redirect, errand.state,
                            errand.nonce, errand.verifier));
}

std::string identity_hash(const web::Environment& environment, const openid::Provider& provider,
                          const openid::IdToken& token)
{
    return web::keyed_hash(environment, "provider identity",
                           fmt::format("{}\n{}", provider.registration().issuer, token.subject));
}

// Who signed in there. The errand is used up before the provider is asked: of two who come back with one, the
// second is sent away. No transaction is open while the provider takes its time.
Result<openid::IdToken> redeem(Door& door, openid::Provider& provider, web::Environment& environment,
                               const NetworkId& network, const Errand& errand, const ProviderAnswer& answer,
                               const Caller& caller)
{
    TRY(may_open(door, caller, environment.clock.now()));
    TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        if (!answer_once(tx, environment, network, errand.state))
            return Error{.kind = Err::stale};
        return Done{};
    }));
    return provider.redeem({.code = answer.code,
                            .issuer = answer.issuer,
                            .redirect = errand.redirect,
                            .nonce = errand.nonce,
                            .verifier = errand.verifier},
                           environment.clock.now());
}

std::optional<web::UserId> user_of_identity(db::Reader& reader, const NetworkId& network,
                                            std::string_view identity)
{
    return reader.value<web::UserId>(R"sql(
        SELECT user_id FROM provider_identities WHERE network_id = :network AND identity_hash = :identity)sql",
                                     {{"network", network}, {"identity", identity}});
}

} // namespace

Result<Leaving> set_out(Door& door, openid::Provider& provider, web::Environment& environment,
                        const NetworkId& network, Errand errand, const Caller& caller)
{
    const auto now = environment.clock.now();
    TRY(may_open(door, caller, now));
    for (auto* secret : {&errand.state, &errand.nonce, &errand.verifier})
        *secret = random_token(environment.random, 32);
    // Who connects an account is to be the one at the keyboard, not whoever is still signed in there.
    const auto prompt = errand.kind == ErrandKind::connect ? openid::Prompt::again : openid::Prompt::as_is;
    auto address = TRY(provider.departure_address({.redirect = errand.redirect,
                                                   .state = errand.state,
                                                   .nonce = errand.nonce,
                                                   .verifier = errand.verifier,
                                                   .prompt = prompt},
                                                  now));
    return Leaving{.address = std::move(address), .kept = kept_form(environment, network, errand)};
}

std::optional<Errand> errand_of(const web::Environment& environment, const NetworkId& network,
                                std::string_view kept, std::string_view state)
{
    const auto text = unseal(environment, errand_seal, kept);
    const auto parts = split(text ? std::string_view(*text) : std::string_view(), '\n');
    if (parts.size() != parts_of_an_errand || parts[0] != network.text())
        return std::nullopt;
    if (!is_still_open(parts[1], environment.clock.now()) || !equal_in_constant_time(parts[7], state))
        return std::nullopt;
    return Errand{.kind = parts[2] == "connect" ? ErrandKind::connect : ErrandKind::sign_in,
                  .session = std::string(parts[3]),
                  .onward = std::string(parts[4]),
                  .language = i18n::language_from_code(parts[5]).value_or(i18n::Language::de),
                  .redirect = std::string(parts[6]),
                  .state = std::string(parts[7]),
                  .nonce = std::string(parts[8]),
                  .verifier = std::string(parts[9])};
}

Result<Admission> sign_in_by_provider(Door& door, openid::Provider& provider, web::Environment& environment,
                                      const web::Network& network, const Errand& errand,
                                      const ProviderAnswer& answer, const Caller& caller)
{
    if (errand.kind != ErrandKind::sign_in)
        return Error{.kind = Err::stale};
    const auto token = TRY(redeem(door, provider, environment, network.id, errand, answer, caller));
    const auto identity = identity_hash(environment, provider, token);
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Admission> {
        const auto id = user_of_identity(tx, network.id, identity);
        const auto user = id ? find_user(tx, network.id, *id) : std::nullopt;
        // Blocked and unknown alike.
        if (!user || user->account.disabled)
            return Error{.kind = Err::missing};
        tx.exec(R"sql(
            UPDATE provider_identities SET last_used_at = :now
            WHERE network_id = :network AND identity_hash = :identity)sql",
                {{"now", environment.clock.now()}, {"network", network.id}, {"identity", identity}});
        // What the provider says about its own second proof ("amr", "acr") is not looked at: see the
        // decision.
        return admit(tx, environment, network, user->account, caller, Way::provider, Proof::first);
    });
}

Result<Done> connect_provider(Door& door, openid::Provider& provider, web::Environment& environment,
                              const web::Network& network, const web::Actor& actor, const Errand& errand,
                              const ProviderAnswer& answer, const Caller& caller)
{
    // Somebody else may have signed in with this browser meanwhile.
    if (errand.kind != ErrandKind::connect || !actor.signed_in() || errand.session != actor.session)
        return Error{.kind = Err::stale};
    const auto token = TRY(redeem(door, provider, environment, network.id, errand, answer, caller));
    const auto now = environment.clock.now();
    // Not every provider says when; one that does must have asked for the password just now.
    if (token.authenticated_at && now - *token.authenticated_at > proof_is_fresh_for)
        return Error{.kind = Err::invalid};
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto user = find_user(tx, network.id, actor.user);
        if (!user || user->account.disabled)
            return Error{.kind = Err::stale};
        TRY(must_be_signed_in(tx, network.id, actor.session));
        if (tx.exec(R"sql(
                INSERT INTO provider_identities (network_id, identity_hash, user_id, connected_at)
                VALUES (:network, :identity, :user, :now) ON CONFLICT DO NOTHING)sql",
                    {{"network", network.id},
                     {"identity", identity_hash(environment, provider, token)},
                     {"user", actor.user},
                     {"now", now}}) == 0)
            return Error{.kind = Err::conflict};
        note(tx, environment, network.id, actor.user, "provider.connected", actor.user);
        return tell_of_provider(tx, environment, network, user->account, errand.language);
    });
}

std::optional<Timestamp> connected_since(db::Reader& reader, const NetworkId& network,
                                         const web::UserId& user)
{
    return reader.value<Timestamp>(R"sql(
        SELECT connected_at FROM provider_identities WHERE network_id = :network AND user_id = :user)sql",
                                   {{"network", network}, {"user", user}});
}

void disconnect_provider(web::Environment& environment, const NetworkId& network, const web::Actor& actor)
{
    static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        if (tx.exec(R"sql(
                DELETE FROM provider_identities WHERE network_id = :network AND user_id = :user)sql",
                    {{"network", network}, {"user", actor.user}}) > 0) {
            note_access_change(tx, network, actor.user, environment.clock.now());
            note(tx, environment, network, actor.user, "provider.disconnected", actor.user);
        }
        return Done{};
    }));
}

} // namespace dorfnetz::accounts
