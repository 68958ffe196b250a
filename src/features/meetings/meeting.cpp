#include "features/meetings/api.hpp"
#include "features/meetings/rules.hpp"
#include "foundation/core/words.hpp"

#include <algorithm>
#include <charconv>

namespace dorfnetz::meetings {

namespace {

constexpr WordTable<Kind, 3> kind_words{
    {{Kind::network, "network"}, {Kind::village, "village"}, {Kind::group, "group"}}};
constexpr WordTable<State, 5> state_words{{{State::planning, "planning"},
                                           {State::invited, "invited"},
                                           {State::running, "running"},
                                           {State::held, "held"},
                                           {State::cancelled, "cancelled"}}};
constexpr WordTable<Audience, 3> audience_words{
    {{Audience::public_, "public"}, {Audience::network, "network"}, {Audience::members, "members"}}};
constexpr WordTable<ItemKind, 3> item_kind_words{
    {{ItemKind::inform, "inform"}, {ItemKind::discuss, "discuss"}, {ItemKind::decide, "decide"}}};
constexpr WordTable<ItemStatus, 3> item_status_words{
    {{ItemStatus::proposed, "proposed"}, {ItemStatus::on, "on"}, {ItemStatus::declined, "declined"}}};
constexpr WordTable<Presence, 3> presence_words{
    {{Presence::none, ""}, {Presence::delegate, "delegate"}, {Presence::proxy, "proxy"}}};
constexpr WordTable<Majority, 4> majority_words{{{Majority::simple, "simple"},
                                                 {Majority::absolute, "absolute"},
                                                 {Majority::two_thirds, "two_thirds"},
                                                 {Majority::unanimous, "unanimous"}}};

} // namespace

std::string_view to_text(Kind kind)
{
    return word_of(kind_words, kind);
}

std::optional<Kind> kind_from_text(std::string_view text)
{
    return meant_by(kind_words, text);
}

std::string_view to_text(State state)
{
    return word_of(state_words, state);
}

std::optional<State> state_from_text(std::string_view text)
{
    return meant_by(state_words, text);
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
    return meant_by(audience_words, text);
}

std::string_view to_text(ItemKind kind)
{
    return word_of(item_kind_words, kind);
}

std::optional<ItemKind> item_kind_from_text(std::string_view text)
{
    return meant_by(item_kind_words, text);
}

std::string_view to_text(ItemStatus status)
{
    return word_of(item_status_words, status);
}

std::optional<ItemStatus> item_status_from_text(std::string_view text)
{
    return meant_by(item_status_words, text);
}

std::string_view to_text(Presence presence)
{
    return word_of(presence_words, presence);
}

std::optional<Presence> presence_from_text(std::string_view text)
{
    return meant_by(presence_words, text);
}

std::string_view to_text(Majority majority)
{
    return word_of(majority_words, majority);
}

std::optional<Majority> majority_from_text(std::string_view text)
{
    return meant_by(majority_words, text);
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
