#include "features/minutes/minutes_for_tests.hpp"

#include "features/minutes/api.hpp"
#include "features/minutes/revocations.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::minutes {

namespace {

class MinutesWriting : public WithMinutes
{
};

class MinutesApproval : public WithMinutes
{
protected:
    MinutesApproval() { saved("a", 1, 0, "Der Teich wird entschlammt.", Then::release); }
};

} // namespace

TEST_F(MinutesWriting, what_somebody_types_is_the_text_and_keeps_others_off_for_a_minute)
{
    EXPECT_EQ(saved("a", 1, 0, "Der").verdict, Verdict::taken);
    EXPECT_EQ(saved("a", 2, 1, "Der Teich").verdict, Verdict::taken);
    EXPECT_EQ(text().version, 2);
    EXPECT_EQ(saved("b", 1, 2, "Der Teich und die Bank").verdict, Verdict::beside);
    EXPECT_EQ(text().text, "Der Teich");
    site.clock.advance(hold_time);
    EXPECT_EQ(saved("b", 2, 2, "Der Teich und die Bank").verdict, Verdict::taken);
    EXPECT_TRUE(besides().empty());
}

TEST_F(MinutesWriting, holds_the_meeting_that_it_tells_of)
{
    const auto asked = [&] {
        const auto context = here();
        return written([&](db::Tx& tx) { return nothing_is_written()(tx, context, stored(id)); });
    };
    EXPECT_TRUE(asked());
    saved("a", 1, 0, "Der Teich", Then::release);
    EXPECT_EQ(asked().error().kind, Err::conflict);
    saved("a", 2, 1, "", Then::release);
    EXPECT_TRUE(asked()) << "what was deleted again holds nothing";
}

TEST_F(MinutesWriting, typing_on_renews_the_minute)
{
    saved("a", 1, 0, "Der");
    site.clock.advance(std::chrono::seconds(50));
    saved("a", 2, 1, "Der Teich");
    site.clock.advance(std::chrono::seconds(50));
    EXPECT_EQ(saved("b", 1, 2, "Die Bank").verdict, Verdict::beside);
}

TEST_F(MinutesWriting, who_has_finished_lets_the_next_one_begin_at_once)
{
    saved("a", 1, 0, "Der Teich", Then::release);
    EXPECT_EQ(saved("b", 1, 1, "Der Teich ist leer").verdict, Verdict::taken);
}

TEST_F(MinutesWriting, a_save_that_is_sent_again_counts_once_and_says_where_it_lies)
{
    saved("a", 1, 0, "Der");
    EXPECT_EQ(saved("a", 1, 0, "Der").verdict, Verdict::known);
    EXPECT_EQ(text().version, 1);
    EXPECT_TRUE(saved("b", 1, 0, "Die Bank").lies_beside);
    const auto again = saved("b", 1, 0, "Die Bank");
    EXPECT_EQ(again.verdict, Verdict::known);
    EXPECT_TRUE(again.lies_beside);
    EXPECT_EQ(besides().size(), 1U);
}

TEST_F(MinutesWriting, whoever_was_cut_off_finds_the_own_text_beside_and_goes_on_there)
{
    saved("a", 1, 0, "Der Teich", Then::release);
    EXPECT_EQ(saved("b", 1, 0, "Die Bank").verdict, Verdict::beside);
    EXPECT_EQ(saved("b", 2, 0, "Die Bank ist neu").verdict, Verdict::beside);
    ASSERT_EQ(besides().size(), 1U);
    EXPECT_EQ(besides()[0].text, "Die Bank ist neu");
    EXPECT_EQ(text().text, "Der Teich");
}

// As when the line is slow: the hold is over, and somebody else has gone on.
TEST_F(MinutesWriting, whoever_gives_back_late_what_is_not_theirs_any_more_changes_nothing)
{
    saved("a", 1, 0, "Der Teich");
    site.clock.advance(hold_time);
    saved("b", 1, 1, "Der Teich ist leer");
    // With the number of the last save, and as a page without that rule does it.
    EXPECT_EQ(saved("a", 1, 0, "Der Teich", Then::release).verdict, Verdict::known);
    EXPECT_EQ(saved("a", 2, 1, "Der Teich", Then::release).verdict, Verdict::known);
    EXPECT_TRUE(besides().empty());
    EXPECT_EQ(text().text, "Der Teich ist leer");
    EXPECT_EQ(text().hold->tab, "b");
}

