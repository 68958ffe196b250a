#include "features/matching/plan_json_api.hpp"

#include "foundation/core/clock.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>

namespace dorfnetz::matching {

namespace {

using Json = nlohmann::json;

constexpr std::size_t faults_most = 100;
constexpr std::size_t fields_most = 16; // of one object; more have no business here
constexpr int depth_most = 8;
// Within these every sum fits into 64 bits, and the flow into the 32 of its amounts.
constexpr std::int64_t points_most = 1'000'000;
constexpr std::int64_t people_most = 10'000;
constexpr std::int64_t minutes_most = 100L * 366 * 24 * 60;
constexpr std::size_t shifts_most = 100'000;
constexpr std::size_t volunteers_most = 1'000'000;
constexpr std::size_t places_most = 5'000;
constexpr double kilometres_most = 50'000;

// Where a value stands, written out only if something is wrong with it.
class Where
{
public:
    Where() = default;

    Where(const Where& parent, std::string_view name) : m_parent(&parent), m_name(name) {}

    Where(const Where& parent, std::size_t index) : m_parent(&parent), m_index(index) {}

    std::string text() const
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

private:
    const Where* m_parent = nullptr;
    std::string_view m_name;
    std::optional<std::size_t> m_index;
};

struct Range
{
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::optional<std::int64_t> otherwise = {}; // if the field is not there
};

using Ids = std::unordered_map<std::string_view, std::size_t>;

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
    return Minute{days} * 24 * 60 + *hours * 60 + *minutes - *zone;
}

class ProblemReader
{
public:
    Reading read(const Json& json)
    {
        const Where whole;
        if (has_fields(json, whole,
                       {"format", "rules", "places", "villages", "shifts", "volunteers", "together"})) {
            if (text(json, whole, "format") != "dorfnetz-plan-problem/1")
                fault({whole, "format"}, "This must be \"dorfnetz-plan-problem/1\".");
            read_rules(json, whole);
            read_places(json, whole);
            read_villages(json, whole);
            read_shifts(json, whole);
            read_volunteers(json, whole);
            read_together(json, whole);
        }
        if (m_reading.faults.empty())
            for (auto& sentence : faults_of(m_problem)) // all have been said with their place
                fault(whole, std::move(sentence));
        return std::move(m_reading);
    }

private:
    void fault(const Where& where, std::string what)
    {
        if (m_reading.faults.size() < faults_most)
            m_reading.faults.push_back({where.text(), std::move(what)});
    }

    bool has_fields(const Json& json, const Where& where, std::initializer_list<std::string_view> known)
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

    // Nothing and a fault if there is none.
    std::optional<std::string_view> text(const Json& json, const Where& where, const char* name)
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

    std::string_view id(const Json& value, const Where& where)
    {
        if (!value.is_string()) {
            fault(where, "An id must be a text.");
            return {};
        }
        const auto& id = value.get_ref<const std::string&>();
        if (id.empty() || id.size() > 200 || std::ranges::any_of(id, [](char letter) {
                return static_cast<unsigned char>(letter) < ' ' || letter == '\x7F';
            }))
            fault(where, "An id has 1 to 200 bytes and no control characters.");
        return id;
    }

    // The id of an entry, which must be its first.
    std::string_view new_id(const Json& value, const Where& where, Ids& ids, std::string_view what)
    {
        const auto told = id(value, where);
        if (!told.empty() && !ids.emplace(told, ids.size()).second)
            fault(where, fmt::format("Two {}s are called {}.", what, told.substr(0, 200)));
        return told;
    }

    std::string_view new_id_in(const Json& json, const Where& where, Ids& ids, std::string_view what)
    {
        const auto found = json.find("id");
        if (found == json.end()) {
            fault(where, "The field \"id\" is missing.");
            return {};
        }
        return new_id(*found, {where, "id"}, ids, what);
    }

    // The entry that a field names; fields are called after what they name, but for `with`.
    std::optional<std::size_t> named(const Json& json, const Where& where, const char* name, const Ids& ids,
                                     std::string_view what = {})
    {
        const auto told = text(json, where, name);
        if (!told)
            return std::nullopt;
        const auto found = ids.find(*told);
        if (found == ids.end()) {
            fault({where, name}, fmt::format("There is no {} of this id.", what.empty() ? name : what));
            return std::nullopt;
        }
        return found->second;
    }

    std::int64_t whole(const Json& json, const Where& where, const char* name, const Range& range)
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

