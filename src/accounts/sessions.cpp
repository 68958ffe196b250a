#include "accounts/sessions.hpp"

#include "accounts/cookies.hpp"
#include "accounts/policy.hpp"
#include "foundation/core/random.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::accounts {

namespace {

constexpr std::size_t session_token_bytes = 32;
constexpr std::size_t session_token_length = 43; // of 32 bytes in base64 without padding

constexpr std::array<std::pair<Way, std::string_view>, 5> ways{{{Way::password, "password"},
                                                                {Way::link, "link"},
                                                                {Way::paper, "paper"},
                                                                {Way::passkey, "passkey"},
                                                                {Way::provider, "provider"}}};

std::optional<std::string> token_in(const web::Environment& environment, const http::Request& request,
                                    Cookie cookie)
{
    auto token = cookie_in(environment, request, cookie);
    if (!token || token->size() != session_token_length)
        return std::nullopt;
    return token;
}

std::string stored_form(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "session", token);
}

Error session_has_ended()
{
    return {Err::stale, "Du bist nicht mehr angemeldet. Melde dich noch einmal an."_de};
}

struct Found
{
    web::Actor actor;
    Timestamp last_seen;
    bool proved = false;
    bool has_factor = false;
};

void demand_second_proof(Found& found)
{
    auto& actor = found.actor;
    if (found.has_factor && !found.proved) {
        actor.grants.clear();
        actor.next_step = proof_path;
    }
    if (!found.has_factor && std::erase_if(actor.grants, [](const web::Grant& grant) {
                                 return needs_second_proof(grant.role);
                             }) > 0)
        actor.next_step = security_path;
}

std::optional<Found> find_session(db::Reader& reader, const NetworkId& network, std::string_view token_hash,
                                  Timestamp now)
{
    std::optional<Found> found;
    // One row for each role, or one without a role.
    reader.each(
        R"sql(
        SELECT sessions.id, sessions.last_seen_at, CASE WHEN sessions.proved_at IS NULL THEN 0 ELSE 1 END,
               CASE WHEN EXISTS (SELECT 1 FROM authenticator_apps apps WHERE apps.network_id = users.network_id
                                 AND apps.user_id = users.id AND apps.in_use = 1)
                      OR EXISTS (SELECT 1 FROM one_time_codes codes WHERE codes.network_id = users.network_id
                                 AND codes.user_id = users.id AND codes.in_use = 1)
                      OR EXISTS (SELECT 1 FROM passkeys WHERE passkeys.network_id = users.network_id
                                 AND passkeys.user_id = users.id)
                    THEN 1 ELSE 0 END,
               users.id, users.name, grants.role, grants.subject
        FROM sessions
        JOIN users ON users.network_id = sessions.network_id AND users.id = sessions.user_id
        LEFT JOIN grants ON grants.network_id = users.network_id AND grants.user_id = users.id
             AND (grants.starts_at IS NULL OR grants.starts_at <= :now)
             AND (grants.ends_at IS NULL OR grants.ends_at > :now)
        WHERE sessions.network_id = :network AND sessions.token_hash = :token
          AND sessions.expires_at > :now AND sessions.last_seen_at > :idle_since AND users.disabled = 0)sql",
        {{"network", network}, {"token", token_hash}, {"now", now}, {"idle_since", now - session_idle}},
        [&](db::Row& row) {
            if (!found)
                found.emplace();
            found->actor.session = row.take<std::string>();
            found->last_seen = row.take<Timestamp>();
            found->proved = row.take<bool>();
            found->has_factor = row.take<bool>();
            found->actor.user = row.take<web::UserId>();
            found->actor.name = row.take<std::string>();
            const auto role = row.take<std::optional<std::string>>();
            auto subject = row.take<std::optional<std::string>>();
            if (const auto known = role ? web::role_from_text(*role) : std::nullopt)
                found->actor.grants.push_back({*known, std::move(subject).value_or("")});
        });
    if (found)
        demand_second_proof(*found);
    return found;
}

