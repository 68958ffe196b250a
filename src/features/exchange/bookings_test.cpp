#include "features/exchange/exchange_for_tests.hpp"

#include <algorithm>
#include <atomic>
#include <latch>
#include <thread>

namespace dorfnetz::exchange {

namespace {

class Bookings : public WithExchange
{
protected:
    std::int64_t forgotten()
    {
        return written([&](db::Tx& tx) -> Result<std::int64_t> {
                   return forget_words(tx, network.id, site.clock.now());
               })
            .value();
    }

    // All that anybody wrote to it.
    std::string words_of(const BookingId& id)
    {
        const auto known = booking(id);
        return known.wish + known.reason + known.condition_out + known.condition_in + known.damage;
    }
};

const auto in_words = [](const Error& error) { return i18n::error_text(i18n::Language::de, error); };

} // namespace

TEST_F(Bookings, go_from_asking_to_bringing_back)
{
    const auto weekend = days("2026-12-05", "2026-12-06");
    const auto id = asked(firemen, weekend).value();
    EXPECT_EQ(booking(id).status, BookingStatus::requested);
    EXPECT_TRUE(taken(weekend).empty()) << "a question keeps nothing";

    ASSERT_TRUE(written([&](db::Tx& tx) { return agree(tx, context(), id, 1); }));
    EXPECT_EQ(taken(weekend).size(), 4U);
    ASSERT_TRUE(written([&](db::Tx& tx) { return hand_over(tx, context(), id, 2, "vollständig"); }));
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return take_back(tx, context(), id, 3, {.condition = "sauber"}); }));
    EXPECT_EQ(booking(id).status, BookingStatus::returned);
    EXPECT_EQ(booking(id).condition_out, "vollständig");
    EXPECT_EQ(booking(id).condition_in, "sauber");
    EXPECT_TRUE(taken(weekend).empty()) << "what is back can be lent again";
}

