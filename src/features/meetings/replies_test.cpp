#include "features/meetings/replies.hpp"

#include "features/groups/feature.hpp"
#include "features/meetings/invitations.hpp"
#include "features/meetings/kept_names.hpp"
#include "features/meetings/meetings_for_tests.hpp"

#include <algorithm>

namespace dorfnetz::meetings {

namespace {

class Replies : public WithMeetings
{
protected:
    Replies() : WithMeetings({[](web::Site& filled) { groups::register_feature(filled, {}); }})
    {
        site.environment().public_address = "https://heide.example";
        site.given([&](db::Tx& tx) -> Result<Done> {
            add_account(tx, "erika@example.org", {web::Role::coordinator, ""});
            add_account(tx, "aue@example.org", {web::Role::lead_editor, aue.text()});
            return Done{};
        });
        meeting = given(advent());
        invite_all();
    }

    void invite_all()
    {
        const auto here = context();
        site.given([&](db::Tx& tx) -> Result<Done> {
            TRY(invite(tx, here, meeting, stored(meeting).version, {}));
            return Done{};
        });
    }

    // Where the mail to this address leads.
    std::string link(const std::string& address)
    {
        return reply_path(site.environment(), network.id, stored(meeting), address);
    }

    std::string desk() { return desk_path_of(stored(meeting)) + "/zusagen"; }

    std::map<Replier, Reply> replies()
    {
        const auto here = context();
        return read([&](db::Reader& reader) { return replies_of(reader, here, meeting); });
    }

    // One tap on the page.
    support::Answer tap(const std::string& at, const Replier& who, const std::string& answer)
    {
        return site.submit(at, at, {{"fuer", key_of(who)}, {"antwort", answer}});
    }

    MeetingId meeting;
};

} // namespace

TEST_F(Replies, are_given_by_the_link_in_the_mail_without_a_password)
{
    const auto mail = claimed()["aue@example.org"];
    ASSERT_NE(mail.text.find("https://heide.example" + link("aue@example.org")), std::string::npos)
        << mail.text;
    const auto page = site.get(link("aue@example.org"));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.says("Wir kommen"));
    EXPECT_TRUE(replies().empty()) << "to look at it answers nothing";
    ASSERT_EQ(tap(link("aue@example.org"), aue, "yes").status, 303);
    EXPECT_TRUE(site.get(link("aue@example.org")).says("Ihr kommt."));
    ASSERT_EQ(site.submit(link("aue@example.org"), link("aue@example.org"),
                          {{"fuer", key_of(aue)}, {"antwort", "yes"}, {"wer_0", "Karl  Muster"}})
                  .status,
              303);
    EXPECT_EQ(replies().at(aue).who, "Karl Muster");
    ASSERT_EQ(tap(link("aue@example.org"), aue, "no").status, 303);
    EXPECT_EQ(replies().at(aue).coming, Coming::no);
    EXPECT_EQ(replies().size(), 1U) << "who answers again changes the answer";
}

TEST_F(Replies, are_given_for_ones_own_village_alone_and_as_long_as_one_is_asked)
{
    const auto at = link("aue@example.org");
    EXPECT_EQ(tap(at, berg, "yes").status, 404);
    EXPECT_EQ(site.get(link("berg@example.org")).status, 404) << "nobody who is asked has this mailbox";
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(DELETE FROM grants WHERE subject = :village)sql", {{"village", aue}});
        return Done{};
    });
    EXPECT_EQ(site.get(at).status, 404);
}

TEST_F(Replies, come_on_paper_too_and_are_counted_for_who_leads)
{
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(
        site.get(desk()).says("Zugesagt haben 0 von 3 Dörfern mit Stimme. Beschlussfähig seid ihr ab 2."));
    ASSERT_EQ(tap(desk(), tal, "yes").status, 303);
    ASSERT_EQ(tap(desk(), berg, "no").status, 303);
    const auto page = site.get(desk());
    EXPECT_TRUE(page.says("Zugesagt haben 1 von 3 Dörfern"));
    EXPECT_TRUE(page.says("kommt nicht"));
    EXPECT_TRUE(page.says("noch nichts gehört"));
    EXPECT_EQ(replies().at(tal).origin, ReplyOrigin::entered);
    EXPECT_TRUE(site.get(desk_path_of(stored(meeting))).says("Wer kommt? Eine Zusage"));
    EXPECT_TRUE(site.get(desk_path_of(stored(meeting)) + "/anwesenheit").says("zugesagt"));
    ASSERT_EQ(tap(desk(), tal, "none").status, 303);
    EXPECT_FALSE(replies().contains(tal));
    site.sign_in_as(web::Role::lead_editor, aue.text());
    EXPECT_EQ(site.get(desk()).status, 404) << "who comes is shown to who leads";
}

