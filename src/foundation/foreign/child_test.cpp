#include "foundation/foreign/child.hpp"

#include "foundation/foreign/refusals.hpp"
#include "foundation/foreign/wire.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::foreign {

namespace {

// `cat -` answers with what it is given, so a test writes the reply itself.
constexpr const char* echo = "/bin/cat";

TEST(Child, what_the_program_answers_comes_back_whole)
{
    const std::string payload(5'000'000, 'x');
    const auto result = run_child(echo, "-", success_reply(payload));
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, payload);
}

TEST(Child, a_refusal_of_the_program_arrives_with_its_values)
{
    const auto result = run_child(echo, "-", failure_reply(too_long_cell(17, 32'000)));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Err::too_large);
    EXPECT_EQ(result.error().text, too_long_cell(1, 1).text);
    EXPECT_EQ(result.error().values, (std::vector<std::string>{"17", "32000"}));
}

TEST(Child, an_answer_that_is_no_reply_is_a_damaged_file)
{
    for (const std::string answer : {"", "DNR", "DNR1", "DNR1\x01", "DNR1\x01\xFF", "DNR1\x02", "hello"}) {
        const auto result = run_child(echo, "-", answer);
        ASSERT_FALSE(result) << answer;
        EXPECT_EQ(result.error().text, damaged_file().text) << answer;
    }
}

TEST(Child, a_program_that_never_ends_is_killed_at_the_deadline)
{
    const auto result = run_child("/bin/sleep", "1000", "", {.wall_clock = std::chrono::milliseconds{200}});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().text, oversized_file().text);
}

TEST(Child, a_program_that_computes_too_long_is_ended_by_the_kernel)
{
    const auto result =
        run_child("/usr/bin/md5sum", "/dev/zero", "", {.processor_time = std::chrono::seconds{1}});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().text, oversized_file().text);
}

TEST(Child, a_program_that_writes_without_end_is_killed)
{
    const auto result = run_child("/usr/bin/yes", "x", "", {.output_bytes = 1'000'000});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().text, oversized_file().text);
}

TEST(Child, a_missing_program_is_our_trouble_and_not_the_file)
{
    const auto result = run_child("/nowhere/dorfnetz-read", "-", "x");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Err::unavailable);
}

TEST(Wire, numbers_and_texts_survive_the_way)
{
    WireWriter writer;
    writer.byte(7);
    writer.number(4'000'000'000U);
    writer.real(-0.1);
    writer.text("Grüße");
    const auto bytes = writer.take();
    WireReader reader{bytes};
    EXPECT_EQ(reader.byte(), 7);
    EXPECT_EQ(reader.number(), 4'000'000'000U);
    EXPECT_EQ(reader.real(), -0.1);
    EXPECT_EQ(reader.text(), "Grüße");
    EXPECT_TRUE(reader.ok());
    EXPECT_TRUE(reader.at_end());
}

TEST(Wire, reading_past_the_end_fails_for_good_and_yields_nothing)
{
    WireReader reader{"\xFF\xFF\xFF\xFFrest"};
    EXPECT_EQ(reader.text(), "");
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.byte(), 0);
    EXPECT_FALSE(reader.ok());
}

TEST(Wire, a_count_of_more_things_than_there_are_bytes_is_refused)
{
    WireReader reader{std::string_view{"\xFF\xFF\x00\x00xxxx", 8}};
    EXPECT_EQ(reader.count(4), 0U);
    EXPECT_FALSE(reader.ok());
}

TEST(Wire, an_error_unknown_to_the_other_side_becomes_a_damaged_file)
{
    const auto opened = open_reply(failure_reply({.kind = Err::forbidden, .text = "Etwas anderes."_de}));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().text, damaged_file().text);
}

} // namespace

} // namespace dorfnetz::foreign
