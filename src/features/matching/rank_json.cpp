#include "features/matching/rank_json_api.hpp"

#include "features/matching/json_reading.hpp"
#include "features/matching/rows.hpp"

#include <map>

namespace dorfnetz::matching {

namespace {

// What a row of the register can hold. All lists of a register together are counted in 32 bits, which these
// many of a million people fill to four fifths.
constexpr std::size_t list_most = 1'000; // words or places of one person
constexpr std::size_t engagements_most = 500;
constexpr std::size_t needs_most = 100'000;
constexpr std::size_t register_places_most = 100'000;
constexpr std::size_t word_bits = std::numeric_limits<decltype(Row::proofs)>::digits;
constexpr std::int64_t counted_most = std::numeric_limits<decltype(Row::asked)>::max();
constexpr std::int64_t mobile_km_most = std::numeric_limits<decltype(Whereabouts::mobile)>::max();
constexpr double radius_least = 0.1;
constexpr double radius_most = std::numeric_limits<decltype(Whereabouts::radius)>::max() / 10.0;
constexpr std::int64_t days_most = std::numeric_limits<decltype(Row::last_asked)>::max();
constexpr std::int64_t lately_most = 100'000; // days
constexpr std::int64_t years_most = 9999;
constexpr std::int64_t wanted_most = people_in_file_most;

// The different words of one kind, numbered in the order of their bytes once all are there.
class Vocabulary
{
public:
    explicit Vocabulary(std::string_view kind, std::size_t most = ~std::size_t{0})
        : m_kind(kind), m_most(most)
    {
    }

    // A sentence for the first that is too many.
    std::optional<std::string> add(std::string_view word)
    {
        const bool is_new = m_numbers.size() <= m_most && m_numbers.emplace(word, 0).second;
        if (!is_new || m_numbers.size() <= m_most)
            return std::nullopt;
        return fmt::format("There are more than {} different {}.", m_most, m_kind);
    }

    void number()
    {
        std::uint32_t next = 0;
        for (auto& [word, number] : m_numbers)
            number = next++;
    }

    std::uint32_t operator[](std::string_view word) const { return m_numbers.at(word); }

    std::vector<std::string> words() const
    {
        std::vector<std::string> words;
        words.reserve(m_numbers.size());
        for (const auto& [word, number] : m_numbers)
            words.emplace_back(word);
        return words;
    }

private:
    std::string_view m_kind;
    std::size_t m_most;
    std::map<std::string_view, std::uint32_t> m_numbers;
};

// Reads everything once but for words, which have their numbers only when all of them are known.
class RankReader
{
public:
    RankReading read(const Json& json)
    {
        const Where whole;
        if (m_in.has_fields(json, whole, {"format", "weights", "places", "candidates", "needs"})) {
            m_in.require_format(json, whole, "dorfnetz-rank-problem/1");
            read_weights(json, whole);
            m_in.each_place(json, whole, register_places_most, m_places,
                            [&](std::string_view, const Place& place) { m_problem.places.push_back(place); });
            m_in.each(json, whole, "candidates", people_in_file_most,
                      [&](const Json& entry, const Where& where) { read_candidate(entry, where); });
            m_in.each(json, whole, "needs", needs_most,
                      [&](const Json& entry, const Where& where) { read_need(entry, where); });
        }
        if (m_in.faults().empty())
            number_words(json);
        m_reading.faults = m_in.faults();
        return std::move(m_reading);
    }

private:
    void read_weights(const Json& json, const Where& whole)
    {
        const auto found = json.find("weights");
        if (found == json.end())
            return;
        const Where where(whole, "weights");
        if (!m_in.has_fields(*found, where,
                             {"field", "related_field", "task", "skill", "near", "near_km", "beyond_reach",
                              "free", "language", "reliable", "unreliable", "asked", "lately", "lately_days",
                              "promised"}))
            return;
        auto& weights = m_problem.weights;
        const auto set = [&](int& weight, const char* name) {
            weight = static_cast<int>(m_in.whole(*found, where, name, {-points_most, points_most, weight}));
        };
        set(weights.field, "field");
        set(weights.related_field, "related_field");
        set(weights.task, "task");
        set(weights.skill, "skill");
        set(weights.near, "near");
        weights.near_km = m_in.number(*found, where, "near_km", 0, kilometres_most, weights.near_km);
        set(weights.beyond_reach, "beyond_reach");
        set(weights.free, "free");
        set(weights.language, "language");
        set(weights.reliable, "reliable");
        set(weights.unreliable, "unreliable");
        set(weights.asked, "asked");
        set(weights.lately, "lately");
        weights.lately_days =
            static_cast<int>(m_in.whole(*found, where, "lately_days", {0, lately_most, weights.lately_days}));
        set(weights.promised, "promised");
    }

