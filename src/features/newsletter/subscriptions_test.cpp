#include "features/newsletter/newsletter_for_tests.hpp"

#include "accounts/revocations.hpp"
#include "features/newsletter/subscriptions_store.hpp"

namespace dorfnetz::newsletter {

namespace {

class Subscriptions : public NewsletterSite
{
protected:
    std::vector<Subscription> stored(std::string_view email)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return store::by_email(reader, network.id, email); });
    }

    std::int64_t readers()
    {
        return site.pool().read([&](db::Reader& reader) { return count_subscriptions(reader, network.id); });
    }
};

} // namespace

TEST_F(Subscriptions, begin_with_a_click_in_the_mail_and_not_before)
{
    EXPECT_EQ(order("Lina@Example.org", {{"doerfer", aue.text()}}).location(), "/rundbrief/danke");
    EXPECT_EQ(readers(), 0);
    const auto link = path_in(mails_to("lina@example.org").back(), "/rundbrief/bestaetigen/");
    EXPECT_TRUE(site.get(link).says("Nur noch ein Klick"));
    EXPECT_EQ(readers(), 0) << "a program that follows links has not agreed";

    EXPECT_EQ(site.submit(link, link, {}).location(), "/rundbrief/bestellt");
    EXPECT_EQ(readers(), 1);
    const auto found = stored("lina@example.org");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().wishes, (Wishes{.villages = {aue}}));
    EXPECT_FALSE(found.front().text_hash.empty()) << "what was agreed to is kept as proof";
    EXPECT_EQ(mails_to("lina@example.org", "newsletter_welcome").size(), 1U);
    EXPECT_EQ(site.get(link).status, 404) << "the link works once";
}

TEST_F(Subscriptions, are_answered_alike_whoever_has_the_letter)
{
    given_reader("lina@example.org");
    const auto known = order("lina@example.org");
    const auto unknown = order("otto@example.org");
    EXPECT_EQ(known.status, unknown.status);
    EXPECT_EQ(known.location(), unknown.location());
    EXPECT_EQ(known.body, unknown.body);
    EXPECT_EQ(mails_to("lina@example.org", "confirm_newsletter").size(), 2U);
    EXPECT_EQ(mails_to("otto@example.org", "confirm_newsletter").size(), 1U);
}

TEST_F(Subscriptions, need_a_yes_and_an_address)
{
    EXPECT_EQ(site.submit("/rundbrief", "/rundbrief", {{"mail", "lina@example.org"}}).status, 422);
    EXPECT_TRUE(site.submit("/rundbrief", "/rundbrief", {{"mail", "lina@example.org"}})
                    .says("Ohne dein Ja schicken wir nichts."));
    EXPECT_EQ(order("lina").status, 422);
    EXPECT_EQ(rows(), 0);
}

TEST_F(Subscriptions, of_a_program_are_thanked_for_and_forgotten)
{
    EXPECT_EQ(order("lina@example.org", {{"website", "https://spam.example"}}).location(),
              "/rundbrief/danke");
    EXPECT_EQ(rows(), 0);
    EXPECT_TRUE(mails().empty());
}

TEST_F(Subscriptions, fill_nobodys_mailbox)
{
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(order("lina@example.org").location(), "/rundbrief/danke");
    EXPECT_EQ(mails_to("lina@example.org").size(), 3U);
    order("lina+noch@example.org");
    EXPECT_TRUE(mails_to("lina+noch@example.org").empty()) << "what stands behind a plus is the same mailbox";
}

TEST_F(Subscriptions, are_not_changed_by_somebody_who_only_types_the_address)
{
    given_reader("lina@example.org", {{"doerfer", aue.text()}});
    order("lina@example.org", {{"doerfer", lohe.text()}});
    const auto found = stored("lina@example.org");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.front().wishes.villages, std::vector{aue});
    EXPECT_FALSE(found.back().confirmed_at);
}

TEST_F(Subscriptions, ordered_once_more_are_as_wished_now_and_old_links_stay_right)
{
    given_reader("lina@example.org", {{"doerfer", aue.text()}});
    const auto id = stored("lina@example.org").front().id;
    given_reader("lina@example.org", {{"doerfer", lohe.text()}});
    const auto found = stored("lina@example.org");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().id, id);
    EXPECT_EQ(found.front().wishes.villages, std::vector{lohe});
}

