#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/http/message.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dorfnetz::accounts {

inline constexpr std::chrono::hours session_idle{24 * 14};
inline constexpr std::chrono::hours session_life{24 * 60};
inline constexpr std::chrono::minutes last_seen_every{10};

// Who a request comes from, by its cookie: one indexed query; a visitor for anything that is not a living
// session of this network. For web::Dispatcher.
web::Actor authenticate(web::Environment& environment, const web::Network& network,
                        const http::Request& request);

// The session token that the request carries, nothing if it has none or what it has cannot be one.
std::optional<std::string> session_token(const web::Environment& environment, const http::Request& request);

// Values of Set-Cookie: that keep the browser signed in, and that end it.
std::string session_cookie(const web::Environment& environment, std::string_view token);
std::string ended_session_cookie(const web::Environment& environment);

// Begins a session and answers its token, which stands nowhere else. `client` is the User-Agent as sent; only
// the family of the browser is kept. Expired sessions of the network go at the same time.
std::string begin_session(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                          const web::UserId& user, std::string_view client);

void end_session(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                 std::string_view token);

// Ends all sessions of a user but the one with this id; an empty id spares none.
void end_other_sessions(db::Tx& tx, const NetworkId& network, const web::UserId& user,
                        std::string_view spared_session);

// "Firefox, Windows" out of a User-Agent; never the version, which would single people out.
std::string client_family(std::string_view user_agent);

} // namespace dorfnetz::accounts
