// What a provider sends: what it says of itself, its keys, a token. Nobody here can sign with the keys below,
// so no token may pass.

#include "tests/fuzz/fuzz.hpp"

#include "foundation/core/log.hpp"
#include "foundation/openid/provider.hpp"

#include <memory>
#include <string>

using namespace dorfnetz;
using fuzz::require;

namespace {

// The public keys of RFC 7517, A.1.
constexpr std::string_view key_set =
    R"({"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)"
    R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},{"kty":"RSA","kid":"2","e":"AQAB",)"
    R"("n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3)"
    R"(oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6q)"
    R"(MQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK)"
    R"(nqDKgw"}]})";

constexpr Timestamp now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

// Says the same, whatever it is asked.
struct Parrot final : fetch::Client
{
    explicit Parrot(std::string_view words) : says(words) {}

    Result<fetch::Reply> ask(const fetch::Question&) override
    {
        return fetch::Reply{.status = 200, .body = says};
    }

    std::string says;
};

void check(std::string_view token, std::string_view set)
{
    const auto keys = openid::read_keys(set);
    if (!keys)
        return;
    const auto verdict = openid::check_id_token(
        token, *keys, {.issuer = "https://amt.example", .client = "dorfnetz", .nonce = "einmal"}, now);
    require(set != key_set || verdict.flaw != openid::Flaw::none);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    log::set_level(log::Level::error); // each refusal is a line
    auto input = fuzz::text_of(data, size);
    openid::Provider provider({.issuer = "https://amt.example", .client = "dorfnetz"},
                              std::make_shared<Parrot>(input));
    const auto address = provider.departure_address(
        {.redirect = "https://heide.example/", .state = "a", .nonce = "b", .verifier = std::string(43, 'v')},
        now);
    require(!address || address->starts_with("https://"));
    const auto token = fuzz::take_part(input, '\x1F');
    check(token, key_set);
    check(token, input);
    return 0;
}
