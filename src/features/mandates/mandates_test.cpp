#include "features/mandates/mandates_for_tests.hpp"
#include "features/mandates/mandates_store.hpp"

#include <thread>

namespace dorfnetz::mandates {

TEST_F(Mandates, a_handover_ends_the_old_and_begins_the_new_on_the_same_day)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    ASSERT_TRUE(appoint_now(lower, gardeners, "2026-06-01"));
    EXPECT_EQ(lead_on("2022-02-28", lower), std::nullopt);
    EXPECT_EQ(lead_on("2026-05-31", lower), singers);
    EXPECT_EQ(lead_on("2026-06-01", lower), gardeners);
    EXPECT_EQ(lead_on("2026-06-01", upper), std::nullopt);
}

TEST_F(Mandates, only_a_club_that_is_active_in_the_village_can_lead_it)
{
    for (const auto& [village, organisation] : {std::pair(lower, brigade), std::pair(upper, singers)}) {
        const auto refused = appoint_now(village, organisation, "2026-01-01");
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, Err::invalid);
        EXPECT_EQ(refused.error().fields.front().field, "verein");
    }
    EXPECT_FALSE(appoint_now(lower, singers, "2026-01-01", "  ")) << "who decided it must be said";
}

TEST_F(Mandates, a_mandate_cannot_begin_before_the_present_one_did)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2026-03-01"));
    EXPECT_FALSE(appoint_now(lower, gardeners, "2026-03-01"));
    EXPECT_FALSE(appoint_now(lower, gardeners, "2025-01-01"));
    EXPECT_FALSE(appoint_now(lower, singers, "2026-05-01")) << "it is the lead already";
    EXPECT_EQ(lead_on("2026-04-01", lower), singers);
}

TEST_F(Mandates, after_an_end_without_successor_a_new_one_begins_on_that_day_at_the_earliest)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    ASSERT_TRUE(site.pool().write(db::Scope::of(site.network()), [&](db::Tx& tx) {
        return end_mandate(tx, site.network(), lower, *date_from_iso("2024-01-01"));
    }));
    EXPECT_EQ(lead_on("2024-01-01", lower), std::nullopt);
    EXPECT_FALSE(appoint_now(lower, gardeners, "2023-12-31"));
    EXPECT_TRUE(appoint_now(lower, gardeners, "2024-01-01"));
}

TEST_F(Mandates, a_time_of_long_ago_fits_before_the_first_into_a_gap_and_after_the_last)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2010-01-01"));
    ASSERT_TRUE(site.pool().write(db::Scope::of(site.network()), [&](db::Tx& tx) {
        return end_mandate(tx, site.network(), lower, *date_from_iso("2015-01-01"));
    }));
    ASSERT_TRUE(appoint_now(lower, singers, "2020-01-01"));
    EXPECT_TRUE(enter(gardeners, "2000-01-01", "2010-01-01")) << "up to the day of the first";
    EXPECT_TRUE(enter(gardeners, "1991-05-01", "1995-01-01")) << "with a gap behind it";
    EXPECT_TRUE(enter(gardeners, "2016-01-01", "2018-01-01")) << "with gaps on both sides";
    EXPECT_TRUE(enter(gardeners, "2015-01-01", "2016-01-01")) << "filling a gap to the day";
    EXPECT_EQ(lead_on("1994-12-31", lower), gardeners);
    EXPECT_EQ(lead_on("1995-01-01", lower), std::nullopt);
    EXPECT_EQ(lead_on("2009-12-31", lower), gardeners);
    EXPECT_EQ(lead_on("2010-01-01", lower), singers);
    EXPECT_EQ(lead_on("2017-12-31", lower), gardeners);
    EXPECT_EQ(lead_on("2026-11-22", lower), singers) << "the present one is untouched";
    ASSERT_TRUE(appoint_now(lower, gardeners, "2026-01-01")) << "and can be handed over";
    EXPECT_TRUE(enter(singers, "1990-01-01", "1991-05-01"));
}

TEST_F(Mandates, a_time_of_long_ago_overlaps_no_other)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2010-01-01"));
    ASSERT_TRUE(appoint_now(lower, gardeners, "2020-01-01"));
    for (const auto& [from, until] :
         {std::pair("2009-01-01", "2010-01-02"), std::pair("2012-01-01", "2013-01-01"),
          std::pair("2019-01-01", "2021-01-01"), std::pair("2022-01-01", "2023-01-01"),
          std::pair("2000-01-01", "2026-01-01")})
        EXPECT_FALSE(enter(gardeners, from, until)) << from;
    EXPECT_FALSE(enter(gardeners, "2005-01-01", "2005-01-01")) << "ends before it begins";
    EXPECT_FALSE(enter(brigade, "2001-01-01", "2002-01-01")) << "no club";
    EXPECT_FALSE(enter(gardeners, "2027-01-01", "2028-01-01")) << "not over yet";
    EXPECT_EQ(count(), 2U);
}

TEST_F(Mandates, a_club_that_is_gone_by_now_can_have_led_before)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2010-01-01"));
    site.given([&](db::Tx& tx) { return organisations::archive(tx, site.network(), gardeners, author()); });
    EXPECT_TRUE(enter(gardeners, "2000-01-01", "2005-01-01"));
}

