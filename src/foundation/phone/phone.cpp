#include "foundation/phone/phone.hpp"

#include "foundation/core/text.hpp"

#include <phonenumbers/phonenumberutil.h>

namespace dorfnetz::phone {

namespace {

using ::i18n::phonenumbers::PhoneNumber;
using ::i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t longest_written = 60;

std::optional<PhoneNumber> parse(std::string_view written, std::string_view region)
{
    const std::string text(trim(written));
    if (text.empty() || text.size() > longest_written)
        return std::nullopt;
    PhoneNumber number;
    const auto& rules = *PhoneNumberUtil::GetInstance();
    if (rules.Parse(text, std::string(region), &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return std::nullopt;
    return number;
}

} // namespace

std::optional<std::string> normalise(std::string_view written, std::string_view region)
{
    const auto number = parse(written, region);
    const auto& rules = *PhoneNumberUtil::GetInstance();
    // Possible, not valid: the library's list of area codes and lengths lags behind, and a number without
    // area code ("4711") would not reach anybody.
    if (!number || rules.IsPossibleNumberWithReason(*number) != PhoneNumberUtil::IS_POSSIBLE)
        return std::nullopt;
    std::string text;
    rules.Format(*number, PhoneNumberUtil::E164, &text);
    return text;
}

std::string format(std::string_view number, std::string_view region)
{
    const auto parsed = number.starts_with('+') ? parse(number, region) : std::nullopt;
    if (!parsed)
        return std::string(number);
    const auto& rules = *PhoneNumberUtil::GetInstance();
    const bool at_home = rules.GetCountryCodeForRegion(std::string(region)) == parsed->country_code();
    std::string text;
    rules.Format(*parsed, at_home ? PhoneNumberUtil::NATIONAL : PhoneNumberUtil::INTERNATIONAL, &text);
    return text;
}

bool is_mobile(std::string_view number)
{
    const auto parsed = number.starts_with('+') ? parse(number, {}) : std::nullopt;
    return parsed && PhoneNumberUtil::GetInstance()->GetNumberType(*parsed) == PhoneNumberUtil::MOBILE;
}

} // namespace dorfnetz::phone
