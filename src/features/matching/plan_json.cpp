#include "features/matching/json_reading.hpp"
#include "features/matching/plan_json_api.hpp"

#include <map>

namespace dorfnetz::matching {

namespace {

constexpr std::int64_t people_most = 10'000;
constexpr std::int64_t minutes_most = 100L * 366 * 24 * 60;
constexpr std::size_t shifts_most = 100'000;
constexpr std::size_t places_most = 5'000;
constexpr std::size_t periods_most = 60; // five years of months

class ProblemReader
{
public:
    Reading read(const Json& json)
    {
        const Where whole;
        if (m_in.has_fields(
                json, whole,
                {"format", "rules", "places", "villages", "periods", "shifts", "volunteers", "together"})) {
            m_in.require_format(json, whole, "dorfnetz-plan-problem/1");
            read_rules(json, whole);
            read_places(json, whole);
            read_villages(json, whole);
            read_periods(json, whole);
            read_shifts(json, whole);
            read_volunteers(json, whole);
            read_together(json, whole);
        }
        if (m_in.faults().empty())
            for (auto& sentence : faults_of(m_problem)) // all have been said with their place
                m_in.fault(whole, std::move(sentence));
        m_reading.faults = m_in.faults();
        return std::move(m_reading);
    }

private:
    void read_rules(const Json& json, const Where& whole)
    {
        const auto found = json.find("rules");
        if (found == json.end())
            return;
        const Where where(whole, "rules");
        if (!m_in.has_fields(*found, where,
                             {"needed", "load_step", "load_most", "village_step", "keep", "travel_minutes",
                              "travel_speed"}))
            return;
        auto& rules = m_problem.rules;
        const auto set = [&](int& rule, const char* name) {
            rule = static_cast<int>(m_in.whole(*found, where, name, {0, points_most, rule}));
        };
        set(rules.needed, "needed");
        set(rules.load_step, "load_step");
        set(rules.load_most, "load_most");
        set(rules.village_step, "village_step");
        set(rules.keep, "keep");
        set(rules.travel_minutes, "travel_minutes");
        rules.travel_speed = m_in.number(*found, where, "travel_speed", 1, 1000, rules.travel_speed);
    }

    void read_places(const Json& json, const Where& whole)
    {
        m_in.each_place(json, whole, places_most, m_places, [&](std::string_view id, const Place& place) {
            m_reading.told.places.emplace_back(id);
            m_problem.places.push_back(place);
        });
    }

    void read_periods(const Json& json, const Where& whole)
    {
        if (json.contains("periods"))
            m_in.each(json, whole, "periods", periods_most, [&](const Json& entry, const Where& where) {
                if (m_in.has_fields(entry, where, {"begin"}))
                    m_problem.periods.push_back(m_in.minute(entry, where, "begin"));
            });
    }

    void read_villages(const Json& json, const Where& whole)
    {
        m_in.each(json, whole, "villages", places_most, [&](const Json& entry, const Where& where) {
            m_reading.told.villages.emplace_back(m_in.new_id(entry, where, m_villages, "village"));
            m_problem.villages = m_reading.told.villages.size();
        });
    }

    void read_shifts(const Json& json, const Where& whole)
    {
        m_in.each(json, whole, "shifts", shifts_most, [&](const Json& entry, const Where& where) {
            if (!m_in.has_fields(entry, where, {"id", "begin", "end", "place", "least", "most"}))
                return;
            const auto id = m_in.new_id_in(entry, where, m_shifts, "shift");
            const Shift shift{.id = std::string(id),
                              .begin = m_in.minute(entry, where, "begin"),
                              .end = m_in.minute(entry, where, "end"),
                              .place = m_in.named(entry, where, "place", m_places).value_or(0),
                              .least = static_cast<int>(m_in.whole(entry, where, "least", {0, people_most})),
                              .most = static_cast<int>(m_in.whole(entry, where, "most", {0, people_most}))};
            if (shift.end <= shift.begin)
                m_in.fault(where, fmt::format("Shift {} does not end after it begins.", shift.id));
            else if (shift.end - shift.begin > minutes_most)
                m_in.fault(where, fmt::format("Shift {} is longer than a century.", shift.id));
            if (shift.most < shift.least)
                m_in.fault(where, fmt::format("Shift {} has fewer places than it needs at least.", shift.id));
            m_problem.shifts.push_back(shift);
        });
    }