TEST_F(Bookings, that_overlap_are_refused_with_free_times_near)
{
    agreed(firemen, days("2026-12-05", "2026-12-06"));
    const auto refused = asked(firemen, days("2026-12-06", "2026-12-07"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::conflict);
    const auto reason = in_words(refused.error());
    EXPECT_NE(reason.find("Frei wäre es"), std::string::npos) << reason;
    EXPECT_NE(reason.find("7. Dezember"), std::string::npos) << reason;
    EXPECT_NE(reason.find("3. Dezember"), std::string::npos) << reason;
}

TEST_F(Bookings, of_a_morning_and_of_an_afternoon_share_a_day)
{
    const auto morning = half_day_of(*date_from_iso("2026-12-05"), Half::morning);
    agreed(firemen, {morning, morning});
    EXPECT_TRUE(asked(firemen, {morning + 1, morning + 1}));
    EXPECT_FALSE(asked(firemen, {morning, morning + 1}));
}

TEST_F(Bookings, keep_the_time_to_set_up_and_to_bring_back_free_too)
{
    auto draft = tent_draft();
    draft.around = {.before = 1, .after = 2};
    ASSERT_TRUE(written([&](db::Tx& tx) { return change_thing(tx, context(), tent.id, 1, draft); }));
    const auto saturday = days("2026-12-05", "2026-12-05");
    agreed(firemen, saturday);
    EXPECT_EQ(taken(days("2026-12-01", "2026-12-31")).size(), 5U);
    const auto friday_evening = saturday.first - 1;
    EXPECT_FALSE(asked(firemen, {friday_evening, friday_evening})) << "it is being set up";
    EXPECT_FALSE(asked(firemen, days("2026-12-07", "2026-12-07")))
        << "its own time to set up meets the drying";
    EXPECT_TRUE(asked(firemen, days("2026-12-08", "2026-12-08")));
    // Whoever changes these times later leaves what was agreed as it was.
    draft.around = {};
    ASSERT_TRUE(written([&](db::Tx& tx) { return change_thing(tx, context(), tent.id, 2, draft); }));
    EXPECT_EQ(taken(days("2026-12-01", "2026-12-31")).size(), 5U);
}

TEST_F(Bookings, agreed_by_many_at_the_same_moment_are_agreed_once)
{
    constexpr int asking = 12;
    const auto weekend = days("2026-12-05", "2026-12-06");
    std::vector<BookingId> ids;
    for (int i = 0; i < asking; ++i)
        ids.push_back(asked(given(club("Beispiel Verein " + std::to_string(i))),
                            {weekend.first + i % 3, weekend.last + i % 3})
                          .value());
    std::atomic<int> agreed_ones = 0;
    std::atomic<int> refused_in_plain_words = 0;
    std::latch begin(asking);
    {
        std::vector<std::jthread> threads;
        for (const auto& id : ids)
            threads.emplace_back([&, id] {
                const auto theirs = context();
                begin.arrive_and_wait();
                const auto done = site.pool().write(db::Scope::of(network.id),
                                                    [&](db::Tx& tx) { return agree(tx, theirs, id, 1); });
                if (done)
                    ++agreed_ones;
                else if (done.error().kind == Err::conflict &&
                         in_words(done.error()).find("Frei wäre es") != std::string::npos)
                    ++refused_in_plain_words;
            });
    }
    EXPECT_EQ(agreed_ones, 1);
    EXPECT_EQ(refused_in_plain_words, asking - 1);
    EXPECT_EQ(taken(days("2026-12-01", "2026-12-31")).size(), 4U);
}

TEST_F(Bookings, that_overlap_are_refused_by_the_database_itself)
{
    const auto weekend = days("2026-12-05", "2026-12-06");
    agreed(firemen, weekend);
    const auto asked_for = asked(firemen, days("2026-12-12", "2026-12-13")).value();
    const auto insert = [&](HalfDay half_day) {
        return written([&](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(
                INSERT INTO exchange_half_days (network_id, thing_id, half_day, booking_id, holds)
                VALUES (:network, :thing, :half_day, :booking, 1))sql",
                    {{"network", network.id},
                     {"thing", tent.id},
                     {"half_day", half_day},
                     {"booking", asked_for}});
            return Done{};
        });
    };
    EXPECT_THROW(static_cast<void>(insert(weekend.first)), db::ConstraintViolated) << "it is somebody else's";
    EXPECT_THROW(static_cast<void>(insert(weekend.last + 5)), db::ConstraintViolated)
        << "this one is not agreed";
}

TEST_F(Bookings, across_the_change_of_the_clocks_are_as_long_as_any)
{
    const auto in_march = days("2027-03-27", "2027-03-29");
    agreed(firemen, in_march);
    EXPECT_EQ(taken(days("2027-03-01", "2027-04-30")).size(), 6U);
    EXPECT_FALSE(asked(firemen, days("2027-03-28", "2027-03-28")));
    EXPECT_TRUE(asked(firemen, days("2027-03-30", "2027-03-30")));
    const auto in_october = days("2027-10-30", "2027-11-01");
    agreed(firemen, in_october);
    EXPECT_EQ(taken(days("2027-10-01", "2027-11-30")).size(), 6U);
}

TEST_F(Bookings, of_what_is_past_or_far_away_or_upside_down_are_refused_with_the_reason_at_the_field)
{
    const auto field_of = [&](const Span& span) {
        const auto refused = asked(firemen, span);
        return refused ? std::string("none") : refused.error().fields.at(0).field;
    };
    EXPECT_EQ(field_of(days("2026-11-21", "2026-11-23")), "von");
    EXPECT_EQ(field_of(days("2026-12-06", "2026-12-05")), "bis");
    EXPECT_EQ(field_of(days("2026-12-01", "2027-12-01")), "bis");
    EXPECT_EQ(field_of(days("2029-12-01", "2029-12-02")), "von");
    EXPECT_EQ(field_of(days("2026-11-22", "2026-11-22")), "none") << "this morning";
    site.clock.set(*timestamp_from_iso("2026-11-22T12:00:00Z"));
    EXPECT_EQ(field_of(days("2026-11-22", "2026-11-22")), "von") << "the morning is over";
}

