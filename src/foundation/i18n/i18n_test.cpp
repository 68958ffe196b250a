#include "foundation/i18n/i18n.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::i18n {

namespace {
const Region german{Language::de, "Europe/Berlin"};
const Region english{Language::en, "Europe/Berlin"};
} // namespace

TEST(Texts, are_german_at_the_source_and_english_from_the_catalogue)
{
    EXPECT_EQ(translate(Language::de, "Zeile {1}: {2}"_de, {"14", "Dorf fehlt"}), "Zeile 14: Dorf fehlt");
    EXPECT_EQ(translate(Language::en, "Zeile {1}: {2}"_de, {"14", "no village"}), "Row 14: no village");
    EXPECT_EQ(translate(Language::en, "Das steht in keinem Katalog"_de), "Das steht in keinem Katalog");
}

TEST(Dates, are_written_as_people_write_them)
{
    const auto day = *date_from_iso("2026-12-05");
    EXPECT_EQ(format_date(german, day, DateStyle::weekday), "Sa., 5. Dezember 2026");
    EXPECT_EQ(format_date(german, day, DateStyle::full), "Samstag, 5. Dezember 2026");
    EXPECT_EQ(format_date(german, day, DateStyle::numeric), "05.12.2026");
    EXPECT_EQ(format_date(english, day, DateStyle::plain), "5 December 2026");
}

TEST(Dates, follow_the_clock_of_the_place_over_summer_time)
{
    EXPECT_EQ(format_moment(german, *timestamp_from_iso("2026-07-01T22:30:00Z")),
              "Do., 2. Juli 2026, 0:30 Uhr");
    EXPECT_EQ(to_iso(local_date(german, *timestamp_from_iso("2026-12-31T23:30:00Z"))), "2027-01-01");
    EXPECT_EQ(format_date(german, *timestamp_from_iso("2026-12-31T23:30:00Z"), DateStyle::numeric),
              "01.01.2027");
    EXPECT_EQ(to_iso(local_time(german, *date_from_iso("2026-03-28"), std::chrono::hours(14))),
              "2026-03-28T13:00:00Z");
    EXPECT_EQ(to_iso(local_time(german, *date_from_iso("2026-03-29"), std::chrono::hours(14))),
              "2026-03-29T12:00:00Z");
}

TEST(Zones, are_ahead_of_utc_by_one_hour_in_winter_and_two_in_summer)
{
    EXPECT_EQ(utc_offset("Europe/Berlin", *timestamp_from_iso("2026-12-01T00:00:00Z")),
              std::chrono::hours(1));
    EXPECT_EQ(utc_offset("Europe/Berlin", *timestamp_from_iso("2026-07-01T00:00:00Z")),
              std::chrono::hours(2));
}

TEST(Numbers, have_the_marks_of_the_language)
{
    EXPECT_EQ(format_number(Language::de, 5300), "5.300");
    EXPECT_EQ(format_number(Language::en, 1234567), "1,234,567");
    EXPECT_EQ(format_number(Language::de, -12), "-12");
    EXPECT_EQ(format_number(Language::de, 1.5, 2), "1,50");
    EXPECT_EQ(number_word(Language::de, 9), "neun");
    EXPECT_EQ(number_word(Language::en, 13), "13");
}

TEST(Zones, are_known_by_their_names)
{
    EXPECT_TRUE(is_time_zone("Europe/Berlin"));
    EXPECT_FALSE(is_time_zone("Europe/Nirgendwo"));
}

TEST(TimeZones, are_known_by_the_names_that_other_programs_have_for_them)
{
    for (const auto* name :
         {"Europe/Berlin", "/mozilla.org/20070129_1/Europe/Berlin", "W. Europe Standard Time"})
        EXPECT_EQ(time_zone_meant_by(name), "Europe/Berlin") << name;
    EXPECT_EQ(time_zone_meant_by("UTC"), "Etc/UTC");
    for (const auto* name : {"", "/", "Customized Time Zone", "Europe/Nirgendwo/"})
        EXPECT_FALSE(time_zone_meant_by(name)) << name;
}

} // namespace dorfnetz::i18n
