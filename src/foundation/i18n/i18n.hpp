#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/german.hpp"
#include "foundation/core/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Languages, dates and numbers. German is the source language; the other catalogues lie in locale/.
namespace dorfnetz::i18n {

enum class Language { de, en };

inline constexpr Language languages[] = {Language::de, Language::en};

std::string_view code(Language language); // "de"
std::optional<Language> language_from_code(std::string_view code);

// The text in the language; the German one where a translation is missing.
std::string translate(Language language, German text);
// With {1}, {2} … filled.
std::string translate(Language language, German text, const std::vector<std::string>& values);
// One of two texts by number, with {1} filled by the formatted number.
std::string translate_count(Language language, German one, German many, std::int64_t count);
// What a template has between [[ and ]]. Only for text that the checks have seen.
std::string translate_template_text(Language language, std::string_view text);

std::string error_text(Language language, const Error& error);

enum class DateStyle {
    full,    // Samstag, 5. Dezember 2026
    weekday, // Sa., 5. Dezember (with the year if it is not the present one)
    plain,   // 5. Dezember 2026
    numeric, // 05.12.2026
    month,   // Dezember 2026
};

// The rules of one place: language and time zone ("Europe/Berlin").
struct Region
{
    Language language = Language::de;
    std::string time_zone = "Europe/Berlin";
};

std::string format_date(const Region& region, Date date, DateStyle style);
// The calendar day at the place.
std::string format_date(const Region& region, Timestamp moment, DateStyle style);
// "Sa., 5. Dezember 2026, 14:30 Uhr" in the region's time zone.
std::string format_moment(const Region& region, Timestamp moment);
std::string format_number(Language language, std::int64_t number);
std::string format_number(Language language, double number, int decimals);

// The calendar day at the place.
Date local_date(const Region& region, Timestamp moment);
// How far the place's clock is ahead of UTC.
std::chrono::minutes utc_offset(const std::string& time_zone, Timestamp moment);
// The moment when the place's clock shows this time; at the change to summer time the hour that is left out
// counts as the one after.
Timestamp local_time(const Region& region, Date date, std::chrono::minutes since_midnight);
bool is_time_zone(std::string_view name);
// The zone that other programs mean: "Europe/Berlin", "/mozilla.org/20070129_1/Europe/Berlin", "W. Europe
// Standard Time".
std::optional<std::string> time_zone_meant_by(std::string_view name);

// Number words as people write them: "neun", "nine"; digits above twelve.
std::string number_word(Language language, std::int64_t number);

} // namespace dorfnetz::i18n
