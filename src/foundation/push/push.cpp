#include "foundation/push/push.hpp"

#include "foundation/core/base64url.hpp"

#include <array>
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <stdexcept>

namespace dorfnetz::push {

namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t point_bytes = 65;
constexpr std::size_t auth_bytes = 16;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t tag_bytes = 16;
constexpr const char* curve = "prime256v1";

template <auto Free>
struct Freed
{
    template <class T>
    void operator()(T* thing) const
    {
        Free(thing);
    }
};

template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;

// OpenSSL answers 1 when it did what it was asked.
void require(int answer, const char* what)
{
    if (answer != 1)
        throw std::runtime_error(fmt::format("OpenSSL: {}", what));
}

template <class T>
T* require(T* made, const char* what)
{
    if (made == nullptr)
        throw std::runtime_error(fmt::format("OpenSSL: {}", what));
    return made;
}

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

OwnedKey key_from(OSSL_PARAM* parameters, int selection)
{
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
        require(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), "no elliptic curves"));
    require(EVP_PKEY_fromdata_init(context.get()), "fromdata_init");
    EVP_PKEY* key = nullptr;
    require(EVP_PKEY_fromdata(context.get(), &key, selection, parameters), "no such key");
    return OwnedKey(key);
}

// Refuses what is no point of the curve.
OwnedKey public_key(std::string_view point)
{
    const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(require(OSSL_PARAM_BLD_new(), "parameters"));
    require(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0), "curve");
    require(
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        "point");
    const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(
        require(OSSL_PARAM_BLD_to_param(builder.get()), "parameters"));
    auto key = key_from(parameters.get(), EVP_PKEY_PUBLIC_KEY);
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
        require(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr), "context"));
    require(EVP_PKEY_public_check(context.get()), "not on the curve");
    return key;
}

// The public point that belongs to a secret number.
std::string point_of(const BIGNUM* secret)
{
    const Owned<EC_GROUP, EC_GROUP_free> group(
        require(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1), "curve"));
    const Owned<EC_POINT, EC_POINT_free> point(require(EC_POINT_new(group.get()), "point"));
    require(EC_POINT_mul(group.get(), point.get(), secret, nullptr, nullptr, nullptr), "multiply");
    std::string bytes(point_bytes, '\0');
    if (EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes_of(bytes),
                           bytes.size(), nullptr) != point_bytes)
        throw std::runtime_error("OpenSSL: point2oct");
    return bytes;
}

// RFC 5869.
std::string hkdf(std::string_view salt, std::string_view key, std::string_view info, std::size_t length)
{
    const Owned<EVP_KDF, EVP_KDF_free> kind(require(EVP_KDF_fetch(nullptr, "HKDF", nullptr), "no HKDF"));
    const Owned<EVP_KDF_CTX, EVP_KDF_CTX_free> context(require(EVP_KDF_CTX_new(kind.get()), "no HKDF"));
    std::array<char, 7> digest{"SHA256"};
    std::string salt_copy(salt);
    std::string key_copy(key);
    std::string info_copy(info);
    const std::array<OSSL_PARAM, 5> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt_copy.data(), salt_copy.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key_copy.data(), key_copy.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info_copy.data(), info_copy.size()),
        OSSL_PARAM_construct_end()};
    std::string derived(length, '\0');
    require(EVP_KDF_derive(context.get(), bytes_of(derived), derived.size(), parameters.data()), "HKDF");
    return derived;
}

std::string aes_128_gcm(std::string_view key, std::string_view nonce, std::string_view text)
{
    const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context(require(EVP_CIPHER_CTX_new(), "cipher"));
    require(EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, bytes_of(key), bytes_of(nonce)),
            "AES");
    std::string sealed(text.size() + tag_bytes, '\0');
    int written = 0;
    require(EVP_EncryptUpdate(context.get(), bytes_of(sealed), &written, bytes_of(text),
                              static_cast<int>(text.size())),
            "AES");
    int more = 0;
    require(EVP_EncryptFinal_ex(context.get(), bytes_of(sealed) + written, &more), "AES");
    require(
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, bytes_of(sealed) + text.size()),
        "AES tag");
    return sealed;
}

} // namespace

struct Key::Content
{
    std::string secret;
    std::string point;
    OwnedKey key;
};

Key Key::from_secret(std::string_view secret)
{
    if (secret.size() != secret_bytes)
        throw std::runtime_error("a key of P-256 has 32 bytes");
    const Owned<BIGNUM, BN_clear_free> number(
        require(BN_bin2bn(bytes_of(secret), static_cast<int>(secret.size()), nullptr), "number"));
    const auto point = point_of(number.get());
    const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(require(OSSL_PARAM_BLD_new(), "parameters"));
    require(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0), "curve");
    require(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()), "secret");
    require(
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        "point");
    const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(
        require(OSSL_PARAM_BLD_to_param(builder.get()), "parameters"));
    auto content = std::make_shared<Content>();
    content->secret = secret;
    content->point = point;
    content->key = key_from(parameters.get(), EVP_PKEY_KEYPAIR);
    return Key(std::move(content));
}

