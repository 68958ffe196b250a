#pragma once

#include "foundation/core/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Values as people write them and as spreadsheets keep them.
namespace dorfnetz::sheet {

// A date and how much of it was written; missing parts are the first of the month or of the year.
struct WrittenDate
{
    enum class Precision : std::uint8_t { day, month, year };

    Date date;
    Precision precision = Precision::day;

    bool operator==(const WrittenDate&) const = default;
};

// Understands "24.12.2025", "24.12.25", "24. 12. 2025", "2025-12-24" (also with a time behind it),
// "24/12/2025", "24. Dezember 2025", "Dez 2025", "12/2025", "1997", and the serial day of a spreadsheet
// ("46015", from 20000 to 80000). Two-digit years up to 39 are of this century, the others of the last.
// Nothing if the text is no date or a day that does not exist.
std::optional<WrittenDate> parse_german_date(std::string_view text);

// Whether the text is written like a date with day and month ("31.2.2026", "31.2."), but no calendar has that
// day.
bool is_impossible_day(std::string_view text);

// A number as a person would type it: without exponent, at most 15 significant digits, decimal comma.
std::string number_text(double number);

// "2026-03-01", with a time of day "2026-03-01 18:30", of days since 1899-12-30; a number below 1 is a time
// of day alone ("18:30"). Nothing for days outside the years 1900 to 9999.
std::optional<std::string> date_text(double serial);

// Days since 1899-12-30; correct for all days after 1900-03-01, before which Excel itself counts wrongly.
double serial_of(Date date);

// What a number format makes of a number; all that matters when a list is read.
struct NumberFormat
{
    enum class Kind : std::uint8_t { general, date, padded };

    Kind kind = Kind::general;
    std::uint8_t digits = 0; // padded: at least so many digits, as in the post code 06774

    bool operator==(const NumberFormat&) const = default;
};

// The format code of a cell style ("dd\.mm\.yyyy", "00000", "General").
NumberFormat classify_number_format(std::string_view code);

// The formats that XLSX knows by number without writing them down (ECMA-376, part 1, 18.8.30).
NumberFormat builtin_number_format(std::size_t id);

// The digits with zeros in front.
std::string padded_text(double number, std::uint8_t digits);

} // namespace dorfnetz::sheet