TEST_F(MinutesWriting, whoever_gives_back_with_the_number_that_is_known_is_done)
{
    saved("a", 1, 0, "Der");
    saved("a", 2, 1, "Der Teich");
    // An older one was late: its writer types on.
    saved("a", 1, 0, "Der", Then::release);
    EXPECT_TRUE(text().hold);
    EXPECT_EQ(saved("a", 2, 1, "Der Teich", Then::release).verdict, Verdict::known);
    EXPECT_FALSE(text().hold);
}

TEST_F(MinutesWriting, no_account_puts_more_beside_than_somebody_can_put_together)
{
    saved("a", 1, 0, "Der Teich");
    for (std::int64_t number = 1; number <= most_besides; ++number)
        EXPECT_EQ(saved("b" + std::to_string(number), 1, 0, "Die Bank").verdict, Verdict::beside);
    const auto one_more = saved("c", 1, 0, "Die Bank");
    EXPECT_EQ(one_more.verdict, Verdict::too_many);
    EXPECT_FALSE(one_more.lies_beside);
    // What lies there goes on growing, and others have room.
    EXPECT_EQ(saved("b1", 2, 0, "Die Bank ist neu").verdict, Verdict::beside);
    as(web::Role::lead_editor, berg.text());
    EXPECT_EQ(saved("d", 1, 0, "Die Bank").verdict, Verdict::beside);
    EXPECT_EQ(besides().size(), static_cast<std::size_t>(most_besides) + 1);
}

TEST_F(MinutesWriting, two_texts_are_put_together_by_hand)
{
    saved("a", 1, 0, "Der Teich", Then::release);
    saved("b", 1, 0, "Die Bank");
    const Seen seen{.beside = besides()[0].id, .version = 1, .number = 1};
    EXPECT_TRUE(done([&](auto& tx, const auto& context, const auto& meeting) {
        return put_together(tx, context, meeting, seen, "Der Teich\nDie Bank");
    }));
    EXPECT_EQ(text().text, "Der Teich\nDie Bank");
    EXPECT_EQ(text().version, 2);
    EXPECT_TRUE(besides().empty());
    // A late copy of what was put together does not lie beside it again.
    EXPECT_EQ(saved("b", 1, 0, "Die Bank").verdict, Verdict::known);
    EXPECT_TRUE(besides().empty());
}

TEST_F(MinutesWriting, nothing_newer_than_what_was_seen_is_put_together_or_dropped)
{
    saved("a", 1, 0, "Der Teich", Then::release);
    saved("b", 1, 0, "Die Bank");
    const auto beside = besides()[0].id;
    const auto put = [&](const Seen& seen) {
        return done([&](auto& tx, const auto& context, const auto& meeting) {
            return put_together(tx, context, meeting, seen, "x");
        });
    };
    saved("b", 2, 0, "Die Bank ist neu");
    EXPECT_EQ(put({beside, 1, 1}).error().kind, Err::stale);
    saved("a", 2, 1, "Der Teich ist leer", Then::release);
    EXPECT_EQ(put({beside, 1, 2}).error().kind, Err::stale);
    const auto dropped = done([&](auto& tx, const auto& context, const auto& meeting) {
        return drop_beside(tx, context, meeting, {beside, 2, 1});
    });
    EXPECT_EQ(dropped.error().kind, Err::stale);
    EXPECT_EQ(besides().size(), 1U);
}

TEST_F(MinutesWriting, while_somebody_types_nobody_puts_another_text_in)
{
    saved("a", 1, 0, "Der Teich");
    saved("b", 1, 0, "Die Bank");
    as(web::Role::lead_editor, berg.text());
    const auto put = done([&](auto& tx, const auto& context, const auto& meeting) {
        return put_together(tx, context, meeting, {besides()[0].id, 1, 1}, "Der Teich\nDie Bank");
    });
    EXPECT_EQ(put.error().kind, Err::conflict);
    EXPECT_EQ(text().text, "Der Teich");
}