Key Key::make()
{
    const OwnedKey made(require(EVP_EC_gen(curve), "no key"));
    BIGNUM* number = nullptr;
    require(EVP_PKEY_get_bn_param(made.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number), "secret");
    const Owned<BIGNUM, BN_clear_free> owned(number);
    std::string secret(secret_bytes, '\0');
    if (BN_bn2binpad(number, bytes_of(secret), static_cast<int>(secret.size())) !=
        static_cast<int>(secret_bytes))
        throw std::runtime_error("OpenSSL: secret");
    return from_secret(secret);
}

std::string Key::secret() const
{
    return m_content->secret;
}

std::string Key::public_point() const
{
    return m_content->point;
}

std::string shared_secret(const Key& ours, std::string_view their_point)
{
    const auto theirs = public_key(their_point);
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
        require(EVP_PKEY_CTX_new_from_pkey(nullptr, ours.m_content->key.get(), nullptr), "context"));
    require(EVP_PKEY_derive_init(context.get()), "ECDH");
    require(EVP_PKEY_derive_set_peer(context.get(), theirs.get()), "ECDH");
    std::string secret(secret_bytes, '\0');
    auto length = secret.size();
    require(EVP_PKEY_derive(context.get(), bytes_of(secret), &length), "ECDH");
    return secret;
}

// As JSON Web Signatures want it (RFC 7518 3.4): both numbers, 32 bytes each.
std::string signature(const Key& key, std::string_view text)
{
    const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(require(EVP_MD_CTX_new(), "digest"));
    require(EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr,
                                  key.m_content->key.get(), nullptr),
            "sign");
    std::size_t length = 0;
    require(EVP_DigestSign(context.get(), nullptr, &length, bytes_of(text), text.size()), "sign");
    std::string der(length, '\0');
    require(EVP_DigestSign(context.get(), bytes_of(der), &length, bytes_of(text), text.size()), "sign");
    const auto* position = bytes_of(std::string_view(der));
    const Owned<ECDSA_SIG, ECDSA_SIG_free> numbers(
        require(d2i_ECDSA_SIG(nullptr, &position, static_cast<long>(length)), "signature"));
    std::string raw(2 * secret_bytes, '\0');
    constexpr auto half = static_cast<int>(secret_bytes);
    if (BN_bn2binpad(ECDSA_SIG_get0_r(numbers.get()), bytes_of(raw), half) != half ||
        BN_bn2binpad(ECDSA_SIG_get0_s(numbers.get()), bytes_of(raw) + half, half) != half)
        throw std::runtime_error("OpenSSL: signature");
    return raw;
}

std::optional<Subscription> read_subscription(std::string_view endpoint, std::string_view p256dh_base64url,
                                              std::string_view auth_base64url)
{
    auto point = from_base64url(p256dh_base64url);
    auto auth = from_base64url(auth_base64url);
    if (!point || !auth || point->size() != point_bytes || point->front() != '\x04' ||
        auth->size() != auth_bytes)
        return std::nullopt;
    return Subscription{std::string(endpoint), *std::move(point), *std::move(auth)};
}

std::string encrypt(std::string_view text, const Subscription& subscription, const Key& once,
                    std::string_view salt)
{
    if (text.size() > longest_text || salt.size() != salt_bytes)
        throw std::invalid_argument("a push message of a wrong size");
    using std::literals::operator""s;
    // RFC 8291 3.4, then RFC 8188 2.2 and 2.3.
    const auto from = once.public_point();
    const auto key = hkdf(subscription.auth, shared_secret(once, subscription.point),
                          "WebPush: info\0"s + subscription.point + from, 32);
    const auto content_key = hkdf(salt, key, "Content-Encoding: aes128gcm\0"s, 16);
    const auto nonce = hkdf(salt, key, "Content-Encoding: nonce\0"s, 12);
    // RFC 8188 2.1: salt, size of a record, length of the key's name, which is our point; and a last record
    // ends in 2.
    const auto head = std::string(salt) + "\0\0\x10\0"s + static_cast<char>(point_bytes) + from;
    return head + aes_128_gcm(content_key, nonce, std::string(text) + '\x02');
}

std::string authorisation(const Key& ours, std::string_view endpoint, std::string_view subject, Timestamp now)
{
    const auto path = endpoint.find_first_of("/?#", endpoint.find("://") + 3);
    const auto expires = std::chrono::floor<std::chrono::seconds>(now + std::chrono::hours(12));
    const auto head = to_base64url(R"({"typ":"JWT","alg":"ES256"})");
    const auto claims =
        to_base64url(fmt::format(R"({{"aud":"{}","exp":{},"sub":"{}"}})", endpoint.substr(0, path),
                                 expires.time_since_epoch().count(), subject));
    const auto signed_part = head + '.' + claims;
    return fmt::format("vapid t={}.{}, k={}", signed_part, to_base64url(signature(ours, signed_part)),
                       to_base64url(ours.public_point()));
}

} // namespace dorfnetz::push
