#include "foundation/i18n/i18n.hpp"

#include "embedded/catalogues.hpp"
#include "foundation/core/kept.hpp"
#include "foundation/core/text.hpp"

#include <array>
#include <boost/locale.hpp>
#include <fmt/format.h>
#include <locale>
#include <stdexcept>
#include <unicode/gregocal.h>
#include <unicode/numfmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

namespace dorfnetz::i18n {

namespace {

std::locale make_locale(std::string_view language)
{
    boost::locale::gnu_gettext::messages_info info;
    info.language = std::string(language);
    info.encoding = "UTF-8";
    info.domains.emplace_back("dorfnetz");
    info.paths.emplace_back("");
    info.callback = [](const std::string& file, const std::string&) {
        // Boost asks for "/en/LC_MESSAGES/dorfnetz.mo" and less special names.
        const auto parts = split(file, '/');
        for (const auto part : parts)
            if (const auto* found = embedded::catalogues::find(std::string(part) + ".mo"))
                return std::vector<char>(found->data.view.begin(), found->data.view.end());
        return std::vector<char>{};
    };
    return std::locale(std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info));
}

const std::locale& locale_of(Language language)
{
    static const std::array<std::locale, 2> made{std::locale::classic(), make_locale("en")};
    return made.at(static_cast<std::size_t>(language));
}

std::string look_up(Language language, std::string_view text)
{
    if (language == Language::de)
        return std::string(text);
    return boost::locale::translate(std::string(text)).str(locale_of(language));
}

icu::Locale icu_locale(Language language)
{
    return language == Language::de ? icu::Locale::getGermany() : icu::Locale::getUK();
}

std::string utf8(const icu::UnicodeString& text)
{
    std::string result;
    text.toUTF8String(result);
    return result;
}

// Zones are dear to make; asked only by const functions, so that threads may share them.
std::shared_ptr<const icu::TimeZone> zone(const std::string& name)
{
    static Kept<std::unique_ptr<const icu::TimeZone>> made(50);
    const auto one = made.of(name, 0, [&] {
        return std::unique_ptr<const icu::TimeZone>(
            icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    });
    return {one, one->get()};
}

UDate to_icu(Timestamp moment)
{
    return static_cast<UDate>(moment.time_since_epoch().count());
}

// Formatters are dear to make and not to be shared between threads.
std::string format_icu(Language language, const char* pattern, UDate moment, const std::string& zone_name)
{
    struct Kept
    {
        std::unique_ptr<icu::SimpleDateFormat> format;
        std::string zone;
    };

    thread_local std::map<std::pair<Language, const char*>, Kept> kept;
    auto& entry = kept[{language, pattern}];
    if (!entry.format) {
        UErrorCode status = U_ZERO_ERROR;
        entry.format = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(pattern),
                                                               icu_locale(language), status);
        if (U_FAILURE(status))
            throw std::runtime_error("ICU has no data for dates");
    }
    if (entry.zone != zone_name) {
        entry.format->setTimeZone(*zone(zone_name));
        entry.zone = zone_name;
    }
    icu::UnicodeString result;
    return utf8(entry.format->format(moment, result));
}

const char* pattern(Language language, DateStyle style)
{
    const bool german = language == Language::de;
    switch (style) {
    case DateStyle::full:
        return german ? "EEEE, d. MMMM y" : "EEEE, d MMMM y";
    case DateStyle::weekday:
        return german ? "EEEEEE, d. MMMM y" : "EEE, d MMMM y";
    case DateStyle::plain:
        return german ? "d. MMMM y" : "d MMMM y";
    case DateStyle::numeric:
        return german ? "dd.MM.y" : "dd/MM/y";
    case DateStyle::month:
        return "MMMM y";
    }
    return "y-MM-dd";
}

} // namespace

std::string_view code(Language language)
{
    return language == Language::de ? "de" : "en";
}

std::optional<Language> language_from_code(std::string_view text)
{
    for (const auto language : languages)
        if (code(language) == text)
            return language;
    return std::nullopt;
}

std::string translate(Language language, German text)
{
    return look_up(language, text.text());
}

std::string translate(Language language, German text, const std::vector<std::string>& values)
{
    return fill(look_up(language, text.text()), values);
}

std::string translate_count(Language language, German one, German many, std::int64_t count)
{
    return translate(language, count == 1 ? one : many, {format_number(language, count)});
}

