#include "foundation/openid/id_token.hpp"

#include "foundation/openid/provider_for_tests.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

namespace dorfnetz::openid {

namespace {

const Timestamp now = *timestamp_from_iso("2026-11-22T10:00:00Z");
constexpr std::int64_t now_in_seconds = 1'795'341'600;

const TestKeys& keys()
{
    static const TestKeys made; // RSA keys take their time
    return made;
}

Claims good()
{
    return {{"iss", "\"https://amt.example\""},
            {"aud", "\"dorfnetz\""},
            {"sub", "\"k-17\""},
            {"nonce", "\"einmal\""},
            {"iat", std::to_string(now_in_seconds)},
            {"exp", std::to_string(now_in_seconds + 300)}};
}

Claims good_but(const std::string& name, const std::string& value)
{
    auto claims = good();
    if (value.empty())
        claims.erase(name);
    else
        claims[name] = value;
    return claims;
}

Verdict verdict_of(const std::string& token, const std::string& set = keys().set())
{
    return check_id_token(token, read_keys(set).value(),
                          {.issuer = "https://amt.example", .client = "dorfnetz", .nonce = "einmal"}, now);
}

Flaw flaw_of(const std::string& token)
{
    return verdict_of(token).flaw;
}

Flaw flaw_with(const std::string& name, const std::string& value)
{
    return flaw_of(keys().rs256(to_json(good_but(name, value))));
}

std::string seconds(std::int64_t from_now)
{
    return std::to_string(now_in_seconds + from_now);
}

std::string hmac(std::string_view key, std::string_view text)
{
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
    return mac;
}

} // namespace

TEST(IdToken, of_the_provider_says_who_it_is)
{
    ASSERT_EQ(now_in_seconds,
              std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
    for (const auto& token : {keys().rs256(to_json(good())), keys().es256(to_json(good()))}) {
        const auto verdict = verdict_of(token);
        EXPECT_EQ(to_text(verdict.flaw), "none");
        EXPECT_EQ(verdict.token.subject, "k-17");
        EXPECT_FALSE(verdict.token.authenticated_at);
    }
    const auto with_time = verdict_of(keys().rs256(to_json(good_but("auth_time", seconds(-30)))));
    EXPECT_EQ(with_time.token.authenticated_at, now - std::chrono::seconds(30));
}

TEST(IdToken, that_nobody_has_signed_is_refused)
{
    const auto payload = to_json(good());
    for (const auto* header : {R"({"alg":"none"})", R"({"alg":"None","kid":"r1"})", R"({"alg":""})",
                               R"({"kid":"r1"})", R"({"alg":null})", R"({"alg":["RS256"]})"}) {
        EXPECT_EQ(flaw_of(assembled(header, payload, "")), Flaw::algorithm) << header;
        EXPECT_EQ(flaw_of(assembled(header, payload, "x")), Flaw::algorithm) << header;
    }
    EXPECT_EQ(flaw_of(assembled(R"({"alg":"RS256","kid":"r1"})", payload, "")), Flaw::signature);
    EXPECT_EQ(flaw_of(assembled(R"({"alg":"ES256","kid":"e1"})", payload, std::string(64, '\0'))),
              Flaw::signature);
}

TEST(IdToken, signed_with_the_public_key_as_a_password_is_refused)
{
    const auto set = keys().set();
    const auto rsa = read_keys(set).value().front();
    for (const auto* algorithm : {"HS256", "HS384", "PS256", "RS512", "ES384", "dir"}) {
        const auto header = std::string(R"({"kid":"r1","alg":")") + algorithm + "\"}";
        const auto unsigned_part = assembled(header, to_json(good()), "");
        const auto signature = hmac(rsa.parts, unsigned_part.substr(0, unsigned_part.size() - 1));
        EXPECT_EQ(flaw_of(assembled(header, to_json(good()), signature)), Flaw::algorithm) << algorithm;
    }
    // The name of the other kind of key does not help.
    EXPECT_EQ(flaw_of(assembled(R"({"alg":"ES256","kid":"r1"})", to_json(good()), std::string(64, 'x'))),
              Flaw::unknown_key);
    // Said twice: two readers might take different ones.
    const auto twice =
        flaw_of(assembled(R"({"alg":"RS256","kid":"r1","alg":"HS256"})", to_json(good()), "x"));
    EXPECT_NE(twice, Flaw::none);
}

TEST(IdToken, signed_by_somebody_else_or_changed_is_refused)
{
    const TestKeys others;
    EXPECT_EQ(flaw_of(others.rs256(to_json(good()))), Flaw::signature);
    EXPECT_EQ(flaw_of(others.es256(to_json(good()))), Flaw::signature);
    const auto token = keys().rs256(to_json(good()));
    const auto first_dot = token.find('.');
    const auto second_dot = token.rfind('.');
    const auto other_payload = keys().rs256(to_json(good_but("sub", "\"k-18\"")));
    EXPECT_EQ(flaw_of(token.substr(0, first_dot) +
                      other_payload.substr(first_dot, other_payload.rfind('.') - first_dot) +
                      token.substr(second_dot)),
              Flaw::signature);
}

TEST(IdToken, cut_off_at_any_place_is_refused)
{
    const auto token = keys().rs256(to_json(good()));
    for (std::size_t length = 0; length < token.size(); length += length < 40 ? 1 : 13)
        EXPECT_NE(flaw_of(token.substr(0, length)), Flaw::none) << length;
    EXPECT_NE(flaw_of(token + "A"), Flaw::none);
    EXPECT_EQ(flaw_of(token + ".A"), Flaw::form);
    EXPECT_EQ(flaw_with("more", '"' + std::string(20'000, 'a') + '"'), Flaw::form) << "too long";
    EXPECT_EQ(flaw_of("..."), Flaw::form);
}

TEST(IdToken, with_an_extension_that_must_be_understood_is_refused)
{
    EXPECT_EQ(flaw_of(keys().rs256(to_json(good()), {{"crit", "[\"exp\"]"}})), Flaw::form);
}

TEST(IdToken, that_is_no_object_is_refused_though_it_is_signed)
{
    for (const auto* payload : {"", "[]", "17", "null", "{", "{\"iss\":}"})
        EXPECT_EQ(flaw_of(keys().rs256(payload)), Flaw::form) << payload;
}

TEST(IdToken, of_another_issuer_is_refused)
{
    for (const auto* issuer : {"\"https://fremd.example\"", "\"https://amt.example/\"", "17", ""})
        EXPECT_EQ(flaw_with("iss", issuer), Flaw::issuer) << issuer;
}

TEST(IdToken, for_another_client_or_for_several_is_refused)
{
    for (const auto* audience : {"\"other\"", "[\"other\"]", "[\"dorfnetz\",\"other\"]", "[]", "null", ""})
        EXPECT_EQ(flaw_with("aud", audience), Flaw::audience) << audience;
    EXPECT_EQ(flaw_with("aud", "[\"dorfnetz\"]"), Flaw::none);
    EXPECT_EQ(flaw_with("azp", "\"dorfnetz\""), Flaw::none);
    EXPECT_EQ(flaw_with("azp", "\"other\""), Flaw::audience);
}

TEST(IdToken, that_is_over_or_not_of_now_is_refused_but_clocks_may_differ_a_little)
{
    for (const auto& end : {seconds(-61), std::string("0"), std::string("-1"), std::string("1e99"),
                            std::string("\"" + seconds(300) + "\""), std::string()})
        EXPECT_EQ(flaw_with("exp", end), Flaw::time) << end;
    EXPECT_EQ(flaw_with("exp", seconds(-30)), Flaw::none);
    for (const auto& made : {seconds(120), seconds(-700), std::string()})
        EXPECT_EQ(flaw_with("iat", made), Flaw::time) << made;
    EXPECT_EQ(flaw_with("iat", seconds(30)), Flaw::none);
    EXPECT_EQ(flaw_with("nbf", seconds(120)), Flaw::time);
    EXPECT_EQ(flaw_with("nbf", seconds(0)), Flaw::none);
}

TEST(IdToken, made_for_another_request_is_refused)
{
    for (const auto* nonce : {"\"anders\"", "\"\"", "17", ""})
        EXPECT_EQ(flaw_with("nonce", nonce), Flaw::nonce) << nonce;
    const auto verdict =
        check_id_token(keys().rs256(to_json(good_but("nonce", "\"\""))), read_keys(keys().set()).value(),
                       {.issuer = "https://amt.example", .client = "dorfnetz", .nonce = ""}, now);
    EXPECT_EQ(verdict.flaw, Flaw::nonce) << "no nonce is none that fits";
}

TEST(IdToken, must_say_of_whom_it_speaks)
{
    for (const auto& subject : {std::string("\"\""), std::string("17"), std::string("\"a\\nb\""),
                                '"' + std::string(256, 'a') + '"', std::string()})
        EXPECT_EQ(flaw_with("sub", subject), Flaw::subject) << subject;
}

TEST(Keys, that_we_do_not_use_are_left_out)
{
    EXPECT_EQ(read_keys(keys().set())->size(), 2U);
    EXPECT_FALSE(read_keys(""));
    EXPECT_FALSE(read_keys("[]"));
    EXPECT_FALSE(read_keys(R"({"keys":{}})"));
    const auto none =
        read_keys(R"({"keys":[17, {"kty":"oct","k":"AAAA"}, {"kty":"EC","crv":"P-384","x":"AA","y":"AA"},
                                 {"kty":"RSA","use":"enc","n":"AQAB","e":"AQAB"},
                                 {"kty":"RSA","alg":"RS512","n":"AQAB","e":"AQAB"}, {"kty":"OKP","crv":"Ed25519"}]})");
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->empty());
    const auto with_more =
        read_keys(R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","d":"geheim","k":"AAAA","x5c":["A"]}]})");
    ASSERT_EQ(with_more->size(), 1U);
    EXPECT_EQ(with_more->front().parts.find("geheim"), std::string::npos);
}

TEST(IdToken, that_is_no_base64_does_not_end_the_program)
{
    for (const auto* broken : {"AAAAA", "A", "A=AA", "=", "AAAA=", "A+/A", "\xff"}) {
        const std::string header = "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIn0"; // RS256, r1
        EXPECT_EQ(flaw_of(header + '.' + broken + ".AAAA"), Flaw::form) << broken;
        EXPECT_EQ(flaw_of(header + ".AAAA." + broken), Flaw::form) << broken;
        EXPECT_EQ(flaw_of(std::string(broken) + ".AAAA.AAAA"), Flaw::form) << broken;
        const auto number = '"' + std::string(broken) + '"';
        for (const auto& key :
             {R"({"kty":"RSA","e":"AQAB","n":)" + number, R"({"kty":"RSA","n":"AQAB","e":)" + number,
              R"({"kty":"EC","crv":"P-256","x":"AA","y":)" + number,
              R"({"kty":"EC","crv":"P-256","y":"AA","x":)" + number})
            EXPECT_TRUE(read_keys(R"({"keys":[)" + key + "}]}").value_or(std::vector<Key>()).empty()) << key;
    }
}

TEST(Keys, that_cannot_be_told_apart_or_are_weak_sign_nothing)
{
    const TestKeys others;
    const auto without_name = [](std::string set, const std::string& name) {
        const auto at = set.find(name);
        return set.erase(at, name.size());
    };
    auto both = keys().set();
    both.pop_back();
    both.pop_back();
    both += ',' + others.set().substr(9);
    const auto token = keys().rs256(to_json(good()));
    EXPECT_EQ(verdict_of(token, both).flaw, Flaw::unknown_key) << "two keys of one name";
    EXPECT_EQ(verdict_of(token, without_name(keys().set(), "\"kid\":\"r1\",")).flaw, Flaw::unknown_key);
    // 512 bits: the numbers are those of RFC 7517's own short example, made shorter.
    EXPECT_NE(
        verdict_of(
            token,
            R"({"keys":[{"kty":"RSA","kid":"r1","e":"AQAB","n":"sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbgBHod5pcM9H95GQRV3JDXbo"}]})")
            .flaw,
        Flaw::none);
}

} // namespace dorfnetz::openid
