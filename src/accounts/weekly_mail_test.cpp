#include "accounts/weekly_mail.hpp"

#include "accounts/feature.hpp"
#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::accounts {

namespace {

using State = web::Waiting::State;

class WeeklyMail : public test::Accounts
{
protected:
    WeeklyMail()
    {
        environment().public_address = "https://heide.example";
        desk.add(web::DeskItems{
            .order = 1, .waiting = [this](const web::Context& context, db::Reader&) {
                std::vector<web::Waiting> waiting{{.state = State::done, .count = 0, .heading = "Alles gut"}};
                if (calls > 0 && context.actor.is_coordinator())
                    waiting.push_back({.state = State::open,
                                       .count = calls,
                                       .heading = "Wollen mitmachen",
                                       .text = "Petra Neuling",
                                       .path = "/redaktion/anrufe",
                                       .oldest = site.clock.now() - std::chrono::days(3)});
                return waiting;
            }});
        site.clock.set(*timestamp_from_iso("2026-11-23T06:30:00Z")); // Monday, 7:30 at the place
    }

    std::int64_t send() { return send_weekly_mails(environment(), desk, network); }

    web::Site desk;
    std::int64_t calls = 4;
};

} // namespace

TEST_F(WeeklyMail, says_on_monday_what_waits_since_when_and_where_but_not_whom_it_is_about)
{
    with_password("erika@example.org", web::Role::coordinator);
    EXPECT_EQ(send(), 1);
    const auto mail = last_mail();
    EXPECT_NE(mail.find("Wollen mitmachen: 4. Am längsten seit 3 Tagen."), std::string::npos) << mail;
    EXPECT_NE(mail.find("https://heide.example/redaktion/anrufe"), std::string::npos);
    EXPECT_EQ(mail.find("Petra"), std::string::npos);
    EXPECT_EQ(mail.find("Alles gut"), std::string::npos);
}

TEST_F(WeeklyMail, is_written_once_a_week)
{
    with_password("erika@example.org", web::Role::coordinator);
    EXPECT_EQ(send(), 1);
    site.clock.advance(std::chrono::hours(1));
    EXPECT_EQ(send(), 0);
    site.clock.advance(std::chrono::hours(24 * 7));
    EXPECT_EQ(send(), 1);
}

TEST_F(WeeklyMail, is_written_on_monday_morning_at_the_place_and_on_no_other_day)
{
    with_password("erika@example.org", web::Role::coordinator);
    for (const auto* const moment :
         {"2026-11-22T12:00:00Z", "2026-11-23T05:59:59Z", "2026-11-25T08:00:00Z"}) {
        site.clock.set(*timestamp_from_iso(moment));
        EXPECT_EQ(send(), 0) << moment;
    }
    site.clock.set(*timestamp_from_iso("2026-11-24T20:00:00Z")); // the program was off on Monday
    EXPECT_EQ(send(), 1);
    site.clock.set(*timestamp_from_iso("2027-06-28T04:59:59Z")); // summer time
    EXPECT_EQ(send(), 0);
    site.clock.set(*timestamp_from_iso("2027-06-28T05:00:00Z"));
    EXPECT_EQ(send(), 1);
}

TEST_F(WeeklyMail, does_not_come_if_nothing_waits)
{
    calls = 0;
    with_password("erika@example.org", web::Role::coordinator);
    EXPECT_EQ(send(), 0);
    calls = 4; // what comes in later that day waits for the next Monday
    EXPECT_EQ(send(), 0);
}

TEST_F(WeeklyMail, goes_to_whoever_can_sign_in_and_has_a_desk_to_look_at)
{
    with_password("erika@example.org", web::Role::coordinator);
    with_password("lea@example.org", web::Role::lead_editor, "village"); // nothing waits for her
    with_password("rat@example.org", web::Role::adviser);
    create("neu@example.org", web::Role::coordinator); // has not chosen a password
    EXPECT_EQ(send(), 1);
}

TEST_F(WeeklyMail, goes_also_to_who_signs_in_without_a_password)
{
    const auto user = create("carla@example.org", web::Role::coordinator).id;
    std::string token;
    site.given([&](db::Tx& tx) -> Result<Done> {
        token = make_link(tx, environment(), network.id, user, LinkPurpose::sign_in);
        return Done{};
    });
    EXPECT_EQ(send(), 0) << "has never been here";
    ASSERT_TRUE(sign_in_by_link(door, environment(), network, token, test::home));
    EXPECT_EQ(send(), 1);
}

TEST_F(WeeklyMail, can_be_switched_off_and_on_again)
{
    const auto erika = with_password("erika@example.org", web::Role::coordinator);
    const auto want = [&](Wanted wanted) {
        site.given([&](db::Tx& tx) -> Result<Done> {
            set_weekly_mail(tx, network.id, erika, wanted);
            return Done{};
        });
        return site.pool().read(
            [&](db::Reader& reader) { return wants_weekly_mail(reader, network.id, erika); });
    };
    EXPECT_FALSE(want(Wanted::no));
    EXPECT_EQ(send(), 0);
    EXPECT_TRUE(want(Wanted::yes));
    EXPECT_EQ(send(), 1);
}

TEST_F(WeeklyMail, is_not_written_where_its_links_would_lead_nowhere)
{
    environment().public_address.clear();
    with_password("erika@example.org", web::Role::coordinator);
    EXPECT_EQ(send(), 0);
}

} // namespace dorfnetz::accounts
