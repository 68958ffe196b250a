#include "foundation/calendar/foreign_calendar.hpp"
#include "foundation/core/text.hpp"
#include "foundation/foreign/child.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/foreign/wire.hpp"

#include <cmath>

namespace dorfnetz::calendar {

namespace {

using foreign::WireReader;
using foreign::WireWriter;

// Years that a calendar of villages may speak of. Local times travel as minutes since 1900.
const LocalTime earliest = at(Date{std::chrono::year{1900}, std::chrono::January, std::chrono::day{1}});
constexpr std::uint32_t most_minutes = 300U * 366 * 24 * 60;

void write_time(WireWriter& writer, const ForeignTime& time)
{
    writer.number(static_cast<std::uint32_t>((time.time - earliest).count()));
    writer.byte(time.is_date ? 1 : 0);
    writer.text(time.zone);
}

void write_optional(WireWriter& writer, const std::optional<ForeignTime>& time)
{
    writer.byte(time ? 1 : 0);
    if (time)
        write_time(writer, *time);
}

void write_faults(WireWriter& writer, const std::vector<FaultyLine>& faults)
{
    writer.number(static_cast<std::uint32_t>(faults.size()));
    for (const auto& faulty : faults) {
        writer.byte(static_cast<std::uint8_t>(faulty.fault));
        writer.number(faulty.line);
    }
}

void write_event(WireWriter& writer, const ForeignEvent& event)
{
    writer.number(event.line);
    for (const auto* text :
         {&event.uid, &event.title, &event.description, &event.place, &event.url, &event.rule})
        writer.text(*text);
    writer.number(static_cast<std::uint32_t>(event.categories.size()));
    for (const auto& category : event.categories)
        writer.text(category);
    writer.byte(event.point ? 1 : 0);
    if (event.point) {
        writer.real(event.point->latitude);
        writer.real(event.point->longitude);
    }
    write_optional(writer, event.begin);
    write_optional(writer, event.end);
    write_optional(writer, event.instead_of);
    writer.byte(event.duration ? 1 : 0);
    if (event.duration)
        writer.number(static_cast<std::uint32_t>(event.duration->count()));
    writer.number(static_cast<std::uint32_t>(event.exceptions.size()));
    for (const auto& day : event.exceptions)
        write_time(writer, day);
    for (const bool flag : {event.is_cancelled, event.is_private, event.has_more_days, event.and_all_after})
        writer.byte(flag ? 1 : 0);
    write_faults(writer, event.faults);
}

// Reads what may come from a program that a hostile file has taken over.
class EventReader
{
public:
    explicit EventReader(std::string_view bytes) : m_from(bytes) {}

    std::optional<ForeignCalendar> calendar()
    {
        ForeignCalendar calendar;
        const auto events = m_from.count(40);
        if (events > most_events)
            return std::nullopt;
        for (std::uint32_t i = 0; i < events && good(); ++i)
            calendar.events.push_back(event());
        calendar.others = m_from.number();
        calendar.faults = faults();
        if (!good() || !m_from.at_end())
            return std::nullopt;
        return calendar;
    }

private:
    bool good() const { return m_good && m_from.ok(); }

    bool flag()
    {
        const auto value = m_from.byte();
        m_good = m_good && value <= 1;
        return value == 1;
    }

    std::string text()
    {
        const auto value = m_from.text();
        // By bytes first, so that an endless text is not walked through.
        m_good =
            m_good && value.size() <= longest_value && is_clean_utf8(value) && !has_control_characters(value);
        return m_good ? std::string(value) : std::string();
    }

    ForeignTime time()
    {
        const auto count = m_from.number();
        m_good = m_good && count < most_minutes;
        ForeignTime time{.time = earliest + std::chrono::minutes(count), .is_date = flag()};
        time.zone = text();
        return time;
    }

    std::optional<ForeignTime> optional_time() { return flag() ? std::optional(time()) : std::nullopt; }

    std::vector<FaultyLine> faults()
    {
        std::vector<FaultyLine> faults;
        const auto count = m_from.count(5);
        for (std::uint32_t i = 0; i < count && good(); ++i) {
            const auto fault = m_from.byte();
            m_good = m_good && fault <= static_cast<std::uint8_t>(last_fault);
            faults.push_back({.fault = static_cast<Fault>(fault), .line = m_from.number()});
        }
        return faults;
    }

    ForeignEvent event()
    {
        ForeignEvent event;
        event.line = m_from.number();
        for (auto* value :
             {&event.uid, &event.title, &event.description, &event.place, &event.url, &event.rule})
            *value = text();
        const auto categories = m_from.count(4);
        for (std::uint32_t i = 0; i < categories && good(); ++i)
            event.categories.push_back(text());
        if (flag()) {
            const auto latitude = m_from.real();
            const auto longitude = m_from.real();
            m_good = m_good && std::abs(latitude) <= 90 && std::abs(longitude) <= 180;
            event.point = Point{latitude, longitude};
        }
        event.begin = optional_time();
        event.end = optional_time();
        event.instead_of = optional_time();
        if (flag()) {
            const auto count = m_from.number();
            m_good = m_good && count < most_minutes;
            event.duration = std::chrono::minutes(count);
        }
        const auto exceptions = m_from.count(9);
        m_good = m_good && exceptions <= most_exceptions;
        for (std::uint32_t i = 0; i < exceptions && good(); ++i)
            event.exceptions.push_back(time());
        for (auto* value :
             {&event.is_cancelled, &event.is_private, &event.has_more_days, &event.and_all_after})
            *value = flag();
        event.faults = faults();
        return event;
    }

    WireReader m_from;
    bool m_good = true;
};

} // namespace

std::string to_wire(const ForeignCalendar& calendar)
{
    WireWriter writer;
    writer.number(static_cast<std::uint32_t>(calendar.events.size()));
    for (const auto& event : calendar.events)
        write_event(writer, event);
    writer.number(calendar.others);
    write_faults(writer, calendar.faults);
    return writer.take();
}

Result<ForeignCalendar> foreign_calendar_from_wire(std::string_view bytes)
{
    auto calendar = EventReader(bytes).calendar();
    if (!calendar)
        return foreign::damaged_file();
    return *std::move(calendar);
}

Result<ForeignCalendar> read_foreign(const std::filesystem::path& reader_program, std::string_view bytes,
                                     Date today)
{
    if (bytes.size() > largest_calendar)
        return Error{.kind = Err::too_large,
                     .text = "Die Datei ist zu groß: höchstens {1} MB."_de,
                     .values = {std::to_string(largest_calendar >> 20)}};
    if (bytes.find("BEGIN:VCALENDAR") == std::string_view::npos)
        return Error{
            .kind = Err::invalid,
            .text =
                "Das ist keine Kalenderdatei. Sie endet meist auf .ics; dein Kalender schreibt sie, wenn du dort „Exportieren“ wählst."_de};
    constexpr foreign::ChildLimits limits{.memory_bytes = std::size_t{300} << 20,
                                          .output_bytes = std::size_t{20} << 20,
                                          .processor_time = std::chrono::seconds{10}};
    const auto answer = TRY(foreign::run_child(reader_program, "calendar",
                                               dorfnetz::to_iso(today) + '\n' + std::string(bytes), limits));
    return foreign_calendar_from_wire(answer);
}

} // namespace dorfnetz::calendar
