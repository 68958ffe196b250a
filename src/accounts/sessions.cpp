#include "accounts/sessions.hpp"

#include "foundation/core/random.hpp"
#include "foundation/http/codec.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::accounts {

namespace {

constexpr std::size_t session_token_bytes = 32;
constexpr std::size_t session_token_length = 43; // of 32 bytes in base64 without padding

// The prefix makes the browser refuse a cookie that another host or an unencrypted page has set
// (draft-ietf-httpbis-rfc6265bis, 4.1.3.2); without TLS browsers refuse the prefix.
std::string_view cookie_name(const web::Environment& environment)
{
    return environment.secure_cookies ? "__Host-dorfnetz" : "dorfnetz";
}

std::string cookie(const web::Environment& environment, std::string_view value, std::int64_t seconds)
{
    return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", cookie_name(environment), value,
                       seconds, environment.secure_cookies ? "; Secure" : "");
}

std::string stored_form(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "session", token);
}

struct Found
{
    web::Actor actor;
    Timestamp last_seen;
};

std::optional<Found> find_session(db::Reader& reader, const NetworkId& network, std::string_view token_hash,
                                  Timestamp now)
{
    std::optional<Found> found;
    // One row for each role, or one without a role.
    reader.each(
        R"sql(
        SELECT sessions.id, sessions.last_seen_at, users.id, users.name, grants.role, grants.subject
        FROM sessions
        JOIN users ON users.network_id = sessions.network_id AND users.id = sessions.user_id
        LEFT JOIN grants ON grants.network_id = users.network_id AND grants.user_id = users.id
             AND (grants.ends_at IS NULL OR grants.ends_at > :now)
        WHERE sessions.network_id = :network AND sessions.token_hash = :token
          AND sessions.expires_at > :now AND sessions.last_seen_at > :idle_since AND users.disabled = 0)sql",
        {{"network", network}, {"token", token_hash}, {"now", now}, {"idle_since", now - session_idle}},
        [&](db::Row& row) {
            if (!found)
                found.emplace();
            found->actor.session = row.take<std::string>();
            found->last_seen = row.take<Timestamp>();
            found->actor.user = row.take<web::UserId>();
            found->actor.name = row.take<std::string>();
            const auto role = row.take<std::optional<std::string>>();
            auto subject = row.take<std::optional<std::string>>();
            if (const auto known = role ? web::role_from_text(*role) : std::nullopt)
                found->actor.grants.push_back({*known, std::move(subject).value_or("")});
        });
    return found;
}

} // namespace

std::optional<std::string> session_token(const web::Environment& environment, const http::Request& request)
{
    auto token = http::cookie(request.headers.find("cookie"), cookie_name(environment));
    if (!token || token->size() != session_token_length)
        return std::nullopt;
    return token;
}

std::string session_cookie(const web::Environment& environment, std::string_view token)
{
    return cookie(environment, token, std::chrono::seconds(session_life).count());
}

std::string ended_session_cookie(const web::Environment& environment)
{
    return cookie(environment, "", 0);
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
                          const web::UserId& user, std::string_view client)
{
    const auto now = environment.clock.now();
    auto token = random_token(environment.random, session_token_bytes);
    tx.exec(R"sql(
        DELETE FROM sessions WHERE network_id = :network AND expires_at <= :now)sql",
            {{"network", network}, {"now", now}});
    tx.exec(R"sql(
        INSERT INTO sessions (network_id, id, user_id, token_hash, created_at, last_seen_at, expires_at, client)
        VALUES (:network, :id, :user, :token, :now, :now, :expires, :client))sql",
            {{"network", network},
             {"id", random_token(environment.random)},
             {"user", user},
             {"token", stored_form(environment, token)},
             {"now", now},
             {"expires", now + session_life},
             {"client", client_family(client)}});
    return token;
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
