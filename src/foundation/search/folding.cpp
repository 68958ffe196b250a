#include "foundation/search/folding.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <stdexcept>
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <vector>

namespace dorfnetz::search {

namespace {

void check(UErrorCode status)
{
    if (U_FAILURE(status))
        throw std::runtime_error(fmt::format("ICU: {}", u_errorName(status)));
}

icu::UnicodeString from_utf8(std::string_view text)
{
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

// Letters that Unicode does not decompose into a plain one and an accent.
std::string_view plain_form(UChar32 letter)
{
    switch (letter) {
    case 0x00E6:
        return "ae";
    case 0x0153:
        return "oe";
    case 0x00F8:
        return "o";
    case 0x0142:
        return "l";
    case 0x0111:
    case 0x00F0:
        return "d";
    case 0x00FE:
        return "th";
    case 0x0131:
        return "i";
    default:
        return {};
    }
}

// Case folded (which makes ß to ss and takes out soft hyphens) and without accents.
std::string without_accents(const icu::UnicodeString& text)
{
    UErrorCode status = U_ZERO_ERROR;
    const auto* case_folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto* decomposition = icu::Normalizer2::getNFDInstance(status);
    check(status);
    const auto folded = decomposition->normalize(case_folding->normalize(text, status), status);
    check(status);
    icu::UnicodeString plain;
    for (int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
        const UChar32 letter = folded.char32At(at);
        if (const auto replacement = plain_form(letter); !replacement.empty())
            plain.append(from_utf8(replacement));
        else if (u_charType(letter) != U_NON_SPACING_MARK)
            plain.append(u_isalnum(letter) ? letter : UChar32{' '});
    }
    std::string result;
    return plain.toUTF8String(result);
}

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string plain_ascii(std::string_view text)
{
    std::string result = to_lower_ascii(text);
    for (char& c : result)
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
            c = ' ';
    return result;
}

// ae, oe and ue stand for umlauts, whose dots are already gone: without their e both meet. Not in "Feuer",
// "Bauer" and "quer", where the u belongs to another sound.
std::string without_umlaut_e(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        const char last = result.empty() ? ' ' : result.back();
        const char before = result.size() < 2 ? ' ' : result[result.size() - 2];
        const bool closes_umlaut =
            c == 'e' && (last == 'a' || last == 'o' ||
                         (last == 'u' && std::string_view("aeoq").find(before) == std::string_view::npos));
        if (!closes_umlaut)
            result += c;
    }
    return result;
}

const icu::Collator& german_order()
{
    // A collator is not safe to share between threads.
    thread_local const auto collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("de"), status));
        check(status);
        made->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
        check(status);
        return made;
    }();
    return *collator;
}

// ä as ae and so on, for German readers of an address. Composed first: macOS sends a and its dots apart.
std::string spelled_out(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    auto composed = icu::Normalizer2::getNFCInstance(status)->normalize(from_utf8(text), status);
    check(status);
    constexpr std::array<std::pair<const char*, const char*>, 6> umlauts{
        {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "Ae"}, {"Ö", "Oe"}, {"Ü", "Ue"}}};
    for (const auto& [umlaut, letters] : umlauts)
        composed.findAndReplace(from_utf8(umlaut), from_utf8(letters));
    return without_accents(composed);
}

} // namespace

std::string fold(std::string_view text)
{
    const std::string plain = is_ascii(text) ? plain_ascii(text) : without_accents(from_utf8(text));
    return without_umlaut_e(squeeze(plain));
}

std::string sort_key(std::string_view text)
{
    const auto& order = german_order();
    const auto wide = from_utf8(text);
    std::vector<uint8_t> key(static_cast<std::size_t>(order.getSortKey(wide, nullptr, 0)));
    order.getSortKey(wide, key.data(), static_cast<int32_t>(key.size()));
    if (!key.empty()) // the closing zero
        key.pop_back();
    return fmt::format("{:02x}", fmt::join(key, ""));
}

std::string collation_version()
{
    UVersionInfo version{};
    german_order().getVersion(version);
    return fmt::format("de-numeric-{}", fmt::join(version, "."));
}

std::string slug(std::string_view text)
{
    constexpr std::size_t longest = 80;
    std::string result;
    for (const char c : spelled_out(text)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            result += c;
        else if (!result.empty() && result.back() != '-')
            result += '-';
    }
    if (result.size() > longest)
        result.resize(longest);
    while (result.ends_with('-'))
        result.pop_back();
    return result;
}

} // namespace dorfnetz::search