void end_one(db::Tx& tx, const NetworkId& network, const web::UserId& user, std::string_view session)
{
    tx.exec(R"sql(
        DELETE FROM sessions WHERE network_id = :network AND user_id = :user AND id = :id)sql",
            {{"network", network}, {"user", user}, {"id", session}});
}

} // namespace

std::string_view to_text(Way way)
{
    return std::find_if(ways.begin(), ways.end(), [&](const auto& known) { return known.first == way; })
        ->second;
}

Way way_from_text(std::string_view text)
{
    const auto found =
        std::find_if(ways.begin(), ways.end(), [&](const auto& known) { return known.second == text; });
    return found == ways.end() ? Way::password : found->first;
}

German label(Way way)
{
    switch (way) {
    case Way::password:
        return "mit Kennwort"_de;
    case Way::link:
        return "mit Link aus einer Mail"_de;
    case Way::paper:
        return "mit Zettel"_de;
    case Way::passkey:
        return "mit Passkey"_de;
    case Way::provider:
        break;
    }
    return "über die Gemeinde"_de;
}

std::optional<std::string> session_token(const web::Environment& environment, const http::Request& request)
{
    return token_in(environment, request, Cookie::session);
}

std::optional<std::string> device_token(const web::Environment& environment, const http::Request& request)
{
    return token_in(environment, request, Cookie::device);
}

std::string device_cookie(const web::Environment& environment, std::string_view token)
{
    return set_cookie(environment, Cookie::device, token, device_life);
}

std::string session_cookie(const web::Environment& environment, std::string_view token)
{
    return set_cookie(environment, Cookie::session, token, session_life);
}

std::string ended_session_cookie(const web::Environment& environment)
{
    return end_cookie(environment, Cookie::session);
}

web::Actor authenticate(web::Environment& environment, const web::Network& network,
                        const http::Request& request)
{
    const auto token = session_token(environment, request);
    if (!token)
        return {};
    const auto now = environment.clock.now();
    const auto hash = stored_form(environment, *token);
    auto found = environment.pool.read(
        [&](db::Reader& reader) { return find_session(reader, network.id, hash, now); });
    if (!found)
        return {};
    if (now - found->last_seen >= last_seen_every) {
        try {
            static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
                tx.exec(R"sql(
                    UPDATE sessions SET last_seen_at = :now WHERE network_id = :network AND id = :id)sql",
                        {{"now", now}, {"network", network.id}, {"id", found->actor.session}});
                return Done{};
            }));
        } catch (const db::Unavailable&) {
            // Reading must go on while the database cannot be written: the next request notes it.
        }
    }
    return std::move(found->actor);
}

std::string begin_session(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                          const NewSession& session)
{
    const auto now = environment.clock.now();
    auto token = random_token(environment.random, session_token_bytes);
    tx.exec(R"sql(
        DELETE FROM sessions WHERE network_id = :network AND expires_at <= :now)sql",
            {{"network", network}, {"now", now}});
    tx.exec(R"sql(
        INSERT INTO sessions (network_id, id, user_id, token_hash, created_at, last_seen_at, expires_at, client,
                              way, proved_at)
        VALUES (:network, :id, :user, :token, :now, :now, :expires, :client, :way, :proved))sql",
            {{"network", network},
             {"id", random_token(environment.random)},
             {"user", session.user},
             {"token", stored_form(environment, token)},
             {"now", now},
             {"expires", now + session_life},
             {"client", client_family(session.client)},
             {"way", to_text(session.way)},
             {"proved", session.proof == Proof::both ? std::optional(now) : std::nullopt}});
    return token;
}

Result<std::string> renew_session(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                                  std::string_view session)
{
    auto token = random_token(environment.random, session_token_bytes);
    if (tx.exec(R"sql(
        UPDATE sessions SET token_hash = :token, proved_at = :now WHERE network_id = :network AND id = :id)sql",
                {{"token", stored_form(environment, token)},
                 {"now", environment.clock.now()},
                 {"network", network},
                 {"id", session}}) != 1)
        return session_has_ended();
    return token;
}

