#include "foundation/openid/provider.hpp"

#include "foundation/core/base64url.hpp"
#include "foundation/core/log.hpp"
#include "foundation/http/codec.hpp"
#include "foundation/openid/json.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <utility>

namespace dorfnetz::openid {

namespace {

using Parameters = std::vector<std::pair<std::string_view, std::string_view>>;

constexpr std::chrono::hours description_life{1};
constexpr std::chrono::hours keys_life{1};
// A token with a key that nobody knows makes us ask for the keys anew, but not each time somebody invents
// one.
constexpr std::chrono::minutes keys_asked_every{5};
constexpr std::chrono::seconds rests_after_failure{15};
constexpr std::size_t longest_code = 4'000;

Error unavailable(std::string_view why)
{
    log::warning(fmt::format("sign-in provider: {}", why));
    return {.kind = Err::unavailable};
}

Error refused(std::string_view why)
{
    log::warning(fmt::format("sign-in provider: refused, {}", why));
    return {.kind = Err::invalid};
}

std::string urlencoded(const Parameters& parameters)
{
    std::string text;
    for (const auto& [name, value] : parameters)
        text += fmt::format("{}{}={}", text.empty() ? "" : "&", name, http::percent_encode(value));
    return text;
}

// What the verifier is known by until it is shown (RFC 7636, 4.2).
std::string challenge_of(std::string_view verifier)
{
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size());
    return to_base64url(hash);
}

} // namespace

Provider::Provider(Registration registration, std::shared_ptr<fetch::Client> client,
                   std::chrono::milliseconds patience)
    : m_registration(std::move(registration)), m_client(std::move(client)), m_patience(patience)
{
}

Result<std::string> Provider::departure_address(const Departure& departure, Timestamp now)
{
    const auto turn = wait_for_turn();
    if (!turn)
        return unavailable("busy");
    const auto known = TRY(description(now));
    const auto challenge = challenge_of(departure.verifier);
    Parameters parameters{{"response_type", "code"},
                          {"client_id", m_registration.client},
                          {"redirect_uri", departure.redirect},
                          {"scope", "openid"},
                          {"state", departure.state},
                          {"nonce", departure.nonce},
                          {"code_challenge", challenge},
                          {"code_challenge_method", "S256"}};
    // The second makes providers say when it was ("auth_time", OpenID Connect Core 1.0, 2).
    if (departure.prompt == Prompt::again)
        parameters.insert(parameters.end(), {{"prompt", "login"}, {"max_age", "0"}});
    const auto& endpoint = known.authorization_endpoint;
    return fmt::format("{}{}{}", endpoint, endpoint.find('?') == std::string::npos ? '?' : '&',
                       urlencoded(parameters));
}

Result<IdToken> Provider::redeem(const Arrival& arrival, Timestamp now)
{
    if (arrival.code.empty() || arrival.code.size() > longest_code)
        return refused("no code");
    const auto turn = wait_for_turn();
    if (!turn)
        return unavailable("busy");
    const auto known = TRY(description(now));
    // An answer of another provider is not taken to this one (RFC 9207, 2.4).
    if (arrival.issuer.empty() ? known.always_says_issuer : arrival.issuer != m_registration.issuer)
        return refused("the answer came from another issuer");
    const auto token = TRY(fetch_token(known, arrival));
    auto verdict = TRY(check(known, token, arrival, now));
    if (verdict.flaw != Flaw::none)
        return refused(to_text(verdict.flaw));
    return std::move(verdict.token);
}

std::unique_lock<std::timed_mutex> Provider::wait_for_turn()
{
    return std::unique_lock(m_turn, m_patience);
}

Result<Provider::Description> Provider::description(Timestamp now)
{
    if (m_description && now - m_description->fetched_at < description_life)
        return *m_description;
    if (m_failed_at && now - *m_failed_at < rests_after_failure)
        return Error{.kind = Err::unavailable};
    auto fetched = fetch_description(now);
    m_failed_at = fetched ? std::nullopt : std::optional(now);
    if (fetched)
        m_description = *fetched;
    return fetched;
}

