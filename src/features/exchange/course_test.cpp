#include "features/exchange/exchange_for_tests.hpp"
#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/running.hpp"

#include <algorithm>

// What is done by mistake, left open, or sent twice.
namespace dorfnetz::exchange {

namespace {

class Course : public WithExchange
{
protected:
    Course()
    {
        give_mailboxes();
        site.sign_in_as(web::Role::organisation_editor, singers.text());
    }

    void at(const char* moment) { site.clock.set(*timestamp_from_iso(moment)); }

    support::Answer step(const BookingId& id, std::vector<std::pair<std::string, std::string>> fields)
    {
        fields.emplace_back("version", std::to_string(booking(id).version));
        return site.submit(booking_path(id), booking_path(id), fields);
    }

    BookingId handed_over(const Span& when)
    {
        const auto id = agreed(firemen, when);
        EXPECT_EQ(step(id, {{"schritt", "ausgeben"}, {"zustand_aus", "vollständig"}}).status, 303);
        return id;
    }

    std::vector<BookingStatus> course(const BookingId& id)
    {
        std::vector<BookingStatus> steps;
        for (const auto& each :
             site.pool().read([&](db::Reader& reader) { return store::course_of(reader, network.id, id); }))
            steps.push_back(each.status);
        return steps;
    }

    // Of a village: how often it helped, and was helped.
    std::pair<std::int64_t, std::int64_t> thanks_of(const VillageId& village)
    {
        const auto all = site.pool().read([&](db::Reader& reader) {
            return thanks_since(reader, network.id, site.clock.now() - std::chrono::days(365));
        });
        const auto found = std::ranges::find(all, village, &Thanks::village);
        return found == all.end() ? std::pair<std::int64_t, std::int64_t>{}
                                  : std::pair(found->helped, found->was_helped);
    }

