#include "features/date_polls/inviting.hpp"

#include "features/date_polls/feature.hpp"
#include "features/date_polls/polls_for_tests.hpp"
#include "features/date_polls/running.hpp"

#include <algorithm>

namespace dorfnetz::date_polls {

namespace {

using web::Role;
using Addresses = std::vector<std::string>;

// A poll of a working group: Anna with an account, Karl of the register of people, and a choir with a mailbox
// of its own.
class GroupPolls : public WithPoll
{
protected:
    GroupPolls()
    {
        anna = lead_editor("anna", wald);
        site.given([&](db::Tx& tx) -> Result<Done> {
            group = TRY(groups::create(tx, network.id, {.title = "Wege"}, author()));
            karl = TRY(people::create(tx, network.id, person(tx), author()));
            for (const auto& who : {groups::Who(anna), groups::Who(karl), groups::Who(choir)})
                TRY(groups::add_member(tx, network.id, group, who, groups::Duty::member, author()));
            return Done{};
        });
        draft_of_group();
    }

    people::NewPerson person(db::Tx& tx)
    {
        people::NewPerson karl_muster{.data = {.given_name = "Karl",
                                               .family_name = "Muster",
                                               .village = aue,
                                               .email = "karl@example.org",
                                               .reach = people::ContactWay::email}};
        karl_muster.consent = {.way = people::ConsentWay::paper,
                               .given_on = date_of(site.clock.now()),
                               .to = people::remember_consent_texts(tx, people::wordings_of(context()),
                                                                    std::vector{people::Purpose::register_}),
                               .paper_number = "AU-2026-0001"};
        return karl_muster;
    }

    void draft_of_group()
    {
        auto draft = advent();
        draft.kind = meetings::Kind::group;
        draft.group = group;
        draft.when.reset();
        meeting = given(draft);
        const auto here = context();
        site.given([&](db::Tx& tx) -> Result<Done> {
            poll = TRY(start(tx, here, stored(meeting), "", day("2026-12-01")));
            return add_options(tx, here, poll, {evening("2026-12-05"), evening("2026-12-07")});
        });
        options = read([&](db::Reader& reader) { return store::options_of(reader, network.id, poll); });
        desk = "/redaktion/treffen/" + meeting.text() + "/terminsuche";
        link = path_with(token_of(site.environment(), network.id, poll));
    }

    std::int64_t ask()
    {
        const auto here = context();
        return written([&](db::Tx& tx) { return ask_all(tx, here, poll); }).value();
    }

    void leaves(const groups::Who& who)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            for (const auto& member : groups::members_of(tx, network.id, group))
                if (member.who == who)
                    tx.exec(R"sql(DELETE FROM group_members WHERE network_id = :network AND id = :id)sql",
                            {{"network", network.id}, {"id", member.id}});
            return Done{};
        });
    }

    void withdraws(const people::PersonId& id)
    {
        site.given([&](db::Tx& tx) { return people::withdraw_consent(tx, network.id, id, {}, author()); });
    }

    void two_days_before_the_last()
    {
        site.clock.set(*timestamp_from_iso("2026-11-29T08:00:00Z"));
        keep_going(context());
    }

    support::Answer says(const std::string& at, const std::string& name, const std::string& said)
    {
        auto fields = form(name, "", said);
        std::erase_if(fields, [](const auto& field) { return field.first == "dorf"; });
        return site.submit(at, at, fields);
    }

    web::UserId anna;
    people::PersonId karl;
    groups::GroupId group;
};

} // namespace

TEST_F(GroupPolls, hold_the_meeting_once_somebody_was_asked)
{
    const auto asked = [&] {
        const auto here = context();
        return written([&](db::Tx& tx) { return before_deleting()(tx, here, stored(meeting)); });
    };
    EXPECT_TRUE(asked());
    ask();
    EXPECT_EQ(asked().error().kind, Err::conflict);
}

