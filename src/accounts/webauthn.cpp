#include "accounts/webauthn.hpp"

#include "foundation/core/base64url.hpp"

#include <array>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <sodium.h>

namespace dorfnetz::accounts::webauthn {

namespace {

// The kinds of keys that devices make: nearly all ES256, some Windows machines RS256.
constexpr std::array algorithms{COSE_ES256, COSE_RS256, COSE_EDDSA};

// Authenticator data (6.1): hash of the party's id, flags, counter, then the key.
constexpr std::size_t hash_size = 32;
constexpr std::size_t flags_at = 32;
constexpr std::size_t count_at = 33;
constexpr std::size_t header_size = 37;
constexpr unsigned user_present = 0x01;
constexpr unsigned user_verified = 0x04;
constexpr unsigned has_key = 0x40;

const unsigned char* raw(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string sha256(std::string_view text)
{
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), raw(text), text.size());
    return hash;
}

std::string text_in(const nlohmann::json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Whether the browser answered our challenge, on a page of ours, for this purpose.
bool is_for(const Party& party, std::string_view client_data, std::string_view type)
{
    const auto data = nlohmann::json::parse(client_data, nullptr, false);
    return data.is_object() && text_in(data, "type") == type &&
           from_base64url(text_in(data, "challenge")) == party.challenge &&
           text_in(data, "origin") == party.origin &&
           (!data.contains("crossOrigin") || data["crossOrigin"] == false);
}

// Takes "authData" out of an attestation object (6.5.4) and refuses what is nested deeper than any: the
// library reads nested lists by calling itself, and a list of ten thousand lists would end the program.
class AuthenticatorData final : public nlohmann::json_sax<nlohmann::json>
{
public:
    std::optional<std::string> found;

    bool null() override { return true; }

    bool boolean(bool) override { return true; }

    bool number_integer(number_integer_t) override { return true; }

    bool number_unsigned(number_unsigned_t) override { return true; }

    bool number_float(number_float_t, const string_t&) override { return true; }

    bool string(string_t&) override { return true; }

    bool binary(binary_t& bytes) override
    {
        if (m_depth == 1 && m_key == "authData")
            found.emplace(bytes.begin(), bytes.end());
        return true;
    }

    bool key(string_t& name) override
    {
        if (m_depth == 1)
            m_key = name;
        return true;
    }

    bool start_object(std::size_t) override { return ++m_depth <= deepest; }

    bool start_array(std::size_t) override { return m_depth > 0 && ++m_depth <= deepest; }

    bool end_object() override
    {
        --m_depth;
        return true;
    }

    bool end_array() override { return end_object(); }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override
    {
        found.reset();
        return false;
    }

private:
    static constexpr int deepest = 8;
    int m_depth = 0;
    std::string m_key;
};

bool fits(const Party& party, std::string_view authenticator_data, unsigned flags)
{
    if (authenticator_data.size() < header_size)
        return false;
    const auto set = static_cast<unsigned char>(authenticator_data[flags_at]);
    return authenticator_data.substr(0, hash_size) == sha256(party.id) && (set & flags) == flags;
}

std::uint32_t count_in(std::string_view authenticator_data)
{
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < 4; ++i)
        count = count << 8U | static_cast<unsigned char>(authenticator_data[count_at + i]);
    return count;
}

struct Free
{
    void operator()(fido_cred_t* credential) const { fido_cred_free(&credential); }

    void operator()(fido_assert_t* assertion) const { fido_assert_free(&assertion); }

    void operator()(es256_pk_t* key) const { es256_pk_free(&key); }

    void operator()(rs256_pk_t* key) const { rs256_pk_free(&key); }

