#include "features/exchange/half_days.hpp"

#include <algorithm>

namespace dorfnetz::exchange {

namespace {

constexpr std::chrono::hours noon{12};

std::string day_text(const i18n::Region& region, Date day)
{
    return i18n::format_date(region, day, i18n::DateStyle::weekday);
}

bool is_free(const Span& span, const std::set<HalfDay>& taken)
{
    const auto next = taken.lower_bound(span.first);
    return next == taken.end() || *next > span.last;
}

} // namespace

HalfDay half_day_of(Date day, Half half)
{
    return 2 * HalfDay{std::chrono::sys_days(day).time_since_epoch().count()} +
           (half == Half::afternoon ? 1 : 0);
}

Date day_of(HalfDay half_day)
{
    // The floor, also before 1970.
    const auto day = (half_day - (half_day & 1)) / 2;
    return Date{std::chrono::sys_days(std::chrono::days(day))};
}

Half half_of(HalfDay half_day)
{
    return (half_day & 1) == 0 ? Half::morning : Half::afternoon;
}

HalfDay half_day_at(const i18n::Region& region, Timestamp moment)
{
    const auto day = i18n::local_date(region, moment);
    const bool is_morning = moment < i18n::local_time(region, day, noon);
    return half_day_of(day, is_morning ? Half::morning : Half::afternoon);
}

Span whole_days(Date first, Date last)
{
    return {half_day_of(first, Half::morning), half_day_of(last, Half::afternoon)};
}

Span widened(const Span& used, const Around& around)
{
    return {used.first - around.before, used.last + around.after};
}

std::vector<Span> gaps(const Span& within, const std::set<HalfDay>& taken)
{
    std::vector<Span> found;
    HalfDay begin = within.first;
    for (auto next = taken.lower_bound(within.first); next != taken.end() && *next <= within.last; ++next) {
        if (*next > begin)
            found.push_back({begin, *next - 1});
        begin = *next + 1;
    }
    if (begin <= within.last)
        found.push_back({begin, within.last});
    return found;
}

std::vector<Span> free_near(const Span& wished, const Around& around, const std::set<HalfDay>& taken,
                            HalfDay earliest, const Span& known)
{
    std::vector<Span> found;
    const auto moved = [&](HalfDay by) { return Span{wished.first + by, wished.last + by}; };
    const auto can_be_had = [&](const Span& span) {
        const auto all = widened(span, around);
        return span.first >= earliest && all.first >= known.first && all.last <= known.last &&
               is_free(all, taken);
    };
    // Whole days: who asked for a morning wants a morning.
    for (HalfDay by = -2; wished.first + by >= std::max(earliest, known.first); by -= 2)
        if (can_be_had(moved(by))) {
            found.push_back(moved(by));
            break;
        }
    constexpr std::size_t most_after = 2;
    std::size_t after = 0;
    HalfDay by = 2;
    while (after < most_after && widened(moved(by), around).last <= known.last) {
        if (!can_be_had(moved(by))) {
            by += 2;
            continue;
        }
        found.push_back(moved(by));
        ++after;
        // The next one is no word for the same gap.
        by += std::max<HalfDay>(2, (wished.length() + 1) / 2 * 2);
    }
    return found;
}

std::string span_text(const i18n::Region& region, const Span& span)
{
    const auto t = [&](German text, const std::vector<std::string>& values) {
        return i18n::translate(region.language, text, values);
    };
    const auto first = day_text(region, day_of(span.first));
    const auto last = day_text(region, day_of(span.last));
    const bool from_noon = half_of(span.first) == Half::afternoon;
    const bool until_noon = half_of(span.last) == Half::morning;
    if (day_of(span.first) == day_of(span.last)) {
        if (from_noon)
            return t("{1}, nachmittags"_de, {first});
        return until_noon ? t("{1}, vormittags"_de, {first}) : first;
    }
    if (from_noon && until_noon)
        return t("{1} ab Mittag bis {2} mittags"_de, {first, last});
    if (from_noon)
        return t("{1} ab Mittag bis {2}"_de, {first, last});
    return until_noon ? t("{1} bis {2} mittags"_de, {first, last}) : t("{1} bis {2}"_de, {first, last});
}

} // namespace dorfnetz::exchange
