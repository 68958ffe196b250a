#include "accounts/second_factor.hpp"

#include "accounts/audit.hpp"
#include "accounts/notices.hpp"
#include "accounts/sealing.hpp"
#include "accounts/sessions.hpp"
#include "accounts/totp.hpp"
#include "accounts/users.hpp"
#include "accounts/wrong_codes.hpp"
#include "foundation/core/random.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>
#include <utility>

namespace dorfnetz::accounts {

namespace {

constexpr std::string_view sealed_for = "authenticator app";
constexpr std::size_t code_length = 8; // 40 bits, and only so many tries

Error wrong_code()
{
    constexpr auto text = "Dieser Code stimmt nicht, oder er war schon dran. Nimm den nächsten."_de;
    return {.kind = Err::invalid, .text = text, .values = {}, .fields = {{"code", text}}};
}

// Whoever has the password may not try out codes without end.
Result<Done> may_try(Door& door, const NetworkId& network, const web::UserId& user, Timestamp now)
{
    if (door.codes_for_one_account.take(fmt::format("{} {}", network.text(), user.text()), now))
        return Done{};
    return Error{Err::too_often, "Das waren zu viele Versuche. Warte eine Minute."_de};
}

std::string stored_code(const web::Environment& environment, std::string_view typed)
{
    return web::keyed_hash(environment, "one-time code", plain_paper_code(typed));
}

enum class InUse { no, yes };

struct App
{
    std::string sealed_secret;
    std::int64_t last_step = 0;
};

std::optional<App> find_app(db::Reader& reader, const NetworkId& network, const web::UserId& user,
                            InUse in_use)
{
    return reader.first(R"sql(
        SELECT sealed_secret, last_step FROM authenticator_apps
        WHERE network_id = :network AND user_id = :user AND in_use = :in_use)sql",
                        {{"network", network}, {"user", user}, {"in_use", in_use == InUse::yes}},
                        [](db::Row& row) {
                            auto secret = row.take<std::string>();
                            return App{std::move(secret), row.take<std::int64_t>()};
                        });
}

// The step of a code that the app shows now and that was not taken before.
std::optional<std::int64_t> new_step(const web::Environment& environment, const App& app,
                                     std::string_view code)
{
    const auto secret = unseal(environment, sealed_for, app.sealed_secret);
    const auto step = secret ? totp_step(*secret, code, environment.clock.now()) : std::nullopt;
    return step && *step > app.last_step ? step : std::nullopt;
}

bool take_app_code(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                   const web::UserId& user, std::string_view code)
{
    const auto app = find_app(tx, network, user, InUse::yes);
    const auto step = app ? new_step(environment, *app, code) : std::nullopt;
    // Of two requests with one code, the second finds the step taken.
    return step && tx.exec(R"sql(
        UPDATE authenticator_apps SET last_step = :step
        WHERE network_id = :network AND user_id = :user AND in_use = 1 AND last_step < :step)sql",
                           {{"step", *step}, {"network", network}, {"user", user}}) == 1;
}

bool take_sheet_code(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                     const web::UserId& user, std::string_view code, InUse in_use)
{
    return tx.exec(R"sql(
        UPDATE one_time_codes SET used_at = :now
        WHERE network_id = :network AND user_id = :user AND in_use = :in_use AND code_hash = :code
          AND used_at IS NULL)sql",
                   {{"now", environment.clock.now()},
                    {"network", network},
                    {"user", user},
                    {"in_use", in_use == InUse::yes},
                    {"code", stored_code(environment, code)}}) == 1;
}

struct Tried
{
    enum class Outcome { right, wrong, wrong_too_often } outcome = Outcome::wrong;
    std::string token = {}; // of the session
};

Result<Tried> try_code(db::Tx& tx, web::Environment& environment, const web::Network& network,
                       const web::Actor& actor, std::string_view code)
{
    const auto now = environment.clock.now();
    if (too_many_wrong_codes(tx, network.id, actor.user, now)) {
        end_session_of(tx, network.id, actor);
        return Tried{Tried::Outcome::wrong_too_often};
    }
    if (take_app_code(tx, environment, network.id, actor.user, code) ||
        take_sheet_code(tx, environment, network.id, actor.user, code, InUse::yes)) {
        note(tx, environment, network.id, actor.user, "session.proved", actor.user);
        return Tried{Tried::Outcome::right, TRY(renew_session(tx, environment, network.id, actor.session))};
    }
    if (count_wrong_code(tx, network.id, actor.user, now) < most_wrong_codes)
        return Tried{Tried::Outcome::wrong};
    end_session_of(tx, network.id, actor);
    note(tx, environment, network.id, actor.user, "session.guessed", actor.user);
    if (const auto owner = find_user(tx, network.id, actor.user))
        TRY(tell_of_wrong_codes(tx, environment, network, owner->account));
    return Tried{Tried::Outcome::wrong_too_often};
}

} // namespace

void delete_factors(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(DELETE FROM authenticator_apps WHERE network_id = :network AND user_id = :user)sql",
            {{"network", network}, {"user", user}});
    tx.exec(R"sql(DELETE FROM one_time_codes WHERE network_id = :network AND user_id = :user)sql",
            {{"network", network}, {"user", user}});
    tx.exec(R"sql(DELETE FROM passkeys WHERE network_id = :network AND user_id = :user)sql",
            {{"network", network}, {"user", user}});
    // No proof, but a way in that somebody may have made who had no business here.
    tx.exec(R"sql(DELETE FROM provider_identities WHERE network_id = :network AND user_id = :user)sql",
            {{"network", network}, {"user", user}});
}

