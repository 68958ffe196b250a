#include "features/minutes/minutes_for_tests.hpp"

#include "accounts/accounts_store.hpp"
#include "foundation/core/digest.hpp"

#include <functional>
#include <gtest/gtest.h>

namespace dorfnetz::minutes {

namespace {

// What is read between sending and approval, and what becomes of it.
class MinutesSent : public WithMinutes
{
protected:
    MinutesSent()
    {
        saved("a", 1, 0, "Der Teich wird entschlammt.", Then::release);
        others_say(pond, "Aufgabe: Bagger leihen (bis 3. Januar)");
        const auto context = here();
        site.given([&](db::Tx& tx) -> Result<Done> {
            tent =
                TRY(meetings::add_item(tx, context, id, {.title = "Zelt"}, meetings::ItemStatus::declined));
            return Done{};
        });
        close();
    }

    // What the program itself never does.
    void by_hand(void (*work)(db::Tx&))
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            work(tx);
            return Done{};
        });
    }

    AgendaItemId tent;
};

} // namespace

TEST_F(MinutesSent, what_was_sent_is_read_and_approved_whatever_is_changed_afterwards)
{
    EXPECT_TRUE(sent());
    const auto before = paper();
    EXPECT_EQ(minutes()->digest, sha256(plain_file(before)));
    others_say(pond, "Aufgabe: Bagger kaufen");
    rename_aue();
    EXPECT_EQ(paper(), before);
    EXPECT_TRUE(approved());
    EXPECT_EQ(paper(), before);
    EXPECT_EQ(minutes()->digest, sha256(plain_file(before)));
}

TEST_F(MinutesSent, what_was_called_back_and_sent_again_is_what_stood_there_then)
{
    EXPECT_TRUE(sent());
    const auto first = minutes()->digest;
    EXPECT_TRUE(taken_back());
    EXPECT_EQ(minutes()->digest, "");
    EXPECT_EQ(saved("b", 1, 1, "Der Teich bleibt.", Then::release).verdict, Verdict::taken);
    EXPECT_EQ(paper().matters[0].text, "Der Teich bleibt.");
    EXPECT_TRUE(sent());
    EXPECT_NE(minutes()->digest, first);
    EXPECT_EQ(paper().matters[0].text, "Der Teich bleibt.");
}

TEST_F(MinutesSent, whoever_has_read_something_else_approves_nothing)
{
    EXPECT_TRUE(sent());
    const auto first = minutes()->digest;
    EXPECT_TRUE(taken_back());
    others_say(pond, "Aufgabe: Bagger kaufen");
    EXPECT_TRUE(sent());
    EXPECT_EQ(approved(first).error().kind, Err::stale);
    EXPECT_EQ(approved("").error().kind, Err::stale);
    EXPECT_EQ(minutes()->state, State::sent);
    EXPECT_TRUE(approved());
}

TEST_F(MinutesSent, a_line_that_somebody_changed_by_hand_is_not_approved)
{
    EXPECT_TRUE(sent());
    by_hand([](db::Tx& tx) {
        tx.exec(R"sql(UPDATE minutes_sent SET text = 'Der Teich bleibt.' WHERE part = 'text')sql", {});
    });
    EXPECT_FALSE(is_unchanged(*minutes(), paper()));
    EXPECT_EQ(approved().error().kind, Err::conflict);
    EXPECT_TRUE(taken_back());
    EXPECT_TRUE(sent());
    EXPECT_TRUE(approved());
}

TEST_F(MinutesSent, the_database_lets_nothing_be_sent_without_a_digest_and_no_draft_keep_what_was_sent)
{
    EXPECT_TRUE(sent());
    EXPECT_THROW(by_hand([](db::Tx& tx) {
                     tx.exec(R"sql(UPDATE minutes SET state = 'draft', sent_digest = '')sql", {});
                 }),
                 db::ConstraintViolated);
    EXPECT_TRUE(taken_back());
    EXPECT_THROW(by_hand([](db::Tx& tx) { tx.exec(R"sql(UPDATE minutes SET state = 'sent')sql", {}); }),
                 db::ConstraintViolated);
}

// A proposal that was voted on all the same, and then declined.
TEST_F(MinutesSent, what_was_voted_on_is_in_the_minutes_although_its_matter_is_not_on_the_agenda)
{
    others_say(tent, "Beschluss 2026-1. Angenommen: 3 Ja, 0 Nein.");
    const auto matters = paper().matters;
    ASSERT_EQ(matters.size(), 3U);
    EXPECT_EQ(matters[2].heading, "Nicht mehr auf der Tagesordnung: Zelt");
    EXPECT_EQ(matters[2].results.size(), 1U);
    others_say(pond, "Aufgabe: Bagger leihen");
    EXPECT_EQ(paper().matters.size(), 2U);
}

// A server that has no address of its own asks for its hosts, and must not wait for others to be done
// meanwhile.
TEST_F(MinutesSent, sending_takes_no_second_connection)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        const web::UserId berta{new_uuid_v7(site.clock, site.random)};
        accounts::insert_user(tx, network.id, {.id = berta, .login = "berta@example.org", .name = "Berta"},
                              site.clock.now());
        accounts::set_password_hash(tx, network.id, berta, "x");
        accounts::insert_grant(tx, network.id,
                               {.id = new_uuid_v7(site.clock, site.random),
                                .user = berta,
                                .grant = {web::Role::lead_editor, berg.text()}},
                               {}, site.clock.now());
        return Done{};
    });
    const auto context = here();
    const auto meeting = stored(id);
    const std::function<bool(unsigned)> send_beside = [&](unsigned readers) {
        if (readers > 0)
            return site.pool().read([&](db::Reader&) { return send_beside(readers - 1); });
        return written([&](db::Tx& tx) { return send_for_approval(tx, context, meeting, said); }).has_value();
    };
    const auto all = support::quick_settings().readers;
    EXPECT_TRUE(send_beside(site.pool().engine() == db::Engine::sqlite ? all : all - 1));
    EXPECT_EQ(
        read([](db::Reader& reader) { return reader.count(R"sql(SELECT COUNT(*) FROM outbox)sql", {}); }), 1);
}

} // namespace dorfnetz::minutes
