#include "foundation/core/digest.hpp"

#include <array>
#include <fmt/format.h>
#include <sodium.h>

namespace dorfnetz {

std::string sha256(std::string_view bytes)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return fmt::format("{:02x}", fmt::join(hash, ""));
}

} // namespace dorfnetz