TEST_F(Bookings, of_a_thing_that_is_withdrawn_are_called_off_and_everybody_hears_of_it)
{
    give_mailboxes();
    const auto promised = agreed(firemen, days("2026-12-05", "2026-12-06"));
    const auto open = asked(firemen, days("2026-12-12", "2026-12-13")).value();
    const auto before = mails().size();
    ASSERT_TRUE(written([&](db::Tx& tx) { return withdraw_thing(tx, context(), tent.id); }));
    EXPECT_EQ(booking(promised).status, BookingStatus::cancelled);
    EXPECT_EQ(booking(open).status, BookingStatus::declined);
    EXPECT_TRUE(taken(days("2026-12-01", "2026-12-31")).empty());
    EXPECT_EQ(mails().size(), before + 2);
    EXPECT_EQ(asked(firemen, days("2026-12-19", "2026-12-20")).error().kind, Err::missing);
    ASSERT_TRUE(written([&](db::Tx& tx) { return offer_again(tx, context(), tent.id); }));
    EXPECT_TRUE(asked(firemen, days("2026-12-19", "2026-12-20")));
}

TEST_F(Bookings, that_are_long_past_are_ended_without_a_word_when_the_thing_is_withdrawn)
{
    give_mailboxes();
    const auto never_fetched = agreed(firemen, days("2026-12-05", "2026-12-06"));
    const auto never_answered = asked(firemen, days("2026-12-12", "2026-12-13")).value();
    site.clock.set(*timestamp_from_iso("2027-03-01T10:00:00Z"));
    const auto to_come = asked(firemen, days("2027-03-06", "2027-03-07")).value();
    const auto before = mails().size();
    ASSERT_TRUE(written([&](db::Tx& tx) { return withdraw_thing(tx, context(), tent.id); }));
    EXPECT_EQ(booking(never_fetched).status, BookingStatus::cancelled);
    EXPECT_EQ(booking(never_answered).status, BookingStatus::declined);
    EXPECT_EQ(booking(to_come).status, BookingStatus::declined);
    EXPECT_EQ(mails().size(), before + 1) << "of the one that is still to come";
}

TEST_F(Bookings, that_are_asked_for_twice_are_one)
{
    give_mailboxes();
    const auto weekend = days("2026-12-05", "2026-12-06");
    const auto first = asked(firemen, weekend).value();
    EXPECT_EQ(asked(firemen, weekend).value(), first) << "a double tap";
    EXPECT_EQ(mails().size(), 1U);
    const auto other_words = written([&](db::Tx& tx) {
        return request(tx, context(),
                       {.thing = tent.id, .borrower = firemen, .used = weekend, .words = "Doch Kinderfest"});
    });
    ASSERT_FALSE(other_words);
    EXPECT_EQ(other_words.error().kind, Err::conflict) << "what they wrote would be lost";
    EXPECT_NE(asked(firemen, days("2026-12-06", "2026-12-06")).value(), first);
    ASSERT_TRUE(written([&](db::Tx& tx) { return decline(tx, context(), first, 1, ""); }));
    EXPECT_NE(asked(firemen, weekend).value(), first) << "one may ask again after a no";
    const auto own = asked(singers, days("2026-12-12", "2026-12-12")).value();
    EXPECT_EQ(asked(singers, days("2026-12-12", "2026-12-12")).value(), own);
}

TEST_F(Bookings, that_are_asked_for_twice_are_refused_by_the_database_itself)
{
    const auto known = booking(asked(firemen, days("2026-12-05", "2026-12-06")).value());
    auto again = known;
    again.id = new_id<BookingId>(site.clock, site.random);
    EXPECT_THROW(static_cast<void>(written([&](db::Tx& tx) -> Result<Done> {
                     store::insert(tx, network.id, again);
                     return Done{};
                 })),
                 db::ConstraintViolated);
}

