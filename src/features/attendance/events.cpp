#include "features/attendance/events.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <tuple>

namespace dorfnetz::attendance {

namespace {

constexpr std::array kinds{
    std::pair{Kind::here, std::string_view("here")}, std::pair{Kind::absent, std::string_view("absent")},
    std::pair{Kind::open, std::string_view("open")}, std::pair{Kind::minutes, std::string_view("minutes")},
    std::pair{Kind::walk_up, std::string_view("walk_up")}};

std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return number;
}

bool is_later(Timestamp at, const std::string& id, const std::tuple<Timestamp, std::string>& than)
{
    return std::tie(at, id) >= than;
}

// The first `most` words; all that is left over is the last one.
std::vector<std::string_view> words_of(std::string_view line, std::size_t most)
{
    std::vector<std::string_view> words;
    while (words.size() + 1 < most) {
        const auto end = line.find(' ');
        words.push_back(line.substr(0, end));
        if (end == std::string_view::npos)
            return words;
        line.remove_prefix(end + 1);
    }
    words.push_back(line);
    return words;
}

} // namespace

std::string_view to_text(Kind kind)
{
    return std::find_if(kinds.begin(), kinds.end(), [&](const auto& each) { return each.first == kind; })
        ->second;
}

std::optional<Kind> kind_from_text(std::string_view text)
{
    const auto* const found =
        std::find_if(kinds.begin(), kinds.end(), [&](const auto& each) { return each.second == text; });
    return found == kinds.end() ? std::nullopt : std::optional(found->first);
}

std::string_view to_text(State state)
{
    switch (state) {
    case State::here:
        return "here";
    case State::absent:
        return "absent";
    case State::open:
        break;
    }
    return "open";
}

std::optional<Tap> tap_from_line(std::string_view line)
{
    const auto words = words_of(line, 7);
    if (words.size() < 6 || !is_uuid(words[0]) || !is_uuid(words[2]))
        return std::nullopt;
    const auto kind = kind_from_text(words[1]);
    const auto tapped_at = whole_number(words[3]);
    constexpr std::int64_t year_10000 = 253'402'300'800'000;
    if (!kind || !tapped_at || *tapped_at < 0 || *tapped_at >= year_10000)
        return std::nullopt;
    Tap tap{.event = {.id = std::string(words[0]),
                      .who = std::string(words[2]),
                      .kind = *kind,
                      .tapped_at = Timestamp(std::chrono::milliseconds(*tapped_at))}};
    const auto number = whole_number(words[4]);
    if (*kind == Kind::minutes) {
        if (!number || *number < 0 || *number > longest_minutes)
            return std::nullopt;
        tap.event.minutes = number;
    }
    if (*kind == Kind::walk_up) {
        if (!number || *number < 1 || *number > most_people)
            return std::nullopt;
        tap.people = *number;
        tap.shift = activities::ShiftId(words[5]);
        if (words.size() == 7)
            tap.name = truncate(squeeze(words[6]), longest_name);
        if (has_control_characters(tap.name))
            return std::nullopt;
    }
    return tap;
}

Timestamp corrected(Timestamp tapped_at, Timestamp phone_now, Timestamp now)
{
    constexpr std::chrono::minutes bearable{1};
    const auto ahead = phone_now - now;
    if (ahead > bearable || ahead < -bearable)
        tapped_at -= ahead;
    return std::clamp(tapped_at, Timestamp{}, now);
}

Outcome outcome_of(const std::vector<Event>& events)
{
    Outcome outcome;
    std::tuple<Timestamp, std::string> state_by;
    std::tuple<Timestamp, std::string> minutes_by;
    for (const auto& event : events) {
        if (event.kind == Kind::minutes) {
            if (outcome.minutes && !is_later(event.tapped_at, event.id, minutes_by))
                continue;
            minutes_by = {event.tapped_at, event.id};
            outcome.minutes = event.minutes;
            outcome.minutes_at = event.tapped_at;
            continue;
        }
        if (outcome.state && !is_later(event.tapped_at, event.id, state_by))
            continue;
        state_by = {event.tapped_at, event.id};
        outcome.state = event.kind == Kind::absent ? State::absent
                        : event.kind == Kind::open ? State::open
                                                   : State::here;
        outcome.at = event.tapped_at;
    }
    return outcome;
}

std::optional<std::int64_t> minutes_from_typed(std::string_view typed, std::int64_t most_hours)
{
    const auto text = trim(typed);
    const auto mark = text.find_first_of(":,.");
    const auto hours = whole_number(text.substr(0, mark));
    if (!hours || *hours < 0 || *hours > most_hours || text.front() == '-')
        return std::nullopt;
    if (mark == std::string_view::npos)
        return *hours * 60;
    const auto rest = text.substr(mark + 1);
    const auto part = whole_number(rest);
    if (!part || *part < 0 || rest.front() == '-' || rest.size() > 2)
        return std::nullopt;
    if (text[mark] == ':')
        return rest.size() == 2 && *part < 60 ? std::optional(*hours * 60 + *part) : std::nullopt;
    const auto hundredths = rest.size() == 1 ? *part * 10 : *part;
    return *hours * 60 + (hundredths * 60 + 50) / 100;
}

std::string hours_to_type(i18n::Language language, std::int64_t minutes)
{
    const auto hundredths = (minutes * 100 + 30) / 60;
    auto text = fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
    while (text.ends_with('0'))
        text.pop_back();
    if (text.ends_with('.'))
        text.pop_back();
    return language == i18n::Language::de ? replace_all(text, ".", ",") : text;
}

} // namespace dorfnetz::attendance
