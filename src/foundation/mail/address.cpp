#include "foundation/mail/address.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <unicode/uidna.h>

namespace dorfnetz::mail {

namespace {

constexpr std::size_t longest_address = 254; // bytes (RFC 5321 4.5.3.1.3 without the angle brackets)

bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_dot_atom(std::string_view text)
{
    constexpr std::string_view allowed = "!#$%&'*+-/=?^_`{|}~";
    const auto atoms = split(text, '.');
    return std::all_of(atoms.begin(), atoms.end(), [&](std::string_view atom) {
        return !atom.empty() && std::all_of(atom.begin(), atom.end(), [&](char c) {
            return is_alphanumeric(c) || allowed.find(c) != std::string_view::npos;
        });
    });
}

bool is_host_label(std::string_view label)
{
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_host(std::string_view host)
{
    const auto labels = split(host, '.');
    const auto is_letter_or_dash = [](char c) { return c < '0' || c > '9'; };
    return host.size() <= 253 && labels.size() >= 2 &&
           std::all_of(labels.begin(), labels.end(), is_host_label) &&
           std::any_of(labels.back().begin(), labels.back().end(), is_letter_or_dash);
}

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The host name as the name service knows it (UTS 46).
std::optional<std::string> ascii_host(std::string_view host)
{
    if (is_ascii(host))
        return std::string(host);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UIDNA, decltype(&uidna_close)> idna(
        uidna_openUTS46(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                            UIDNA_NONTRANSITIONAL_TO_ASCII,
                        &status),
        uidna_close);
    std::array<char, 256> ascii{};
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    const auto length =
        uidna_nameToASCII_UTF8(idna.get(), host.data(), static_cast<std::int32_t>(host.size()), ascii.data(),
                               static_cast<std::int32_t>(ascii.size()), &info, &status);
    if (U_FAILURE(status) || info.errors != 0)
        return std::nullopt;
    return std::string(ascii.data(), static_cast<std::size_t>(length));
}

} // namespace

std::optional<std::string> ascii_address(std::string_view address)
{
    const auto at = address.rfind('@');
    if (at == std::string_view::npos || address.size() > longest_address || !is_clean_utf8(address) ||
        has_control_characters(address))
        return std::nullopt;
    const auto local = address.substr(0, at);
    if (local.size() > 64 || !is_dot_atom(local))
        return std::nullopt;
    const auto host = ascii_host(address.substr(at + 1));
    if (!host || !is_host(*host))
        return std::nullopt;
    // An address that fits with umlauts may not fit in ASCII.
    auto ascii = std::string(local) + '@' + *host;
    return ascii.size() > longest_address ? std::nullopt : std::optional(std::move(ascii));
}

bool is_mail_address(std::string_view address)
{
    return ascii_address(address).has_value();
}

} // namespace dorfnetz::mail
