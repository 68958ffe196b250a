#include "foundation/web/site.hpp"

#include "foundation/web/page.hpp"
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

TEST(Desk, has_a_menu_under_few_headings_of_what_one_may_open)
{
    constexpr auto people = "Menschen"_de;
    constexpr auto site_texts = "Internetseite"_de;
    support::TestSite desk{{[&](Site& site) {
        const auto add = [&](int order, const std::string& path, German label, Access access, German group) {
            site.page(path, [](Context& context) -> Result<http::Response> {
                return web::page(context, {.title = "Seite"}, html::escaped("Seite"));
            });
            site.add(NavigationEntry{NavigationEntry::Where::desk, order, path, label, access, group});
        };
        add(1, "/tisch", "Schreibtisch"_de, Access::editors(), {});
        add(20, "/menschen", "Engagierte"_de, Access::editors(), people);
        add(30, "/texte", "Seiten"_de, Access::coordinator(), site_texts);
        add(40, "/anrufe", "Ruf an"_de, Access::editors(), people);
    }}};
    const auto& site = desk.site();
    const Actor editor{.user = UserId("u"),
                       .name = "Erika Beispiel",
                       .session = "s",
                       .grants = {{.role = Role::lead_editor, .subject = "v"}}};
    const auto groups = site.desk_groups(editor);
    ASSERT_EQ(groups.size(), 2U) << "no heading over nothing";
    EXPECT_TRUE(groups[0].heading.empty());
    EXPECT_EQ(groups[1].heading, people);
    ASSERT_EQ(groups[1].entries.size(), 2U);
    EXPECT_EQ(groups[1].entries[1].path, "/anrufe");
    desk.sign_in_as(Role::coordinator);
    const auto shown = desk.get("/menschen");
    EXPECT_TRUE(shown.says("<strong>Internetseite</strong>"));
    EXPECT_TRUE(shown.says("href=\"/menschen\" aria-current=\"page\""));
}

} // namespace dorfnetz::web
