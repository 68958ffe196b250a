#include "accounts/parts_hash.hpp"

#include <array>
#include <fmt/format.h>
#include <sodium.h>

namespace dorfnetz::accounts {

std::string hash_of_parts(std::initializer_list<std::string_view> parts)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const auto part : parts) {
        const auto framed = fmt::format("{}:{}", part.size(), part);
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(framed.data()),
                                  framed.size());
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256_final(&state, hash.data());
    return fmt::format("{:02x}", fmt::join(hash, ""));
}

} // namespace dorfnetz::accounts
