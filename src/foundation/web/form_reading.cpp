#include "foundation/web/form.hpp"

#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/sheet/values.hpp"

#include <algorithm>
#include <charconv>

// Forms read: what was sent is checked against the declared fields.
namespace dorfnetz::web {

namespace {

bool is_input(Input input)
{
    return input != Input::heading && input != Input::fold && input != Input::note;
}

std::string with_unix_line_ends(std::string_view text)
{
    return replace_all(std::string(trim(text)), "\r\n", "\n");
}

bool looks_like_phone(std::string_view text)
{
    std::size_t digits = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            ++digits;
        else if (std::string_view("+-/() .").find(c) == std::string_view::npos)
            return false;
    }
    return digits >= 4 && digits <= 17;
}

std::optional<std::int64_t> whole_number(std::string_view text)
{
    // "1.200" is how Germans write 1200.
    const auto plain = replace_all(std::string(trim(text)), ".", "");
    std::int64_t number = 0;
    const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    if (plain.empty() || read.ec != std::errc() || read.ptr != plain.data() + plain.size())
        return std::nullopt;
    return number;
}

std::string clock_text(std::chrono::minutes time)
{
    const auto of_hour = time.count() % 60;
    return std::to_string(time.count() / 60) + (of_hour < 10 ? ":0" : ":") + std::to_string(of_hour);
}

class FieldReader
{
public:
    FieldReader(SentForm& sent, const Field& field, Date today) : m_sent(sent), m_field(field), m_today(today)
    {
    }

    void read_many(const http::Form& form)
    {
        std::vector<std::string> kept;
        for (auto& value : form.all(m_field.name))
            if (is_offered(value))
                kept.push_back(std::move(value));
        if (kept.empty() && m_field.required)
            refuse("Wähle mindestens eins aus."_de);
        m_sent.values.set(m_field.name, std::move(kept));
    }

    void read_one(const http::Form& form)
    {
        const bool multi_line = m_field.input == Input::long_text || m_field.input == Input::markdown;
        const auto raw = form.text(m_field.name);
        auto value = m_field.input == Input::password ? std::string(raw)
                     : multi_line                     ? with_unix_line_ends(raw)
                                                      : squeeze(raw);
        m_sent.values.set(m_field.name, value);
        if (value.empty()) {
            if (m_field.required)
                refuse_empty();
            return;
        }
        if (has_control_characters(value))
            return refuse("Hier sind unsichtbare Zeichen dabei. Tipp den Text neu ein."_de);
        if (length_in_characters(value) > m_field.longest)
            return refuse("Das ist zu lang: höchstens {1} Zeichen."_de, {std::to_string(m_field.longest)});
        check_kind(value);
    }

private:
    void check_kind(const std::string& value)
    {
        switch (m_field.input) {
        case Input::email:
            if (!mail::is_mail_address(value))
                refuse("Das sieht nicht nach einer E-Mail-Adresse aus, etwa name@example.org."_de);
            break;
        case Input::phone:
            if (!looks_like_phone(value))
                refuse("Das sieht nicht nach einer Telefonnummer aus. Zahlen und Leerzeichen reichen."_de);
            break;
        case Input::address_:
            if (!html::Url::foreign(value))
                refuse("Das sieht nicht nach einer Internetadresse aus, etwa www.example.org."_de);
            break;
        case Input::number:
            return check_number(value);
        case Input::date:
            return check_date(value);
        case Input::time:
            return check_time(value);
        case Input::one_of:
            if (!m_field.other_value_allowed && !is_offered(value))
                refuse("Wähle etwas aus der Liste."_de);
            break;
        default:
            break;
        }
    }

    // A form may ask for more than one yes.
    void refuse_empty()
    {
        if (m_field.input == Input::yes)
            refuse("Kreuz noch an: „{1}“"_de, {m_field.label});
        else
            refuse("Das fehlt noch."_de);
    }

    void check_number(const std::string& value)
    {
        const auto number = whole_number(value);
        if (!number)
            return refuse("Schreib hier eine ganze Zahl."_de);
        if (*number < m_field.least || *number > m_field.most)
            return refuse(m_field.least == m_field.most ? "Hier geht nur {1}."_de
                                                        : "Schreib eine Zahl von {1} bis {2}."_de,
                          {std::to_string(m_field.least), std::to_string(m_field.most)});
        m_sent.values.set(m_field.name, std::to_string(*number));
    }

    void check_date(const std::string& value)
    {
        const auto day = day_from_typed(value, m_today);
        if (!day)
            return refuse(day.error().text);
        if (m_field.soonest && *day < *m_field.soonest)
            return refuse("Nimm einen Tag, der noch kommt."_de);
        m_sent.values.set(m_field.name, to_iso(*day));
    }

