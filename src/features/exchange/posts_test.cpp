#include "features/exchange/exchange_for_tests.hpp"

namespace dorfnetz::exchange {

namespace {

class Posts : public WithExchange
{
protected:
    Result<Done> taken_answer(const Post& post)
    {
        const auto known = only_answer(post);
        return written([&](db::Tx& tx) { return take_answer(tx, context(), known.id, known.version); });
    }

    PostStatus status_of_post(const Post& post)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return post_by_id(reader, network.id, post.id)->status; });
    }
};

} // namespace

TEST_F(Posts, that_are_answered_with_a_thing_become_a_booking)
{
    give_mailboxes();
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    EXPECT_TRUE(taken(days("2026-12-01", "2026-12-31")).empty()) << "it is an offer until they say yes";
    ASSERT_TRUE(taken_answer(post));
    const auto answer = only_answer(post);
    ASSERT_TRUE(answer.booking);
    EXPECT_EQ(booking(*answer.booking).status, BookingStatus::agreed);
    EXPECT_EQ(booking(*answer.booking).borrower, firemen);
    EXPECT_EQ(taken(days("2026-12-01", "2026-12-31")).size(), 4U);
    EXPECT_EQ(status_of_post(post), PostStatus::done) << "a tent is found once";
    EXPECT_EQ(mails().size(), 2U);
}

TEST_F(Posts, whose_thing_was_lent_meanwhile_are_refused_with_free_times)
{
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    agreed(firemen, days("2026-12-06", "2026-12-06"));
    const auto refused = taken_answer(post);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::conflict);
    EXPECT_NE(i18n::error_text(i18n::Language::de, refused.error()).find("Frei wäre es"), std::string::npos);
    EXPECT_EQ(only_answer(post).status, AnswerStatus::open) << "nothing was changed";
    EXPECT_EQ(status_of_post(post), PostStatus::open);
}

TEST_F(Posts, for_hands_take_several_answers_and_a_plain_agreement_is_enough)
{
    auto draft = need();
    draft.category = Category::hands;
    const auto post = posted(draft);
    EXPECT_FALSE(answered(post, {.organisation = singers})) << "something has to be said";
    ASSERT_TRUE(answered(post, {.organisation = singers, .words = "Wir kommen zu viert."}));
    ASSERT_TRUE(taken_answer(post));
    EXPECT_FALSE(only_answer(post).booking);
    EXPECT_EQ(status_of_post(post), PostStatus::open);
    EXPECT_EQ(answered(post, {.organisation = singers, .words = "Doch nicht."}).error().kind, Err::conflict)
        << "what was taken is not overwritten";
}

TEST_F(Posts, are_answered_once_by_each_and_the_last_word_counts)
{
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, {.organisation = singers, .words = "Vielleicht."}));
    ASSERT_TRUE(answered(post, with_the_tent()));
    EXPECT_EQ(only_answer(post).thing, tent.id);
    EXPECT_EQ(answered(post, {.organisation = firemen, .words = "Wir selbst."}).error().kind, Err::missing);
}

TEST_F(Posts, take_no_thing_of_somebody_else_and_none_that_is_lent)
{
    const auto post = posted(need());
    auto of_others = with_the_tent();
    of_others.organisation = given(club("Beispiel Angler"));
    EXPECT_EQ(answered(post, of_others).error().fields.at(0).field, "sache");
    agreed(firemen, days("2026-12-06", "2026-12-07"));
    EXPECT_EQ(answered(post, with_the_tent()).error().kind, Err::conflict);
}

TEST_F(Posts, that_are_closed_tell_who_is_still_waiting_and_take_no_answer)
{
    give_mailboxes();
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    const auto before = mails().size();
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return close_post(tx, context(), post.id, PostStatus::withdrawn); }));
    EXPECT_EQ(only_answer(post).status, AnswerStatus::declined);
    EXPECT_EQ(mails().size(), before + 1);
    EXPECT_EQ(taken_answer(post).error().kind, Err::stale);
    EXPECT_EQ(answered(post, with_the_tent()).error().kind, Err::missing);
    EXPECT_EQ(written([&](db::Tx& tx) { return close_post(tx, context(), post.id, PostStatus::done); })
                  .error()
                  .kind,
              Err::stale);
}