TEST_F(Subscriptions, are_changed_by_the_link_in_each_letter)
{
    given_reader("lina@example.org");
    const auto welcome = mails_to("lina@example.org", "newsletter_welcome").back();
    const auto link = path_in(welcome, "/rundbrief/abo/");
    EXPECT_FALSE(site.get(link).says("lina@example.org")) << "letters are passed on";
    EXPECT_EQ(site.submit(link, link, {{"doerfer", lohe.text()}}).status, 303);
    EXPECT_EQ(stored("lina@example.org").front().wishes.villages, std::vector{lohe});
    EXPECT_EQ(site.get(link + "x").status, 404);
}

TEST_F(Subscriptions, end_by_one_click_of_the_mail_program_and_stay_ended)
{
    given_reader("lina@example.org");
    const auto welcome = mails_to("lina@example.org", "newsletter_welcome").back();
    ASSERT_TRUE(welcome.unsubscribe_url);
    const auto link = welcome.unsubscribe_url->substr(std::string("https://heide.example").size());
    EXPECT_TRUE(site.get(link).says("Ja, abbestellen"));
    EXPECT_EQ(readers(), 1) << "looking changes nothing";

    const auto id = stored("lina@example.org").front().id;
    EXPECT_EQ(site.post(link, "List-Unsubscribe=One-Click").location(), "/rundbrief/abbestellt");
    EXPECT_EQ(rows(), 0) << "nothing of the address is left";
    EXPECT_EQ(site.post(link, "List-Unsubscribe=One-Click").location(), "/rundbrief/abbestellt");

    const auto erased = site.pool().read([](db::Reader& reader) { return accounts::noted_erasures(reader); });
    EXPECT_EQ(
        std::count_if(erased.begin(), erased.end(),
                      [&](const auto& one) { return one.kind == subscription_kind && one.id == id.text(); }),
        1)
        << "a restored backup ends it again";
}

TEST_F(Subscriptions, brought_back_by_a_backup_are_ended_again)
{
    given_reader("lina@example.org");
    const auto id = stored("lina@example.org").front().id.text();
    bool ended = false;
    bool again = true;
    site.given([&](db::Tx& tx) -> Result<Done> {
        ended = unsubscribe_again(tx, network.id, id);
        again = unsubscribe_again(tx, network.id, id);
        return Done{};
    });
    EXPECT_TRUE(ended);
    EXPECT_FALSE(again);
    EXPECT_EQ(readers(), 0);
}

TEST_F(Subscriptions, are_ended_by_the_coordinator_for_who_calls)
{
    given_reader("lina@example.org");
    site.sign_in_as(web::Role::coordinator);
    const std::string desk = "/redaktion/rundbrief";
    const auto known = site.submit(desk, desk + "/abbestellen", {{"mail", "Lina@example.org"}});
    const auto unknown = site.submit(desk, desk + "/abbestellen", {{"mail", "nobody@example.org"}});
    EXPECT_EQ(known.status, 303);
    EXPECT_EQ(known.location(), unknown.location());
    EXPECT_EQ(rows(), 0);
}

TEST_F(Subscriptions, nobody_confirmed_are_gone_after_a_week)
{
    order("lina@example.org");
    const auto link = path_in(mails().back(), "/rundbrief/bestaetigen/");
    site.clock.advance(std::chrono::days(7));
    EXPECT_EQ(site.get(link).status, 404);
    site.given([&](db::Tx& tx) -> Result<Done> {
        EXPECT_EQ(count_unconfirmed(tx, network.id, site.clock.now()), 1);
        EXPECT_EQ(delete_unconfirmed(tx, network.id, site.clock.now()), 1);
        return Done{};
    });
    EXPECT_EQ(rows(), 0);
}

TEST_F(Subscriptions, are_offered_on_the_page_of_each_village_with_it_chosen)
{
    EXPECT_TRUE(site.get("/doerfer/aue").says("/rundbrief?dorf=aue"));
    const auto form = site.get("/rundbrief?dorf=aue").body;
    EXPECT_NE(form.find("value=\"" + aue.text() + "\" checked"), std::string::npos);
    EXPECT_EQ(form.find("value=\"" + lohe.text() + "\" checked"), std::string::npos);
}

TEST_F(Subscriptions, are_not_asked_for_what_may_reveal_a_faith_or_an_illness)
{
    const auto page = site.get("/rundbrief");
    EXPECT_TRUE(page.says("value=\"culture\""));
    EXPECT_FALSE(page.says("value=\"church\""));
    EXPECT_FALSE(page.says("value=\"health\""));
}

} // namespace dorfnetz::newsletter
