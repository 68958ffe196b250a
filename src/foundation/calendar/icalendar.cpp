#include "foundation/calendar/icalendar.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <utility>

namespace dorfnetz::calendar {

namespace {

// RFC 5545, 3.1: 75 octets without the line break.
constexpr std::size_t longest_line = 75;

bool continues_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

constexpr auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };

// What cannot stand in a text as it is.
constexpr auto is_special = [](char c) { return is_control(c) || c == '\\' || c == ';' || c == ','; };

void append_number(std::string& to, unsigned value, unsigned digits)
{
    const auto begin = to.size();
    to.append(digits, '0');
    for (auto place = begin + digits; place > begin && value > 0; value /= 10)
        to[--place] = static_cast<char>('0' + value % 10);
}

std::string as_day(Date date)
{
    std::string text;
    append_number(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    append_number(text, static_cast<unsigned>(date.month()), 2);
    append_number(text, static_cast<unsigned>(date.day()), 2);
    return text;
}

// "20261205T170000Z"
std::string in_utc(Timestamp moment)
{
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(moment - day)};
    auto text = as_day(Date{day});
    text += 'T';
    append_number(text, static_cast<unsigned>(time.hours().count()), 2);
    append_number(text, static_cast<unsigned>(time.minutes().count()), 2);
    append_number(text, static_cast<unsigned>(time.seconds().count()), 2);
    return text += 'Z';
}

std::string_view word_for(Event::Status status)
{
    switch (status) {
    case Event::Status::confirmed:
        return "CONFIRMED";
    case Event::Status::tentative:
        return "TENTATIVE";
    case Event::Status::cancelled:
        return "CANCELLED";
    }
    return "";
}

std::string_view word_for(Calendar::Method method)
{
    switch (method) {
    case Calendar::Method::publish:
        return "PUBLISH";
    case Calendar::Method::request:
        return "REQUEST";
    case Calendar::Method::cancel:
        return "CANCEL";
    }
    return "";
}

// RFC 5545, 3.2: no quotes within quotes.
std::string in_quotes(std::string_view name)
{
    std::string result = "\"";
    for (const char c : name)
        if (c != '"' && !is_control(c))
            result += c;
    return result + '"';
}

} // namespace

Writing::Writing(const Calendar& head)
{
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Dorfnetz//Dorfnetz//DE");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", word_for(head.method));
    text("NAME", head.name);
    text("X-WR-CALNAME", head.name); // what everybody reads
    if (!head.url.empty())
        line("URL", head.url);
    if (head.method == Calendar::Method::publish) {
        line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
        line("X-PUBLISHED-TTL", "PT6H");
    }
    for (const auto& event : head.events)
        add(event);
}

void Writing::add(const Event& event)
{
    line("BEGIN", "VEVENT");
    text("UID", event.uid);
    line("SEQUENCE", std::to_string(event.sequence));
    const auto changed_at = in_utc(event.changed_at);
    line("DTSTAMP", changed_at);
    line("LAST-MODIFIED", changed_at);
    when(event);
    text("SUMMARY", event.title);
    text("DESCRIPTION", event.description);
    text("LOCATION", event.place);
    if (event.point)
        line("GEO", fmt::format("{:.6f};{:.6f}", event.point->latitude, event.point->longitude));
    if (!event.url.empty())
        line("URL", event.url);
    texts("CATEGORIES", event.categories);
    line("STATUS", word_for(event.status));
    if (!event.organizer.empty())
        line("ORGANIZER;CN=" + in_quotes(event.organizer_name), "mailto:" + event.organizer);
    if (!event.attendee.empty())
        line("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE", "mailto:" + event.attendee);
    line("END", "VEVENT");
}

std::string Writing::take()
{
    line("END", "VCALENDAR");
    return std::move(m_text);
}

// A value that is written as it stands.
void Writing::line(std::string_view name, std::string_view value)
{
    const auto begin = m_text.size();
    m_text.append(name).append(1, ':');
    if (std::none_of(value.begin(), value.end(), is_control))
        m_text.append(value);
    else
        std::copy_if(value.begin(), value.end(), std::back_inserter(m_text), std::not_fn(is_control));
    fold_from(begin);
}

// RFC 5545, 3.3.11.
void Writing::text(std::string_view name, std::string_view value)
{
    if (value.empty())
        return;
    const auto begin = m_text.size();
    m_text.append(name).append(1, ':');
    append_escaped(value);
    fold_from(begin);
}

void Writing::texts(std::string_view name, const std::vector<std::string>& values)
{
    if (values.empty())
        return;
    const auto begin = m_text.size();
    m_text.append(name);
    char before = ':';
    for (const auto& value : values) {
        m_text += before;
        append_escaped(value);
        before = ',';
    }
    fold_from(begin);
}

void Writing::when(const Event& event)
{
    if (const auto* days = std::get_if<Days>(&event.when)) {
        line("DTSTART;VALUE=DATE", as_day(days->first));
        line("DTEND;VALUE=DATE", as_day(add_days(days->last, 1))); // the first day that is free again
        line("TRANSP", "TRANSPARENT"); // nobody is busy all day because there is a fair
        return;
    }
    const auto& between = std::get<Between>(event.when);
    line("DTSTART", in_utc(between.from));
    line("DTEND", in_utc(between.until));
}

void Writing::append_escaped(std::string_view value)
{
    for (auto at = value.begin(); at != value.end();) {
        const auto special = std::find_if(at, value.end(), is_special);
        m_text.append(at, special);
        at = special;
        if (at == value.end())
            break;
        if (*at == '\n')
            m_text += "\\n";
        else if (!is_control(*at))
            (m_text += '\\') += *at;
        ++at;
    }
}

// Breaks the line that begins there; never within a character.
void Writing::fold_from(std::size_t begin)
{
    auto room = longest_line;
    while (m_text.size() - begin > room) {
        auto cut = begin + room;
        while (continues_character(m_text[cut]) && cut > begin + 1)
            --cut;
        m_text.insert(cut, "\r\n ");
        begin = cut + 3;
        room = longest_line - 1; // the space counts
    }
    m_text += "\r\n";
}

std::string write(const Calendar& calendar)
{
    return Writing(calendar).take();
}

} // namespace dorfnetz::calendar