    void read_candidate(const Json& entry, const Where& where)
    {
        if (!m_in.has_fields(entry, where,
                             {"id",         "home",       "everywhere", "radius_km",    "helps_in",
                              "mobile_km",  "fields",     "tasks",      "times",        "proofs",
                              "languages",  "asked_by",   "skills",     "engagements",  "birth_year",
                              "last_asked", "not_before", "full",       "most_minutes", "asked",
                              "promised",   "was_there",  "stayed_away"}))
            return;
        m_names.add(m_in.new_id_in(entry, where, m_candidates, "candidate"));
        m_problem.candidates.push_back(
            {.home = place(entry, where, "home"),
             .everywhere = m_in.flag(entry, where, "everywhere"),
             .radius_km = m_in.number(entry, where, "radius_km", radius_least, radius_most, 0),
             .helps_in = places(entry, where, "helps_in"),
             .mobile_km = static_cast<double>(m_in.whole(entry, where, "mobile_km", {1, mobile_km_most, 0})),
             .engagements = engagements(entry, where),
             .birth_year = year(entry, where, "birth_year"),
             .last_asked = m_in.day(entry, where, "last_asked", {1, days_most, never_asked}),
             .not_before = m_in.day(entry, where, "not_before", {1, days_most, 0}),
             .is_full = m_in.flag(entry, where, "full"),
             .most_minutes = most_minutes(entry, where),
             .asked = count(entry, where, "asked"),
             .promised = count(entry, where, "promised"),
             .was_there = count(entry, where, "was_there"),
             .stayed_away = count(entry, where, "stayed_away")});
        require(entry, where, "radius_km", "home");
        see_words(entry, where);
    }

    void read_need(const Json& entry, const Where& where)
    {
        if (!m_in.has_fields(
                entry, where,
                {"id",    "place", "within_km", "fields",        "related_fields", "tasks",       "times",
                 "begin", "end",   "period",    "proofs",        "languages",      "skills",      "born_by",
                 "asker", "today", "most",      "asked_already", "travel_minutes", "travel_speed"}))
            return;
        NamedNeed named{.id = std::string(m_in.new_id_in(entry, where, m_needs, "need"))};
        read_where_and_when(entry, where, named.need);
        named.need.born_by = year(entry, where, "born_by");
        named.need.today = m_in.day(entry, where, "today", {1, days_most});
        const auto otherwise = static_cast<std::int64_t>(named.most);
        named.most = static_cast<std::size_t>(m_in.whole(entry, where, "most", {0, wanted_most, otherwise}));
        require_askers(entry, where);
        m_in.each_text(
            entry, where, "asked_already", people_in_file_most, "An id",
            [&](std::string_view id, const Where& at) { m_in.known(id, at, m_candidates, "candidate"); });
        see_words(entry, where);
        m_problem.needs.push_back(std::move(named));
    }

    void read_where_and_when(const Json& entry, const Where& where, Need& need)
    {
        need.place = place(entry, where, "place");
        if (entry.contains("within_km"))
            need.within_km = m_in.number(entry, where, "within_km", 0, kilometres_most);
        require(entry, where, "within_km", "place");
        if (entry.contains("begin") || entry.contains("end"))
            need.span = span(entry, where, need.place);
        if (const auto found = entry.find("period"); found != entry.end()) {
            const Where at(where, "period");
            if (m_in.has_fields(*found, at, {"begin", "end"})) {
                const auto [begin, end, place] = span(*found, at, no_place);
                need.period = Stretch{begin, end};
            }
        }
        require(entry, where, "period", "begin");
        need.travel_minutes = static_cast<int>(
            m_in.whole(entry, where, "travel_minutes", {0, points_most, need.travel_minutes}));
        need.travel_speed = m_in.number(entry, where, "travel_speed", 1, 1000, need.travel_speed);
    }

    void require(const Json& entry, const Where& where, const char* name, const char* other)
    {
        if (entry.contains(name) && !entry.contains(other))
            m_in.fault({where, name}, fmt::format("This says nothing without \"{}\".", other));
    }

    // A need in nobody's name would leave out everybody.
    void require_askers(const Json& entry, const Where& where)
    {
        const auto found = entry.find("asker");
        if (found != entry.end() && found->is_array() && found->empty())
            m_in.fault({where, "asker"}, "This must name somebody, or be left out.");
    }

