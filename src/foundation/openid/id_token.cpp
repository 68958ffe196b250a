#include "foundation/openid/id_token.hpp"

#include "foundation/core/base64url.hpp"
#include "foundation/core/text.hpp"
#include "foundation/openid/json.hpp"

#include <algorithm>
#include <array>
#include <cjose/cjose.h>
#include <memory>
#include <utility>

namespace dorfnetz::openid {

namespace {

using nlohmann::json;

constexpr std::size_t longest_token = 16 * 1024;
constexpr std::size_t longest_subject = 255; // OpenID Connect Core 1.0, 2
constexpr std::size_t es256_signature_bytes = 64;
constexpr std::size_t fewest_rsa_bits = 2048;
constexpr std::size_t most_keys = 50;
constexpr std::chrono::seconds clocks_differ_by{60};
constexpr std::chrono::minutes fresh_for{10};

struct Release
{
    void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }

    void operator()(cjose_jws_t* signed_text) const { cjose_jws_release(signed_text); }
};

template <class T>
using Owned = std::unique_ptr<T, Release>;

// The library ends the program for some texts that are none.
bool is_base64url(const std::string& text)
{
    return from_base64url(text).value_or("") != "";
}

std::optional<Key> read_key(const json& entry)
{
    if (!entry.is_object() || (entry.contains("use") && text_in(entry, "use") != "sig"))
        return std::nullopt;
    const auto kind = text_in(entry, "kty");
    const bool is_rsa = kind == "RSA";
    if (!is_rsa && (kind != "EC" || text_in(entry, "crv") != "P-256"))
        return std::nullopt;
    const std::string algorithm = is_rsa ? "RS256" : "ES256";
    if (entry.contains("alg") && text_in(entry, "alg") != algorithm)
        return std::nullopt;
    // A private part, a certificate or a symmetric key never reaches the library.
    json parts{{"kty", kind}};
    if (!is_rsa)
        parts["crv"] = "P-256";
    for (const auto* name : is_rsa ? std::array{"n", "e"} : std::array{"x", "y"}) {
        parts[name] = text_in(entry, name);
        if (!is_base64url(parts[name]))
            return std::nullopt;
    }
    return Key{.id = text_in(entry, "kid"), .algorithm = algorithm, .parts = parts.dump()};
}

// The only key that can have made the signature.
const Key* key_for(const std::vector<Key>& keys, const std::string& algorithm, const std::string& id)
{
    const Key* found = nullptr;
    for (const auto& key : keys) {
        if (key.algorithm != algorithm || (!id.empty() && key.id != id))
            continue;
        if (found != nullptr)
            return nullptr;
        found = &key;
    }
    return found;
}

// Whether the library reads the header as we did: it takes "none" and symmetric algorithms as well, and
// computes the latter from the memory of whatever key it is given.
bool is_signed_by(cjose_jws_t* read, const Key& key)
{
    cjose_err problem{};
    const char* algorithm = cjose_header_get(cjose_jws_get_protected(read), CJOSE_HDR_ALG, &problem);
    return algorithm != nullptr && key.algorithm == algorithm;
}

// What was signed; nothing if this key has not.
std::optional<std::string> signed_text(std::string_view token, const Key& key)
{
    cjose_err problem{};
    const Owned<cjose_jwk_t> public_key(cjose_jwk_import(key.parts.data(), key.parts.size(), &problem));
    if (!public_key)
        return std::nullopt;
    const auto kind = cjose_jwk_get_kty(public_key.get(), &problem);
    if (key.algorithm == "RS256"
            ? kind != CJOSE_JWK_KTY_RSA || cjose_jwk_get_keysize(public_key.get(), &problem) < fewest_rsa_bits
            : kind != CJOSE_JWK_KTY_EC)
        return std::nullopt;
    // Anew for each try: what was verified once is not to be verified again (cjose issue 72).
    const Owned<cjose_jws_t> read(cjose_jws_import(token.data(), token.size(), &problem));
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    if (!read || !is_signed_by(read.get(), key) ||
        !cjose_jws_verify(read.get(), public_key.get(), &problem) ||
        !cjose_jws_get_plaintext(read.get(), &bytes, &size, &problem))
        return std::nullopt;
    return std::string(reinterpret_cast<const char*>(bytes), size);
}

std::optional<Timestamp> moment_in(const json& claims, const char* name)
{
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number())
        return std::nullopt;
    const auto seconds = found->get<double>();
    constexpr double year_3000 = 32'503'680'000.0;
    if (!(seconds >= 0) || seconds > year_3000)
        return std::nullopt;
    return Timestamp{std::chrono::seconds(static_cast<std::int64_t>(seconds))};
}

