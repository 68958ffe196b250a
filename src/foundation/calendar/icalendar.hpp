#pragma once

#include "foundation/core/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Calendars as other programs read them: iCalendar, RFC 5545 and 7986.
namespace dorfnetz::calendar {

// From a moment to a moment. Written in UTC, so that no file needs a time zone: a series is written as its
// dates, each of which has long been worked out in the time of its place.
struct Between
{
    Timestamp from = {};
    Timestamp until = {}; // not before `from`
};

// Whole days, the last one included.
struct Days
{
    Date first = {};
    Date last = {};
};

struct Point
{
    double latitude = 0; // degrees, WGS 84
    double longitude = 0;

    bool operator==(const Point&) const = default;
};

struct Event
{
    std::string uid; // the same for ever, unlike that of every other event in the world
    // Grows with each change that somebody who already took it over must hear of.
    std::int64_t sequence = 0;
    Timestamp changed_at = {};
    std::variant<Between, Days> when = {};
    std::string title;
    std::string description = {};
    std::string place = {};
    std::optional<Point> point = {};
    std::string url = {};
    std::vector<std::string> categories = {};
    enum class Status { confirmed, tentative, cancelled } status = Status::confirmed;
    // For what is sent to one person (RFC 5546): who invites and who is invited, as mail addresses.
    std::string organizer = {};
    std::string organizer_name = {};
    std::string attendee = {};
};

struct Calendar
{
    std::string name = {};
    std::string url = {};
    // publish: for whoever subscribes. request and cancel: for one person, whose calendar takes the event in
    // or out.
    enum class Method { publish, request, cancel } method = Method::publish;
    std::vector<Event> events = {};
};

// The file, lines ended and folded as the standard wants them. Characters that it forbids are left out.
std::string write(const Calendar& calendar);

// The same piece by piece, for thousands of events that need not all be there at once.
class Writing
{
public:
    // The events of `head` are written first.
    explicit Writing(const Calendar& head);

    void add(const Event& event);
    // The whole file; nothing can be added after.
    std::string take();

private:
    void line(std::string_view name, std::string_view value);
    void text(std::string_view name, std::string_view value);
    void texts(std::string_view name, const std::vector<std::string>& values);
    void when(const Event& event);
    void append_escaped(std::string_view value);
    void fold_from(std::size_t begin);

    std::string m_text;
};

} // namespace dorfnetz::calendar