TEST_F(GroupPolls, mail_everybody_once_with_an_account_or_without)
{
    EXPECT_EQ(ask(), 2) << "the choir has no mailbox";
    EXPECT_EQ(ask(), 0);
    EXPECT_EQ(mailed(), (Addresses{"anna@example.org", "karl@example.org"}));
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.get(desk).says("2 Menschen haben ihren Link per Mail."));
    EXPECT_EQ(site.submit(desk, desk + "/verschicken", {}).status, 303) << "there is nobody to ask about";
}

TEST_F(GroupPolls, give_everybody_who_was_asked_a_link_of_their_own_that_knows_them_again)
{
    ask();
    const auto own = link_for(karl);
    EXPECT_TRUE(site.get(own).says("value=\"Karl Muster\""));
    EXPECT_EQ(path_of(says(own, "Karl Muster", "jn")), own);
    EXPECT_EQ(path_of(says(own, "Karl M.", "nj")), own);
    ASSERT_EQ(replies().size(), 1u);
    EXPECT_EQ(replies()[0].answers.at(options[0].id), Answer::no);
    two_days_before_the_last();
    EXPECT_EQ(mailed(), (Addresses{"anna@example.org", "anna@example.org", "karl@example.org"}))
        << "whoever answered is not reminded";
}

TEST_F(GroupPolls, remind_who_has_no_account_as_well)
{
    ask();
    EXPECT_EQ(says(link_for(anna), "Anna", "jj").status, 303);
    two_days_before_the_last();
    keep_going(context());
    EXPECT_EQ(mailed(), (Addresses{"anna@example.org", "karl@example.org", "karl@example.org"}));
}

TEST_F(GroupPolls, end_the_link_and_the_reminder_of_who_leaves)
{
    ask();
    ASSERT_EQ(site.get(link_for(anna)).status, 200);
    const auto page = site.get(link_for(karl));
    leaves(anna);
    leaves(karl);
    EXPECT_EQ(site.get(link_for(anna)).status, 404);
    EXPECT_EQ(site.get(link_for(karl)).status, 404);
    const auto token = support::TestSite::token_in(page.body, link_for(karl));
    EXPECT_EQ(
        site.post(link_for(karl), "_token=" + token + "&name=Karl&termin_" + options[0].id.text() + "=yes")
            .status,
        404)
        << "with the form of a page that was fetched before";
    two_days_before_the_last();
    EXPECT_EQ(mailed().size(), 2u);
}

TEST_F(GroupPolls, end_the_link_and_the_reminder_of_who_takes_the_consent_back)
{
    ask();
    ASSERT_EQ(site.get(link_for(karl)).status, 200);
    withdraws(karl);
    EXPECT_EQ(site.get(link_for(karl)).status, 404);
    two_days_before_the_last();
    EXPECT_EQ(mailed(), (Addresses{"anna@example.org", "anna@example.org"})) << "nor the mail that waited";
}

TEST_F(GroupPolls, of_the_network_end_the_link_and_the_reminder_of_who_gives_up_the_role)
{
    auto draft = advent();
    draft.when.reset();
    meeting = given(draft);
    const auto here = context();
    site.given([&](db::Tx& tx) -> Result<Done> {
        poll = TRY(start(tx, here, stored(meeting), "", day("2026-12-01")));
        return add_options(tx, here, poll, {evening("2026-12-05")});
    });
    const auto bea = lead_editor("bea", berg);
    EXPECT_EQ(ask(), 1);
    ASSERT_EQ(site.get(link_for(bea)).status, 200);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(DELETE FROM grants WHERE network_id = :network AND user_id = :user)sql",
                {{"network", network.id}, {"user", bea}});
        return Done{};
    });
    EXPECT_EQ(site.get(link_for(bea)).status, 404);
    two_days_before_the_last();
    EXPECT_EQ(mailed(), Addresses{"bea@example.org"});
}

} // namespace dorfnetz::date_polls
