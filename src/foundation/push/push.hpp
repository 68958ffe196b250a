#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Short messages to a browser that is not open: Web Push (RFC 8030), encrypted for that browser alone (RFC
// 8291), so that the service of its maker carries them and cannot read them, and signed by us (VAPID, RFC
// 8292).
namespace dorfnetz::push {

// A private key on the curve P-256, with its public one.
class Key
{
public:
    static Key make();
    // The 32 bytes of `secret`. Throws std::runtime_error if they are no key.
    static Key from_secret(std::string_view secret);

    std::string secret() const;       // 32 bytes
    std::string public_point() const; // 65 bytes, uncompressed

private:
    friend std::string shared_secret(const Key&, std::string_view);
    friend std::string signature(const Key&, std::string_view);
    struct Content;

    explicit Key(std::shared_ptr<const Content> content) : m_content(std::move(content)) {}

    std::shared_ptr<const Content> m_content;
};

// Where a browser waits and how to write to it, as its PushSubscription says.
struct Subscription
{
    std::string endpoint; // https
    std::string point;    // the browser's public key, 65 bytes
    std::string auth;     // 16 bytes
};

// From what a browser sends; nothing if the keys are none. The endpoint is not looked at here.
std::optional<Subscription> read_subscription(std::string_view endpoint, std::string_view p256dh_base64url,
                                              std::string_view auth_base64url);

// What fits into one message, so that every push service takes it (RFC 8030 7.2): 4096 bytes with all around
// it.
inline constexpr std::size_t longest_text = 3900;

// The body of a push message (RFC 8188, one record). `once` is a key for this message alone, `salt` 16 bytes
// from chance. Throws std::invalid_argument for a text that is too long, std::runtime_error if the browser's
// key is no point of the curve.
std::string encrypt(std::string_view text, const Subscription& subscription, const Key& once,
                    std::string_view salt);

// The Authorization field that says who sends: a token for the push service at `endpoint`, valid for twelve
// hours. `subject` is a mailto: or https: address where the service reaches us.
std::string authorisation(const Key& ours, std::string_view endpoint, std::string_view subject,
                          Timestamp now);

} // namespace dorfnetz::push