Factors factors_of(db::Reader& reader, const NetworkId& network, const web::UserId& user)
{
    Factors factors;
    factors.app = find_app(reader, network, user, InUse::yes).has_value();
    reader.each(R"sql(
        SELECT count(*), count(CASE WHEN used_at IS NULL THEN 1 END) FROM one_time_codes
        WHERE network_id = :network AND user_id = :user AND in_use = 1)sql",
                {{"network", network}, {"user", user}}, [&](db::Row& row) {
                    factors.codes = row.take<std::int64_t>();
                    factors.codes_left = row.take<std::int64_t>();
                });
    factors.passkeys = reader.count(R"sql(
        SELECT count(*) FROM passkeys WHERE network_id = :network AND user_id = :user)sql",
                                    {{"network", network}, {"user", user}});
    return factors;
}

void begin_app(web::Environment& environment, const NetworkId& network, const web::UserId& user)
{
    const auto sealed = seal(environment, sealed_for, new_totp_secret(environment.random));
    static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            INSERT INTO authenticator_apps (network_id, user_id, in_use, sealed_secret, created_at, last_step)
            VALUES (:network, :user, 0, :secret, :now, 0)
            ON CONFLICT (network_id, user_id, in_use)
            DO UPDATE SET sealed_secret = excluded.sealed_secret, created_at = excluded.created_at)sql",
                {{"network", network}, {"user", user}, {"secret", sealed}, {"now", environment.clock.now()}});
        return Done{};
    }));
}

std::optional<std::string> begun_app(db::Reader& reader, const web::Environment& environment,
                                     const NetworkId& network, const web::UserId& user)
{
    const auto app = find_app(reader, network, user, InUse::no);
    return app ? unseal(environment, sealed_for, app->sealed_secret) : std::nullopt;
}

Result<std::string> confirm_app(Door& door, web::Environment& environment, const web::Network& network,
                                const web::Actor& actor, std::string_view code, i18n::Language language)
{
    TRY(may_try(door, network.id, actor.user, environment.clock.now()));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<std::string> {
        const auto app = find_app(tx, network.id, actor.user, InUse::no);
        const auto step = app ? new_step(environment, *app, code) : std::nullopt;
        if (!step)
            return wrong_code();
        tx.exec(R"sql(
            DELETE FROM authenticator_apps WHERE network_id = :network AND user_id = :user AND in_use = 1)sql",
                {{"network", network.id}, {"user", actor.user}});
        tx.exec(R"sql(
            UPDATE authenticator_apps SET in_use = 1, last_step = :step
            WHERE network_id = :network AND user_id = :user AND in_use = 0)sql",
                {{"step", *step}, {"network", network.id}, {"user", actor.user}});
        return factor_set_up(tx, environment, network, actor, "factor.app_set_up", language);
    });
}

std::vector<std::string> begin_sheet(web::Environment& environment, const NetworkId& network,
                                     const web::UserId& user)
{
    std::vector<std::string> codes;
    for (int i = 0; i < codes_on_a_sheet; ++i)
        codes.push_back(random_paper_code(environment.random, code_length));
    static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            DELETE FROM one_time_codes WHERE network_id = :network AND user_id = :user AND in_use = 0)sql",
                {{"network", network}, {"user", user}});
        for (const auto& code : codes)
            tx.exec(R"sql(
                INSERT INTO one_time_codes (network_id, user_id, in_use, code_hash, created_at)
                VALUES (:network, :user, 0, :code, :now))sql",
                    {{"network", network},
                     {"user", user},
                     {"code", stored_code(environment, code)},
                     {"now", environment.clock.now()}});
        return Done{};
    }));
    return codes;
}

Result<std::string> confirm_sheet(Door& door, web::Environment& environment, const web::Network& network,
                                  const web::Actor& actor, std::string_view code, i18n::Language language)
{
    TRY(may_try(door, network.id, actor.user, environment.clock.now()));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<std::string> {
        if (!take_sheet_code(tx, environment, network.id, actor.user, code, InUse::no))
            return wrong_code();
        tx.exec(R"sql(
            DELETE FROM one_time_codes WHERE network_id = :network AND user_id = :user AND in_use = 1)sql",
                {{"network", network.id}, {"user", actor.user}});
        tx.exec(R"sql(
            UPDATE one_time_codes SET in_use = 1
            WHERE network_id = :network AND user_id = :user AND in_use = 0)sql",
                {{"network", network.id}, {"user", actor.user}});
        return factor_set_up(tx, environment, network, actor, "factor.sheet_set_up", language);
    });
}

Result<std::string> prove(Door& door, web::Environment& environment, const web::Network& network,
                          const web::Actor& actor, std::string_view code)
{
    TRY(may_try(door, network.id, actor.user, environment.clock.now()));
    // A wrong code is written down, so it is no error for the transaction.
    auto tried = TRY(environment.pool.write(
        db::Scope::nothing(), [&](db::Tx& tx) { return try_code(tx, environment, network, actor, code); }));
    switch (tried.outcome) {
    case Tried::Outcome::right:
        return std::move(tried.token);
    case Tried::Outcome::wrong:
        return wrong_code();
    case Tried::Outcome::wrong_too_often:
        break;
    }
    return Error{Err::forbidden,
                 "Das waren für heute zu viele falsche Codes. Versuch es morgen wieder, oder ruf die "
                 "Koordination an."_de};
}

Result<std::string> factor_set_up(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                  const web::Actor& actor, std::string action, i18n::Language language)
{
    note_access_change(tx, network.id, actor.user, environment.clock.now());
    note(tx, environment, network.id, actor.user, std::move(action), actor.user);
    TRY(tell_of_new_factor(tx, environment, network, find_user(tx, network.id, actor.user).value().account,
                           language));
    return renew_session(tx, environment, network.id, actor.session);
}

} // namespace dorfnetz::accounts