    std::uint32_t place(const Json& entry, const Where& where, const char* name)
    {
        if (!entry.contains(name))
            return no_place;
        return static_cast<std::uint32_t>(m_in.named(entry, where, name, m_places, "place").value_or(0));
    }

    std::vector<std::uint32_t> places(const Json& entry, const Where& where, const char* name)
    {
        std::vector<std::uint32_t> numbers;
        m_in.each_text(entry, where, name, list_most, "An id", [&](std::string_view id, const Where& at) {
            if (const auto number = m_in.known(id, at, m_places, "place"))
                numbers.push_back(static_cast<std::uint32_t>(*number));
        });
        return numbers;
    }

    std::vector<Engagement> engagements(const Json& candidate, const Where& parent)
    {
        std::vector<Engagement> engagements;
        if (!candidate.contains("engagements"))
            return engagements;
        m_in.each(candidate, parent, "engagements", engagements_most,
                  [&](const Json& entry, const Where& where) {
                      if (m_in.has_fields(entry, where, {"begin", "end", "place"}))
                          engagements.push_back(span(entry, where, place(entry, where, "place")));
                  });
        return engagements;
    }

    Engagement span(const Json& entry, const Where& where, std::uint32_t place)
    {
        const Engagement span{
            .begin = minute(entry, where, "begin"), .end = minute(entry, where, "end"), .place = place};
        if (span.end <= span.begin)
            m_in.fault(where, "This does not end after it begins.");
        return span;
    }

    // Rows count minutes without a sign; the year 9999 still fits.
    Minute minute(const Json& entry, const Where& where, const char* name)
    {
        const auto minute = m_in.minute(entry, where, name);
        if (minute < 0)
            m_in.fault({where, name}, "This must not be before 1970.");
        return minute;
    }

    std::optional<Minute> most_minutes(const Json& entry, const Where& where)
    {
        if (!entry.contains("most_minutes"))
            return std::nullopt;
        return m_in.whole(entry, where, "most_minutes", {0, any_minutes - 1});
    }

    std::optional<int> year(const Json& entry, const Where& where, const char* name)
    {
        if (!entry.contains(name))
            return std::nullopt;
        return static_cast<int>(m_in.whole(entry, where, name, {1, years_most}));
    }

    int count(const Json& entry, const Where& where, const char* name)
    {
        return static_cast<int>(m_in.whole(entry, where, name, {0, counted_most, 0}));
    }

    void see_words(const Json& entry, const Where& where)
    {
        for (const auto& [name, words] : m_words)
            m_in.each_text(entry, where, name, list_most, "A word",
                           [&, &vocabulary = *words](std::string_view word, const Where& at) {
                               if (auto too_many = vocabulary.add(word))
                                   m_in.fault(at, std::move(*too_many));
                           });
    }

    // From here on everything is as it must be.
    void number_words(const Json& json)
    {
        m_names.number();
        for (const auto& [name, words] : m_words)
            words->number();
        m_problem.names = m_names.words();
        for (std::size_t i = 0; i < m_problem.candidates.size(); ++i)
            add_words(m_problem.candidates[i], json["candidates"][i]);
        for (std::size_t i = 0; i < m_problem.needs.size(); ++i)
            add_words(m_problem.needs[i].need, json["needs"][i]);
        std::ranges::sort(m_problem.needs, {}, &NamedNeed::id);
    }

    void add_words(Candidate& one, const Json& entry) const
    {
        one.key = key_of(entry["id"]);
        one.fields = set_in(entry, "fields", m_fields);
        one.tasks = set_in(entry, "tasks", m_tasks);
        one.times = set_in(entry, "times", m_times);
        one.proofs = set_in(entry, "proofs", m_proofs);
        one.languages = set_in(entry, "languages", m_languages);
        one.asked_by = entry.contains("asked_by") ? set_in(entry, "asked_by", m_askers) : ~Words{0};
        one.skills = numbers_in(entry, "skills", m_skills);
    }

    void add_words(Need& need, const Json& entry) const
    {
        need.fields = set_in(entry, "fields", m_fields);
        need.related_fields = set_in(entry, "related_fields", m_fields);
        need.tasks = set_in(entry, "tasks", m_tasks);
        need.times = set_in(entry, "times", m_times);
        need.proofs = set_in(entry, "proofs", m_proofs);
        need.languages = set_in(entry, "languages", m_languages);
        need.skills = numbers_in(entry, "skills", m_skills);
        need.asker = entry.contains("asker") ? set_in(entry, "asker", m_askers) : ~Words{0};
        for (const auto number : numbers_in(entry, "asked_already", m_names))
            need.asked_already.push_back({.low = number});
    }

