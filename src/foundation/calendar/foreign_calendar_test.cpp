#include "foundation/calendar/foreign_calendar.hpp"

#include "foundation/foreign/refusals.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dorfnetz::calendar {

namespace {

const Date today = *date_from_iso("2026-11-22");

// A calendar with one event of these lines, which begin in line 3.
std::string calendar_of(std::string_view lines)
{
    return fmt::format("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{}END:VEVENT\r\nEND:VCALENDAR\r\n", lines);
}

ForeignEvent event_of(std::string_view lines)
{
    const auto read = parse(calendar_of(lines), today);
    return read && read->events.size() == 1 ? read->events.front() : ForeignEvent{};
}

constexpr std::string_view begin = "DTSTART:20261205T170000Z\r\n";

std::vector<FaultyLine> faults_of(std::string_view lines)
{
    return event_of(lines).faults;
}

using Faults = std::vector<FaultyLine>;

} // namespace

TEST(ForeignCalendars, give_what_an_event_says)
{
    const auto event = event_of("UID:konzert@example.org\r\n"
                                "DTSTART;TZID=Europe/Berlin:20261205T180000\r\n"
                                "DTEND;TZID=Europe/Berlin:20261205T200000\r\n"
                                "SUMMARY:Konzert am Te\r\n ich\\, mit Pauken\r\n"
                                "DESCRIPTION:Erst Musik.\\nDann Kuchen.\r\n"
                                "LOCATION:Dorfplatz\r\nURL:https://example.org/konzert\r\n"
                                "CATEGORIES:Musik,Kultur\r\nGEO:51.66;12.54\r\n"
                                "RRULE:FREQ=WEEKLY;BYDAY=FR,TU\r\n"
                                "EXDATE;TZID=Europe/Berlin:20261212T180000,20261219T180000\r\n"
                                "ORGANIZER;CN=Erika Beispiel:mailto:erika@example.org\r\n");
    EXPECT_EQ(event.faults, Faults{});
    EXPECT_EQ(event.title, "Konzert am Teich, mit Pauken");
    EXPECT_EQ(event.description, "Erst Musik.\nDann Kuchen.");
    EXPECT_EQ(event.categories, (std::vector<std::string>{"Musik", "Kultur"}));
    EXPECT_EQ(event.rule, "FREQ=WEEKLY;BYDAY=TU,FR");
    EXPECT_EQ(to_iso(event.begin->time), "2026-12-05T18:00");
    EXPECT_EQ(event.begin->zone, "Europe/Berlin");
    ASSERT_EQ(event.exceptions.size(), 2u);
    EXPECT_EQ(to_iso(event.exceptions[1].time), "2026-12-19T18:00");
    EXPECT_EQ(event.point, (Point{51.66, 12.54}));
}

TEST(ForeignCalendars, know_whole_days_lengths_and_single_days_of_a_series)
{
    const auto event =
        event_of("DTSTART;VALUE=DATE:20261205\r\nDURATION:P2D\r\nSTATUS:CANCELLED\r\nCLASS:PRIVATE\r\n");
    EXPECT_TRUE(event.begin->is_date && event.is_cancelled && event.is_private);
    EXPECT_EQ(event.duration, std::chrono::hours(48));
    const auto day =
        event_of("RECURRENCE-ID;RANGE=THISANDFUTURE:20261205T170000Z\r\nRDATE:20270101T000000Z\r\n"
                 "DTSTART:20261206T170000Z\r\n");
    EXPECT_TRUE(day.and_all_after && day.has_more_days);
    EXPECT_EQ(day.instead_of->zone, "UTC");
}