TEST_F(Bookings, that_are_running_go_with_the_thing_to_its_new_owner)
{
    give_mailboxes();
    const auto anglers = given(club("Beispiel Angler"));
    const auto promised = agreed(firemen, days("2026-12-05", "2026-12-06"));
    const auto open = asked(firemen, days("2026-12-12", "2026-12-13")).value();
    const auto over = asked(firemen, days("2026-12-19", "2026-12-20")).value();
    ASSERT_TRUE(written([&](db::Tx& tx) { return decline(tx, context(), over, 1, ""); }));
    const auto before = mails().size();
    auto draft = tent_draft();
    draft.owner = anglers;
    ASSERT_TRUE(written([&](db::Tx& tx) { return change_thing(tx, context(), tent.id, 1, draft); }));
    EXPECT_EQ(booking(promised).owner, anglers);
    EXPECT_EQ(booking(open).owner, anglers);
    EXPECT_EQ(booking(over).owner, singers) << "whose it was then";
    EXPECT_EQ(taken(days("2026-12-05", "2026-12-06")).size(), 4U);
    const auto sent = mails();
    EXPECT_EQ(sent.size(), before + 2);
    EXPECT_EQ(std::ranges::count_if(
                  sent, [](const std::string& subject) { return subject.starts_with("Mit neuem Besitzer"); }),
              2)
        << "whoever borrows it knows whom to call";
    EXPECT_EQ(written([&](db::Tx& tx) { return decline(tx, context(), open, 1, ""); }).error().kind,
              Err::stale)
        << "who answers has seen whose it is";
}

