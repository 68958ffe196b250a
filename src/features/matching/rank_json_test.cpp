#include "features/matching/rank_json_api.hpp"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>

namespace dorfnetz::matching {

namespace {

using Json = nlohmann::json;

std::string file_of(const std::string& name)
{
    std::ifstream file(DORFNETZ_SOURCE_DIR "/docs/matching/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

Json example()
{
    return Json::parse(file_of("example-rank-problem.json"));
}

std::string all(const std::vector<Fault>& faults)
{
    std::string text;
    for (const auto& [where, what] : faults)
        text += where + ": " + what + '\n';
    return text;
}

std::string faults_in(const Json& json)
{
    return all(read_rank_problem(json.dump()).faults);
}

// The example with one value put in or taken out.
std::string faults_with(const std::string& where, const Json& value)
{
    auto json = example();
    json[Json::json_pointer(where)] = value;
    return faults_in(json);
}

std::string faults_without(const std::string& where, const std::string& name)
{
    auto json = example();
    json[Json::json_pointer(where)].erase(name);
    return faults_in(json);
}

std::string ranked(const Json& json, Absence absence = Absence::explained)
{
    auto [problem, faults] = read_rank_problem(json.dump());
    EXPECT_EQ(all(faults), "");
    return rank_json(std::move(problem), absence);
}

const Candidate& named(const RankProblem& problem, std::string_view name)
{
    for (const auto& one : problem.candidates)
        if (problem.names.at(one.key.low) == name)
            return one;
    throw std::out_of_range("nobody of this name");
}

// All lists the other way round, but not what is in a list by itself.
Json turned(Json json)
{
    if (json.is_structured())
        for (auto& value : json)
            value = turned(std::move(value));
    if (json.is_array())
        std::reverse(json.begin(), json.end());
    return json;
}

Json words(int count)
{
    auto words = Json::array();
    for (int i = 0; i < count; ++i)
        words.push_back("word " + std::to_string(i));
    return words;
}

} // namespace

TEST(Registers_in_files, are_what_they_say)
{
    const auto [problem, faults] = read_rank_problem(file_of("example-rank-problem.json"));
    ASSERT_EQ(all(faults), "");
    EXPECT_EQ(problem.weights.language, 8);
    EXPECT_EQ(problem.weights.near, 20) << "what is left out has its default";
    ASSERT_EQ(problem.places.size(), 3U);
    EXPECT_EQ(problem.places[1].north, 4);
    EXPECT_EQ(problem.names[0], "Ada Anders") << "by their bytes";
    EXPECT_EQ(problem.names.size(), problem.candidates.size());

    const auto& erika = named(problem, "Erika Beispiel");
    EXPECT_EQ(erika.home, 0U);
    EXPECT_EQ(erika.radius_km, 10);
    EXPECT_EQ(erika.mobile_km, 40);
    EXPECT_EQ(erika.fields, 0b0110U) << "of health, seniors, sport, youth";
    EXPECT_EQ(erika.times, 0b011U) << "of Saturday afternoon, Saturday morning, Sunday";
    EXPECT_EQ(erika.asked_by, ~Words{0}) << "by anybody";
    EXPECT_EQ(erika.birth_year, 1961);
    EXPECT_EQ(erika.last_asked, 20939) << "2027-05-01";
    EXPECT_EQ(erika.was_there, 4);
    EXPECT_FALSE(erika.is_full);

    const auto& ada = named(problem, "Ada Anders");
    EXPECT_EQ(ada.home, no_place);
    EXPECT_EQ(ada.times, 0U);
    EXPECT_EQ(ada.birth_year, std::nullopt);
    EXPECT_EQ(ada.last_asked, never_asked);

    const auto& bodo = named(problem, "Bodo Unbekannt");
    EXPECT_EQ(bodo.helps_in, (std::vector<std::uint32_t>{0}));
    ASSERT_EQ(bodo.engagements.size(), 1U);
    EXPECT_EQ(bodo.engagements[0].begin, 30223080) << "2027-06-19 06:00 UTC";
    EXPECT_EQ(bodo.engagements[0].place, 1U);
    EXPECT_EQ(bodo.most_minutes, 600);
    EXPECT_EQ(named(problem, "Emil Niemand").asked_by, 0b01U);
    EXPECT_TRUE(named(problem, "Max Muster").everywhere);
    EXPECT_TRUE(named(problem, "Musterverein e. V.").is_full);

    ASSERT_EQ(problem.needs.size(), 2U);
    const auto& [id, need, most] = problem.needs[0];
    EXPECT_EQ(id, "drive to the doctor");
    EXPECT_EQ(most, 5U);
    EXPECT_EQ(need.asker, 0b10U) << "village office, after fire brigade";
    EXPECT_EQ(need.today, 20970);
    EXPECT_EQ(need.born_by, 2009);
    EXPECT_EQ(need.travel_minutes, 15);
    ASSERT_TRUE(need.span.has_value());
    EXPECT_EQ(need.span->end - need.span->begin, 120);
    ASSERT_TRUE(need.period.has_value());
    EXPECT_EQ(need.period->end - need.period->begin, 30 * 24 * 60);
    EXPECT_FALSE(problem.needs[1].need.period.has_value());
    EXPECT_EQ(problem.needs[1].most, 20U);
    EXPECT_EQ(problem.needs[1].need.within_km, 8);
    EXPECT_EQ(problem.needs[1].need.asker, ~Words{0});
    EXPECT_EQ(problem.needs[1].need.asked_already, (std::vector<Key>{{0, 0}})) << "Ada Anders";
}

TEST(Registers_in_files, with_a_fault_say_which_and_where)
{
    const std::string weight = "This must be a whole number from -1000000 to 1000000.";
    const std::string count = "This must be a whole number from 0 to 255.";
    const std::string day = "This must be a day from 1970-01-02 to 2149-06-06.";

    struct Wrong
    {
        std::string where;
        Json value;
        std::string fault;
    };

    const Wrong table[] = {
        {"/format", "dorfnetz-plan-problem/1", "/format: This must be \"dorfnetz-rank-problem/1\"."},
        {"/rules", Json::object(), "/rules: There is no field of this name."},
        {"/weights", 3, "/weights: This must be an object."},
        {"/weights/nearness", 3, "/weights/nearness: There is no field of this name."},
        {"/weights/field", 1'000'001, "/weights/field: " + weight},
        {"/weights/asked", -1.5, "/weights/asked: " + weight},
        {"/weights/near_km", -1, "/weights/near_km: This must be a number from 0 to 50000."},
        {"/weights/lately_days", -1, "/weights/lately_days: This must be a whole number from 0 to 100000."},
        {"/places/0/east", 1e300, "/places/0/east: This must be a number from -50000 to 50000."},
        {"/places/1/id", "Oberdorf", "/places/1/id: Two places are called Oberdorf."},
        {"/candidates", Json::object(), "/candidates: This must be a list."},
        {"/candidates/1", 7, "/candidates/1: This must be an object."},
        {"/candidates/1/id", "Erika Beispiel", "/candidates/1/id: Two candidates are called Erika Beispiel."},
        {"/candidates/1/id", "", "/candidates/1/id: An id has 1 to 200 bytes and no control characters."},
        {"/candidates/1/asker", Json::array({"x"}), "/candidates/1/asker: There is no field of this name."},
        {"/candidates/1/home", "moon", "/candidates/1/home: There is no place of this id."},
        {"/candidates/1/home", nullptr, "/candidates/1/home: This must be a text."},
        {"/candidates/1/everywhere", 1, "/candidates/1/everywhere: This must be true or false."},
        {"/candidates/1/most_minutes", 65'535,
         "/candidates/1/most_minutes: This must be a whole number from 0 to 65534."},
        {"/needs/1/period",
         {{"begin", "2027-06-01T00:00Z"}, {"end", "2027-07-01T00:00Z"}},
         "/needs/1/period: This says nothing without \"begin\"."},
        {"/needs/0/period/end", "2027-05-01T00:00Z", "/needs/0/period: This does not end after it begins."},
        {"/candidates/1/full", "no", "/candidates/1/full: This must be true or false."},
        {"/candidates/1/radius_km", 0, "/candidates/1/radius_km: This must be a number from 0.1 to 6553.5."},
        {"/candidates/1/radius_km", 6554,
         "/candidates/1/radius_km: This must be a number from 0.1 to 6553.5."},
        {"/candidates/2/radius_km", 5, "/candidates/2/radius_km: This says nothing without \"home\"."},
        {"/candidates/1/helps_in", "Oberdorf", "/candidates/1/helps_in: This must be a list."},
        {"/candidates/1/helps_in", {"moon"}, "/candidates/1/helps_in/0: There is no place of this id."},
        {"/candidates/1/helps_in",
         {"Oberdorf", "Oberdorf"},
         "/candidates/1/helps_in/1: This is listed twice."},
        {"/candidates/1/mobile_km", 256,
         "/candidates/1/mobile_km: This must be a whole number from 1 to 255."},
        {"/candidates/1/mobile_km", 0, "/candidates/1/mobile_km: This must be a whole number from 1 to 255."},
        {"/candidates/1/fields", {7}, "/candidates/1/fields/0: A word must be a text."},
        {"/candidates/1/tasks",
         {"a", ""},
         "/candidates/1/tasks/1: A word has 1 to 200 bytes and no control characters."},
        {"/candidates/1/skills", {"a", "b", "a"}, "/candidates/1/skills/2: This is listed twice."},
        {"/candidates/1/skills", words(1001), "/candidates/1/skills: These are more than 1000."},
        {"/candidates/1/engagements",
         {{{"begin", "2027-06-19T08:00Z"}}},
         "/candidates/1/engagements/0: The field \"end\" is missing."},
        {"/candidates/3/engagements/0/begin", "2027-06-19T09:45+02:00",
         "/candidates/3/engagements/0: This does not end after it begins."},
        {"/candidates/3/engagements/0/begin", "1969-12-31T23:59Z",
         "/candidates/3/engagements/0/begin: This must not be before 1970."},
        {"/candidates/3/engagements/0/begin", "2027-06-19",
         "/candidates/3/engagements/0/begin: This must be a whole minute with its zone"},
        {"/candidates/3/engagements/0/place", "moon",
         "/candidates/3/engagements/0/place: There is no place of this id."},
        {"/candidates/3/engagements/0/shift", "x",
         "/candidates/3/engagements/0/shift: There is no field of this name."},
        {"/candidates/1/birth_year", 0,
         "/candidates/1/birth_year: This must be a whole number from 1 to 9999."},
        {"/candidates/1/last_asked", "1970-01-01", "/candidates/1/last_asked: " + day},
        {"/candidates/1/last_asked", "2149-06-07", "/candidates/1/last_asked: " + day},
        {"/candidates/1/last_asked", 20000, "/candidates/1/last_asked: This must be a text."},
        {"/candidates/1/not_before", "2027-02-29", "/candidates/1/not_before: " + day},
        {"/candidates/1/asked", 256, "/candidates/1/asked: " + count},
        {"/candidates/1/promised", -1, "/candidates/1/promised: " + count},
        {"/candidates/1/was_there", "4", "/candidates/1/was_there: " + count},
        {"/candidates/1/stayed_away", 0.5, "/candidates/1/stayed_away: " + count},
        {"/needs/1/id", "drive to the doctor", "/needs/1/id: Two needs are called drive to the doctor."},
        {"/needs/0/home", "Oberdorf", "/needs/0/home: There is no field of this name."},
        {"/needs/0/place", "moon", "/needs/0/place: There is no place of this id."},
        {"/needs/0/within_km", -1, "/needs/0/within_km: This must be a number from 0 to 50000."},
        {"/needs/0/begin", "2027-06-19T12:00+02:00", "/needs/0: This does not end after it begins."},
        {"/needs/1/begin", "2027-06-19T12:00+02:00", "/needs/1: The field \"end\" is missing."},
        {"/needs/1/end", "2027-06-19T12:00+02:00", "/needs/1: The field \"begin\" is missing."},
        {"/needs/0/born_by", 10'000, "/needs/0/born_by: This must be a whole number from 1 to 9999."},
        {"/needs/0/asker", Json::array(), "/needs/0/asker: This must name somebody, or be left out."},
        {"/needs/0/asker", "village office", "/needs/0/asker: This must be a list."},
        {"/needs/0/today", "1.6.2027", "/needs/0/today: " + day},
        {"/needs/0/most", -1, "/needs/0/most: This must be a whole number from 0 to 1000000."},
        {"/needs/0/asked_already", {"Nobody"}, "/needs/0/asked_already/0: There is no candidate of this id."},
        {"/needs/0/travel_minutes", -1,
         "/needs/0/travel_minutes: This must be a whole number from 0 to 1000000."},
        {"/needs/0/travel_speed", 0, "/needs/0/travel_speed: This must be a number from 1 to 1000."},
    };
    for (const auto& [where, value, fault] : table)
        EXPECT_EQ(faults_with(where, value).substr(0, fault.size()), fault) << where;
}

TEST(Registers_in_files, without_a_field_say_which)
{
    for (const auto& [where, name] :
         std::initializer_list<std::pair<const char*, const char*>>{{"", "format"},
                                                                    {"", "places"},
                                                                    {"", "candidates"},
                                                                    {"", "needs"},
                                                                    {"/places/0", "east"},
                                                                    {"/candidates/0", "id"},
                                                                    {"/candidates/3/engagements/0", "begin"},
                                                                    {"/needs/0", "id"},
                                                                    {"/needs/0", "end"},
                                                                    {"/needs/0", "today"}}) {
        const auto expected = std::string(where) + ": The field \"" + name + "\" is missing.";
        const auto faults = faults_without(where, name);
        EXPECT_NE(faults.find(expected), std::string::npos) << expected << " in " << faults;
    }
    EXPECT_EQ(faults_without("", "weights"), "") << "may be left out";
    EXPECT_EQ(faults_without("/needs/1", "place"),
              "/needs/1/within_km: This says nothing without \"place\".\n");
}

TEST(Registers_in_files, with_more_words_of_a_kind_than_are_told_apart_say_so_once)
{
    struct Kind
    {
        const char* field;
        const char* words;
        int most;
    };

    for (const auto& [field, kind, most] :
         {Kind{"fields", "fields", 64}, Kind{"tasks", "tasks", 64}, Kind{"times", "times", 32},
          Kind{"proofs", "proofs", 32}, Kind{"languages", "languages", 32}, Kind{"asked_by", "askers", 8}}) {
        Json json{{"format", "dorfnetz-rank-problem/1"},
                  {"places", Json::array()},
                  {"candidates", {{{"id", "Ada Anders"}, {field, words(most)}}}},
                  {"needs", Json::array()}};
        EXPECT_EQ(faults_in(json), "");
        json["candidates"][0][field] = words(most + 3);
        EXPECT_EQ(faults_in(json), "/candidates/0/" + std::string(field) + "/" + std::to_string(most) +
                                       ": There are more than " + std::to_string(most) + " different " +
                                       kind + ".\n");
    }
    auto json = example();
    json["candidates"][2]["fields"] = words(62);
    json["needs"][0]["related_fields"] = {"one more", "health"};
    EXPECT_EQ(faults_in(json).substr(0, 28), "/candidates/6/fields/0: Ther")
        << "seniors, sport, 62; then youth";
    EXPECT_EQ(faults_with("/candidates/2/skills", words(1000)), "") << "these are without limit";
}

TEST(Registers_in_files, that_are_hostile_are_refused_in_one_sentence)
{
    const auto fault = [](const std::string& text) { return all(read_rank_problem(text).faults); };
    EXPECT_EQ(fault(""), ": This is no JSON: line 1, byte 1.\n");
    EXPECT_EQ(fault("[]"), ": This must be an object.\n");
    EXPECT_EQ(fault(std::string(200'000, '[')), ": This is nested deeper than any problem is.\n");
    EXPECT_EQ(fault(R"({"format": 1, "format": 2})"), ": An object has a field twice.\n");
    std::string many = "{";
    for (int i = 0; i < 100'000; ++i)
        many += "\"" + std::to_string(i) + "\": 1,";
    EXPECT_EQ(fault(many + "\"z\": 1}"), ": An object has more fields than any here has.\n");
}

TEST(Rankings_in_files, are_those_of_the_documentation)
{
    EXPECT_EQ(ranked(example()), file_of("example-rank.json"));
}

TEST(Rankings_in_files, do_not_depend_on_the_order_of_anything)
{
    EXPECT_EQ(ranked(turned(example())), ranked(example()));
}

TEST(Rankings_in_files, give_points_that_are_the_sum_of_their_reasons)
{
    int reasons = 0;
    const auto json = Json::parse(ranked(example()));
    for (const auto& need : json["needs"])
        for (const auto& one : need["candidates"]) {
            int sum = 0;
            for (const auto& reason : one["reasons"]) {
                sum += reason["points"].get<int>();
                ++reasons;
            }
            EXPECT_EQ(one["points"], sum) << one;
        }
    EXPECT_GT(reasons, 10);
}

TEST(Rankings_in_files, name_everybody_either_to_ask_or_left_out)
{
    auto problem = example();
    problem["needs"][0]["most"] = 100;
    const auto json = Json::parse(ranked(problem));
    for (const auto& need : json["needs"]) {
        std::set<std::string> names;
        std::map<std::string, int> counts;
        for (const auto& one : need["candidates"])
            EXPECT_TRUE(names.insert(one["candidate"]).second);
        for (const auto& one : need["why_not"]) {
            EXPECT_TRUE(names.insert(one["candidate"]).second) << one;
            ++counts[one["why"]];
        }
        EXPECT_EQ(names.size(), problem["candidates"].size());
        EXPECT_EQ(need["left_out"], Json(counts));
        EXPECT_TRUE(std::is_sorted(
            need["why_not"].begin(), need["why_not"].end(),
            [](const Json& left, const Json& right) { return left["candidate"] < right["candidate"]; }));
    }
}

TEST(Rankings_in_files, say_who_is_left_out_only_if_that_is_wanted)
{
    const auto json = Json::parse(ranked(example(), Absence::counted));
    EXPECT_FALSE(json["needs"][0].contains("why_not"));
    EXPECT_TRUE(json["needs"][0].contains("left_out"));
}

TEST(Rankings_in_files, follow_their_weights)
{
    const auto points = [](const Json& problem, const std::string& reason) {
        const auto json = Json::parse(ranked(problem));
        for (const auto& one : json["needs"][0]["candidates"])
            for (const auto& each : one["reasons"])
                if (each["reason"] == reason)
                    return each["points"].get<int>();
        return 0;
    };
    auto problem = example();
    EXPECT_EQ(points(problem, "language"), 8);
    EXPECT_EQ(points(problem, "task"), 25);
    problem["weights"] = {{"task", -7}};
    EXPECT_EQ(points(problem, "language"), 5);
    EXPECT_EQ(points(problem, "task"), -7);
}

TEST(Rankings_in_files, of_nothing_are_empty_lists)
{
    const Json nothing{{"format", "dorfnetz-rank-problem/1"},
                       {"places", Json::array()},
                       {"candidates", Json::array()},
                       {"needs", {{{"id", "x"}, {"today", "2027-06-01"}}}}};
    EXPECT_EQ(ranked(nothing), "{\n"
                               "  \"format\": \"dorfnetz-rank/1\",\n"
                               "  \"needs\": [\n"
                               "    {\n"
                               "      \"need\": \"x\",\n"
                               "      \"candidates\": [],\n"
                               "      \"left_out\": {},\n"
                               "      \"why_not\": []\n"
                               "    }\n"
                               "  ]\n"
                               "}\n");
}

} // namespace dorfnetz::matching