    void read_volunteers(const Json& json, const Where& whole)
    {
        m_in.each(json, whole, "volunteers", people_in_file_most, [&](const Json& entry, const Where& where) {
            if (!m_in.has_fields(entry, where,
                                 {"id", "village", "most_shifts", "most_minutes", "rest_minutes", "choices"}))
                return;
            const auto id = m_in.new_id_in(entry, where, m_volunteers, "volunteer");
            m_problem.volunteers.push_back(
                {.id = std::string(id),
                 .village = m_in.named(entry, where, "village", m_villages).value_or(0),
                 .most_shifts = static_cast<int>(
                     m_in.whole(entry, where, "most_shifts", {0, static_cast<std::int64_t>(shifts_most)})),
                 .most_minutes = m_in.whole(entry, where, "most_minutes", {0, minutes_most, 0}),
                 .rest = m_in.whole(entry, where, "rest_minutes", {0, minutes_most, 0})});
            read_choices(entry, where, m_problem.volunteers.size() - 1);
        });
    }

    void read_choices(const Json& volunteer, const Where& parent, std::size_t index)
    {
        m_is_chosen.resize(m_problem.shifts.size(), 0);
        m_in.each(volunteer, parent, "choices", shifts_most, [&](const Json& entry, const Where& where) {
            if (!m_in.has_fields(entry, where, {"shift", "liking", "standing"}))
                return;
            Choice choice{.volunteer = index,
                          .liking = static_cast<int>(m_in.whole(entry, where, "liking", {0, points_most}))};
            if (entry.contains("standing")) {
                const auto standing = m_in.text(entry, where, "standing");
                if (standing == "promised")
                    choice.standing = Standing::promised;
                else if (standing == "proposed")
                    choice.standing = Standing::proposed;
                else if (standing && standing != "free")
                    m_in.fault({where, "standing"}, "This must be free, proposed or promised.");
            }
            const auto shift = m_in.named(entry, where, "shift", m_shifts);
            if (!shift || *shift >= m_is_chosen.size())
                return;
            choice.shift = *shift;
            if (m_is_chosen[*shift] == index + 1)
                m_in.fault(where, fmt::format("Volunteer {} and shift {} are listed twice.",
                                              m_problem.volunteers[index].id, m_problem.shifts[*shift].id));
            m_is_chosen[*shift] = index + 1;
            m_problem.choices.push_back(choice);
        });
    }

    void read_together(const Json& json, const Where& whole)
    {
        if (!json.contains("together"))
            return;
        m_in.each(json, whole, "together", people_in_file_most, [&](const Json& entry, const Where& where) {
            if (!m_in.has_fields(entry, where, {"volunteer", "with", "points"}))
                return;
            const auto one = m_in.named(entry, where, "volunteer", m_volunteers);
            const auto other = m_in.named(entry, where, "with", m_volunteers, "volunteer");
            const auto points = m_in.whole(entry, where, "points", {0, points_most});
            if (one && other && *one == *other)
                m_in.fault(where, "A wish to be together does not name two volunteers.");
            if (one && other)
                m_problem.together.push_back(
                    {.one = *one, .other = *other, .points = static_cast<int>(points)});
        });
    }

    JsonReader m_in;
    Reading m_reading;
    Problem& m_problem = m_reading.told.problem;
    Ids m_places;
    Ids m_villages;
    Ids m_shifts;
    Ids m_volunteers;
    std::vector<std::size_t> m_is_chosen; // of each shift: volunteer who chose it last, counted from 1
};

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
        text += fmt::format("{}{}: {}", i == 0 ? "\n    " : ",\n    ", json_text(id_of(i)), prices[i]);
    return text + (prices.empty() ? "}" : "\n  }");
}

} // namespace

Reading read_problem(std::string_view json)
{
    constexpr std::size_t fields_most = 16; // of one object; more have no business here
    Reading reading;
    const auto parsed = parse_json(json, fields_most, reading.faults);
    return parsed ? ProblemReader().read(*parsed) : reading;
}

std::string plan_json(const Told& told, const Plan& plan, const std::vector<Unfilled>& unfilled)
{
    const auto& problem = told.problem;
    std::vector<std::string> taken;
    taken.reserve(plan.taken.size());
    for (const auto index : plan.taken) {
        const auto& choice = problem.choices[index];
        taken.push_back(fmt::format(R"({{"volunteer":{},"shift":{}}})",
                                    json_text(problem.volunteers[choice.volunteer].id),
                                    json_text(problem.shifts[choice.shift].id)));
    }
    std::vector<std::string> open;
    open.reserve(unfilled.size());
    for (const auto& shift : unfilled)
        open.push_back(json_of(problem, shift));
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
                       list_of(open));
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
