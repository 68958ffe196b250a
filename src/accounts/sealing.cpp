#include "accounts/sealing.hpp"

#include "foundation/core/base64url.hpp"
#include "foundation/core/random.hpp"

#include <array>
#include <sodium.h>
#include <span>

namespace dorfnetz::accounts {

namespace {

using Key = std::array<unsigned char, crypto_secretbox_KEYBYTES>;
using Nonce = std::array<unsigned char, crypto_secretbox_NONCEBYTES>;

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

Key key_of(const web::Environment& environment, std::string_view purpose)
{
    Key key{};
    crypto_generichash(key.data(), key.size(), bytes_of(purpose), purpose.size(),
                       bytes_of(environment.secret), environment.secret.size());
    return key;
}

} // namespace

std::string seal(web::Environment& environment, std::string_view purpose, std::string_view text)
{
    Nonce nonce{};
    environment.random.fill(nonce);
    std::string box(nonce.size() + crypto_secretbox_MACBYTES + text.size(), '\0');
    std::copy(nonce.begin(), nonce.end(), box.begin());
    crypto_secretbox_easy(reinterpret_cast<unsigned char*>(box.data()) + nonce.size(), bytes_of(text),
                          text.size(), nonce.data(), key_of(environment, purpose).data());
    return to_base64url(box);
}

std::optional<std::string> unseal(const web::Environment& environment, std::string_view purpose,
                                  std::string_view sealed)
{
    constexpr std::size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    const auto box = from_base64url(sealed);
    if (!box || box->size() < around)
        return std::nullopt;
    std::string text(box->size() - around, '\0');
    const auto* nonce = bytes_of(*box);
    if (crypto_secretbox_open_easy(
            reinterpret_cast<unsigned char*>(text.data()), nonce + crypto_secretbox_NONCEBYTES,
            box->size() - crypto_secretbox_NONCEBYTES, nonce, key_of(environment, purpose).data()) != 0)
        return std::nullopt;
    return text;
}

} // namespace dorfnetz::accounts
