#include "foundation/web/site.hpp"

#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::web {

namespace {

using State = Waiting::State;

Timestamp day(int number)
{
    return Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 11 / number));
}

std::vector<Waiting> first(const Context&, db::Reader&)
{
    return {{.state = State::done, .heading = "all is well"},
            {.state = State::late, .heading = "late, nobody knows since when"},
            {.state = State::late, .heading = "late since the 3rd", .oldest = day(3)}};
}

std::vector<Waiting> second(const Context&, db::Reader&)
{
    return {{.state = State::open, .heading = "open since the 1st", .oldest = day(1)},
            {.state = State::late, .heading = "late since the 2nd", .oldest = day(2)}};
}

} // namespace

TEST(Desk, shows_the_most_urgent_first_and_of_those_what_has_waited_longest)
{
    std::vector<std::string> headings;
    support::TestSite desk{{[&](Site& site) {
        site.add(DeskItems{.order = 2, .waiting = second});
        site.add(DeskItems{.order = 1, .waiting = first});
        site.get("/wartet", Access::everyone(), [&](Context& context) -> Result<http::Response> {
            for (const auto& waiting : context.pool().read(
                     [&](db::Reader& reader) { return context.site.waiting(context, reader); }))
                headings.push_back(waiting.heading);
            return http::text_response(200, "");
        });
    }}};
    desk.get("/wartet");
    EXPECT_EQ(headings, (std::vector<std::string>{"late since the 2nd", "late since the 3rd",
                                                  "late, nobody knows since when", "open since the 1st",
                                                  "all is well"}));
}

} // namespace dorfnetz::web
