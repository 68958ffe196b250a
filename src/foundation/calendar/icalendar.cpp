#include "foundation/calendar/icalendar.hpp"

#include <fmt/format.h>
#include <utility>

namespace dorfnetz::calendar {

namespace {

// RFC 5545, 3.1: 75 octets without the line break.
constexpr std::size_t longest_line = 75;

bool continues_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

class Writer
{
public:
    // A value that is written as it stands.
    void line(std::string_view name, std::string_view value)
    {
        const auto begin = m_text.size();
        m_text.append(name).append(":");
        for (const char c : value)
            if (!is_control(c))
                m_text += c;
        fold_from(begin);
    }

    // RFC 5545, 3.3.11.
    void text(std::string_view name, std::string_view value)
    {
        if (value.empty())
            return;
        const auto begin = m_text.size();
        m_text.append(name).append(":");
        append_escaped(value);
        fold_from(begin);
    }

    void texts(std::string_view name, const std::vector<std::string>& values)
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

    std::string take() { return std::move(m_text); }

private:
    void append_escaped(std::string_view value)
    {
        for (const char c : value) {
            if (c == '\n')
                m_text += "\\n";
            else if (c == '\\' || c == ';' || c == ',')
                (m_text += '\\') += c;
            else if (!is_control(c))
                m_text += c;
        }
    }

    // Breaks the line that begins there; never within a character.
    void fold_from(std::size_t begin)
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

    std::string m_text;
};

std::string in_utc(Timestamp moment)
{
    std::string compact;
    for (const char c : to_iso(moment))
        if (c != '-' && c != ':')
            compact += c;
    return compact;
}

std::string as_day(Date date)
{
    return fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

void write_when(Writer& to, const Event& event)
{
    if (const auto* days = std::get_if<Days>(&event.when)) {
        to.line("DTSTART;VALUE=DATE", as_day(days->first));
        to.line("DTEND;VALUE=DATE", as_day(add_days(days->last, 1))); // the first day that is free again
        to.line("TRANSP", "TRANSPARENT"); // nobody is busy all day because there is a fair
        return;
    }
    const auto& between = std::get<Between>(event.when);
    to.line("DTSTART", in_utc(between.from));
    to.line("DTEND", in_utc(between.until));
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

void write_event(Writer& to, const Event& event)
{
    to.line("BEGIN", "VEVENT");
    to.text("UID", event.uid);
    to.line("SEQUENCE", std::to_string(event.sequence));
    to.line("DTSTAMP", in_utc(event.changed_at));
    to.line("LAST-MODIFIED", in_utc(event.changed_at));
    write_when(to, event);
    to.text("SUMMARY", event.title);
    to.text("DESCRIPTION", event.description);
    to.text("LOCATION", event.place);
    if (event.point)
        to.line("GEO", fmt::format("{:.6f};{:.6f}", event.point->latitude, event.point->longitude));
    if (!event.url.empty())
        to.line("URL", event.url);
    to.texts("CATEGORIES", event.categories);
    to.line("STATUS", word_for(event.status));
    if (!event.organizer.empty())
        to.line("ORGANIZER;CN=" + in_quotes(event.organizer_name), "mailto:" + event.organizer);
    if (!event.attendee.empty())
        to.line("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE", "mailto:" + event.attendee);
    to.line("END", "VEVENT");
}

} // namespace

std::string write(const Calendar& calendar)
{
    Writer to;
    to.line("BEGIN", "VCALENDAR");
    to.line("VERSION", "2.0");
    to.line("PRODID", "-//Dorfnetz//Dorfnetz//DE");
    to.line("CALSCALE", "GREGORIAN");
    to.line("METHOD", word_for(calendar.method));
    to.text("NAME", calendar.name);
    to.text("X-WR-CALNAME", calendar.name); // what everybody reads
    if (!calendar.url.empty())
        to.line("URL", calendar.url);
    if (calendar.method == Calendar::Method::publish) {
        to.line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
        to.line("X-PUBLISHED-TTL", "PT6H");
    }
    for (const auto& event : calendar.events)
        write_event(to, event);
    to.line("END", "VCALENDAR");
    return to.take();
}

} // namespace dorfnetz::calendar