    double number(const Json& json, const Where& where, const char* name, double least, double most,
                  std::optional<double> otherwise = std::nullopt)
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

    Minute minute(const Json& json, const Where& where, const char* name)
    {
        const auto told = text(json, where, name);
        if (!told)
            return 0;
        const auto minute = minute_from_iso(*told);
        if (!minute)
            fault({where, name},
                  "This must be a whole minute with its zone, such as 2027-06-19T08:00+02:00.");
        return minute.value_or(0);
    }

    // Calls `one` with each entry of a list and where it stands.
    template <class One>
    void each(const Json& json, const Where& where, const char* name, std::size_t most, One&& one)
    {
        const auto found = json.find(name);
        if (found == json.end())
            return fault(where, fmt::format("The field \"{}\" is missing.", name));
        const Where list(where, name);
        if (!found->is_array())
            return fault(list, "This must be a list.");
        if (found->size() > most)
            return fault(list, fmt::format("These are more than {}.", most));
        for (std::size_t i = 0; i < found->size(); ++i)
            one((*found)[i], Where(list, i));
    }

    void read_rules(const Json& json, const Where& whole_problem)
    {
        const auto found = json.find("rules");
        if (found == json.end())
            return;
        const Where where(whole_problem, "rules");
        if (!has_fields(*found, where,
                        {"needed", "load_step", "load_most", "village_step", "keep", "travel_minutes",
                         "travel_speed"}))
            return;
        auto& rules = m_problem.rules;
        const auto set = [&](int& rule, const char* name) {
            rule = static_cast<int>(whole(*found, where, name, {0, points_most, rule}));
        };
        set(rules.needed, "needed");
        set(rules.load_step, "load_step");
        set(rules.load_most, "load_most");
        set(rules.village_step, "village_step");
        set(rules.keep, "keep");
        set(rules.travel_minutes, "travel_minutes");
        rules.travel_speed = number(*found, where, "travel_speed", 1, 1000, rules.travel_speed);
    }

    void read_places(const Json& json, const Where& whole_problem)
    {
        each(json, whole_problem, "places", places_most, [&](const Json& entry, const Where& where) {
            if (!has_fields(entry, where, {"id", "east", "north"}))
                return;
            m_reading.told.places.emplace_back(new_id_in(entry, where, m_places, "place"));
            m_problem.places.push_back(
                {.east = number(entry, where, "east", -kilometres_most, kilometres_most),
                 .north = number(entry, where, "north", -kilometres_most, kilometres_most)});
        });
    }

    void read_villages(const Json& json, const Where& whole_problem)
    {
        each(json, whole_problem, "villages", places_most, [&](const Json& entry, const Where& where) {
            m_reading.told.villages.emplace_back(new_id(entry, where, m_villages, "village"));
            m_problem.villages = m_reading.told.villages.size();
        });
    }

    void read_shifts(const Json& json, const Where& whole_problem)
    {
        each(json, whole_problem, "shifts", shifts_most, [&](const Json& entry, const Where& where) {
            if (!has_fields(entry, where, {"id", "begin", "end", "place", "least", "most"}))
                return;
            const auto id = new_id_in(entry, where, m_shifts, "shift");
            const Shift shift{.id = std::string(id),
                              .begin = minute(entry, where, "begin"),
                              .end = minute(entry, where, "end"),
                              .place = named(entry, where, "place", m_places).value_or(0),
                              .least = static_cast<int>(whole(entry, where, "least", {0, people_most})),
                              .most = static_cast<int>(whole(entry, where, "most", {0, people_most}))};
            if (shift.end <= shift.begin)
                fault(where, fmt::format("Shift {} does not end after it begins.", shift.id));
            else if (shift.end - shift.begin > minutes_most)
                fault(where, fmt::format("Shift {} is longer than a century.", shift.id));
            if (shift.most < shift.least)
                fault(where, fmt::format("Shift {} has fewer places than it needs at least.", shift.id));
            m_problem.shifts.push_back(shift);
        });
    }

    void read_volunteers(const Json& json, const Where& whole_problem)
    {
        each(json, whole_problem, "volunteers", volunteers_most, [&](const Json& entry, const Where& where) {
            if (!has_fields(entry, where,
                            {"id", "village", "most_shifts", "most_minutes", "rest_minutes", "choices"}))
                return;
            const auto id = new_id_in(entry, where, m_volunteers, "volunteer");
            m_problem.volunteers.push_back(
                {.id = std::string(id),
                 .village = named(entry, where, "village", m_villages).value_or(0),
                 .most_shifts = static_cast<int>(
                     whole(entry, where, "most_shifts", {0, static_cast<std::int64_t>(shifts_most)})),
                 .most_minutes = whole(entry, where, "most_minutes", {0, minutes_most, 0}),
                 .rest = whole(entry, where, "rest_minutes", {0, minutes_most, 0})});
            read_choices(entry, where, m_problem.volunteers.size() - 1);
        });
    }

