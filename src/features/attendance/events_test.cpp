#include "features/attendance/events.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dorfnetz::attendance {

namespace {

constexpr std::string_view event_id = "0199b1c2-0000-4000-8000-000000000001";
constexpr std::string_view who_id = "0199b1c2-0000-4000-8000-000000000002";

Timestamp at(std::int64_t seconds)
{
    return Timestamp(std::chrono::seconds(1'800'000'000 + seconds));
}

Event tapped(Kind kind, std::int64_t seconds, const std::string& id = "a")
{
    Event event{.id = id, .who = "w", .kind = kind, .tapped_at = at(seconds)};
    if (kind == Kind::minutes)
        event.minutes = seconds;
    return event;
}

std::string line(const std::string& end, std::string_view id = event_id, std::string_view who = who_id)
{
    return std::string(id) + ' ' + end.substr(0, end.find(' ')) + ' ' + std::string(who) +
           end.substr(end.find(' '));
}

} // namespace

TEST(Taps, give_the_same_outcome_in_every_order_and_however_often_they_come)
{
    std::vector<Event> events{tapped(Kind::here, 10, "a"),    tapped(Kind::absent, 20, "b"),
                              tapped(Kind::open, 20, "c"),    tapped(Kind::minutes, 30, "d"),
                              tapped(Kind::minutes, 40, "e"), tapped(Kind::here, 10, "a")};
    const auto expected = Outcome{.state = State::open, .at = at(20), .minutes = 40, .minutes_at = at(40)};
    std::sort(events.begin(), events.end(),
              [](const Event& left, const Event& right) { return left.id < right.id; });
    do
        ASSERT_EQ(outcome_of(events), expected);
    while (std::next_permutation(events.begin(), events.end(),
                                 [](const Event& left, const Event& right) { return left.id < right.id; }));
}

TEST(Taps, of_nobody_say_nothing_and_minutes_alone_check_nobody_in)
{
    EXPECT_EQ(outcome_of({}), Outcome{});
    EXPECT_FALSE(outcome_of({tapped(Kind::minutes, 5)}).state);
    EXPECT_EQ(outcome_of({tapped(Kind::walk_up, 5)}).state, State::here);
}

TEST(Taps, of_a_phone_whose_clock_is_wrong_are_set_right)
{
    using namespace std::chrono_literals;
    const auto now = at(1000);
    EXPECT_EQ(corrected(at(900), now, now), at(900));
    EXPECT_EQ(corrected(at(900), now - 30s, now), at(900)) << "half a minute is the way here";
    EXPECT_EQ(corrected(at(900) + 24h, now + 24h, now), at(900)) << "a day ahead";
    EXPECT_EQ(corrected(at(900) - 2h, now - 2h, now), at(900)) << "two hours behind";
    EXPECT_EQ(corrected(now + 50s, now, now), now) << "nothing is tapped after it came";
    EXPECT_GE(corrected(Timestamp{}, now + 1000000h, now), Timestamp{});
}

TEST(Taps, are_read_from_lines)
{
    const auto here = tap_from_line(line("here 1800000000000 - -"));
    ASSERT_TRUE(here);
    EXPECT_EQ(here->event.kind, Kind::here);
    EXPECT_EQ(here->event.who, who_id);
    EXPECT_EQ(here->event.tapped_at, at(0));
    EXPECT_EQ(tap_from_line(line("minutes 1800000000000 90 -"))->event.minutes, 90);
    const auto came = tap_from_line(line("walk_up 1800000000000 3 shift  Cora  von der Heide "));
    ASSERT_TRUE(came);
    EXPECT_EQ(came->people, 3);
    EXPECT_EQ(came->shift.text(), "shift");
    EXPECT_EQ(came->name, "Cora von der Heide");
    EXPECT_EQ(tap_from_line(line("walk_up 1800000000000 1 shift"))->name, "");
}

TEST(Taps, that_nobody_has_made_are_refused)
{
    for (const auto* wrong :
         {"here", "here 1800000000000 -", "fly 1800000000000 - -", "here now - -", "here -5 - -",
          "here 99999999999999999 - -", "minutes 1800000000000 - -", "minutes 1800000000000 -1 -",
          "minutes 1800000000000 100001 -", "walk_up 1800000000000 0 shift",
          "walk_up 1800000000000 1001 shift", "walk_up 1800000000000 1 shift A\x01"})
        EXPECT_FALSE(tap_from_line(line(std::string(wrong) + (std::string_view(wrong) == "here" ? " " : ""))))
            << wrong;
    EXPECT_FALSE(tap_from_line(""));
    EXPECT_FALSE(tap_from_line(line("here 1800000000000 - -", "x")));
    EXPECT_FALSE(tap_from_line(line("here 1800000000000 - -", event_id, "' OR 1=1")));
    const auto longest = tap_from_line(line("walk_up 1800000000000 1 shift " + std::string(100'000, 'x')));
    ASSERT_TRUE(longest);
    EXPECT_EQ(longest->name.size(), longest_name);
}

TEST(Hours, are_read_as_people_write_them)
{
    for (const auto& [typed, minutes] :
         {std::pair{"1,5", 90}, {"1.25", 75}, {"1:30", 90}, {" 2 ", 120}, {"0", 0}, {"0,05", 3}})
        EXPECT_EQ(minutes_from_typed(typed), minutes) << typed;
    for (const auto* wrong : {"", "viel", "-1", "1:75", "1:5", "1,", "1,555", ",5", "1:-5", "1000", "1h"})
        EXPECT_FALSE(minutes_from_typed(wrong)) << wrong;
    EXPECT_EQ(hours_to_type(i18n::Language::de, 90), "1,5");
    EXPECT_EQ(hours_to_type(i18n::Language::en, 75), "1.25");
    EXPECT_EQ(hours_to_type(i18n::Language::de, 120), "2");
    EXPECT_EQ(hours_to_type(i18n::Language::de, 0), "0");
    for (std::int64_t minutes = 0; minutes < 3000; ++minutes)
        EXPECT_EQ(minutes_from_typed(hours_to_type(i18n::Language::de, minutes)), minutes);
}

} // namespace dorfnetz::attendance