TEST_F(Replies, are_taken_until_the_meeting_is_over)
{
    const auto at = link("aue@example.org");
    site.clock.set(*stored(meeting).ends_at - std::chrono::minutes(1));
    const auto token = support::TestSite::token_in(site.get(at).body, at);
    site.clock.set(*stored(meeting).ends_at + std::chrono::minutes(1));
    EXPECT_EQ(site.post(at, "fuer=" + key_of(aue) + "&antwort=yes&_token=" + token).status, 409);
    EXPECT_TRUE(site.get(at).says("Das Treffen ist vorbei."));
    EXPECT_TRUE(replies().empty());
}

TEST_F(Replies, of_a_group_are_those_of_its_members)
{
    const auto karl = given_karl();
    auto draft = advent();
    draft.kind = Kind::group;
    site.given([&](db::Tx& tx) -> Result<Done> {
        draft.group = TRY(groups::create(tx, network.id, {.title = "Wege"}, author()));
        TRY(groups::add_member(tx, network.id, *draft.group, karl, groups::Duty::member, author()));
        TRY(groups::add_member(tx, network.id, *draft.group, choir, groups::Duty::member, author()));
        return Done{};
    });
    meeting = given(draft);
    invite_all();
    const auto at = link("karl@example.org");
    ASSERT_TRUE(site.get(at).says("Ich komme"));
    ASSERT_EQ(tap(at, karl, "yes").status, 303);
    EXPECT_TRUE(site.get(at).says("Du kommst."));
    ASSERT_EQ(tap(link("aue@example.org"), choir, "no").status, 303) << "who edits a village's lead club";
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get(desk()).says("Zugesagt: 1. Abgesagt: 1. Noch nichts gehört: 0."));
}

TEST_F(Replies, are_forgotten_a_month_after_the_meeting)
{
    ASSERT_EQ(tap(link("aue@example.org"), aue, "yes").status, 303);
    const auto forget = [&](std::chrono::days after) {
        site.given([&](db::Tx& tx) -> Result<Done> {
            forget_replies_before(tx, network.id, *stored(meeting).ends_at + after - replies_kept);
            return Done{};
        });
    };
    forget(std::chrono::days(29));
    EXPECT_EQ(replies().size(), 1U);
    forget(std::chrono::days(31));
    EXPECT_TRUE(replies().empty());
}

TEST_F(Replies, are_offered_on_the_meetings_page_to_who_is_signed_in)
{
    site.authenticate_with([&](web::Environment&, const web::Network&, const http::Request&) {
        return site.pool().read([&](db::Reader& reader) {
            const auto user = accounts::find_user_by_login(reader, network.id, "aue@example.org").value();
            auto actor = accounts::actor_of(reader, network.id, user.account.id, site.clock.now()).value();
            actor.session = "session";
            return actor;
        });
    });
    for (const auto& path : {path_of(stored(meeting)), desk_path_of(stored(meeting))})
        EXPECT_TRUE(site.get(path, {{"Cookie", "dorfnetz=session"}}).says(link("aue@example.org"))) << path;
}

TEST_F(Replies, go_with_the_person)
{
    const auto karl = given_karl();
    auto draft = advent();
    draft.kind = Kind::group;
    site.given([&](db::Tx& tx) -> Result<Done> {
        draft.group = TRY(groups::create(tx, network.id, {.title = "Wege"}, author()));
        TRY(groups::add_member(tx, network.id, *draft.group, karl, groups::Duty::member, author()));
        return Done{};
    });
    meeting = given(draft);
    invite_all();
    ASSERT_EQ(tap(link("karl@example.org"), karl, "yes").status, 303);
    people::Traces traces;
    traces.id = karl;
    const auto told = read([&](db::Reader& reader) { return kept_names().tell(reader, context(), traces); });
    EXPECT_TRUE(std::ranges::any_of(told, [](const people::OwnSection& section) {
        return section.key == "meeting_replies" && section.entries.size() == 1;
    }));
    site.given([&](db::Tx& tx) -> Result<Done> {
        kept_names().erase(tx, network.id, traces);
        return Done{};
    });
    EXPECT_TRUE(replies().empty());
}

} // namespace dorfnetz::meetings