    void check_time(const std::string& value)
    {
        const auto time = time_from_typed(value);
        if (!time)
            return refuse("Schreib die Uhrzeit so: 14:30."_de);
        m_sent.values.set(m_field.name, clock_text(*time));
    }

    bool is_offered(std::string_view value) const
    {
        if (m_field.input == Input::grid) {
            const auto dot = value.find('.');
            return dot != std::string_view::npos && has(m_field.choices, value.substr(0, dot)) &&
                   has(m_field.columns, value.substr(dot + 1));
        }
        return has(m_field.choices, value);
    }

    static bool has(const std::vector<Choice>& choices, std::string_view value)
    {
        return std::any_of(choices.begin(), choices.end(),
                           [&](const Choice& choice) { return choice.value == value; });
    }

    void refuse(German text, std::vector<std::string> values = {})
    {
        m_sent.errors.push_back({m_field.name, text, std::move(values)});
    }

    SentForm& m_sent;
    const Field& m_field;
    Date m_today;
};

// "24.12." of the year in which it is nearest: people who write so mean no other.
std::optional<Date> nearest_day(std::string_view text, Date today)
{
    const std::string day = std::string(text) + (text.ends_with('.') ? "" : ".");
    std::optional<Date> nearest;
    const auto distance = [&](Date date) {
        return std::chrono::abs(std::chrono::sys_days(date) - std::chrono::sys_days(today));
    };
    for (const int later : {0, 1, -1}) {
        const auto year = static_cast<int>(today.year()) + later;
        const auto written = sheet::parse_german_date(day + std::to_string(year));
        if (written && written->precision == sheet::WrittenDate::Precision::day &&
            (!nearest || distance(written->date) < distance(*nearest)))
            nearest = written->date;
    }
    return nearest;
}

} // namespace

std::optional<std::chrono::minutes> time_from_typed(std::string_view text)
{
    auto typed = to_lower_ascii(trim(text));
    int later = 0;
    for (const std::string_view end : {"uhr", "h", "am", "pm"})
        if (typed.ends_with(end)) {
            typed = trim(std::string_view(typed).substr(0, typed.size() - end.size()));
            later = end == "pm" ? 12 : 0;
            break;
        }
    const auto mark = typed.find_first_of(":.h");
    const auto part = [](std::string_view digits, int most) -> std::optional<int> {
        int number = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (digits.empty() || digits.size() > 2 || read.ec != std::errc() ||
            read.ptr != digits.data() + digits.size() || number < 0 || number > most)
            return std::nullopt;
        return number;
    };
    auto hour = part(std::string_view(typed).substr(0, mark), 23);
    const auto minute =
        mark == std::string::npos ? std::optional(0) : part(std::string_view(typed).substr(mark + 1), 59);
    if (!hour || !minute)
        return std::nullopt;
    if (later > 0 && *hour < 12)
        *hour += later;
    return std::chrono::minutes{*hour * 60 + *minute};
}

Result<Date> day_from_typed(std::string_view text, Date today)
{
    const auto written = sheet::parse_german_date(text);
    if (written && written->precision == sheet::WrittenDate::Precision::day)
        return written->date;
    if (const auto day = nearest_day(text, today))
        return *day;
    return Error{.kind = Err::invalid,
                 .text = sheet::is_impossible_day(text) ? "Diesen Tag gibt es nicht."_de
                                                        : "Schreib das Datum so: 24.12.2026."_de};
}

FormValues& FormValues::set(std::string_view name, std::string value)
{
    m_values[std::string(name)] = {std::move(value)};
    return *this;
}

FormValues& FormValues::set(std::string_view name, std::vector<std::string> values)
{
    m_values[std::string(name)] = std::move(values);
    return *this;
}

std::string FormValues::text(std::string_view name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() || found->second.empty() ? std::string() : found->second.front();
}

std::vector<std::string> FormValues::all(std::string_view name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::int64_t> FormValues::number(std::string_view name) const
{
    return whole_number(text(name));
}

std::optional<Date> FormValues::date(std::string_view name) const
{
    return date_from_iso(text(name));
}

std::optional<std::chrono::minutes> FormValues::time(std::string_view name) const
{
    return time_from_typed(text(name));
}

Error SentForm::error() const
{
    return {.kind = Err::invalid, .text = "Da fehlt noch etwas"_de, .fields = errors};
}

SentForm read_form(const Context& context, const std::vector<Field>& fields)
{
    SentForm sent;
    for (const auto& field : fields) {
        if (!is_input(field.input) || field.input == Input::file)
            continue;
        FieldReader reader(sent, field, context.today());
        if (field.input == Input::many_of || field.input == Input::grid)
            reader.read_many(context.form);
        else
            reader.read_one(context.form);
    }
    return sent;
}

} // namespace dorfnetz::web