bool is_for(const json& claims, const std::string& client)
{
    const auto audience = claims.find("aud");
    if (audience == claims.end() || (claims.contains("azp") && text_in(claims, "azp") != client))
        return false;
    return *audience == json(client) || *audience == json::array({client});
}

bool is_of_now(const json& claims, Timestamp now)
{
    const auto ends = moment_in(claims, "exp");
    const auto made = moment_in(claims, "iat");
    const auto begins = claims.contains("nbf") ? moment_in(claims, "nbf") : made;
    return ends && made && begins && *ends > now - clocks_differ_by && *made <= now + clocks_differ_by &&
           *made > now - fresh_for - clocks_differ_by && *begins <= now + clocks_differ_by;
}

bool can_be_a_subject(std::string_view subject)
{
    return !subject.empty() && subject.size() <= longest_subject && is_clean_utf8(subject) &&
           std::all_of(subject.begin(), subject.end(), [](char c) { return c < '\0' || c >= ' '; });
}

Verdict check_claims(const json& claims, const Expected& expected, Timestamp now)
{
    if (!claims.is_object())
        return {Flaw::form};
    if (text_in(claims, "iss") != expected.issuer)
        return {Flaw::issuer};
    if (!is_for(claims, expected.client))
        return {Flaw::audience};
    if (!is_of_now(claims, now))
        return {Flaw::time};
    if (expected.nonce.empty() || !equal_in_constant_time(text_in(claims, "nonce"), expected.nonce))
        return {Flaw::nonce};
    auto subject = text_in(claims, "sub");
    if (!can_be_a_subject(subject))
        return {Flaw::subject};
    return {.token = {.subject = std::move(subject), .authenticated_at = moment_in(claims, "auth_time")}};
}

} // namespace

std::string_view to_text(Flaw flaw)
{
    constexpr std::array<std::string_view, 10> names{"none",      "form",   "algorithm", "unknown key",
                                                     "signature", "issuer", "audience",  "time",
                                                     "nonce",     "subject"};
    return names.at(static_cast<std::size_t>(flaw));
}

std::optional<std::vector<Key>> read_keys(std::string_view text)
{
    const auto set = object_of(text);
    const auto entries = set.find("keys");
    if (entries == set.end() || !entries->is_array() || entries->size() > most_keys)
        return std::nullopt;
    std::vector<Key> keys;
    for (const auto& entry : *entries)
        if (auto key = read_key(entry))
            keys.push_back(*std::move(key));
    return keys;
}

Verdict check_id_token(std::string_view token, const std::vector<Key>& keys, const Expected& expected,
                       Timestamp now)
{
    const auto parts = split(token, '.');
    if (token.size() > longest_token || parts.size() != 3)
        return {Flaw::form};
    const auto header = object_of(from_base64url(parts[0]).value_or(""));
    const auto signature = from_base64url(parts[2]);
    // All of it is looked at before the library does: it ends the program for some texts that are no
    // base64url. What "crit" names must be understood (RFC 7515, 4.1.11), and we understand no extension.
    if (!header.is_object() || header.contains("crit") || !from_base64url(parts[1]) || !signature)
        return {Flaw::form};
    const auto algorithm = text_in(header, "alg");
    if (algorithm != "RS256" && algorithm != "ES256")
        return {Flaw::algorithm};
    if (algorithm == "ES256" && signature->size() != es256_signature_bytes)
        return {Flaw::signature};
    const auto* key = key_for(keys, algorithm, text_in(header, "kid"));
    if (key == nullptr)
        return {Flaw::unknown_key};
    const auto claims = signed_text(token, *key);
    if (!claims)
        return {Flaw::signature};
    return check_claims(object_of(*claims), expected, now);
}

} // namespace dorfnetz::openid
