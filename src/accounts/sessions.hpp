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
#include <vector>

namespace dorfnetz::accounts {

inline constexpr std::chrono::hours session_idle{24 * 14};
inline constexpr std::chrono::hours session_life{24 * 60};
inline constexpr std::chrono::minutes last_seen_every{10};
// So long without being seen, and a device counts as a new one.
inline constexpr std::chrono::days device_life{365};

// How somebody came in.
enum class Way { password, link, paper, passkey, provider };

std::string_view to_text(Way way);
Way way_from_text(std::string_view text);
// "mit Kennwort"
German label(Way way);

// Whether the second proof was given as well: a passkey gives both at once.
enum class Proof { first, both };

// Own paths of Actor::next_step: where the second proof is given, and where it is set up.
inline constexpr std::string_view proof_path = "/anmelden/bestaetigen";
inline constexpr std::string_view security_path = "/redaktion/sicherheit";

// Who a request comes from, by its cookie: one indexed query; a visitor for anything that is not a living
// session of this network. Whoever has set up a second proof has no role before giving it; whoever must have
// one has none of the roles that demand it before setting it up. For web::Dispatcher.
web::Actor authenticate(web::Environment& environment, const web::Network& network,
                        const http::Request& request);

// The session token that the request carries, nothing if it has none or what it has cannot be one.
std::optional<std::string> session_token(const web::Environment& environment, const http::Request& request);

// Token of the device, kept in the browser for `device_life`; nothing if it has none.
std::optional<std::string> device_token(const web::Environment& environment, const http::Request& request);
std::string device_cookie(const web::Environment& environment, std::string_view token);

// Values of Set-Cookie: that keep the browser signed in, and that end it.
std::string session_cookie(const web::Environment& environment, std::string_view token);
std::string ended_session_cookie(const web::Environment& environment);

struct NewSession
{
    web::UserId user;
    Way way = Way::password;
    Proof proof = Proof::first;
    std::string_view client = {}; // the User-Agent as sent; only the family of the browser is kept
};

// Begins a session and answers its token, which stands nowhere else. Expired sessions of the network go at
// the same time.
std::string begin_session(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                          const NewSession& session);

// The second proof was given, so the session may do more than before: it gets a new token, and the one that
// it had is worth nothing (ASVS 7.2.4). Answers the token. Err::stale if the session has ended.
Result<std::string> renew_session(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                                  std::string_view session);

// Err::stale if the session has ended. For what was begun long before it is written: a reset or a block in
// between must not be undone by it.
Result<Done> must_be_signed_in(db::Tx& tx, const NetworkId& network, std::string_view session);

// Whether the actor's session was begun or proved so lately, within 15 minutes, that password and second
// proof may be changed: whoever finds a browser that was left signed in must not take the account over.
bool proved_lately(db::Reader& reader, const NetworkId& network, const web::Actor& actor, Timestamp now);

// A session as its owner sees it.
struct Session
{
    std::string id;
    Way way = Way::password;
    std::string client; // "Firefox, Windows"
    Timestamp begun_at;
    Timestamp last_seen_at;
};

// The living ones, the last used first.
std::vector<Session> sessions_of(db::Reader& reader, const NetworkId& network, const web::UserId& user,
                                 Timestamp now);
// Signs the actor out elsewhere: of one session of theirs, or of all but this one if `session` is empty.
void end_own_sessions(web::Environment& environment, const NetworkId& network, const web::Actor& actor,
                      std::string_view session);

// The one that the actor is in.
void end_session_of(db::Tx& tx, const NetworkId& network, const web::Actor& actor);
void end_session(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                 std::string_view token);

// Ends all sessions of a user but the one with this id; an empty id spares none.
void end_other_sessions(db::Tx& tx, const NetworkId& network, const web::UserId& user,
                        std::string_view spared_session);

// "Firefox, Windows" out of a User-Agent; never the version, which would single people out.
std::string client_family(std::string_view user_agent);

} // namespace dorfnetz::accounts