TEST(ForeignCalendars, tell_which_line_cannot_be_taken)
{
    EXPECT_EQ(faults_of("SUMMARY ohne Doppelpunkt\r\nDTSTART:20261205T170000Z\r\n"),
              (Faults{{Fault::no_property, 3}}));
    EXPECT_EQ(faults_of("SUMMARY:a\r\nDTSTART:20260230T170000Z\r\n"), (Faults{{Fault::value, 4}}));
    EXPECT_EQ(faults_of("DTSTART:gestern\r\n"), (Faults{{Fault::value, 3}}));
    EXPECT_EQ(faults_of("DTSTART:20261205T250000\r\n"), (Faults{{Fault::value, 3}}));
    EXPECT_EQ(faults_of(std::string(begin) + "RRULE:FREQ=HOURLY\r\n"), (Faults{{Fault::rule, 4}}));
    EXPECT_EQ(faults_of(std::string(begin) + "RRULE:FREQ=DAILY\r\nRRULE:FREQ=WEEKLY\r\n"),
              (Faults{{Fault::rule, 5}}));
    EXPECT_EQ(faults_of(std::string(begin) + "DURATION:-P1D\r\n"), (Faults{{Fault::value, 4}}));
    EXPECT_EQ(faults_of(std::string(begin) + "GEO:100;200\r\n"), (Faults{{Fault::value, 4}}));
    EXPECT_EQ(faults_of("SUMMARY:ohne Tag\r\n"), (Faults{{Fault::no_begin, 2}}));
    EXPECT_EQ(faults_of(std::string(begin) + "DESCRIPTION:" + std::string(1'000'000, 'x') + "\r\n"),
              (Faults{{Fault::text_too_long, 4}}));
    EXPECT_EQ(parse("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261205T170000Z\nEND:VCALENDAR\n", today)
                  ->events.at(0)
                  .faults,
              (Faults{{Fault::not_closed, 2}}));
    // Folded lines count as they stand in the file.
    EXPECT_EQ(faults_of("SUMMARY:a\r\n b\r\n c\r\nDTSTART:x\r\n"), (Faults{{Fault::value, 6}}));
}

TEST(ForeignCalendars, lose_no_event_to_one_that_was_not_closed)
{
    const auto read = parse("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261205T170000Z\nBEGIN:VEVENT\n"
                            "DTSTART:20261206T170000Z\nEND:VEVENT\nEND:VEVENT\nBEGIN:VTODO\nEND:VTODO\n",
                            today);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->events.size(), 2u);
    EXPECT_EQ(read->events[0].faults, (Faults{{Fault::not_closed, 2}}));
    EXPECT_EQ(read->events[1].faults, Faults{});
    EXPECT_EQ(read->faults, (Faults{{Fault::misplaced, 7}}));
    EXPECT_EQ(read->others, 1u);
}

TEST(ForeignCalendars, with_a_rule_that_never_ends_to_be_worked_out_say_so)
{
    const auto faults = faults_of(std::string(begin) + "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n");
    EXPECT_TRUE(faults.empty() || faults.front().fault == Fault::rule_takes_long);
}

TEST(ForeignCalendars, of_any_size_are_refused_above_the_limit_and_not_cut)
{
    std::string text = "BEGIN:VCALENDAR\n";
    for (std::size_t i = 0; i <= most_events; ++i)
        text += "BEGIN:VEVENT\nDTSTART:20261205T170000Z\nEND:VEVENT\n";
    const auto read = parse(text + "END:VCALENDAR\n", today);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().text, foreign::too_many_events(1).text);
}

TEST(ForeignCalendars, come_through_the_reader_as_they_were_whatever_their_bytes)
{
    const auto read = [](const std::string& bytes) { return read_foreign(DORFNETZ_READER, bytes, today); };
    const auto titled = [&](const std::string& title) {
        const auto calendar = read(calendar_of("SUMMARY:" + title + "\r\n" + std::string(begin)));
        return calendar && !calendar->events.empty() ? calendar->events[0].title : std::string("nothing");
    };
    EXPECT_EQ(titled("Stra\xC3\x9F"
                     "enfest"),
              "Straßenfest");
    EXPECT_EQ(titled("Stra\xDF"
                     "enfest"),
              "Straßenfest")
        << "Windows-1252";
    EXPECT_EQ(titled("Stra\xC3\r\n \x9F"
                     "enfest"),
              "Straßenfest")
        << "folded within a character";
    for (const auto* other : {"", "%PDF-1.7", "Titel;Tag\nKonzert;5.12."})
        EXPECT_FALSE(read(other)) << other;
    EXPECT_FALSE(read("BEGIN:VCALENDAR" + std::string(largest_calendar, ' ')));
}

TEST(ForeignCalendars, from_a_reader_that_was_taken_over_are_refused)
{
    auto bytes = to_wire(parse(calendar_of("SUMMARY:a\r\n" + std::string(begin)), today).value());
    ASSERT_TRUE(foreign_calendar_from_wire(bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_FALSE(foreign_calendar_from_wire(bytes.substr(0, length))) << length;
    EXPECT_FALSE(foreign_calendar_from_wire(bytes + "x"));
}

} // namespace dorfnetz::calendar