    Key key_of(const Json& id) const { return {.low = m_names[id.get_ref<const std::string&>()]}; }

    static std::vector<std::uint32_t> numbers_in(const Json& entry, const char* name, const Vocabulary& words)
    {
        std::vector<std::uint32_t> numbers;
        if (const auto found = entry.find(name); found != entry.end())
            for (const auto& word : *found)
                numbers.push_back(words[word.get_ref<const std::string&>()]);
        return numbers;
    }

    static Words set_in(const Json& entry, const char* name, const Vocabulary& words)
    {
        Words set = 0;
        for (const auto number : numbers_in(entry, name, words))
            set |= Words{1} << number;
        return set;
    }

    JsonReader m_in;
    RankReading m_reading;
    RankProblem& m_problem = m_reading.problem;
    Ids m_places;
    Ids m_candidates;
    Ids m_needs;
    Vocabulary m_names{"candidates"};
    Vocabulary m_fields{"fields", most_words};
    Vocabulary m_tasks{"tasks", most_words};
    Vocabulary m_times{"times", most_times};
    Vocabulary m_proofs{"proofs", word_bits};
    Vocabulary m_languages{"languages", word_bits};
    Vocabulary m_askers{"askers", most_askers};
    Vocabulary m_skills{"skills"};
    // Of candidates and needs; no field means one thing here and another there.
    const std::array<std::pair<const char*, Vocabulary*>, 9> m_words{{{"fields", &m_fields},
                                                                      {"related_fields", &m_fields},
                                                                      {"tasks", &m_tasks},
                                                                      {"times", &m_times},
                                                                      {"proofs", &m_proofs},
                                                                      {"languages", &m_languages},
                                                                      {"asked_by", &m_askers},
                                                                      {"asker", &m_askers},
                                                                      {"skills", &m_skills}}};
};

std::string json_of(const Ranked& ranked, const std::string& name)
{
    nlohmann::ordered_json json{{"candidate", name}, {"points", ranked.points}};
    json["reasons"] = nlohmann::ordered_json::array();
    for (const auto& [soft, amount, points] : ranked.reasons)
        json["reasons"].push_back({{"reason", to_text(soft)}, {"points", points}, {"amount", amount}});
    return json.dump();
}

std::string json_of(const LeftOut& counts)
{
    auto json = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0)
            json[std::string(to_text(static_cast<Hard>(i)))] = counts[i];
    return json.dump();
}

// One line for each who is left out, in the order of their ids.
std::vector<std::string> absences(const Register& all, const Need& need,
                                  const std::vector<std::string>& names)
{
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (const auto hard = all.left_out_for(need, {.low = i}))
            lines.push_back(
                fmt::format(R"({{"candidate":{},"why":"{}"}})", json_text(names[i]), to_text(*hard)));
    return lines;
}

std::string json_of(const Register& all, const RankProblem& problem, const NamedNeed& named, Absence absence)
{
    constexpr std::size_t indent = 6;
    std::vector<std::string> candidates;
    for (const auto& ranked : all.rank(named.need, named.most, problem.weights))
        candidates.push_back(json_of(ranked, problem.names[ranked.key.low]));
    auto text =
        fmt::format("{{\n"
                    "      \"need\": {},\n"
                    "      \"candidates\": {},\n"
                    "      \"left_out\": {}",
                    json_text(named.id), list_of(candidates, indent), json_of(all.left_out(named.need)));
    if (absence == Absence::explained)
        text += ",\n      \"why_not\": " + list_of(absences(all, named.need, problem.names), indent);
    return text + "\n    }";
}

} // namespace

RankReading read_rank_problem(std::string_view json)
{
    constexpr std::size_t fields_most = 24; // of one object; more have no business here
    RankReading reading;
    const auto parsed = parse_json(json, fields_most, reading.faults);
    return parsed ? RankReader().read(*parsed) : reading;
}

std::string rank_json(RankProblem problem, Absence absence)
{
    Register all(std::move(problem.places));
    all.load(std::move(problem.candidates));
    std::vector<std::string> needs;
    needs.reserve(problem.needs.size());
    for (const auto& named : problem.needs)
        needs.push_back(json_of(all, problem, named, absence));
    return fmt::format("{{\n"
                       "  \"format\": \"dorfnetz-rank/1\",\n"
                       "  \"needs\": {}\n"
                       "}}\n",
                       list_of(needs));
}

} // namespace dorfnetz::matching
