#include "foundation/sheet/text_encoding.hpp"

#include "foundation/core/text.hpp"

#include <array>
#include <cstdint>

namespace dorfnetz::sheet {

namespace {

// Bytes 0x80 to 0x9F of Windows-1252 (WHATWG Encoding Standard); the five unused ones stay control
// characters.
constexpr std::array<char16_t, 32> windows_1252{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

constexpr char32_t replacement = 0xFFFD;

void append_code_point(std::string& text, char32_t code)
{
    const auto add = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (code < 0x80)
        add(code);
    else if (code < 0x800) {
        add(0xC0 | (code >> 6));
        add(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        add(0xE0 | (code >> 12));
        add(0x80 | ((code >> 6) & 0x3F));
        add(0x80 | (code & 0x3F));
    } else {
        add(0xF0 | (code >> 18));
        add(0x80 | ((code >> 12) & 0x3F));
        add(0x80 | ((code >> 6) & 0x3F));
        add(0x80 | (code & 0x3F));
    }
}

enum class ByteOrder { little, big };

std::string from_utf16(std::string_view bytes, ByteOrder order)
{
    const auto unit = [&](std::size_t index) {
        const auto first = static_cast<unsigned char>(bytes[index]);
        const auto second = static_cast<unsigned char>(bytes[index + 1]);
        return static_cast<char32_t>(order == ByteOrder::little ? first | second << 8 : first << 8 | second);
    };
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t code = unit(i);
        if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
            const auto low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        const bool lone_surrogate = code >= 0xD800 && code < 0xE000;
        append_code_point(text, lone_surrogate || code == 0 ? replacement : code);
    }
    return text;
}

std::string from_windows_1252(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char character : bytes) {
        const auto byte = static_cast<unsigned char>(character);
        append_code_point(text, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80U] : byte);
    }
    return text;
}

// UTF-16 without a mark: in a list of Latin letters every other byte is zero.
std::optional<ByteOrder> utf16_by_zeros(std::string_view bytes)
{
    const auto sample = bytes.substr(0, 400);
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < sample.size(); ++i)
        if (sample[i] == '\0')
            ++zeros[i % 2];
    if (zeros[1] * 4 > sample.size() && zeros[0] == 0)
        return ByteOrder::little;
    if (zeros[0] * 4 > sample.size() && zeros[1] == 0)
        return ByteOrder::big;
    return std::nullopt;
}

// Whether nothing in a text needs cleaning, which is so for nearly all cells.
bool is_clean(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
        const bool late_control =
            byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (control || late_control)
            return false;
    }
    return is_clean_utf8(text) && text.find("_x000D_") == std::string_view::npos;
}

// Length of the well-formed UTF-8 sequence at the start, 0 if there is none.
std::size_t sequence_length(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (text.size() < length || !is_clean_utf8(text.substr(0, length)))
        return 0;
    return length;
}

} // namespace

std::optional<std::string> to_utf8(std::string_view bytes)
{
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    else if (bytes.starts_with("\xFF\xFE"))
        return from_utf16(bytes.substr(2), ByteOrder::little);
    else if (bytes.starts_with("\xFE\xFF"))
        return from_utf16(bytes.substr(2), ByteOrder::big);
    if (is_clean_utf8(bytes))
        return std::string{bytes};
    if (const auto order = utf16_by_zeros(bytes))
        return from_utf16(bytes, *order);
    if (bytes.find('\0') != std::string_view::npos)
        return std::nullopt;
    return from_windows_1252(bytes);
}

std::string clean_text(std::string_view text)
{
    if (is_clean(text))
        return std::string{text};
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        const auto length = text.front() == '\0' ? 0 : sequence_length(text);
        const auto lead = static_cast<unsigned char>(text.front());
        const bool control = (length == 1 && lead < 0x20 && lead != '\n' && lead != '\t') ||
                             (length == 1 && lead == 0x7F) ||
                             (length == 2 && lead == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0);
        if (length == 0 && text.front() != '\0')
            append_code_point(clean, replacement);
        else if (lead == '\r' && !(text.size() > 1 && text[1] == '\n'))
            clean.push_back('\n');
        else if (!control)
            clean.append(text.substr(0, length));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    // Excel writes the carriage return of a line break inside a cell in this way (ECMA-376, 22.9.2.19).
    return replace_all(std::move(clean), "_x000D_", "");
}

} // namespace dorfnetz::sheet
