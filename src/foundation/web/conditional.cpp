#include "foundation/web/conditional.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

namespace dorfnetz::web {

namespace {

// The number of an English month, from 1; 0 for what is none.
int month_number(std::string_view word)
{
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto found = std::find(months.begin(), months.end(), word);
    return found == months.end() ? 0 : static_cast<int>(found - months.begin()) + 1;
}

bool is_number(std::string_view text)
{
    return !text.empty() && text.size() <= 4 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string four_digits(std::string_view year)
{
    if (year.size() != 2)
        return std::string(year);
    return (year >= "70" ? "19" : "20") + std::string(year);
}

std::string_view opaque(std::string_view tag)
{
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

} // namespace

std::optional<Timestamp> moment_from_http(std::string_view text)
{
    // weekday, day, month, year, time, GMT; or weekday, month, day, time, year.
    const auto words = split_list(text, " ,-");
    if (words.size() != 6 && words.size() != 5)
        return std::nullopt;
    const bool is_asctime = words.size() == 5;
    const std::string_view day = words[is_asctime ? 2 : 1];
    const std::string_view month = words[is_asctime ? 1 : 2];
    const std::string_view year = words[is_asctime ? 4 : 3];
    const std::string_view time = words[is_asctime ? 3 : 4];
    if (!is_number(day) || !is_number(year) || month_number(month) == 0 || (!is_asctime && words[5] != "GMT"))
        return std::nullopt;
    return timestamp_from_iso(
        fmt::format("{}-{:02}-{:0>2}T{}Z", four_digits(year), month_number(month), day, time));
}

bool is_known(const http::Request& request, std::string_view etag, std::optional<Timestamp> changed_at)
{
    if (const auto tags = request.headers.find("if-none-match"); !tags.empty()) {
        const auto known = split_list(tags, ",");
        return std::any_of(known.begin(), known.end(), [&](std::string_view tag) {
            return trim(tag) == "*" || opaque(trim(tag)) == opaque(etag);
        });
    }
    const auto since = moment_from_http(request.headers.find("if-modified-since"));
    return since && changed_at && *changed_at <= *since;
}

Timestamp ChangeTimes::of(const std::string& address, const std::string& etag, Timestamp now)
{
    const auto known = m_versions.find(address);
    if (known && known->etag == etag)
        return known->since;
    // The header counts in seconds; two versions never have the same one.
    auto since = Timestamp{std::chrono::floor<std::chrono::seconds>(now)};
    if (known)
        since = std::max(since, known->since + std::chrono::seconds{1});
    if (address.size() <= longest_address)
        m_versions.keep(address, 0, {.etag = etag, .since = since});
    return since;
}

} // namespace dorfnetz::web
