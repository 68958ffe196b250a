#include "accounts/totp.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/codec.hpp"

#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <liboath/oath.h>
#include <memory>
#include <new>
#include <stdexcept>

namespace dorfnetz::accounts {

namespace {

constexpr std::size_t secret_bytes = 20;
constexpr unsigned seconds_per_step = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;
constexpr std::size_t steps_around = 1; // clocks of telephones go wrong
constexpr unsigned digits = 6;

std::time_t seconds_of(Timestamp now)
{
    return static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
}

bool is_code(std::string_view code)
{
    return code.size() == digits && code.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace

std::string new_totp_secret(Random& random)
{
    std::array<std::uint8_t, secret_bytes> bytes{};
    random.fill(bytes);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string totp_secret_text(std::string_view secret)
{
    char* text = nullptr;
    std::size_t size = 0;
    if (oath_base32_encode(secret.data(), secret.size(), &text, &size) != OATH_OK)
        throw std::bad_alloc();
    const std::unique_ptr<char, decltype(&std::free)> owner(text, std::free);
    return {text, size};
}

std::string totp_address(std::string_view secret, std::string_view issuer, std::string_view account)
{
    return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}", http::percent_encode(issuer),
                       http::percent_encode(account), totp_secret_text(secret));
}

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Timestamp now)
{
    const auto typed = replace_all(std::string(code), " ", "");
    if (!is_code(typed))
        return std::nullopt;
    int position = 0;
    std::uint64_t counter = 0;
    const auto found =
        oath_totp_validate3(secret.data(), secret.size(), seconds_of(now), seconds_per_step,
                            OATH_TOTP_DEFAULT_START_TIME, steps_around, &position, &counter, typed.c_str());
    if (found < 0)
        return std::nullopt;
    return static_cast<std::int64_t>(counter);
}

std::string totp_code(std::string_view secret, Timestamp now)
{
    std::array<char, digits + 1> code{};
    if (oath_totp_generate(secret.data(), secret.size(), seconds_of(now), seconds_per_step,
                           OATH_TOTP_DEFAULT_START_TIME, digits, code.data()) != OATH_OK)
        throw std::runtime_error("liboath made no code");
    return code.data();
}

} // namespace dorfnetz::accounts
