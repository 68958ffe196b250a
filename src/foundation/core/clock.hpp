#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace dorfnetz {

// A moment in UTC, to the second in text, to the millisecond in ids.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

// A day in the calendar, without a time zone.
using Date = std::chrono::year_month_day;

// Where "now" comes from; passed in so that every rule can be tested on any day.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock
{
public:
    Timestamp now() const override;
};

// Stands still until told otherwise.
class FixedClock final : public Clock
{
public:
    explicit FixedClock(Timestamp now) : m_now(now) {}

    explicit FixedClock(std::string_view iso);

    Timestamp now() const override { return m_now; }

    void set(Timestamp now) { m_now = now; }

    void advance(std::chrono::milliseconds by) { m_now += by; }

private:
    Timestamp m_now;
};

// "2026-11-22T19:30:00Z"; this text is what both database engines store, and it sorts by time.
std::string to_iso(Timestamp moment);
std::optional<Timestamp> timestamp_from_iso(std::string_view text);

// "2026-11-22"
std::string to_iso(Date date);
// Nothing if the text is no existing day (2026-02-30) or has another form.
std::optional<Date> date_from_iso(std::string_view text);

// The UTC day of a moment. The network's local day is i18n's business.
Date date_of(Timestamp moment);
Date add_months(Date date, int months);
Date add_days(Date date, int days);

} // namespace dorfnetz