    void operator()(eddsa_pk_t* key) const { eddsa_pk_free(&key); }
};

template <class T>
using Owned = std::unique_ptr<T, Free>;

// The key in the authenticator data, if it is of this kind.
std::optional<Key> key_of_kind(int algorithm, std::string_view authenticator_data)
{
    const Owned<fido_cred_t> credential(fido_cred_new());
    if (!credential || fido_cred_set_type(credential.get(), algorithm) != FIDO_OK ||
        fido_cred_set_authdata_raw(credential.get(), raw(authenticator_data), authenticator_data.size()) !=
            FIDO_OK)
        return std::nullopt;
    const auto text = [](const unsigned char* bytes, std::size_t size) {
        return std::string(reinterpret_cast<const char*>(bytes), size);
    };
    const auto* bytes = fido_cred_pubkey_ptr(credential.get());
    const auto* id = fido_cred_id_ptr(credential.get());
    if (bytes == nullptr || id == nullptr)
        return std::nullopt;
    return Key{.id = to_base64url(text(id, fido_cred_id_len(credential.get()))),
               .algorithm = algorithm,
               .bytes = text(bytes, fido_cred_pubkey_len(credential.get())),
               .sign_count = count_in(authenticator_data)};
}

bool has_signed(const fido_assert_t* assertion, const Key& key)
{
    const auto verify = [&](auto* bare, auto read) {
        const Owned<std::remove_pointer_t<decltype(bare)>> owned(bare);
        return owned && read(owned.get(), key.bytes.data(), key.bytes.size()) == FIDO_OK &&
               fido_assert_verify(assertion, 0, key.algorithm, owned.get()) == FIDO_OK;
    };
    if (key.algorithm == COSE_ES256)
        return verify(es256_pk_new(), es256_pk_from_ptr);
    if (key.algorithm == COSE_RS256)
        return verify(rs256_pk_new(), rs256_pk_from_ptr);
    return key.algorithm == COSE_EDDSA && verify(eddsa_pk_new(), eddsa_pk_from_ptr);
}

} // namespace

std::optional<Key> read_registration(const Party& party, std::string_view attestation,
                                     std::string_view client_data)
{
    const auto client = from_base64url(client_data);
    const auto object = from_base64url(attestation);
    if (!client || !object || !is_for(party, *client, "webauthn.create"))
        return std::nullopt;
    AuthenticatorData read;
    if (!nlohmann::json::sax_parse(*object, &read, nlohmann::json::input_format_t::cbor) || !read.found)
        return std::nullopt;
    const auto& data = *read.found;
    if (!fits(party, data, user_present | user_verified | has_key))
        return std::nullopt;
    for (const int algorithm : algorithms)
        if (auto key = key_of_kind(algorithm, data))
            return key;
    return std::nullopt;
}

std::optional<std::uint32_t> check_assertion(const Party& party, const Key& key, const Assertion& assertion)
{
    const auto client = from_base64url(assertion.client_data);
    const auto data = from_base64url(assertion.authenticator_data);
    const auto signature = from_base64url(assertion.signature);
    if (!client || !data || !signature || !is_for(party, *client, "webauthn.get") ||
        !fits(party, *data, user_present | user_verified))
        return std::nullopt;
    const Owned<fido_assert_t> checked(fido_assert_new());
    const auto hash = sha256(*client);
    if (!checked || fido_assert_set_rp(checked.get(), party.id.c_str()) != FIDO_OK ||
        fido_assert_set_clientdata_hash(checked.get(), raw(hash), hash.size()) != FIDO_OK ||
        fido_assert_set_count(checked.get(), 1) != FIDO_OK ||
        fido_assert_set_authdata_raw(checked.get(), 0, raw(*data), data->size()) != FIDO_OK ||
        fido_assert_set_sig(checked.get(), 0, raw(*signature), signature->size()) != FIDO_OK ||
        fido_assert_set_up(checked.get(), FIDO_OPT_TRUE) != FIDO_OK ||
        fido_assert_set_uv(checked.get(), FIDO_OPT_TRUE) != FIDO_OK || !has_signed(checked.get(), key))
        return std::nullopt;
    const auto count = count_in(*data);
    // Keys that are shared between devices do not count: always zero (7.2, step 21).
    if ((count != 0 || key.sign_count != 0) && count <= key.sign_count)
        return std::nullopt;
    return count;
}

} // namespace dorfnetz::accounts::webauthn
