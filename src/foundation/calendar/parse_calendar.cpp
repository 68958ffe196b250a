#include "foundation/calendar/foreign_calendar.hpp"
#include "foundation/calendar/libical.hpp"
#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <memory>

namespace dorfnetz::calendar {

namespace {

// Of all rules of a file, how long one may take to be worked out for the time that is looked at.
constexpr double longest_rule_milliseconds = 100;
constexpr int days_back = 366;
constexpr int days_ahead = 600;

struct ContentLine
{
    std::uint32_t number = 0; // of its first part
    std::string text;         // unfolded
};

struct FreeComponent
{
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

using Component = std::unique_ptr<icalcomponent, FreeComponent>;

// RFC 5545, 3.1: a line that begins with white space goes on with the one before.
std::vector<ContentLine> unfolded(std::string_view text)
{
    std::vector<ContentLine> lines;
    std::uint32_t number = 0;
    for (auto line : split(text, '\n')) {
        ++number;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!lines.empty() && !line.empty() && (line.front() == ' ' || line.front() == '\t'))
            lines.back().text.append(line.substr(1));
        else if (!trim(line).empty())
            lines.push_back({number, std::string(line)});
    }
    return lines;
}

// "DTSTART" of "dtstart;TZID=Europe/Berlin:20261205T180000"; nothing for what is no such line.
std::string name_of(const std::string& line)
{
    const auto end = line.find_first_of(":;");
    if (end == std::string::npos || end == 0 || line.find(':', end) == std::string::npos)
        return {};
    auto name = line.substr(0, end);
    for (auto& c : name) {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
        if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-')
            return {};
    }
    return name;
}

// Without what a text may not hold; line breaks stay.
std::string plain(const char* text)
{
    std::string result(text == nullptr ? "" : text);
    std::erase_if(result, [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
    });
    return result;
}

std::optional<ForeignTime> time_of(icaltimetype given, icalproperty* property)
{
    const Date day{std::chrono::year(given.year), std::chrono::month(static_cast<unsigned>(given.month)),
                   std::chrono::day(static_cast<unsigned>(given.day))};
    if (!day.ok() || given.year < 1900 || given.year > 2199 || given.hour < 0 || given.hour > 23 ||
        given.minute < 0 || given.minute > 59)
        return std::nullopt;
    ForeignTime time{.time = at(day, std::chrono::minutes(given.hour * 60 + given.minute)),
                     .is_date = given.is_date != 0};
    if (icaltime_is_utc(given) != 0)
        time.zone = "UTC";
    else if (auto* zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER))
        time.zone = truncate(plain(icalparameter_get_tzid(zone)), 100);
    return time;
}

double milliseconds_used()
{
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

class Parser
{
public:
    explicit Parser(Date today) : m_today(today) {}

    Result<ForeignCalendar> parse(std::string_view text)
    {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (text.starts_with(byte_order_mark))
            text.remove_prefix(byte_order_mark.size());
        for (const auto& line : unfolded(text)) {
            take(line);
            if (m_calendar.events.size() > most_events)
                return foreign::too_many_events(most_events);
        }
        if (!m_is_calendar)
            return foreign::damaged_file();
        if (m_event)
            m_event->faults.push_back({Fault::not_closed, m_event->line});
        finish_event();
        return std::move(m_calendar);
    }

private:
    void take(const ContentLine& line)
    {
        const auto name = name_of(line.text);
        if (name == "BEGIN")
            begin(line);
        else if (name == "END")
            end(line);
        else if (name.empty() || !is_clean_utf8(line.text))
            faults().push_back({Fault::no_property, line.number});
        else if (m_event && m_open.back() == "VEVENT")
            take_property(name, line);
    }

    static std::string component_of(const ContentLine& line)
    {
        std::string name(trim(std::string_view(line.text).substr(line.text.find(':') + 1)));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        return name;
    }

    void begin(const ContentLine& line)
    {
        auto name = component_of(line);
        m_is_calendar = m_is_calendar || name == "VCALENDAR";
        // An event that was not closed ends where the next one begins.
        if (name == "VEVENT" && m_event) {
            m_event->faults.push_back({Fault::not_closed, m_event->line});
            finish_event();
            m_open.pop_back();
        }
        if (name == "VEVENT")
            m_event = ForeignEvent{.line = line.number};
        else if (name == "VTODO" || name == "VJOURNAL")
            ++m_calendar.others;
        constexpr std::size_t deepest = 10;
        if (m_open.size() < deepest)
            m_open.push_back(std::move(name));
    }

    void end(const ContentLine& line)
    {
        const auto name = component_of(line);
        const auto place = std::find(m_open.rbegin(), m_open.rend(), name);
        if (place == m_open.rend()) {
            faults().push_back({Fault::misplaced, line.number});
            return;
        }
        if (m_event && name != "VEVENT" && std::find(m_open.rbegin(), place, "VEVENT") != place)
            m_event->faults.push_back({Fault::not_closed, m_event->line});
        m_open.erase(place.base() - 1, m_open.end());
        if (m_event && std::find(m_open.begin(), m_open.end(), "VEVENT") == m_open.end())
            finish_event();
    }

    void finish_event()
    {
        if (!m_event)
            return;
        if (!m_event->begin && m_event->faults.empty())
            m_event->faults.push_back({Fault::no_begin, m_event->line});
        check_rule(*m_event);
        constexpr std::size_t most_faults = 20; // nobody reads more
        m_event->faults.resize(std::min(m_event->faults.size(), most_faults));
        m_calendar.events.push_back(*std::move(m_event));
        m_event.reset();
    }

    // A rule that would keep the server busy is found here, where a limit of time holds.
    void check_rule(ForeignEvent& event) const
    {
        if (event.rule.empty() || !event.begin)
            return;
        const auto from = milliseconds_used();
        static_cast<void>(occurrences(
            event.rule, event.begin->time,
            {.from = at(add_days(m_today, -days_back)), .until = at(add_days(m_today, days_ahead))}));
        if (milliseconds_used() - from > longest_rule_milliseconds)
            event.faults.push_back({Fault::rule_takes_long, event.line});
    }

    std::vector<FaultyLine>& faults()
    {
        constexpr std::size_t most_faults = 100;
        auto& list = m_event ? m_event->faults : m_calendar.faults;
        list.resize(std::min(list.size(), most_faults));
        return list;
    }

    void take_property(const std::string& name, const ContentLine& line)
    {
        static constexpr std::string_view wanted[] = {
            "UID",      "DTSTART", "DTEND",         "DURATION", "SUMMARY", "DESCRIPTION",
            "LOCATION", "URL",     "CATEGORIES",    "GEO",      "STATUS",  "CLASS",
            "RRULE",    "EXDATE",  "RECURRENCE-ID", "RDATE"};
        if (std::find(std::begin(wanted), std::end(wanted), name) == std::end(wanted))
            return;
        if (line.text.size() > longest_value) {
            m_event->faults.push_back({Fault::text_too_long, line.number});
            return;
        }
        if (name == "RRULE") {
            take_rule(line);
            return;
        }
        const auto whole = "BEGIN:VEVENT\r\n" + line.text + "\r\nEND:VEVENT\r\n";
        const Component component(icalcomponent_new_from_string(whole.c_str()));
        auto* property =
            component ? icalcomponent_get_first_property(component.get(), ICAL_ANY_PROPERTY) : nullptr;
        bool is_good = property != nullptr;
        for (; property != nullptr;
             property = icalcomponent_get_next_property(component.get(), ICAL_ANY_PROPERTY))
            is_good = take_value(property) && is_good;
        if (!is_good)
            m_event->faults.push_back({Fault::value, line.number});
    }

    void take_rule(const ContentLine& line)
    {
        const auto rule = checked_rule(line.text.substr(line.text.find(':') + 1));
        if (!rule || !m_event->rule.empty())
            m_event->faults.push_back({Fault::rule, line.number});
        else
            m_event->rule = *rule;
    }

    // False if the value makes no sense.
    bool take_value(icalproperty* property)
    {
        auto& event = *m_event;
        const auto keep = [&](std::optional<ForeignTime>& place, icaltimetype time) {
            place = time_of(time, property);
            return place.has_value();
        };
        switch (icalproperty_isa(property)) {
        case ICAL_UID_PROPERTY:
            event.uid = plain(icalproperty_get_uid(property));
            return true;
        case ICAL_SUMMARY_PROPERTY:
            event.title = plain(icalproperty_get_summary(property));
            return true;
        case ICAL_DESCRIPTION_PROPERTY:
            event.description = plain(icalproperty_get_description(property));
            return true;
        case ICAL_LOCATION_PROPERTY:
            event.place = plain(icalproperty_get_location(property));
            return true;
        case ICAL_URL_PROPERTY:
            event.url = plain(icalproperty_get_url(property));
            return true;
        case ICAL_CATEGORIES_PROPERTY:
            event.categories.push_back(plain(icalproperty_get_categories(property)));
            return true;
        case ICAL_DTSTART_PROPERTY:
            return keep(event.begin, icalproperty_get_dtstart(property));
        case ICAL_DTEND_PROPERTY:
            return keep(event.end, icalproperty_get_dtend(property));
        case ICAL_RECURRENCEID_PROPERTY:
            event.and_all_after = icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER) != nullptr;
            return keep(event.instead_of, icalproperty_get_recurrenceid(property));
        case ICAL_DURATION_PROPERTY:
            return take_duration(icaldurationtype_as_int(icalproperty_get_duration(property)));
        case ICAL_EXDATE_PROPERTY:
            return take_exception(time_of(icalproperty_get_exdate(property), property));
        case ICAL_GEO_PROPERTY:
            return take_point(icalproperty_get_geo(property));
        case ICAL_STATUS_PROPERTY:
            event.is_cancelled = icalproperty_get_status(property) == ICAL_STATUS_CANCELLED;
            return true;
        case ICAL_CLASS_PROPERTY:
            event.is_private = icalproperty_get_class(property) != ICAL_CLASS_PUBLIC;
            return true;
        case ICAL_RDATE_PROPERTY:
            event.has_more_days = true;
            return true;
        default: // an error of libical about the line
            return false;
        }
    }

    bool take_duration(int seconds)
    {
        constexpr int longest_days = 400;
        if (seconds < 0 || seconds > longest_days * 86'400)
            return false;
        m_event->duration = std::chrono::minutes(seconds / 60);
        return true;
    }

    bool take_exception(const std::optional<ForeignTime>& day)
    {
        if (!day)
            return false;
        if (m_event->exceptions.size() == most_exceptions)
            m_event->faults.push_back({Fault::too_many_exceptions, m_event->line});
        else
            m_event->exceptions.push_back(*day);
        return true;
    }

    bool take_point(const icalgeotype& point)
    {
        if (!(std::abs(point.lat) <= 90) || !(std::abs(point.lon) <= 180))
            return false;
        m_event->point = Point{point.lat, point.lon};
        return true;
    }

    Date m_today;
    ForeignCalendar m_calendar;
    std::optional<ForeignEvent> m_event;
    std::vector<std::string> m_open; // components that are not closed yet
    bool m_is_calendar = false;
};

} // namespace

Result<ForeignCalendar> parse(std::string_view text, Date today)
{
    prepare_libical();
    return Parser(today).parse(text);
}

} // namespace dorfnetz::calendar
