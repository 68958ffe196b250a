#include "foundation/openid/provider_for_tests.hpp"

#include "foundation/core/base64url.hpp"
#include "foundation/http/codec.hpp"

#include <array>
#include <cjose/cjose.h>
#include <cstdlib>
#include <fmt/format.h>
#include <sodium.h>
#include <stdexcept>

namespace dorfnetz::openid {

namespace {

// 65537, as nearly all RSA keys have it.
constexpr std::array<std::uint8_t, 3> exponent{1, 0, 1};

template <class T>
T* must(T* made)
{
    if (made == nullptr)
        throw std::runtime_error("cjose refused");
    return made;
}

std::string sign(const cjose_jwk_t* key, const char* algorithm, const std::string& id,
                 const std::string& payload, const Claims& more_header)
{
    cjose_err problem{};
    cjose_header_t* header = must(cjose_header_new(&problem));
    cjose_header_set(header, CJOSE_HDR_ALG, algorithm, &problem);
    cjose_header_set(header, CJOSE_HDR_KID, id.c_str(), &problem);
    for (const auto& [name, value] : more_header)
        cjose_header_set_raw(header, name.c_str(), value.c_str(), &problem);
    cjose_jws_t* made = must(cjose_jws_sign(
        key, header, reinterpret_cast<const std::uint8_t*>(payload.data()), payload.size(), &problem));
    const char* text = nullptr;
    cjose_jws_export(made, &text, &problem);
    std::string token = must(text);
    cjose_jws_release(made);
    cjose_header_release(header);
    return token;
}

std::string text_of(const Claims& claims, const std::string& name)
{
    const auto& value = claims.at(name);
    return value.substr(1, value.size() - 2);
}

Result<fetch::Reply> answer_with(int status, std::string body)
{
    return fetch::Reply{.status = status, .body = std::move(body)};
}

} // namespace

std::string to_json(const Claims& claims)
{
    std::string text;
    for (const auto& [name, value] : claims)
        text += fmt::format("{}\"{}\":{}", text.empty() ? "" : ",", name, value);
    return '{' + text + '}';
}

struct TestKeys::Pair
{
    Pair()
    {
        cjose_err problem{};
        rsa = must(cjose_jwk_create_RSA_random(2048, exponent.data(), exponent.size(), &problem));
        curve = must(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &problem));
    }

    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    ~Pair()
    {
        cjose_jwk_release(rsa);
        cjose_jwk_release(curve);
    }

    cjose_jwk_t* rsa;
    cjose_jwk_t* curve;
};

TestKeys::TestKeys() : m_pair(std::make_unique<Pair>()) {}

TestKeys::~TestKeys() = default;

void TestKeys::change()
{
    m_pair = std::make_unique<Pair>();
    ++m_generation;
}

std::string TestKeys::rsa_id() const
{
    return fmt::format("r{}", m_generation);
}

std::string TestKeys::set() const
{
    std::string keys;
    for (const auto& [key, id] :
         {std::pair(m_pair->rsa, rsa_id()), {m_pair->curve, fmt::format("e{}", m_generation)}}) {
        cjose_err problem{};
        cjose_jwk_set_kid(key, id.c_str(), id.size(), &problem);
        char* text = must(cjose_jwk_to_json(key, false, &problem));
        keys += (keys.empty() ? "" : ",") + std::string(text);
        std::free(text);
    }
    return "{\"keys\":[" + keys + "]}";
}

std::string TestKeys::rs256(const std::string& payload, const Claims& more_header) const
{
    return sign(m_pair->rsa, CJOSE_HDR_ALG_RS256, rsa_id(), payload, more_header);
}

std::string TestKeys::es256(const std::string& payload) const
{
    return sign(m_pair->curve, CJOSE_HDR_ALG_ES256, fmt::format("e{}", m_generation), payload, {});
}

std::string assembled(std::string_view header, std::string_view payload, std::string_view signature)
{
    return fmt::format("{}.{}.{}", to_base64url(header), to_base64url(payload), to_base64url(signature));
}

TestProvider::Return TestProvider::sign_in(const std::string& departure_address, const std::string& subject)
{
    const auto sent =
        http::parse_urlencoded(departure_address.substr(departure_address.find('?') + 1)).value();
    m_code = fmt::format("code-{}", sent.text("state"));
    m_challenge = sent.text("code_challenge");
    m_redirect = sent.text("redirect_uri");
    const auto now = std::chrono::floor<std::chrono::seconds>(m_clock.now()).time_since_epoch().count();
    claims = {{"iss", description.at("issuer")},       {"aud", fmt::format("\"{}\"", sent.text("client_id"))},
              {"sub", fmt::format("\"{}\"", subject)}, {"nonce", fmt::format("\"{}\"", sent.text("nonce"))},
              {"iat", fmt::format("{}", now)},         {"exp", fmt::format("{}", now + 300)}};
    return {.code = m_code, .state = std::string(sent.text("state"))};
}

Result<fetch::Reply> TestProvider::ask(const fetch::Question& question)
{
    ++asked[question.address];
    if (is_silent)
        return Error{.kind = Err::unavailable};
    if (question.address == issuer + "/.well-known/openid-configuration")
        return answer_with(200, to_json(description));
    if (question.address == text_of(description, "jwks_uri"))
        return answer_with(200, keys.set());
    if (question.address == text_of(description, "token_endpoint"))
        return answer_token(question);
    return answer_with(404, "");
}

Result<fetch::Reply> TestProvider::answer_token(const fetch::Question& question)
{
    last = question;
    const auto sent = http::parse_urlencoded(question.form).value();
    const auto verifier = sent.text("code_verifier");
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size());
    if (m_code.empty() || sent.text("code") != m_code || to_base64url(hash) != m_challenge ||
        sent.text("redirect_uri") != m_redirect)
        return answer_with(400, R"({"error":"invalid_grant"})");
    m_code.clear();
    return answer_with(
        200, to_json({{"access_token", "\"x\""},
                      {"token_type", "\"Bearer\""},
                      {"id_token", '"' + (token.empty() ? keys.rs256(to_json(claims)) : token) + '"'}}));
}

} // namespace dorfnetz::openid