    std::int64_t entries(db::Query sql)
    {
        return site.pool().read([&](db::Reader& reader) {
            return reader.count(sql, {{"network", network.id}});
        });
    }
};

using Counts = std::pair<std::int64_t, std::int64_t>;

} // namespace

TEST_F(Course, of_a_handing_over_that_was_a_slip_is_taken_back_for_a_day_and_told)
{
    const auto weekend = days("2026-12-05", "2026-12-06");
    const auto id = handed_over(weekend);
    EXPECT_TRUE(site.get(booking_path(id)).says("Doch nicht ausgegeben"));
    EXPECT_EQ(thanks_of(aue), Counts(1, 0));
    ASSERT_EQ(step(id, {{"schritt", "doch_nicht"}}).status, 303);
    EXPECT_EQ(booking(id).status, BookingStatus::agreed);
    EXPECT_FALSE(booking(id).handed_over_at);
    EXPECT_EQ(taken(weekend).size(), 4U) << "the days stay theirs";
    EXPECT_EQ(thanks_of(aue), Counts(0, 0));
    const auto page = site.get(booking_path(id));
    EXPECT_TRUE(page.says("vollständig</textarea>")) << "for the next time";
    EXPECT_FALSE(page.says("Zustand beim Ausgeben"));
    EXPECT_TRUE(page.says("doch nicht ausgegeben"));
    using enum BookingStatus;
    EXPECT_EQ(course(id), (std::vector{requested, agreed, handed_over, agreed}));

    ASSERT_EQ(step(id, {{"schritt", "ausgeben"}, {"zustand_aus", ""}}).status, 303);
    at("2026-11-23T11:00:00Z");
    EXPECT_FALSE(site.get(booking_path(id)).says("Doch nicht ausgegeben")) << "a day later it is none";
    EXPECT_EQ(step(id, {{"schritt", "doch_nicht"}}).status, 409);
    EXPECT_EQ(booking(id).status, BookingStatus::handed_over);
}

TEST_F(Course, that_nobody_noted_is_asked_about_when_the_time_is_over)
{
    const auto id = agreed(firemen, days("2026-12-05", "2026-12-06"));
    EXPECT_FALSE(site.get("/redaktion/leihen").says("Ist es zurück?"));
    at("2026-12-07T10:00:00Z");
    EXPECT_TRUE(site.get("/redaktion/leihen").says("Ist es zurück?"));
    const auto page = site.get(booking_path(id));
    EXPECT_TRUE(page.says("Niemand hat es abgeholt"));
    EXPECT_TRUE(page.says("Noch nicht zurück"));
    EXPECT_FALSE(page.says("Absagen")) << "nobody calls off what is over";
    ASSERT_EQ(step(id, {{"schritt", "zurueck"}, {"zustand_ein", "sauber"}, {"schaden", ""}}).status, 303);
    EXPECT_EQ(booking(id).status, BookingStatus::returned);
    EXPECT_FALSE(site.get("/redaktion/leihen").says("Ist es zurück?"));
    EXPECT_EQ(thanks_of(aue), Counts(1, 0));
}

TEST_F(Course, is_not_over_before_its_time_without_having_begun)
{
    const auto id = agreed(firemen, days("2026-12-05", "2026-12-06"));
    at("2026-12-06T10:00:00Z");
    EXPECT_EQ(written([&](db::Tx& tx) { return take_back(tx, context(), id, 2, {}); }).error().kind,
              Err::stale);
}

TEST_F(Course, of_a_request_that_is_past_offers_no_promise_and_ends_by_itself)
{
    const auto id = asked(firemen, days("2026-12-05", "2026-12-06")).value();
    at("2026-12-06T10:00:00Z");
    EXPECT_TRUE(site.get(booking_path(id)).says("value=\"zusagen\""));
    end_what_is_past(context());
    EXPECT_EQ(booking(id).status, BookingStatus::requested) << "half a day is left";
    at("2026-12-07T10:00:00Z");
    const auto page = site.get(booking_path(id));
    EXPECT_TRUE(page.says("ohne dass jemand geantwortet hat"));
    EXPECT_FALSE(page.says("value=\"zusagen\""));
    EXPECT_FALSE(site.get("/redaktion/leihen").says("Wartet auf eure Zusage"));
    EXPECT_EQ(written([&](db::Tx& tx) { return agree(tx, context(), id, 1); }).error().kind, Err::conflict);
    const auto before = mails().size();
    end_what_is_past(context());
    EXPECT_EQ(booking(id).status, BookingStatus::declined);
    EXPECT_EQ(mails().size(), before) << "nobody waits for it any more";
}

TEST_F(Course, of_ones_own_use_ends_by_itself_and_of_what_others_have_does_not)
{
    const auto own_use = asked(singers, days("2026-12-05", "2026-12-05")).value();
    const auto lent = agreed(firemen, days("2026-12-06", "2026-12-06"));
    at("2026-12-07T10:00:00Z");
    end_what_is_past(context());
    EXPECT_EQ(booking(own_use).status, BookingStatus::returned);
    EXPECT_EQ(booking(lent).status, BookingStatus::agreed);
    EXPECT_EQ(thanks_of(aue), Counts(0, 0));
}

TEST_F(Course, of_what_is_deleted_stays_in_the_thanks)
{
    const auto lent = handed_over(days("2026-11-22", "2026-11-22"));
    ASSERT_EQ(step(lent, {{"schritt", "zurueck"}, {"zustand_ein", ""}, {"schaden", ""}}).status, 303);
    // What was promised by an answer, and never fetched.
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    ASSERT_TRUE(written([&](db::Tx& tx) {
        return take_answer(tx, context(), only_answer(post).id, only_answer(post).version);
    }));
    auto hands = need();
    hands.category = Category::hands;
    const auto other = posted(hands);
    ASSERT_TRUE(answered(other, {.organisation = singers, .words = "Wir kommen zu viert."}));
    ASSERT_TRUE(written([&](db::Tx& tx) {
        return take_answer(tx, context(), only_answer(other).id, only_answer(other).version);
    }));
    ASSERT_EQ(thanks_of(aue), Counts(2, 0));
    ASSERT_TRUE(written([&](db::Tx& tx) { return exchange::remove_thing(tx, context(), tent.id); }));
    EXPECT_EQ(thanks_of(aue), Counts(2, 0));
    ASSERT_TRUE(written([&](db::Tx& tx) { return exchange::remove_post(tx, context(), other.id); }));
    EXPECT_EQ(thanks_of(aue), Counts(2, 0));
    EXPECT_EQ(thanks_of(berg), Counts(0, 2));

    at("2028-01-01T10:00:00Z");
    site.given([&](db::Tx& tx) -> Result<Done> {
        forget_words(tx, network.id, site.clock.now());
        return Done{};
    });
    EXPECT_EQ(entries(R"sql(SELECT COUNT(*) FROM exchange_thanks WHERE network_id = :network)sql"), 0);
}

TEST_F(Course, of_a_double_tap_enters_a_thing_and_a_need_once)
{
    const auto sent_twice = [&](const std::string& form, const std::string& from,
                                std::vector<std::pair<std::string, std::string>> fields) {
        const auto page = site.get(from).body;
        const std::string mark = R"(name="formular" value=")";
        const auto begin = page.find(mark);
        ASSERT_NE(begin, std::string::npos);
        fields.emplace_back("formular", page.substr(begin + mark.size(), 36));
        const auto first = site.submit(from, form, fields);
        ASSERT_EQ(first.status, 303);
        EXPECT_EQ(site.submit(from, form, fields).location(), first.location());
        fields[0].second = "Etwas anderes";
        EXPECT_NE(site.submit(from, form, fields).location(), first.location()) << "is not the same";
    };
    const auto things = [&] {
        return entries(R"sql(SELECT COUNT(*) FROM exchange_things WHERE network_id = :network)sql");
    };
    const auto before = things();
    const std::string thing_form = "/redaktion/leihen/sachen/neu";
    sent_twice(thing_form, thing_form,
               {{"titel", "Beamer"},
                {"art", "thing"},
                {"verein", singers.text()},
                {"dorf", aue.text()},
                {"leiher", "clubs"},
                {"vorher", "0"},
                {"nachher", "1"}});
    EXPECT_EQ(things(), before + 2);
    sent_twice(std::string(new_post_path), std::string(new_post_path),
               {{"titel", "Leiter gesucht"},
                {"art", "thing"},
                {"verein", singers.text()},
                {"dorf", aue.text()},
                {"zeigen_bis", "31.12.2026"},
                {"kind", "need"}});
    EXPECT_EQ(entries(R"sql(SELECT COUNT(*) FROM exchange_posts WHERE network_id = :network)sql"), 2);
}

} // namespace dorfnetz::exchange
