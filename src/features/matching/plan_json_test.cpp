#include "features/matching/plan_json_api.hpp"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dorfnetz::matching {

namespace {

std::string example()
{
    std::ifstream file(DORFNETZ_SOURCE_DIR "/docs/matching/example-problem.json");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string all(const std::vector<Fault>& faults)
{
    std::string text;
    for (const auto& [where, what] : faults)
        text += where + ": " + what + '\n';
    return text;
}

// The example with one value put in or taken out.
std::string faults_with(const std::string& where, const nlohmann::json& value)
{
    auto json = nlohmann::json::parse(example());
    json[nlohmann::json::json_pointer(where)] = value;
    return all(read_problem(json.dump()).faults);
}

std::string faults_without(const std::string& where, const std::string& name)
{
    auto json = nlohmann::json::parse(example());
    json[nlohmann::json::json_pointer(where)].erase(name);
    return all(read_problem(json.dump()).faults);
}

} // namespace

TEST(Problems_in_files, are_what_they_say)
{
    const auto reading = read_problem(example());
    ASSERT_EQ(all(reading.faults), "");
    const auto& problem = reading.told.problem;
    EXPECT_EQ(reading.told.villages, (std::vector<std::string>{"Oberdorf", "Unterdorf"}));
    EXPECT_EQ(reading.told.places, (std::vector<std::string>{"green", "barn"}));
    EXPECT_EQ(problem.villages, 2U);
    EXPECT_EQ(problem.rules.village_step, 50);
    EXPECT_EQ(problem.rules.load_most, 600) << "what is left out has its default";
    ASSERT_EQ(problem.shifts.size(), 4U);
    EXPECT_EQ(problem.shifts[1].id, "cake");
    EXPECT_EQ(problem.shifts[1].place, 1U);
    EXPECT_EQ(problem.shifts[1].begin, 30223200) << "2027-06-19 08:00 UTC";
    EXPECT_EQ(problem.shifts[1].end - problem.shifts[1].begin, 180);
    EXPECT_EQ(problem.volunteers[2].most_minutes, 300);
    EXPECT_EQ(problem.volunteers[3].rest, 120);
    EXPECT_EQ(problem.volunteers[3].village, 1U);
    EXPECT_EQ(problem.choices[0].standing, Standing::promised);
    EXPECT_EQ(problem.choices[4].standing, Standing::proposed);
    EXPECT_EQ(problem.choices[4].liking, 400);
    ASSERT_EQ(problem.together.size(), 1U);
    EXPECT_EQ(problem.together[0].other, 3U);
}

TEST(Problems_in_files, say_when_minutes_are_counted_anew)
{
    auto json = nlohmann::json::parse(example());
    json["periods"] = {{{"begin", "2027-06-19T00:00Z"}}, {{"begin", "2027-06-19T08:00Z"}}};
    const auto problem = read_problem(json.dump()).told.problem;
    ASSERT_EQ(problem.periods.size(), 2U);
    EXPECT_EQ(period_of(problem, problem.shifts[1]), 2U) << "it begins with the second one";
    EXPECT_EQ(period_of(problem, {.id = "", .begin = problem.periods[0] - 1}), 0U);
}

TEST(Problems_in_files, tell_times_with_their_zone_and_to_the_minute)
{
    const auto begin = [](const char* text) {
        auto json = nlohmann::json::parse(example());
        json["shifts"][0]["begin"] = text;
        const auto reading = read_problem(json.dump());
        return reading.faults.empty() ? reading.told.problem.shifts[0].begin : -1;
    };
    EXPECT_EQ(begin("1970-01-02T00:00Z"), 1440);
    EXPECT_EQ(begin("1970-01-02T00:00:00Z"), 1440);
    EXPECT_EQ(begin("1970-01-02T02:00+01:30"), 1470);
    EXPECT_EQ(begin("1970-01-01T22:00:00-02:00"), 1440);
    for (const auto* wrong :
         {"", "1970-01-02T00:00", "1970-01-02 00:00Z", "1970-02-30T00:00Z", "1970-01-02T24:00Z",
          "1970-01-02T00:60Z", "1970-01-02T00:00:30Z", "1970-01-02T00:00:00.5Z", "1970-01-02T00:00+2:00",
          "1970-01-02T00:00+24:00", "1970-01-02T-1:00Z", "tomorrow"})
        EXPECT_EQ(begin(wrong), -1) << wrong;
}

TEST(Problems_in_files, with_a_fault_say_which_and_where)
{
    using Json = nlohmann::json;
    const std::string number = "This must be a whole number from 0 to 1000000.";

    struct Wrong
    {
        std::string where;
        Json value;
        std::string fault;
    };

    const Wrong table[] = {
        {"/format", "other", "/format: This must be \"dorfnetz-plan-problem/1\"."},
        {"/color", 1, "/color: There is no field of this name."},
        {"/rules/a~1b~0c", 1, "/rules/a~1b~0c: There is no field of this name."},
        {"/rules/needed", -1, "/rules/needed: " + number},
        {"/rules/keep", 1.5, "/rules/keep: " + number},
        {"/rules/load_step", 1e18, "/rules/load_step: " + number},
        {"/rules/load_step", 18446744073709551615U, "/rules/load_step: " + number},
        {"/rules/load_most", "many", "/rules/load_most: " + number},
        {"/rules/travel_speed", 0, "/rules/travel_speed: This must be a number from 1 to 1000."},
        {"/rules", 3, "/rules: This must be an object."},
        {"/places/0/east", 1e300, "/places/0/east: This must be a number from -50000 to 50000."},
        {"/places/1/id", "green", "/places/1/id: Two places are called green."},
        {"/villages/1", "Oberdorf", "/villages/1: Two villages are called Oberdorf."},
        {"/villages", Json::array(), "/volunteers/0/village: There is no village of this id."},
        {"/villages", Json::object(), "/villages: This must be a list."},
        {"/shifts/1/id", "grill", "/shifts/2/id: Two shifts are called grill."},
        {"/shifts/1/id", "", "/shifts/1/id: An id has 1 to 200 bytes and no control characters."},
        {"/shifts/1/id", "\x1b[31m", "/shifts/1/id: An id has 1 to 200 bytes and no control characters."},
        {"/shifts/1/id", std::string(201, 'x'),
         "/shifts/1/id: An id has 1 to 200 bytes and no control characters."},
        {"/shifts/1/id", 7, "/shifts/1/id: An id must be a text."},
        {"/shifts/0/begin", "2027-06-19T10:00+02:00",
         "/shifts/0: Shift setting up does not end after it begins."},
        {"/shifts/0/end", 5, "/shifts/0/end: This must be a text."},
        {"/shifts/0/end", "", "/shifts/0/end: This must be a whole minute with its zone"},
        {"/shifts/0/end", "9999-06-19T10:00Z", "/shifts/0: Shift setting up is longer than a century."},
        {"/shifts/0/most", 1, "/shifts/0: Shift setting up has fewer places than it needs at least."},
        {"/shifts/0/most", 10001, "/shifts/0/most: This must be a whole number from 0 to 10000."},
        {"/shifts/0/place", "", "/shifts/0/place: There is no place of this id."},
        {"/shifts/0/place", "moon", "/shifts/0/place: There is no place of this id."},
        {"/volunteers/1/id", "anna", "/volunteers/1/id: Two volunteers are called anna."},
        {"/volunteers/1/village", "moon", "/volunteers/1/village: There is no village of this id."},
        {"/volunteers/1/most_shifts", -1,
         "/volunteers/1/most_shifts: This must be a whole number from 0 to 100000."},
        {"/volunteers/1/most_minutes", -1,
         "/volunteers/1/most_minutes: This must be a whole number from 0 to 52704000."},
        {"/volunteers/1/rest_minutes", true,
         "/volunteers/1/rest_minutes: This must be a whole number from 0 to 52704000."},
        {"/volunteers/1/choices/0/shift", "moon",
         "/volunteers/1/choices/0/shift: There is no shift of this id."},
        {"/volunteers/1/choices/0/shift", "grill",
         "/volunteers/1/choices/1: Volunteer ben and shift grill are listed twice."},
        {"/volunteers/1/choices/0/liking", -5, "/volunteers/1/choices/0/liking: " + number},
        {"/volunteers/1/choices/0/standing", "maybe",
         "/volunteers/1/choices/0/standing: This must be free, proposed or promised."},
        {"/periods",
         {{{"begin", "2027-06-20T00:00Z"}}, {{"begin", "2027-06-19T00:00Z"}}},
         ": A period begins before the one that comes before it."},
        {"/periods", {{{"begin", "June"}}}, "/periods/0/begin: This must be a whole minute with its zone"},
        {"/together/0/with", "ben", "/together/0: A wish to be together does not name two volunteers."},
        {"/together/0/with", "nobody", "/together/0/with: There is no volunteer of this id."},
        {"/together/0/points", -1, "/together/0/points: " + number},
    };
    for (const auto& [where, value, fault] : table)
        EXPECT_EQ(faults_with(where, value).substr(0, fault.size()), fault) << where;
}

TEST(Problems_in_files, without_a_field_say_which)
{
    for (const auto& [where, name] :
         std::initializer_list<std::pair<const char*, const char*>>{{"", "places"},
                                                                    {"", "villages"},
                                                                    {"", "shifts"},
                                                                    {"", "volunteers"},
                                                                    {"/places/0", "north"},
                                                                    {"/shifts/0", "id"},
                                                                    {"/shifts/3", "begin"},
                                                                    {"/shifts/0", "least"},
                                                                    {"/volunteers/0", "village"},
                                                                    {"/volunteers/0", "most_shifts"},
                                                                    {"/volunteers/0", "choices"},
                                                                    {"/volunteers/0/choices/0", "liking"},
                                                                    {"/together/0", "points"}}) {
        const auto faults = faults_without(where, name);
        const auto expected = std::string(where) + ": The field \"" + name + "\" is missing.";
        EXPECT_NE(faults.find(expected), std::string::npos) << expected << " in " << faults;
    }
    EXPECT_EQ(faults_without("", "together"), "") << "may be left out";
    EXPECT_EQ(faults_without("", "rules"), "");
}

TEST(Problems_in_files, that_are_hostile_are_refused_in_one_sentence)
{
    const auto fault = [](const std::string& text) { return all(read_problem(text).faults); };
    EXPECT_EQ(fault(""), ": This is no JSON: line 1, byte 1.\n");
    EXPECT_EQ(fault("{\"format\":\n NaN}"), ": This is no JSON: line 2, byte 2.\n");
    EXPECT_EQ(fault("{\"format\": 1e999}"), ": A number is larger than any here may be.\n");
    EXPECT_EQ(fault("{\"format\": \"\xFF\"}").substr(0, 19), ": This is no JSON: ");
    EXPECT_EQ(fault(std::string(200'000, '[')), ": This is nested deeper than any problem is.\n");
    EXPECT_EQ(fault("{\"a\": " + std::string(200'000, '[') + std::string(200'000, ']') + "}"),
              ": This is nested deeper than any problem is.\n");
    EXPECT_EQ(fault(R"({"format": 1, "format": 2})"), ": An object has a field twice.\n");
    std::string many = "{";
    for (int i = 0; i < 100'000; ++i)
        many += "\"" + std::to_string(i) + "\": 1,";
    EXPECT_EQ(fault(many + "\"z\": 1}"), ": An object has more fields than any here has.\n");
    EXPECT_EQ(fault("[]"), ": This must be an object.\n");
    EXPECT_EQ(fault("null"), ": This must be an object.\n");
}

TEST(Problems_in_files, name_a_hundred_faults_and_no_more)
{
    auto json = nlohmann::json::parse(example());
    for (int i = 0; i < 1000; ++i)
        json["villages"].push_back(i);
    EXPECT_EQ(read_problem(json.dump()).faults.size(), 100U);
}

TEST(Plans_in_files, name_people_and_shifts_by_their_ids)
{
    const auto reading = read_problem(example());
    const auto& problem = reading.told.problem;
    const auto found = plan(problem, {.gap = 0});
    const auto json =
        nlohmann::json::parse(plan_json(reading.told, found, unfilled_in(problem, found.taken)));
    EXPECT_EQ(json["value"], found.value);
    EXPECT_EQ(json["bound"], found.bound);
    ASSERT_EQ(json["assignments"].size(), found.taken.size());
    EXPECT_EQ(json["assignments"][0], (nlohmann::json{{"volunteer", "anna"}, {"shift", "setting up"}}));
    const auto prices = nlohmann::json::parse(certificate_json(reading.told, found));
    EXPECT_EQ(prices["price_unit"], price_unit);
    EXPECT_EQ(prices["shift_prices"]["cake"], found.certificate.shift_prices[1]);
    EXPECT_EQ(prices["village_prices"]["Unterdorf"], found.certificate.village_prices[1]);
}

TEST(Plans_in_files, of_nothing_are_empty_lists)
{
    const auto reading = read_problem(
        R"({"format":"dorfnetz-plan-problem/1","places":[],"villages":[],"shifts":[],"volunteers":[]})");
    ASSERT_EQ(all(reading.faults), "");
    const auto found = plan(reading.told.problem);
    const auto json = nlohmann::json::parse(plan_json(reading.told, found, {}));
    EXPECT_EQ(json["assignments"], nlohmann::json::array());
    EXPECT_EQ(json["best"], true);
    EXPECT_EQ(nlohmann::json::parse(certificate_json(reading.told, found))["shift_prices"],
              nlohmann::json::object());
}

} // namespace dorfnetz::matching
