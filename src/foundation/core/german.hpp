#pragma once

#include <cstddef>
#include <string_view>

namespace dorfnetz {

// A text of the interface in its source language; translated where it is shown. Written `"Zum Inhalt"_de`,
// so that the check of the catalogues finds every one of them.
class German
{
public:
    constexpr German() = default;

    constexpr std::string_view text() const { return m_text; }

    constexpr bool empty() const { return m_text.empty(); }

    constexpr bool operator==(const German&) const = default;

private:
    friend consteval German operator""_de(const char* text, std::size_t size);

    constexpr explicit German(std::string_view text) : m_text(text) {}

    std::string_view m_text;
};

consteval German operator""_de(const char* text, std::size_t size)
{
    return German(std::string_view(text, size));
}

} // namespace dorfnetz
