#include "features/signups/rules.hpp"

#include "foundation/core/text.hpp"
#include "foundation/core/words.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/phone/phone.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace dorfnetz::signups {

namespace {

constexpr WordTable<Status, 7> statuses{{{Status::requested, "requested"},
                                         {Status::confirmed, "confirmed"},
                                         {Status::waitlisted, "waitlisted"},
                                         {Status::declined, "declined"},
                                         {Status::cancelled, "cancelled"},
                                         {Status::attended, "attended"},
                                         {Status::absent, "absent"}}};
constexpr WordTable<Origin, 4> origins{{{Origin::web, "web"},
                                        {Origin::editor, "editor"},
                                        {Origin::paper, "paper"},
                                        {Origin::walk_up, "walk_up"}}};
constexpr WordTable<Word, 4> day_words{
    {{Word::none, ""}, {Word::late, "late"}, {Word::ill, "ill"}, {Word::on_the_way, "on_the_way"}}};

bool is_same_place(const Stay& one, const Stay& other)
{
    const auto id_of = [](const Stay& stay) {
        return stay.village ? stay.village->id : villages::VillageId();
    };
    return id_of(one) == id_of(other) && one.place == other.place;
}

std::vector<std::string> words_of(std::string_view name)
{
    auto words = split_list(search::fold(name), " -.");
    std::sort(words.begin(), words.end());
    return words;
}

// "0171 23 45 67-8" has nothing but digits and what people put between them.
bool could_be_a_number(std::string_view text)
{
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 5 && text.find_first_not_of("0123456789 +-/().") == std::string_view::npos;
}

} // namespace

std::string_view to_text(Status status)
{
    return word_of(statuses, status);
}

std::optional<Status> status_from_text(std::string_view text)
{
    return meant_by(statuses, text);
}

std::string_view to_text(Origin origin)
{
    return word_of(origins, origin);
}

std::optional<Origin> origin_from_text(std::string_view text)
{
    return meant_by(origins, text);
}

std::string_view to_text(Word word)
{
    return word_of(day_words, word);
}

std::optional<Word> word_from_text(std::string_view text)
{
    return meant_by(day_words, text);
}

std::chrono::minutes way_between(const Stay& one, const Stay& other)
{
    if (is_same_place(one, other))
        return std::chrono::minutes{0};
    const auto straight =
        one.village && other.village ? villages::distance_km(*one.village, *other.village) : std::nullopt;
    const auto driving = straight.value_or(0) * detour / kilometres_per_hour * 60;
    return std::chrono::minutes{std::lround(std::ceil(driving))} + arriving;
}

bool collide(const Stay& one, const Stay& other)
{
    const auto way = way_between(one, other);
    return one.from < other.until + way && other.from < one.until + way;
}

std::vector<std::size_t> moving_up(std::span<const std::int64_t> groups, std::int64_t free_places)
{
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < groups.size() && free_places > 0; ++i)
        if (groups[i] <= free_places) {
            free_places -= groups[i];
            chosen.push_back(i);
        }
    return chosen;
}

bool may_become(Status from, Status to)
{
    if (from == to)
        return false;
    switch (from) {
    case Status::requested:
        return to != Status::waitlisted;
    case Status::confirmed:
        return to != Status::waitlisted;
    case Status::waitlisted:
        return to != Status::absent;
    // Whoever was refused or stayed away at first and is there after all has been there.
    case Status::declined:
    case Status::cancelled:
        return to == Status::attended;
    case Status::attended:
        return to == Status::confirmed || to == Status::absent;
    case Status::absent:
        return to == Status::confirmed || to == Status::attended;
    }
    return false;
}

Timestamp choice_until(Timestamp now, Timestamp begins)
{
    return std::max(now, std::min(now + time_to_choose, begins));
}

bool may_be_the_same(std::string_view one_name, std::string_view other_name)
{
    auto fewer = words_of(one_name);
    auto more = words_of(other_name);
    if (fewer.size() > more.size())
        std::swap(fewer, more);
    return !fewer.empty() && std::includes(more.begin(), more.end(), fewer.begin(), fewer.end());
}

bool could_be_a_name(std::string_view typed)
{
    constexpr std::ptrdiff_t most_digits = 3;
    // "Dr. Karla", but not "karla.example"
    for (auto at = typed.find('.'); at != std::string_view::npos; at = typed.find('.', at + 1))
        if (at + 1 < typed.size() && typed[at + 1] != ' ')
            return false;
    return std::count_if(typed.begin(), typed.end(), [](char c) { return c >= '0' && c <= '9'; }) <=
               most_digits &&
           typed.find_first_of("/\\@:<>") == std::string_view::npos;
}

std::optional<Reach> reach_from_typed(std::string_view typed)
{
    const auto text = std::string(trim(typed));
    if (mail::is_mail_address(text))
        return Reach{.email = text};
    if (const auto number = phone::normalise(text))
        return Reach{.phone = *number};
    if (could_be_a_number(text))
        return Reach{.phone = text};
    return std::nullopt;
}

std::string key_of_email(std::string_view email)
{
    return to_lower_ascii(email);
}

} // namespace dorfnetz::signups