TEST_F(MinutesWriting, a_matter_of_another_meeting_is_not_there)
{
    const auto other = given(advent());
    const auto context = here();
    const auto meeting = stored(other);
    const auto written_there = written(
        [&](db::Tx& tx) { return save(tx, context, meeting, pond, {.tab = "a", .text = "Der Teich"}); });
    EXPECT_EQ(written_there.error().kind, Err::missing);
}

TEST_F(MinutesWriting, the_end_of_an_account_leaves_the_text_without_a_writer)
{
    saved("a", 1, 0, "Der Teich");
    site.given([&](db::Tx& tx) -> Result<Done> {
        forget_account(tx, network.id, actor.user);
        return Done{};
    });
    EXPECT_TRUE(text().written_by.empty());
    EXPECT_EQ(text().text, "Der Teich");
}

TEST_F(MinutesApproval, only_the_minutes_of_a_meeting_that_is_over_are_sent)
{
    EXPECT_EQ(sent().error().kind, Err::conflict);
    close();
    EXPECT_TRUE(sent());
    EXPECT_EQ(minutes()->state, State::sent);
    EXPECT_EQ(sent().error().kind, Err::conflict);
}

TEST_F(MinutesApproval, nothing_is_sent_while_somebody_types_or_text_lies_beside)
{
    close();
    saved("b", 1, 1, "Der Teich wird");
    EXPECT_EQ(sent().error().kind, Err::conflict);
    saved("c", 1, 1, "Die Bank");
    site.clock.advance(hold_time);
    EXPECT_EQ(sent().error().kind, Err::conflict);
    EXPECT_EQ(besides().size(), 1U);
}

TEST_F(MinutesApproval, what_arrives_after_the_sending_is_kept_beside)
{
    close();
    EXPECT_TRUE(sent());
    EXPECT_EQ(saved("b", 1, 1, "Noch etwas").verdict, Verdict::beside);
    EXPECT_EQ(approved().error().kind, Err::conflict);
    EXPECT_EQ(besides().size(), 1U);
}

TEST_F(MinutesApproval, approved_minutes_are_frozen_with_their_digest)
{
    close();
    EXPECT_EQ(approved().error().kind, Err::conflict);
    EXPECT_TRUE(sent());
    const auto before = paper();
    EXPECT_TRUE(approved());
    EXPECT_EQ(minutes()->state, State::approved);
    EXPECT_EQ(paper(), before);
    EXPECT_TRUE(is_unchanged(*minutes(), paper()));
    EXPECT_EQ(saved("b", 1, 1, "Anders").verdict, Verdict::refused);
    EXPECT_EQ(paper(), before);
}

TEST_F(MinutesApproval, a_handover_or_another_name_changes_nothing_that_was_approved)
{
    close();
    EXPECT_TRUE(sent());
    EXPECT_TRUE(approved());
    const auto before = paper();
    rename_aue();
    EXPECT_EQ(paper(), before);
}

TEST_F(MinutesApproval, whoever_changes_an_approved_line_by_hand_is_found_out)
{
    close();
    EXPECT_TRUE(sent());
    EXPECT_TRUE(approved());
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE minutes_approved SET text = 'Der Teich bleibt.' WHERE part = 'text')sql", {});
        return Done{};
    });
    EXPECT_FALSE(is_unchanged(*minutes(), paper()));
}

// What the program never tries the database refuses as well.
TEST_F(MinutesApproval, the_database_takes_no_text_of_approved_minutes_and_lets_none_be_approved_with_texts)
{
    close();
    EXPECT_TRUE(sent());
    const auto force = [&] {
        site.given([&](db::Tx& tx) -> Result<Done> {
            tx.exec(
                R"sql(UPDATE minutes SET state = 'approved', approved_at = '2026-12-05T20:00:00Z', digest = 'x')sql",
                {});
            return Done{};
        });
    };
    EXPECT_THROW(force(), db::ConstraintViolated);
    EXPECT_TRUE(approved());
    const auto back = [&] {
        site.given([&](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(UPDATE minutes SET state = 'sent', approved_at = NULL, digest = '')sql", {});
            return Done{};
        });
    };
    EXPECT_THROW(back(), db::ConstraintViolated);
    const auto write = [&] {
        site.given([&](db::Tx& tx) -> Result<Done> {
            store::put_text(tx, network.id, {.meeting = id, .state = State::sent},
                            {.item = pond, .text = "Anders"});
            return Done{};
        });
    };
    EXPECT_THROW(write(), db::ConstraintViolated);
}