// The rule must hold even if the service forgot it.
TEST_F(Mandates, the_database_itself_lets_nothing_overlap_that_is_put_in_between)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2010-01-01"));
    ASSERT_TRUE(appoint_now(lower, gardeners, "2020-01-01"));
    const auto all = site.pool().read(
        [&](db::Reader& reader) { return mandates_of_village(reader, site.network(), lower); });
    const auto force = [&](std::string_view from, std::string_view until, bool linked) {
        static_cast<void>(site.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            if (linked)
                follow(tx, site.network(), all.back().id, *date_from_iso(until));
            insert(tx, site.network(),
                   {.mandate = {.id = new_id<MandateId>(site.clock, site.random),
                                .village = lower,
                                .organisation = gardeners,
                                .starts_on = *date_from_iso(from),
                                .ends_on = *date_from_iso(until),
                                .decided = "x"}},
                   site.clock.now());
            return Done{};
        }));
    };
    EXPECT_THROW(force("2000-01-01", "2010-01-02", true), db::ConstraintViolated) << "reaches into the next";
    EXPECT_THROW(force("2000-01-01", "2005-01-01", false), db::ConstraintViolated) << "two first ones";
    EXPECT_EQ(count(), 2U);
    EXPECT_NO_THROW(force("2000-01-01", "2010-01-01", true));
}

// The rule must hold even if the service forgot it.
TEST_F(Mandates, the_database_itself_refuses_a_second_open_mandate_and_an_overlap)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    const auto force = [&](std::optional<Date> ends_on, std::optional<Date> previous_ends_on,
                           const OrganisationId& organisation, const VillageId& village) {
        static_cast<void>(site.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            insert(tx, site.network(),
                   {.mandate = {.id = new_id<MandateId>(site.clock, site.random),
                                .village = village,
                                .organisation = organisation,
                                .starts_on = *date_from_iso("2023-01-01"),
                                .ends_on = ends_on,
                                .decided = "x"},
                    .previous_ends_on = previous_ends_on},
                   site.clock.now());
            return Done{};
        }));
    };
    const auto day = date_from_iso("2022-06-01");
    EXPECT_THROW(force(std::nullopt, std::nullopt, gardeners, lower), db::ConstraintViolated) << "two open";
    EXPECT_THROW(force(date_from_iso("2023-06-01"), std::nullopt, gardeners, lower), db::ConstraintViolated)
        << "two first";
    EXPECT_THROW(force(date_from_iso("2023-06-01"), day, gardeners, lower), db::ConstraintViolated)
        << "follows what is not there";
    EXPECT_THROW(force(date_from_iso("2022-12-31"), std::nullopt, gardeners, upper), db::ConstraintViolated)
        << "ends before it begins";
    EXPECT_THROW(force(std::nullopt, std::nullopt, brigade, lower), db::ConstraintViolated) << "no club";
    EXPECT_THROW(force(std::nullopt, std::nullopt, singers, upper), db::ConstraintViolated)
        << "not active there";
    EXPECT_EQ(lead_on("2023-02-01", lower), singers);
}

TEST_F(Mandates, a_club_can_neither_leave_the_village_it_leads_nor_be_archived)
{
    ASSERT_TRUE(appoint_now(lower, gardeners, "2022-03-01"));
    const auto change = [&](const std::function<Result<Done>(db::Tx&)>& work) {
        static_cast<void>(site.pool().write(db::Scope::of(site.network()), work));
    };
    const auto leave = [&](const VillageId& stays) {
        change([&](db::Tx& tx) -> Result<Done> {
            const auto club = organisations::organisation_by_id(tx, site.network(), gardeners);
            auto draft = club->entry;
            draft.villages = {stays};
            return organisations::update(tx, site.network(), gardeners, club->version, draft, author());
        });
    };
    const auto archive = [&] {
        change([&](db::Tx& tx) { return organisations::archive(tx, site.network(), gardeners, author()); });
    };
    EXPECT_THROW(leave(upper), db::ConstraintViolated);
    EXPECT_THROW(archive(), db::ConstraintViolated);
    EXPECT_NO_THROW(leave(lower)) << "the other village it may leave";
    ASSERT_TRUE(appoint_now(lower, singers, "2026-03-01"));
    EXPECT_NO_THROW(archive()) << "after the handover it may go";
    EXPECT_FALSE(appoint_now(lower, gardeners, "2026-06-01")) << "nobody archived leads a village";
}

TEST_F(Mandates, of_many_handovers_at_the_same_moment_exactly_one_happens)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    std::atomic<int> happened = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            SystemRandom random;
            try {
                const auto done = site.pool().write(db::Scope::of(site.network()), [&](db::Tx& tx) {
                    return appoint(tx, site.network(),
                                   {.village = lower,
                                    .organisation = gardeners,
                                    .starts_on = *date_from_iso("2026-01-01"),
                                    .decided = "x"},
                                   {.clock = site.clock, .random = random});
                });
                happened += done ? 1 : 0;
            } catch (const db::ConstraintViolated&) {
                // somebody else was faster
            }
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(happened, 1);
    EXPECT_EQ(site.pool().read([&](db::Reader& reader) {
        return mandates_of_village(reader, site.network(), lower).size();
    }),
              2U);
}

} // namespace dorfnetz::mandates
