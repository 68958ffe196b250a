#include "features/matching/json_reading.hpp"

#include "foundation/core/clock.hpp"

#include <algorithm>
#include <stdexcept>

namespace dorfnetz::matching {

namespace {

constexpr std::size_t faults_most = 100;
constexpr int depth_most = 8;

// Digits alone; nothing for anything else.
std::optional<int> number_in(std::string_view text)
{
    int number = 0;
    for (const char letter : text) {
        if (letter < '0' || letter > '9')
            return std::nullopt;
        number = number * 10 + (letter - '0');
    }
    return text.empty() ? std::nullopt : std::optional(number);
}

// Of "Z", "+02:00" or "-03:30".
std::optional<Minute> minutes_of_zone(std::string_view text)
{
    if (text == "Z")
        return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return std::nullopt;
    const auto hours = number_in(text.substr(1, 2));
    const auto minutes = number_in(text.substr(4, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59)
        return std::nullopt;
    return (text[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

// 2027-06-19T08:00+02:00, with or without seconds, which must be none.
std::optional<Minute> minute_from_iso(std::string_view text)
{
    if (text.size() < 17 || text[10] != 'T' || text[13] != ':')
        return std::nullopt;
    const auto date = date_from_iso(text.substr(0, 10));
    const auto hours = number_in(text.substr(11, 2));
    const auto minutes = number_in(text.substr(14, 2));
    auto rest = text.substr(16);
    if (rest.starts_with(":00"))
        rest.remove_prefix(3);
    const auto zone = minutes_of_zone(rest);
    if (!date || !hours || !minutes || *hours > 23 || *minutes > 59 || !zone)
        return std::nullopt;
    const auto days = std::chrono::sys_days(*date).time_since_epoch().count();
    return (Minute{days} * 24 + *hours) * 60 + *minutes - *zone;
}

// Throws at the first thing that is refused, while little of the text is in memory.
class Guard
{
public:
    explicit Guard(std::size_t fields_most) : m_fields_most(fields_most) {}

    bool operator()(int depth, Json::parse_event_t event, Json& parsed)
    {
        using Event = Json::parse_event_t;
        if (depth > depth_most)
            throw std::invalid_argument("This is nested deeper than any problem is.");
        if (event == Event::object_start) {
            m_names.resize(static_cast<std::size_t>(depth) + 1);
            m_names.back().clear();
        } else if (event == Event::key) {
            auto& names = m_names[static_cast<std::size_t>(depth) - 1];
            const auto& name = parsed.get_ref<const std::string&>();
            if (names.size() >= m_fields_most)
                throw std::invalid_argument("An object has more fields than any here has.");
            if (std::ranges::find(names, name) != names.end())
                throw std::invalid_argument("An object has a field twice.");
            names.push_back(name);
        }
        return true;
    }

private:
    std::size_t m_fields_most;
    std::vector<std::vector<std::string>> m_names;
};

std::string place_in_text(std::string_view text, std::size_t byte)
{
    const auto before = text.substr(0, std::min(text.size(), byte == 0 ? 0 : byte - 1));
    const auto line_begin = before.rfind('\n') + 1; // npos + 1 is 0
    return fmt::format("line {}, byte {}", std::ranges::count(before, '\n') + 1,
                       before.size() - line_begin + 1);
}

} // namespace

std::string Where::text() const
{
    if (!m_parent)
        return {};
    auto text = m_parent->text() + '/';
    if (m_index)
        return text + fmt::to_string(*m_index);
    for (const char letter : m_name.substr(0, 100)) {
        if (letter == '~')
            text += "~0";
        else if (letter == '/')
            text += "~1";
        else
            text += static_cast<unsigned char>(letter) < ' ' || letter == '\x7F' ? '?' : letter;
    }
    return text;
}

std::optional<Json> parse_json(std::string_view text, std::size_t fields_most, std::vector<Fault>& faults)
{
    const auto refuse = [&faults](std::string what) {
        faults.push_back({.where = "", .what = std::move(what)});
        return std::nullopt;
    };
    try {
        Guard guard(fields_most);
        const auto look = [&guard](int depth, Json::parse_event_t event, Json& value) {
            return guard(depth, event, value);
        };
        return std::optional<Json>(std::in_place, Json::parse(text, look));
    } catch (const Json::parse_error& error) {
        return refuse(fmt::format("This is no JSON: {}.", place_in_text(text, error.byte)));
    } catch (const Json::out_of_range&) {
        return refuse("A number is larger than any here may be.");
    } catch (const std::invalid_argument& error) {
        return refuse(error.what());
    }
}

void JsonReader::fault(const Where& where, std::string what)
{
    if (m_faults.size() < faults_most)
        m_faults.push_back({where.text(), std::move(what)});
}

bool JsonReader::has_fields(const Json& json, const Where& where,
                            std::initializer_list<std::string_view> known)
{
    if (!json.is_object()) {
        fault(where, "This must be an object.");
        return false;
    }
    for (const auto& [name, value] : json.items())
        if (std::ranges::find(known, name) == known.end())
            fault({where, name}, "There is no field of this name.");
    return true;
}

void JsonReader::require_format(const Json& json, const Where& where, std::string_view format)
{
    if (text(json, where, "format") != format)
        fault({where, "format"}, fmt::format("This must be \"{}\".", format));
}

std::optional<std::string_view> JsonReader::text(const Json& json, const Where& where, const char* name)
{
    const auto found = json.find(name);
    if (found == json.end())
        fault(where, fmt::format("The field \"{}\" is missing.", name));
    else if (!found->is_string())
        fault({where, name}, "This must be a text.");
    else
        return std::string_view(found->get_ref<const std::string&>());
    return std::nullopt;
}

std::string_view JsonReader::id(const Json& value, const Where& where, std::string_view what)
{
    if (!value.is_string()) {
        fault(where, fmt::format("{} must be a text.", what));
        return {};
    }
    const auto& id = value.get_ref<const std::string&>();
    if (id.empty() || id.size() > 200 || std::ranges::any_of(id, [](char letter) {
            return static_cast<unsigned char>(letter) < ' ' || letter == '\x7F';
        }))
        fault(where, fmt::format("{} has 1 to 200 bytes and no control characters.", what));
    return id;
}

std::string_view JsonReader::new_id(const Json& value, const Where& where, Ids& ids, std::string_view what)
{
    const auto told = id(value, where);
    if (!told.empty() && !ids.emplace(told, ids.size()).second)
        fault(where, fmt::format("Two {}s are called {}.", what, told.substr(0, 200)));
    return told;
}

std::string_view JsonReader::new_id_in(const Json& json, const Where& where, Ids& ids, std::string_view what)
{
    const auto found = json.find("id");
    if (found == json.end()) {
        fault(where, "The field \"id\" is missing.");
        return {};
    }
    return new_id(*found, {where, "id"}, ids, what);
}

std::optional<std::size_t> JsonReader::named(const Json& json, const Where& where, const char* name,
                                             const Ids& ids, std::string_view what)
{
    const auto told = text(json, where, name);
    if (!told)
        return std::nullopt;
    return known(*told, {where, name}, ids, what.empty() ? name : what);
}

std::optional<std::size_t> JsonReader::known(std::string_view told, const Where& where, const Ids& ids,
                                             std::string_view what)
{
    const auto found = ids.find(told);
    if (found != ids.end())
        return found->second;
    fault(where, fmt::format("There is no {} of this id.", what));
    return std::nullopt;
}

bool JsonReader::flag(const Json& json, const Where& where, const char* name)
{
    const auto found = json.find(name);
    if (found == json.end())
        return false;
    if (!found->is_boolean())
        fault({where, name}, "This must be true or false.");
    return *found == true;
}

std::int64_t JsonReader::whole(const Json& json, const Where& where, const char* name, const Range& range)
{
    const auto found = json.find(name);
    if (found == json.end()) {
        if (!range.otherwise)
            fault(where, fmt::format("The field \"{}\" is missing.", name));
        return range.otherwise.value_or(range.least);
    }
    const bool is_in = found->is_number_unsigned()
                           ? found->get<std::uint64_t>() <= static_cast<std::uint64_t>(range.most) &&
                                 found->get<std::int64_t>() >= range.least
                           : found->is_number_integer() && found->get<std::int64_t>() >= range.least &&
                                 found->get<std::int64_t>() <= range.most;
    if (!is_in) {
        fault({where, name},
              fmt::format("This must be a whole number from {} to {}.", range.least, range.most));
        return range.least;
    }
    return found->get<std::int64_t>();
}

double JsonReader::number(const Json& json, const Where& where, const char* name, double least, double most,
                          std::optional<double> otherwise)
{
    const auto found = json.find(name);
    if (found == json.end()) {
        if (!otherwise)
            fault(where, fmt::format("The field \"{}\" is missing.", name));
        return otherwise.value_or(least);
    }
    if (!found->is_number() || !(found->get<double>() >= least && found->get<double>() <= most)) {
        fault({where, name}, fmt::format("This must be a number from {} to {}.", least, most));
        return least;
    }
    return found->get<double>();
}

Minute JsonReader::minute(const Json& json, const Where& where, const char* name)
{
    const auto told = text(json, where, name);
    if (!told)
        return 0;
    const auto minute = minute_from_iso(*told);
    if (!minute)
        fault({where, name}, "This must be a whole minute with its zone, such as 2027-06-19T08:00+02:00.");
    return minute.value_or(0);
}

std::int64_t JsonReader::day(const Json& json, const Where& where, const char* name, const Range& range)
{
    if (range.otherwise && !json.contains(name))
        return *range.otherwise;
    const auto told = text(json, where, name);
    if (!told)
        return range.least;
    const auto date = date_from_iso(*told);
    const std::int64_t days = date ? std::chrono::sys_days(*date).time_since_epoch().count() : -1;
    if (days >= range.least && days <= range.most)
        return days;
    const auto iso = [](std::int64_t number) {
        return to_iso(Date(std::chrono::sys_days(std::chrono::days(number))));
    };
    fault({where, name}, fmt::format("This must be a day from {} to {}.", iso(range.least), iso(range.most)));
    return range.least;
}

std::string list_of(const std::vector<std::string>& entries, std::size_t indent)
{
    const auto line = '\n' + std::string(indent, ' ');
    std::string text = "[";
    for (std::size_t i = 0; i < entries.size(); ++i)
        text += (i == 0 ? "" : ",") + line + "  " + entries[i];
    return text + (entries.empty() ? "]" : line + "]");
}

std::string json_text(std::string_view text)
{
    return Json(text).dump();
}

} // namespace dorfnetz::matching