TEST_F(Posts, are_shown_until_their_last_day)
{
    const auto post = posted(need());
    EXPECT_TRUE(post.is_shown(*date_from_iso("2026-12-06")));
    EXPECT_FALSE(post.is_shown(*date_from_iso("2026-12-07"))) << "nobody needs the tent any more";
    auto at_any_time = need();
    at_any_time.days.reset();
    EXPECT_TRUE(posted(at_any_time).is_shown(*date_from_iso("2026-12-31")));
    EXPECT_FALSE(posted(at_any_time).is_shown(*date_from_iso("2027-01-01")));
    site.clock.set(*timestamp_from_iso("2026-12-07T10:00:00Z"));
    const auto open_ones = site.pool().read(
        [&](db::Reader& reader) { return open_posts(reader, network.id, *date_from_iso("2026-12-07")); });
    EXPECT_EQ(open_ones.size(), 2U) << "those without days";
    EXPECT_EQ(answered(post, {.organisation = singers, .words = "Wir haben eins."}).error().kind,
              Err::missing);
}

TEST_F(Posts, that_are_long_over_are_closed_without_a_word_to_anybody)
{
    give_mailboxes();
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    const auto before = mails().size();
    site.clock.set(*timestamp_from_iso("2027-03-01T10:00:00Z"));
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return close_post(tx, context(), post.id, PostStatus::withdrawn); }));
    EXPECT_EQ(only_answer(post).status, AnswerStatus::declined);
    EXPECT_EQ(mails().size(), before) << "that weekend was three months ago";
}

TEST_F(Posts, that_are_answered_twice_in_the_same_words_send_one_mail)
{
    give_mailboxes();
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    ASSERT_TRUE(answered(post, with_the_tent()));
    EXPECT_EQ(mails().size(), 1U);
    auto with_words = with_the_tent();
    with_words.words = "Die Heringe fehlen.";
    ASSERT_TRUE(answered(post, with_words));
    EXPECT_EQ(mails().size(), 2U);
}

TEST_F(Posts, keep_no_words_of_answers_that_nobody_ever_settled)
{
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, {.organisation = singers, .words = "Vielleicht."}));
    const auto forget = [&] {
        return written([&](db::Tx& tx) -> Result<std::int64_t> {
                   return forget_words(tx, network.id, site.clock.now());
               })
            .value();
    };
    site.clock.set(*timestamp_from_iso("2027-12-31T10:00:00Z"));
    EXPECT_EQ(forget(), 0) << "a year after the last day that it was shown";
    site.clock.set(*timestamp_from_iso("2028-01-02T10:00:00Z"));
    EXPECT_EQ(forget(), 1);
    EXPECT_TRUE(only_answer(post).words.empty());
}

TEST_F(Posts, are_counted_as_thanks_for_both_villages)
{
    const auto thanks = [&] {
        return site.pool().read([&](db::Reader& reader) {
            return thanks_since(reader, network.id, site.clock.now() - std::chrono::days(365));
        });
    };
    const auto counts_of = [&](const VillageId& village) {
        for (const auto& each : thanks())
            if (each.village == village)
                return std::pair(each.helped, each.was_helped);
        return std::pair<std::int64_t, std::int64_t>(0, 0);
    };
    auto draft = need();
    draft.category = Category::hands;
    const auto post = posted(draft);
    ASSERT_TRUE(answered(post, {.organisation = singers, .words = "Wir kommen zu viert."}));
    ASSERT_TRUE(taken_answer(post));
    const auto id = agreed(firemen, days("2026-11-22", "2026-11-23"));
    EXPECT_EQ(counts_of(aue), std::pair(std::int64_t{1}, std::int64_t{0})) << "a promise is no help yet";
    ASSERT_TRUE(written([&](db::Tx& tx) { return hand_over(tx, context(), id, 2, ""); }));
    EXPECT_EQ(counts_of(aue), std::pair(std::int64_t{2}, std::int64_t{0}));
    EXPECT_EQ(counts_of(berg), std::pair(std::int64_t{0}, std::int64_t{2}));
    const auto own_use = asked(singers, days("2026-12-12", "2026-12-12")).value();
    ASSERT_TRUE(written([&](db::Tx& tx) { return hand_over(tx, context(), own_use, 1, ""); }));
    EXPECT_EQ(counts_of(aue), std::pair(std::int64_t{2}, std::int64_t{0})) << "nobody helps themselves";
}

} // namespace dorfnetz::exchange