    void read_choices(const Json& volunteer, const Where& volunteer_where, std::size_t index)
    {
        m_is_chosen.resize(m_problem.shifts.size(), 0);
        each(volunteer, volunteer_where, "choices", shifts_most, [&](const Json& entry, const Where& where) {
            if (!has_fields(entry, where, {"shift", "liking", "standing"}))
                return;
            Choice choice{.volunteer = index,
                          .liking = static_cast<int>(whole(entry, where, "liking", {0, points_most}))};
            if (entry.contains("standing")) {
                const auto standing = text(entry, where, "standing");
                if (standing == "promised")
                    choice.standing = Standing::promised;
                else if (standing == "proposed")
                    choice.standing = Standing::proposed;
                else if (standing && standing != "free")
                    fault({where, "standing"}, "This must be free, proposed or promised.");
            }
            const auto shift = named(entry, where, "shift", m_shifts);
            if (!shift || *shift >= m_is_chosen.size())
                return;
            choice.shift = *shift;
            if (m_is_chosen[*shift] == index + 1)
                fault(where, fmt::format("Volunteer {} and shift {} are listed twice.",
                                         m_problem.volunteers[index].id, m_problem.shifts[*shift].id));
            m_is_chosen[*shift] = index + 1;
            m_problem.choices.push_back(choice);
        });
    }

    void read_together(const Json& json, const Where& whole_problem)
    {
        if (!json.contains("together"))
            return;
        each(json, whole_problem, "together", volunteers_most, [&](const Json& entry, const Where& where) {
            if (!has_fields(entry, where, {"volunteer", "with", "points"}))
                return;
            const auto one = named(entry, where, "volunteer", m_volunteers);
            const auto other = named(entry, where, "with", m_volunteers, "volunteer");
            const auto points = whole(entry, where, "points", {0, points_most});
            if (one && other && *one == *other)
                fault(where, "A wish to be together does not name two volunteers.");
            if (one && other)
                m_problem.together.push_back(
                    {.one = *one, .other = *other, .points = static_cast<int>(points)});
        });
    }

    Reading m_reading;
    Problem& m_problem = m_reading.told.problem;
    Ids m_places;
    Ids m_villages;
    Ids m_shifts;
    Ids m_volunteers;
    std::vector<std::size_t> m_is_chosen; // of each shift: volunteer who chose it last, counted from 1
};

Reading refused(std::string what)
{
    return {.faults = {{"", std::move(what)}}};
}

// Refuses while reading what would only cost memory: a depth that nothing here has, names without end, names
// twice in one object, of which JSON leaves open which one counts.
class Guard
{
public:
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
            if (names.size() >= fields_most)
                throw std::invalid_argument("An object has more fields than any here has.");
            if (std::ranges::find(names, name) != names.end())
                throw std::invalid_argument("An object has a field twice.");
            names.push_back(name);
        }
        return true;
    }

private:
    std::vector<std::vector<std::string>> m_names;
};

std::string place_in_text(std::string_view text, std::size_t byte)
{
    const auto before = text.substr(0, std::min(text.size(), byte == 0 ? 0 : byte - 1));
    const auto line_begin = before.rfind('\n') + 1; // npos + 1 is 0
    return fmt::format("line {}, byte {}", std::ranges::count(before, '\n') + 1,
                       before.size() - line_begin + 1);
}

// One entry a line, so that people and diff can read it.
template <class Entries>
std::string list_of(const Entries& entries)
{
    std::string text = "[";
    for (std::size_t i = 0; i < entries.size(); ++i)
        text += (i == 0 ? "\n    " : ",\n    ") + entries[i].dump();
    return text + (entries.empty() ? "]" : "\n  ]");
}

std::string quoted(const std::string& text)
{
    return Json(text).dump();
}