TEST_F(Bookings, keep_a_thing_that_is_out_from_being_withdrawn)
{
    const auto id = agreed(firemen, days("2026-11-22", "2026-11-23"));
    ASSERT_TRUE(written([&](db::Tx& tx) { return hand_over(tx, context(), id, 2, ""); }));
    const auto refused = written([&](db::Tx& tx) { return withdraw_thing(tx, context(), tent.id); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::conflict);
    EXPECT_NE(in_words(refused.error()).find("gerade verliehen"), std::string::npos);
}

TEST_F(Bookings, for_which_nobody_came_free_the_days_but_not_before_they_begin)
{
    const auto weekend = days("2026-12-05", "2026-12-06");
    const auto id = agreed(firemen, weekend);
    EXPECT_EQ(written([&](db::Tx& tx) { return note_no_show(tx, context(), id, 2); }).error().kind,
              Err::conflict);
    site.clock.set(*timestamp_from_iso("2026-12-05T10:00:00Z"));
    ASSERT_TRUE(written([&](db::Tx& tx) { return note_no_show(tx, context(), id, 2); }));
    EXPECT_EQ(booking(id).status, BookingStatus::no_show);
    EXPECT_TRUE(taken(weekend).empty());
}

TEST_F(Bookings, that_come_back_broken_say_so_and_the_borrower_hears_of_it)
{
    give_mailboxes();
    const auto id = agreed(firemen, days("2026-11-22", "2026-11-23"));
    ASSERT_TRUE(written([&](db::Tx& tx) { return hand_over(tx, context(), id, 2, "heil"); }));
    const auto before = mails().size();
    ASSERT_TRUE(written([&](db::Tx& tx) {
        return take_back(tx, context(), id, 3, {.condition = "nass", .damage = "eine Stange verbogen"});
    }));
    EXPECT_EQ(booking(id).damage, "eine Stange verbogen");
    ASSERT_EQ(mails().size(), before + 1);
    EXPECT_NE(mails().back().find("kaputt"), std::string::npos) << mails().back();
}

TEST_F(Bookings, by_the_owner_need_nobody_to_agree)
{
    const auto id = asked(singers, days("2026-12-05", "2026-12-06")).value();
    EXPECT_EQ(booking(id).status, BookingStatus::agreed);
    EXPECT_FALSE(asked(firemen, days("2026-12-06", "2026-12-06")));
    EXPECT_TRUE(mails().empty()) << "nobody writes to themselves";
}

TEST_F(Bookings, that_changed_meanwhile_are_not_changed_by_who_saw_them_before)
{
    const auto id = agreed(firemen, days("2026-12-05", "2026-12-06"));
    const auto late = written([&](db::Tx& tx) { return decline(tx, context(), id, 1, "nein"); });
    EXPECT_EQ(late.error().kind, Err::stale);
    EXPECT_EQ(written([&](db::Tx& tx) { return decline(tx, context(), id, 2, "nein"); }).error().kind,
              Err::stale)
        << "what was agreed is called off, not declined";
    EXPECT_EQ(booking(id).status, BookingStatus::agreed);
}

TEST_F(Bookings, are_for_those_who_may_borrow_it)
{
    auto draft = tent_draft();
    draft.borrowers = Borrowers::village;
    ASSERT_TRUE(written([&](db::Tx& tx) { return change_thing(tx, context(), tent.id, 1, draft); }));
    EXPECT_EQ(asked(firemen, days("2026-12-05", "2026-12-06")).error().kind, Err::missing);
    auto company = club("Beispiel Tischlerei");
    company.kind = organisations::Kind::company;
    const auto joiners = given(company);
    EXPECT_TRUE(asked(joiners, days("2026-12-05", "2026-12-06")));
    draft.borrowers = Borrowers::clubs;
    ASSERT_TRUE(written([&](db::Tx& tx) { return change_thing(tx, context(), tent.id, 2, draft); }));
    EXPECT_EQ(asked(joiners, days("2026-12-12", "2026-12-13")).error().kind, Err::missing);
    EXPECT_TRUE(asked(firemen, days("2026-12-12", "2026-12-13")));
}

TEST_F(Bookings, keep_no_words_a_year_after_their_end)
{
    const auto declined = asked(firemen, days("2026-12-05", "2026-12-06")).value();
    ASSERT_TRUE(written(
        [&](db::Tx& tx) { return decline(tx, context(), declined, 1, "Das Zelt ist da beim Waschen."); }));
    const auto id = agreed(firemen, days("2026-11-22", "2026-11-22"));
    ASSERT_TRUE(written([&](db::Tx& tx) { return hand_over(tx, context(), id, 2, "Erika hat es geholt."); }));
    ASSERT_TRUE(written([&](db::Tx& tx) {
        return take_back(tx, context(), id, 3, {.condition = "nass", .damage = "Erika hat es zerrissen."});
    }));
    site.clock.advance(words_kept - std::chrono::hours(1));
    EXPECT_EQ(forgotten(), 0);
    site.clock.advance(std::chrono::hours(2));
    EXPECT_EQ(forgotten(), 2);
    EXPECT_EQ(words_of(declined), "");
    EXPECT_EQ(words_of(id), "");
}

TEST_F(Bookings, that_nobody_ever_ended_keep_no_words_a_year_after_their_last_day)
{
    const auto never_answered = asked(firemen, days("2026-12-05", "2026-12-06")).value();
    const auto never_back = agreed(firemen, days("2026-12-01", "2026-12-02"));
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return hand_over(tx, context(), never_back, 2, "Erika hat es geholt."); }));
    site.clock.set(*timestamp_from_iso("2027-12-01T10:00:00Z"));
    EXPECT_EQ(forgotten(), 0);
    site.clock.set(*timestamp_from_iso("2027-12-08T10:00:00Z"));
    EXPECT_EQ(forgotten(), 2);
    EXPECT_EQ(words_of(never_answered), "");
    EXPECT_EQ(words_of(never_back), "");
    EXPECT_EQ(booking(never_back).status, BookingStatus::handed_over) << "it is still to come back";
}

} // namespace dorfnetz::exchange
