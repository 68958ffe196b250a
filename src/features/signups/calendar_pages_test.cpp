#include "features/signups/signups_for_tests.hpp"

namespace dorfnetz::signups {

namespace {

class OwnCalendars : public WithShifts
{
protected:
    support::Answer wish(const SignupId& id, const std::string& what)
    {
        return site.submit(link(id), link(id) + "/kalender", {{"was", what}});
    }

    // As it stands on the page behind the link of a promise; empty if there is none.
    std::string address(const SignupId& id)
    {
        const auto body = site.get(link(id)).body;
        const auto from = body.find("/kalender/");
        return from == std::string::npos ? "" : body.substr(from, body.find(".ics", from) + 4 - from);
    }

    std::string file(const std::string& path) { return site.get(path).body; }

    const ShiftId grill = shift(festival, role("Grillstand"), 1, hours(0, 2));
    const ShiftId cake = shift(festival, thing("Kuchen"), 10);
    const SignupId mine = promise(of(cake, "Karla Muster", "Karla@example.org", 2));
};

} // namespace

TEST_F(OwnCalendars, are_there_for_who_wants_one_and_show_what_that_mailbox_promised)
{
    EXPECT_EQ(address(mine), "");
    EXPECT_EQ(wish(mine, "anlegen").status, 303);
    promise(of(grill, "Berta Probe", "berta@example.org"));
    const auto waiting = promise(of(grill, "Karla Muster", "karla@example.org"));
    const auto path = address(mine);
    ASSERT_NE(path, "");
    EXPECT_EQ(address(waiting), path) << "one for each mailbox";
    const auto answer = site.get(path);
    EXPECT_EQ(answer.headers.find("Content-Type"), "text/calendar; charset=utf-8");
    EXPECT_TRUE(answer.says("SUMMARY:Teichfest: Kuchen"));
    EXPECT_TRUE(answer.says("SUMMARY:Warteliste: Teichfest: Grillstand"));
    EXPECT_TRUE(answer.says("STATUS:TENTATIVE"));
    EXPECT_FALSE(answer.says("Berta"));
    EXPECT_FALSE(answer.says("arla@example.org")) << "no mailbox stands in the file";
}

TEST_F(OwnCalendars, follow_what_becomes_of_the_promises)
{
    wish(mine, "anlegen");
    const auto path = address(mine);
    ASSERT_EQ(take_back(mine).has_value(), true);
    EXPECT_FALSE(site.get(path).says("Kuchen"));
    const auto helper = promise(of(grill, "Karla Muster", "karla@example.org"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        return activities::cancel(tx, network, festival, "Sturm", author());
    });
    EXPECT_TRUE(site.get(path).says("STATUS:CANCELLED")) << "calendars take it out";
    EXPECT_EQ(address(helper), path);
}

TEST_F(OwnCalendars, end_by_a_button_and_begin_again_with_another_address)
{
    wish(mine, "anlegen");
    const auto before = address(mine);
    wish(mine, "anlegen");
    EXPECT_EQ(address(mine), before) << "asking twice changes nothing";
    wish(mine, "beenden");
    EXPECT_EQ(site.get(before).status, 404);
    EXPECT_EQ(address(mine), "");
    wish(mine, "anlegen");
    EXPECT_NE(address(mine), before);
    EXPECT_EQ(site.get(before).status, 404) << "whoever had the old one does not get in any more";
}

TEST_F(OwnCalendars, are_not_for_links_that_were_shown_instead_of_mailed)
{
    NewSignup by_phone{.shift = cake, .name = "Karla Muster", .people = 1};
    by_phone.phone = "+4934931234";
    const auto other = promise(by_phone);
    const auto page = site.get(link(other));
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(page.says("im Kalender</h2>"));
    const auto token = web::form_token(context(), "/zusage/{token}/kalender");
    EXPECT_EQ(site.post(link(other) + "/kalender", "was=anlegen&_token=" + token).status, 404);
    EXPECT_EQ(site.post(link(mine) + "/kalender", "was=anlegen&_token=" + token).status, 303)
        << "the form would be taken";
    EXPECT_EQ(address(other), "");
}

TEST_F(OwnCalendars, do_not_open_to_what_is_nearly_right)
{
    wish(mine, "anlegen");
    auto path = address(mine);
    EXPECT_EQ(site.get(path.substr(0, path.size() - 4)).status, 404);
    EXPECT_EQ(site.get("/kalender/.ics").status, 404);
    const auto last = path.size() - 5;
    path[last] = path[last] == '0' ? '1' : '0';
    EXPECT_EQ(site.get(path).status, 404);
    EXPECT_EQ(site.get("/kalender/" + link(mine).substr(8) + ".ics").status, 404)
        << "the key of a promise is another one";
}

TEST_F(OwnCalendars, live_through_a_winter_without_promises_and_not_for_ever)
{
    wish(mine, "anlegen");
    const auto path = address(mine);
    site.clock.advance(std::chrono::days(60));
    tidy_up(site.environment(), network.id);
    EXPECT_EQ(site.get(path).status, 200) << "the date is over and forgotten";
    EXPECT_FALSE(site.get(path).says("Kuchen"));
    site.clock.advance(calendar_kept - std::chrono::days(1));
    tidy_up(site.environment(), network.id);
    EXPECT_EQ(site.get(path).status, 200);
    site.clock.advance(std::chrono::days(61));
    tidy_up(site.environment(), network.id);
    EXPECT_EQ(site.get(path).status, 404);
}

} // namespace dorfnetz::signups
