#include "foundation/web/tokens.hpp"

#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <sodium.h>

namespace dorfnetz::web {

namespace {

constexpr std::string_view trap_field = "website";
constexpr auto token_life = std::chrono::hours(24 * 7);
constexpr auto fastest_human = std::chrono::seconds(2);

std::string token_for(const Context& context, std::string_view pattern, std::string_view seconds)
{
    const auto text =
        fmt::format("{}\n{}\n{}\n{}", context.network.id.text(), pattern, context.actor.session, seconds);
    return fmt::format("{}.{}", seconds, keyed_hash(context.environment, "form", text));
}

std::optional<Timestamp> fetched_at(std::string_view token)
{
    const auto seconds = token.substr(0, token.find('.'));
    std::int64_t value = 0;
    const auto read = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
    if (read.ec != std::errc() || read.ptr != seconds.data() + seconds.size())
        return std::nullopt;
    return Timestamp{std::chrono::seconds(value)};
}

} // namespace

std::string keyed_hash(const Environment& environment, std::string_view purpose, std::string_view text)
{
    std::array<unsigned char, crypto_auth_hmacsha256_KEYBYTES> key{};
    std::copy_n(environment.secret.begin(), std::min(environment.secret.size(), key.size()), key.begin());
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    const auto update = [&](std::string_view part) {
        crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                                      part.size());
    };
    update(purpose);
    update(std::string_view("\0", 1));
    update(text);
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> hash{};
    crypto_auth_hmacsha256_final(&state, hash.data());
    return fmt::format("{:02x}", fmt::join(hash, ""));
}

std::string form_token(const Context& context, std::string_view pattern)
{
    // A form that comes back with errors is corrected in a second: whoever fills it has had it since the
    // first time. No more of that time is carried on than `looks_like_spam` asks for, so the corrected form
    // lives as long as a new one.
    auto since = context.now();
    if (is_valid_form_token(context, pattern))
        since = std::max(*fetched_at(context.form.text("_token")), since - fastest_human);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since).time_since_epoch().count();
    return token_for(context, pattern, fmt::format("{}", seconds));
}

bool is_valid_form_token(const Context& context, std::string_view pattern)
{
    const auto token = context.form.text("_token");
    const auto fetched = fetched_at(token);
    if (!fetched || *fetched > context.now() + std::chrono::seconds(1) ||
        context.now() - *fetched > token_life)
        return false;
    return equal_in_constant_time(token, token_for(context, pattern, token.substr(0, token.find('.'))));
}

bool looks_like_spam(const Context& context)
{
    if (!context.form.text(trap_field).empty())
        return true;
    const auto fetched = fetched_at(context.form.text("_token"));
    return !fetched || context.now() - *fetched < fastest_human;
}

} // namespace dorfnetz::web
