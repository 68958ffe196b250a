#include "operations/checksum.hpp"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <sodium.h>
#include <stdexcept>
#include <vector>

namespace dorfnetz::operations {

struct Checksum::State
{
    crypto_hash_sha256_state hash;
};

Checksum::Checksum() : m_state(std::make_unique<State>())
{
    crypto_hash_sha256_init(&m_state->hash);
}

Checksum::~Checksum() = default;

void Checksum::add(std::string_view bytes)
{
    crypto_hash_sha256_update(&m_state->hash, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
}

std::string Checksum::text()
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256_final(&m_state->hash, hash.data());
    std::string text;
    for (const unsigned char byte : hash)
        text += fmt::format("{:02x}", byte);
    return text;
}

std::string checksum_of_file(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error("cannot read " + path.string());
    Checksum checksum;
    std::vector<char> buffer(std::size_t{1} << 18);
    while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || file.gcount() > 0)
        checksum.add({buffer.data(), static_cast<std::size_t>(file.gcount())});
    if (file.bad())
        throw std::runtime_error("cannot read " + path.string());
    return checksum.text();
}

} // namespace dorfnetz::operations
