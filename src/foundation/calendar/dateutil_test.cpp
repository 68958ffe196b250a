// The rules of libical beside those of python3-dateutil, which nobody wrote from the same source.

#include "foundation/calendar/recurrence.hpp"
#include "foundation/core/text.hpp"

#include <array>
#include <cstdio>
#include <gtest/gtest.h>
#include <memory>

namespace {

using namespace dorfnetz;
using namespace dorfnetz::calendar;

constexpr int rules = 10'000;

struct Close
{
    void operator()(FILE* pipe) const { pclose(pipe); }
};

std::string output_of(const std::string& command)
{
    const std::unique_ptr<FILE, Close> pipe(popen(command.c_str(), "r"));
    std::string output;
    std::array<char, 65'536> part{};
    while (const auto size = fread(part.data(), 1, part.size(), pipe.get()))
        output.append(part.data(), size);
    return output;
}

} // namespace

TEST(Series, take_place_when_another_implementation_says_so)
{
    const auto said =
        output_of("python3 '" DORFNETZ_SOURCE_DIR "/src/foundation/calendar/rules_by_dateutil.py' " +
                  std::to_string(rules));
    int compared = 0;
    int differing = 0;
    std::size_t dates = 0;
    for (const auto line : split(said, '\n')) {
        if (line.empty())
            continue;
        const auto parts = split(line, '|'); // rule | first | from | until | times with spaces between
        ASSERT_EQ(parts.size(), 5u) << line;
        std::string ours;
        for (const auto time : occurrences(std::string(parts[0]), *local_time_from_iso(parts[1]),
                                           {.from = *local_time_from_iso(parts[2]),
                                           .until = *local_time_from_iso(parts[3]),
                                           .most = 60})) {
            ours += (ours.empty() ? "" : " ") + to_iso(time);
            ++dates;
        }
        if (ours != parts[4] && ++differing <= 10)
            ADD_FAILURE() << parts[0] << " from " << parts[1] << ", asked " << parts[2] << " to " << parts[3]
                          << "\n  ours   " << ours << "\n  theirs " << parts[4];
        EXPECT_TRUE(checked_rule(std::string(parts[0]))) << parts[0];
        ++compared;
    }
    EXPECT_EQ(compared, rules);
    EXPECT_EQ(differing, 0);
    EXPECT_GT(dates, 10u * rules); // it is not a comparison of nothing with nothing
}
