#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/fetch/fetch.hpp"
#include "foundation/openid/provider.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

// A provider that lives in the test: it signs with keys of its own, and answers as it is told to.
namespace dorfnetz::openid {

// By name, as JSON: {"sub", "\"anna\""}.
using Claims = std::map<std::string, std::string>;

std::string to_json(const Claims& claims);

// An RSA key "r1" and one on P-256, "e1"; others of the same kind after `change_keys`, called "r2" and "e2".
class TestKeys
{
public:
    TestKeys();
    ~TestKeys();

    void change();

    std::string set() const; // as published
    std::string rsa_id() const;

    // Signed by the library, with a proper header or with one that is given whole.
    std::string rs256(const std::string& payload, const Claims& more_header = {}) const;
    std::string es256(const std::string& payload) const;

private:
    struct Pair;
    std::unique_ptr<Pair> m_pair;
    int m_generation = 1;
};

// A token of parts that nobody signed.
std::string assembled(std::string_view header, std::string_view payload, std::string_view signature);

class TestProvider final : public fetch::Client
{
public:
    explicit TestProvider(const Clock& clock) : m_clock(clock) {}

    Result<fetch::Reply> ask(const fetch::Question& question) override;

    Registration registration() const
    {
        return {.issuer = issuer, .client = "dorfnetz", .secret = "sehr:geheim", .name = "Gemeinde Beispiel"};
    }

    // What the browser comes back with after somebody signed in there.
    struct Return
    {
        std::string code;
        std::string state;
    };

    Return sign_in(const std::string& departure_address, const std::string& subject);

    // What the next token says; `sign_in` sets them as they should be.
    Claims claims;

    std::string issuer = "https://amt.example";
    Claims description = {{"issuer", "\"https://amt.example\""},
                          {"authorization_endpoint", "\"https://amt.example/auth\""},
                          {"token_endpoint", "\"https://amt.example/token\""},
                          {"jwks_uri", "\"https://amt.example/keys\""}};
    TestKeys keys;
    std::string token = {}; // instead of the one that is due
    bool is_silent = false;
    std::map<std::string, int> asked = {}; // how often, by address
    fetch::Question last = {};             // to the token endpoint

private:
    Result<fetch::Reply> answer_token(const fetch::Question& question);

    const Clock& m_clock;
    std::string m_code;
    std::string m_challenge;
    std::string m_redirect;
};

} // namespace dorfnetz::openid