Result<Provider::Description> Provider::fetch_description(Timestamp now)
{
    auto base = m_registration.issuer;
    if (base.ends_with('/'))
        base.pop_back();
    const auto said = object_of(TRY(fetch_text(base + "/.well-known/openid-configuration")));
    // Discovery 1.0, 4.3
    if (text_in(said, "issuer") != m_registration.issuer)
        return unavailable("it calls itself otherwise than the settings do");
    Description read{.authorization_endpoint = text_in(said, "authorization_endpoint"),
                     .token_endpoint = text_in(said, "token_endpoint"),
                     .keys_address = text_in(said, "jwks_uri"),
                     .fetched_at = now};
    for (const auto& address : {read.authorization_endpoint, read.token_endpoint, read.keys_address})
        if (!may_be_used(address))
            return unavailable("it names an address that may not be used");
    const auto says = said.find("authorization_response_iss_parameter_supported");
    read.always_says_issuer = says != said.end() && *says == nlohmann::json(true);
    return read;
}

// A provider elsewhere cannot make us ask this machine.
bool Provider::may_be_used(const std::string& address) const
{
    return fetch::may_be_asked(address) &&
           (!fetch::is_on_this_machine(address) || fetch::is_on_this_machine(m_registration.issuer));
}

Result<std::string> Provider::fetch_text(const std::string& address)
{
    auto reply = m_client->ask({.address = address});
    if (!reply)
        return unavailable("it does not answer");
    if (reply->status != 200)
        return unavailable(fmt::format("it answers {}", reply->status));
    return std::move(reply->body);
}

Result<Done> Provider::fetch_keys(const Description& known, Timestamp now)
{
    m_keys_asked_at = now;
    auto keys = read_keys(TRY(fetch_text(known.keys_address)));
    if (!keys)
        return unavailable("it has no set of keys");
    m_keys = *std::move(keys);
    m_keys_fetched_at = now;
    return Done{};
}

Result<std::string> Provider::fetch_token(const Description& known, const Arrival& arrival)
{
    Parameters parameters{{"grant_type", "authorization_code"},
                          {"code", arrival.code},
                          {"redirect_uri", arrival.redirect},
                          {"code_verifier", arrival.verifier}};
    fetch::Question question{.address = known.token_endpoint};
    if (m_registration.secret.empty()) {
        parameters.emplace_back("client_id", m_registration.client);
    } else {
        // Encoded before they are joined by a colon (RFC 6749, 2.3.1).
        question.user = http::percent_encode(m_registration.client);
        question.password = http::percent_encode(m_registration.secret);
    }
    question.form = urlencoded(parameters);
    const auto reply = m_client->ask(question);
    if (!reply)
        return unavailable("it does not answer");
    const auto said = object_of(reply->body);
    if (reply->status == 400 && text_in(said, "error") == "invalid_grant")
        return refused("the code is not good");
    if (reply->status != 200)
        return unavailable(fmt::format(
            "it answers {}{}", reply->status,
            text_in(said, "error") == "invalid_client" ? ", our client id or secret is wrong" : ""));
    auto token = text_in(said, "id_token");
    if (token.empty())
        return unavailable("it gave no id token");
    return token;
}

Result<Verdict> Provider::check(const Description& known, std::string_view token, const Arrival& arrival,
                                Timestamp now)
{
    if (!m_keys_fetched_at || now - *m_keys_fetched_at >= keys_life)
        TRY(fetch_keys(known, now));
    const Expected expected{
        .issuer = m_registration.issuer, .client = m_registration.client, .nonce = arrival.nonce};
    auto verdict = check_id_token(token, m_keys, expected, now);
    // Providers change their keys whenever they like.
    if (verdict.flaw == Flaw::unknown_key && now - *m_keys_asked_at >= keys_asked_every) {
        TRY(fetch_keys(known, now));
        verdict = check_id_token(token, m_keys, expected, now);
    }
    return verdict;
}

} // namespace dorfnetz::openid
