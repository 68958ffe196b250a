#include "foundation/sheet/values.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::sheet {

namespace {

using Precision = WrittenDate::Precision;

std::string read(std::string_view text)
{
    const auto written = parse_german_date(text);
    if (!written)
        return "none";
    const auto iso = to_iso(written->date);
    return written->precision == Precision::day
               ? iso
               : iso.substr(0, written->precision == Precision::month ? 7 : 4);
}

TEST(GermanDate, the_forms_that_people_write_are_understood)
{
    for (const auto* text :
         {"24.12.2025", "24.12.25", "24. 12. 2025", "2025-12-24", "2025-12-24 18:30", "2025-12-24T18:30:00",
          "24/12/2025", "24. Dezember 2025", "24.Dez.2025", "24 dez 25", "46015", " 24.12.2025 "})
        EXPECT_EQ(read(text), "2025-12-24") << text;
    EXPECT_EQ(read("1.3.26"), "2026-03-01");
    EXPECT_EQ(read("1. März 1952"), "1952-03-01");
    EXPECT_EQ(read("04.05.61"), "1961-05-04");
}

TEST(GermanDate, a_month_or_a_year_alone_keeps_its_precision)
{
    EXPECT_EQ(read("Dez 2025"), "2025-12");
    EXPECT_EQ(read("Dezember 2025"), "2025-12");
    EXPECT_EQ(read("12/2025"), "2025-12");
    EXPECT_EQ(read("2025-12"), "2025-12");
    EXPECT_EQ(read("1997"), "1997");
}

TEST(GermanDate, what_is_no_date_is_none)
{
    for (const auto* text :
         {"", "30.02.2025", "24.13.2025", "24.12", "um 1990", "034243 5550", "0171 1234567", "06774", "99999",
          "Muster", "Mai", "1.2.3.4", "18:30", "-1997-", "24.12.20255"})
        EXPECT_EQ(read(text), "none") << text;
}

TEST(GermanDate, a_day_that_does_not_exist_is_told_from_what_is_no_date)
{
    for (const auto* text : {"31.2.2026", "30.02.25", "2026-02-29", "32.12.2026", "24.13.2025", "0.1.2026",
                             "31. April 2026", "31.2."})
        EXPECT_TRUE(is_impossible_day(text)) << text;
    for (const auto* text : {"", "24.12.2025", "29.2.2024", "29.2.", "24.12.", "12/2025", "13/2025", "1997",
                             "Muster", "1.2.3.4", "034243 5550", "06774 99999", "24.12.20255"})
        EXPECT_FALSE(is_impossible_day(text)) << text;
}

TEST(NumberText, a_telephone_number_has_no_exponent)
{
    EXPECT_EQ(number_text(49341234567), "49341234567");
    EXPECT_EQ(number_text(491711234567890), "491711234567890");
    EXPECT_EQ(number_text(12.5), "12,5");
    EXPECT_EQ(number_text(0.1), "0,1");
    EXPECT_EQ(number_text(-3), "-3");
    EXPECT_EQ(number_text(-0.0), "0");
    EXPECT_EQ(number_text(1e300).find('e'), std::string::npos);
}

TEST(DateText, serial_days_become_iso)
{
    EXPECT_EQ(date_text(46015), "2025-12-24");
    EXPECT_EQ(date_text(46015.75), "2025-12-24 18:00");
    EXPECT_EQ(date_text(0.5), "12:00");
    EXPECT_EQ(date_text(-1), std::nullopt);
    EXPECT_EQ(date_text(1e10), std::nullopt);
    EXPECT_EQ(serial_of(Date{std::chrono::year{2025}, std::chrono::December, std::chrono::day{24}}), 46015);
}

TEST(NumberFormat, dates_and_leading_zeros_are_told_from_numbers)
{
    using Kind = NumberFormat::Kind;
    for (const auto* code : {"dd.mm.yyyy", "dd\\.mm\\.yy;@", "[$-407]d. mmmm yyyy", "yyyy-mm-dd hh:mm",
                             "TT.MM.JJJJ", "[h]:mm", "mm:ss.0"})
        EXPECT_EQ(classify_number_format(code).kind, Kind::date) << code;
    for (const auto* code :
         {"General", "0", "0.00", "#,##0.00 \"Stück\"", "0%", "@", "[Red]0.00", "Standard", "0.00E+00"})
        EXPECT_EQ(classify_number_format(code), NumberFormat{}) << code;
    EXPECT_EQ(classify_number_format("00000"), (NumberFormat{.kind = Kind::padded, .digits = 5}));
    EXPECT_EQ(padded_text(6774, 5), "06774");
    EXPECT_EQ(builtin_number_format(14).kind, Kind::date);
    EXPECT_EQ(builtin_number_format(2).kind, Kind::general);
}

} // namespace

} // namespace dorfnetz::sheet
