#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace dorfnetz {

class Clock;
class Random;

// An id that cannot be taken for the id of something else. The text is a UUIDv7 (RFC 9562), made by
// `new_id`; public addresses use slugs, never ids.
template <class Tag>
class Id
{
public:
    Id() = default;

    explicit Id(std::string text) : m_text(std::move(text)) {}

    explicit Id(std::string_view text) : m_text(text) {}

    explicit Id(const char* text) : m_text(text) {}

    const std::string& text() const noexcept { return m_text; }

    bool empty() const noexcept { return m_text.empty(); }

    auto operator<=>(const Id&) const = default;

private:
    std::string m_text;
};

// UUIDv7: sorted by time of making, unguessable in its 74 random bits.
std::string new_uuid_v7(const Clock& clock, Random& random);

// Whether the text has the form of a UUID in lower case.
bool is_uuid(std::string_view text);

template <class IdType>
IdType new_id(const Clock& clock, Random& random)
{
    return IdType{new_uuid_v7(clock, random)};
}

using NetworkId = Id<struct NetworkTag>;

} // namespace dorfnetz

template <class Tag>
struct std::hash<dorfnetz::Id<Tag>>
{
    std::size_t operator()(const dorfnetz::Id<Tag>& id) const noexcept
    {
        return std::hash<std::string>{}(id.text());
    }
};