TEST_F(MinutesApproval, sent_minutes_can_be_taken_back_and_approved_ones_not)
{
    close();
    EXPECT_EQ(taken_back().error().kind, Err::conflict);
    EXPECT_TRUE(sent());
    EXPECT_TRUE(taken_back());
    EXPECT_EQ(saved("b", 1, 1, "Anders").verdict, Verdict::taken);
    site.clock.advance(hold_time);
    EXPECT_TRUE(sent());
    EXPECT_TRUE(approved());
    EXPECT_EQ(taken_back().error().kind, Err::conflict);
}

TEST_F(MinutesApproval, what_was_taken_back_is_not_read_again_after_a_restore)
{
    close();
    EXPECT_TRUE(sent());
    const auto again = [&](std::string_view word) {
        return written([&](db::Tx& tx) -> Result<bool> {
                   return take_back_again(tx,
                                          {.network = network.id,
                                           .id = id.text(),
                                           .word = std::string(word),
                                           .at = site.clock.now()},
                                          site.clock.now());
               })
            .value();
    };
    EXPECT_FALSE(again(sent_word));
    EXPECT_TRUE(again(taken_back_word));
    EXPECT_EQ(minutes()->state, State::draft);
    EXPECT_FALSE(again(taken_back_word));
}

TEST_F(MinutesApproval, objections_come_before_the_approval_and_corrections_after_it)
{
    const auto noted = [&](NoteKind kind) {
        return done([&](auto& tx, const auto& context, const auto& meeting) {
            return add_note(tx, context, meeting, kind, "Es waren drei Bänke.");
        });
    };
    EXPECT_EQ(noted(NoteKind::objection).error().kind, Err::conflict);
    close();
    EXPECT_TRUE(sent());
    EXPECT_TRUE(noted(NoteKind::objection));
    EXPECT_EQ(noted(NoteKind::correction).error().kind, Err::conflict);
    EXPECT_TRUE(approved());
    EXPECT_EQ(noted(NoteKind::objection).error().kind, Err::conflict);
    EXPECT_TRUE(noted(NoteKind::correction));
    EXPECT_EQ(paper().matters.size(), 2U);
}

TEST_F(MinutesApproval, the_next_meeting_of_the_same_kind_gets_the_approval_on_its_agenda)
{
    auto next = advent();
    next.when = meetings::LocalSpan{local("2027-01-12T18:00"), local("2027-01-12T20:00")};
    const auto next_id = given(next);
    auto in_village = next;
    in_village.kind = meetings::Kind::village;
    in_village.village = berg;
    const auto village_id = given(in_village);
    const auto comes_up = [&](const meetings::MeetingId& meeting) {
        const auto context = here();
        return read(
            [&](db::Reader& reader) { return agenda_source().matters(reader, context, stored(meeting)); });
    };
    close();
    EXPECT_TRUE(comes_up(next_id).empty());
    EXPECT_TRUE(sent());
    const auto matters = comes_up(next_id);
    ASSERT_EQ(matters.size(), 1U);
    EXPECT_EQ(matters[0].heading, "Protokoll vom 5. Dezember 2026 genehmigen");
    EXPECT_TRUE(comes_up(village_id).empty());
    auto later = advent();
    later.when = meetings::LocalSpan{local("2027-02-12T18:00"), local("2027-02-12T20:00")};
    EXPECT_EQ(comes_up(given(later)).size(), 1U) << "also if the one between forgot it";
    const auto context = here();
    site.given([&](db::Tx& tx) { return meetings::begin(tx, context, next_id); });
    EXPECT_TRUE(approved());
    EXPECT_EQ(minutes()->approved_in, next_id);
    EXPECT_TRUE(comes_up(next_id).empty());
}

} // namespace dorfnetz::minutes