std::string translate_template_text(Language language, std::string_view text)
{
    return look_up(language, text);
}

std::string error_text(Language language, const Error& error)
{
    return translate(language, error.text, error.values);
}

std::string format_date(const Region& region, Date date, DateStyle style)
{
    const Timestamp noon = std::chrono::sys_days{date} + std::chrono::hours{12};
    return format_icu(region.language, pattern(region.language, style), to_icu(noon), "UTC");
}

std::string format_date(const Region& region, Timestamp moment, DateStyle style)
{
    return format_date(region, local_date(region, moment), style);
}

std::string format_moment(const Region& region, Timestamp moment)
{
    const char* form =
        region.language == Language::de ? "EEEEEE, d. MMMM y, H:mm 'Uhr'" : "EEE, d MMMM y, H:mm";
    return format_icu(region.language, form, to_icu(moment), region.time_zone);
}

std::string format_number(Language language, std::int64_t number)
{
    std::string digits = fmt::format("{}", number < 0 ? -number : number);
    const char mark = language == Language::de ? '.' : ',';
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, mark);
    return number < 0 ? "-" + digits : digits;
}

std::string format_number(Language language, double number, int decimals)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::NumberFormat> format(
        icu::NumberFormat::createInstance(icu_locale(language), status));
    if (U_FAILURE(status))
        throw std::runtime_error("ICU has no data for numbers");
    format->setMinimumFractionDigits(decimals);
    format->setMaximumFractionDigits(decimals);
    icu::UnicodeString result;
    return utf8(format->format(number, result));
}

Date local_date(const Region& region, Timestamp moment)
{
    return date_of(moment + utc_offset(region.time_zone, moment));
}

std::chrono::minutes utc_offset(const std::string& time_zone, Timestamp moment)
{
    std::int32_t raw = 0;
    std::int32_t summer = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone(time_zone)->getOffset(to_icu(moment), 0, raw, summer, status);
    return std::chrono::duration_cast<std::chrono::minutes>(std::chrono::milliseconds(raw + summer));
}

Timestamp local_time(const Region& region, Date date, std::chrono::minutes since_midnight)
{
    UErrorCode status = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(*zone(region.time_zone), icu_locale(region.language), status);
    const auto minutes = static_cast<std::int32_t>(since_midnight.count());
    calendar.clear();
    calendar.set(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())) - 1,
                 static_cast<int>(static_cast<unsigned>(date.day())), minutes / 60, minutes % 60, 0);
    const UDate moment = calendar.getTime(status);
    if (U_FAILURE(status))
        throw std::runtime_error("ICU cannot compute a local time");
    return Timestamp{std::chrono::milliseconds(static_cast<std::int64_t>(moment))};
}

bool is_time_zone(std::string_view name)
{
    return *zone(std::string(name)) != icu::TimeZone::getUnknown();
}

std::optional<std::string> time_zone_meant_by(std::string_view name)
{
    // As Windows calls it. Where it has one name for several countries, that of ours.
    icu::UnicodeString found;
    UErrorCode status = U_ZERO_ERROR;
    icu::TimeZone::getIDForWindowsID(
        icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size()))),
        "DE", found, status);
    if (U_SUCCESS(status) && !found.isEmpty())
        return utf8(found);
    // Behind whatever a program writes before it.
    for (auto rest = name;; rest.remove_prefix(rest.find('/') + 1)) {
        if (rest.find('/') != 0 && is_time_zone(rest))
            return std::string(rest);
        if (rest.find('/') == std::string_view::npos)
            return std::nullopt;
    }
}

std::string number_word(Language language, std::int64_t number)
{
    static constexpr std::array<std::string_view, 13> german{"kein", "ein",   "zwei",   "drei", "vier",
                                                             "fünf", "sechs", "sieben", "acht", "neun",
                                                             "zehn", "elf",   "zwölf"};
    static constexpr std::array<std::string_view, 13> english{"no",   "one",    "two",   "three", "four",
                                                              "five", "six",    "seven", "eight", "nine",
                                                              "ten",  "eleven", "twelve"};
    if (number < 0 || number > 12)
        return format_number(language, number);
    const auto index = static_cast<std::size_t>(number);
    return std::string(language == Language::de ? german.at(index) : english.at(index));
}

} // namespace dorfnetz::i18n