nlohmann::ordered_json json_of(const Problem& problem, const Hindered& candidate)
{
    nlohmann::ordered_json json{
        {"volunteer", problem.volunteers[problem.choices[candidate.choice].volunteer].id},
        {"why", to_text(candidate.why)},
        {"nothing_else", candidate.is_only}};
    for (const auto shift : candidate.shifts)
        json["shifts"].push_back(problem.shifts[shift].id);
    if (candidate.lacking > 0)
        json[candidate.why == Obstacle::most_shifts ? "lacking_shifts" : "lacking_minutes"] =
            candidate.lacking;
    if (candidate.why == Obstacle::cost)
        json["loss"] = candidate.loss;
    return json;
}

std::string json_of(const Problem& problem, const Unfilled& unfilled)
{
    std::map<std::string_view, int> counts;
    nlohmann::ordered_json candidates = nlohmann::ordered_json::array();
    for (const auto& candidate : unfilled.candidates) {
        ++counts[to_text(candidate.why)];
        candidates.push_back(json_of(problem, candidate));
    }
    nlohmann::ordered_json json{
        {"shift", problem.shifts[unfilled.shift].id},
        {"open", unfilled.open},
        {"reason", counts.empty()       ? "nobody"
                   : counts.size() == 1 ? std::string(counts.begin()->first)
                                        : "several"},
        {"counts", nlohmann::ordered_json::object()},
    };
    for (const auto& [why, count] : counts)
        json["counts"][std::string(why)] = count;
    json["candidates"] = std::move(candidates);
    return json.dump();
}

template <class Prices>
std::string prices_json(const Prices& prices, const auto& id_of)
{
    std::string text = "{";
    for (std::size_t i = 0; i < prices.size(); ++i)
        text += fmt::format("{}{}: {}", i == 0 ? "\n    " : ",\n    ", quoted(id_of(i)), prices[i]);
    return text + (prices.empty() ? "}" : "\n  }");
}

} // namespace

Reading read_problem(std::string_view json)
{
    try {
        Guard guard;
        const auto parsed = Json::parse(json, [&guard](int depth, Json::parse_event_t event, Json& value) {
            return guard(depth, event, value);
        });
        return ProblemReader().read(parsed);
    } catch (const Json::parse_error& error) {
        return refused(fmt::format("This is no JSON: {}.", place_in_text(json, error.byte)));
    } catch (const Json::out_of_range&) {
        return refused("A number is larger than any here may be.");
    } catch (const std::invalid_argument& error) {
        return refused(error.what());
    }
}

std::string plan_json(const Told& told, const Plan& plan, const std::vector<Unfilled>& unfilled)
{
    const auto& problem = told.problem;
    std::vector<nlohmann::ordered_json> taken;
    taken.reserve(plan.taken.size());
    for (const auto index : plan.taken) {
        const auto& choice = problem.choices[index];
        taken.push_back({{"volunteer", problem.volunteers[choice.volunteer].id},
                         {"shift", problem.shifts[choice.shift].id}});
    }
    std::string open = "[";
    for (std::size_t i = 0; i < unfilled.size(); ++i)
        open += (i == 0 ? "\n    " : ",\n    ") + json_of(problem, unfilled[i]);
    open += unfilled.empty() ? "]" : "\n  ]";
    return fmt::format("{{\n"
                       "  \"format\": \"dorfnetz-plan/1\",\n"
                       "  \"value\": {},\n"
                       "  \"needed_value\": {},\n"
                       "  \"bound\": {},\n"
                       "  \"gap\": {},\n"
                       "  \"preference_gap\": {},\n"
                       "  \"best\": {},\n"
                       "  \"cut_short\": {},\n"
                       "  \"assignments\": {},\n"
                       "  \"unfilled\": {}\n"
                       "}}\n",
                       plan.value, plan.needed_value, plan.bound, Json(plan.gap()).dump(),
                       Json(plan.preference_gap()).dump(), plan.is_best, plan.is_cut_short, list_of(taken),
                       open);
}

std::string certificate_json(const Told& told, const Plan& plan)
{
    const auto& problem = told.problem;
    return fmt::format("{{\n"
                       "  \"format\": \"dorfnetz-plan-certificate/1\",\n"
                       "  \"bound\": {},\n"
                       "  \"price_unit\": {},\n"
                       "  \"shift_prices\": {},\n"
                       "  \"village_prices\": {}\n"
                       "}}\n",
                       plan.bound, price_unit,
                       prices_json(plan.certificate.shift_prices,
                                   [&](std::size_t i) -> const std::string& { return problem.shifts[i].id; }),
                       prices_json(plan.certificate.village_prices,
                                   [&](std::size_t i) -> const std::string& { return told.villages[i]; }));
}

} // namespace dorfnetz::matching
