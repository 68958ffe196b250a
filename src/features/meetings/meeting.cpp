#include "features/meetings/api.hpp"
#include "features/meetings/rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace dorfnetz::meetings {

namespace {

// Words of an enum in the order of its values.
using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 3> kind_words{"network", "village", "group"};
constexpr std::array<std::string_view, 5> state_words{"planning", "invited", "running", "held", "cancelled"};
constexpr std::array<std::string_view, 3> audience_words{"public", "network", "members"};
constexpr std::array<std::string_view, 3> item_kind_words{"inform", "discuss", "decide"};
constexpr std::array<std::string_view, 3> item_status_words{"proposed", "on", "declined"};
constexpr std::array<std::string_view, 3> presence_words{"", "delegate", "proxy"};
constexpr std::array<std::string_view, 4> majority_words{"simple", "absolute", "two_thirds", "unanimous"};

template <class T>
std::string_view word_of(Words words, T value)
{
    return words[static_cast<std::size_t>(value)];
}

template <class T>
std::optional<T> meant_by(Words words, std::string_view text)
{
    const auto found = std::ranges::find(words, text);
    if (found == words.end())
        return std::nullopt;
    return static_cast<T>(std::distance(words.begin(), found));
}

} // namespace

std::string_view to_text(Kind kind)
{
    return word_of(kind_words, kind);
}

std::optional<Kind> kind_from_text(std::string_view text)
{
    return meant_by<Kind>(kind_words, text);
}

std::string_view to_text(State state)
{
    return word_of(state_words, state);
}

std::optional<State> state_from_text(std::string_view text)
{
    return meant_by<State>(state_words, text);
}

bool may_be_read_by(Audience meant_for, Audience readers)
{
    // From the widest circle to the narrowest.
    return meant_for <= readers;
}

std::string_view to_text(Audience audience)
{
    return word_of(audience_words, audience);
}

std::optional<Audience> audience_from_text(std::string_view text)
{
    return meant_by<Audience>(audience_words, text);
}

std::string_view to_text(ItemKind kind)
{
    return word_of(item_kind_words, kind);
}

std::optional<ItemKind> item_kind_from_text(std::string_view text)
{
    return meant_by<ItemKind>(item_kind_words, text);
}

std::string_view to_text(ItemStatus status)
{
    return word_of(item_status_words, status);
}

std::optional<ItemStatus> item_status_from_text(std::string_view text)
{
    return meant_by<ItemStatus>(item_status_words, text);
}

std::string_view to_text(Presence presence)
{
    return word_of(presence_words, presence);
}

std::optional<Presence> presence_from_text(std::string_view text)
{
    return meant_by<Presence>(presence_words, text);
}

std::string_view to_text(Majority majority)
{
    return word_of(majority_words, majority);
}

std::optional<Majority> majority_from_text(std::string_view text)
{
    return meant_by<Majority>(majority_words, text);
}

std::string path_of(const Meeting& meeting)
{
    return "/treffen/" + meeting.slug;
}

std::string desk_path_of(const Meeting& meeting)
{
    return "/redaktion/treffen/" + meeting.id.text();
}

Quorum quorum_of(const Meeting& meeting, const std::vector<Voter>& voters)
{
    return {.votes = std::ssize(voters),
            .present = std::ranges::count_if(voters, &Voter::has_voice),
            .percent = meeting.quorum_percent.value_or(Rules{}.quorum_percent)};
}

Rules rules_of(const web::Network& network)
{
    Rules rules;
    const auto percent = network.setting(quorum_setting);
    std::int64_t number = 0;
    if (const auto read = std::from_chars(percent.data(), percent.data() + percent.size(), number);
        read.ec == std::errc() && number >= 0 && number <= 99)
        rules.quorum_percent = number;
    rules.majority = majority_from_text(network.setting(majority_setting)).value_or(rules.majority);
    rules.audience = audience_from_text(network.setting(audience_setting)).value_or(rules.audience);
    return rules;
}

} // namespace dorfnetz::meetings
