#include "foundation/calendar/icalendar.hpp"

#include "foundation/core/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace dorfnetz;
using namespace dorfnetz::calendar;
using testing::HasSubstr;
using testing::Not;

Event pond()
{
    return {.uid = "teich@example.org",
            .sequence = 2,
            .changed_at = *timestamp_from_iso("2026-11-26T08:00:00Z"),
            .when = Between{*timestamp_from_iso("2027-03-28T00:30:00Z"),
                            *timestamp_from_iso("2027-03-28T01:30:00Z")},
            .title = "Teich entschlammen"};
}

std::string written(const Event& event)
{
    return write({.name = "Heide", .events = {event}});
}

// Takes back the breaks of long lines.
std::string unfolded(std::string text)
{
    for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at))
        text.erase(at, 3);
    return text;
}

} // namespace

TEST(CalendarFile, says_times_in_utc_so_that_the_night_of_summer_time_is_right)
{
    const auto text = written(pond());
    EXPECT_THAT(text, HasSubstr("\r\nDTSTART:20270328T003000Z\r\nDTEND:20270328T013000Z\r\n"));
    EXPECT_THAT(text, HasSubstr("\r\nUID:teich@example.org\r\nSEQUENCE:2\r\nDTSTAMP:20261126T080000Z\r\n"));
}

TEST(CalendarFile, ends_whole_days_on_the_day_after)
{
    auto event = pond();
    event.when = Days{*date_from_iso("2026-12-31"), *date_from_iso("2026-12-31")};
    EXPECT_THAT(written(event), HasSubstr("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
}

TEST(CalendarFile, keeps_what_was_typed_within_its_line)
{
    auto event = pond();
    event.title = "Kuchen, Kaffee; und\nBEGIN:VEVENT\r\nmehr \\ weniger";
    EXPECT_THAT(unfolded(written(event)),
                HasSubstr("\r\nSUMMARY:Kuchen\\, Kaffee\\; und\\nBEGIN:VEVENT\\nmehr \\\\ weniger\r\n"));
    event.url = "https://example.org/\r\nX-EVIL:1";
    event.organizer = "verein@example.org\r\nX-EVIL:2";
    event.organizer_name = "Verein \"Aue\"\r\nX-EVIL:3";
    EXPECT_THAT(written(event), Not(HasSubstr("\nX-EVIL")));
    EXPECT_THAT(unfolded(written(event)), HasSubstr("ORGANIZER;CN=\"Verein AueX-EVIL:3\":mailto:"));
}

TEST(CalendarFile, folds_long_lines_between_characters)
{
    auto event = pond();
    event.description = "a";
    for (int i = 0; i < 200; ++i)
        event.description += "ö€";
    const auto text = written(event);
    for (const auto line : split(text, '\n')) {
        EXPECT_LE(line.size(), 76u) << line; // with the carriage return
        EXPECT_TRUE(line.empty() || is_clean_utf8(line.substr(0, line.size() - 1))) << line;
    }
    EXPECT_THAT(unfolded(text), HasSubstr("DESCRIPTION:" + event.description + "\r\n"));
}

TEST(CalendarFile, tells_a_phone_to_take_an_event_out_again)
{
    auto event = pond();
    event.status = Event::Status::cancelled;
    event.organizer = "verein@example.org";
    event.organizer_name = "Beispielverein";
    event.attendee = "eva@example.org";
    const auto text = unfolded(write({.method = Calendar::Method::cancel, .events = {event}}));
    EXPECT_THAT(text, HasSubstr("\r\nMETHOD:CANCEL\r\n"));
    EXPECT_THAT(text, HasSubstr("\r\nSTATUS:CANCELLED\r\n"));
    EXPECT_THAT(text, HasSubstr("ORGANIZER;CN=\"Beispielverein\":mailto:verein@example.org\r\n"));
    EXPECT_THAT(text, HasSubstr(":mailto:eva@example.org\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("REFRESH-INTERVAL")));
}