Result<Done> must_be_signed_in(db::Tx& tx, const NetworkId& network, std::string_view session)
{
    if (tx.count(R"sql(SELECT count(*) FROM sessions WHERE network_id = :network AND id = :id)sql",
                 {{"network", network}, {"id", session}}) != 1)
        return session_has_ended();
    return Done{};
}

bool proved_lately(db::Reader& reader, const NetworkId& network, const web::Actor& actor, Timestamp now)
{
    return reader.count(R"sql(
        SELECT count(*) FROM sessions
        WHERE network_id = :network AND id = :session AND COALESCE(proved_at, created_at) > :since)sql",
                        {{"network", network},
                         {"session", actor.session},
                         {"since", now - std::chrono::minutes(15)}}) == 1;
}

std::vector<Session> sessions_of(db::Reader& reader, const NetworkId& network, const web::UserId& user,
                                 Timestamp now)
{
    return reader.list(
        R"sql(
        SELECT id, way, client, created_at, last_seen_at FROM sessions
        WHERE network_id = :network AND user_id = :user AND expires_at > :now AND last_seen_at > :idle_since
        ORDER BY last_seen_at DESC, id)sql",
        {{"network", network}, {"user", user}, {"now", now}, {"idle_since", now - session_idle}},
        [](db::Row& row) {
            Session session;
            session.id = row.take<std::string>();
            session.way = way_from_text(row.take<std::string>());
            session.client = row.take<std::string>();
            session.begun_at = row.take<Timestamp>();
            session.last_seen_at = row.take<Timestamp>();
            return session;
        });
}

void end_own_sessions(web::Environment& environment, const NetworkId& network, const web::Actor& actor,
                      std::string_view session)
{
    static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        if (session.empty())
            end_other_sessions(tx, network, actor.user, actor.session);
        else
            end_one(tx, network, actor.user, session);
        return Done{};
    }));
}

void end_session_of(db::Tx& tx, const NetworkId& network, const web::Actor& actor)
{
    end_one(tx, network, actor.user, actor.session);
}

void end_session(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                 std::string_view token)
{
    tx.exec(R"sql(
        DELETE FROM sessions WHERE network_id = :network AND token_hash = :token)sql",
            {{"network", network}, {"token", stored_form(environment, token)}});
}

void end_other_sessions(db::Tx& tx, const NetworkId& network, const web::UserId& user,
                        std::string_view spared_session)
{
    tx.exec(R"sql(
        DELETE FROM sessions WHERE network_id = :network AND user_id = :user AND id <> :spared)sql",
            {{"network", network}, {"user", user}, {"spared", spared_session}});
}

std::string client_family(std::string_view user_agent)
{
    using Names = std::array<std::pair<std::string_view, std::string_view>, 5>;
    // The first that is found counts: Edge calls itself Chrome, and Chrome calls itself Safari.
    static constexpr Names browsers{{{"Firefox", "Firefox"},
                                     {"Edg", "Edge"},
                                     {"OPR", "Opera"},
                                     {"Chrome", "Chrome"},
                                     {"Safari", "Safari"}}};
    static constexpr Names systems{{{"Android", "Android"},
                                    {"iPhone", "iPhone"},
                                    {"iPad", "iPad"},
                                    {"Windows", "Windows"},
                                    {"Mac OS", "Mac"}}};
    const auto first_of = [&](const Names& names) -> std::string_view {
        for (const auto& [sign, name] : names)
            if (user_agent.find(sign) != std::string_view::npos)
                return name;
        return {};
    };
    const auto browser = first_of(browsers);
    auto system = first_of(systems);
    if (system.empty() && user_agent.find("Linux") != std::string_view::npos)
        system = "Linux";
    return fmt::format("{}{}{}", browser, browser.empty() || system.empty() ? "" : ", ", system);
}

} // namespace dorfnetz::accounts
