#include "features/mandates/api.hpp"
#include "features/mandates/feature.hpp"
#include "features/mandates/mandates_store.hpp"
#include "features/villages/feature.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>
#include <thread>

namespace dorfnetz::mandates {

namespace {

class Mandates : public testing::Test
{
protected:
    Mandates()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            for (const auto& [id, name] :
                 {std::pair(&lower, "Niederheide"), std::pair(&upper, "Oberheide")}) {
                *id = new_id<VillageId>(site.clock, site.random);
                villages::put_place(tx, site.network(),
                                    {.id = *id,
                                     .slug = name == std::string("Niederheide") ? "niederheide" : "oberheide",
                                     .name = name,
                                     .latitude = 51.6,
                                     .longitude = 12.4,
                                     .postal_code = "00000",
                                     .description_de = "Ein Dorf."},
                                    site.clock.now());
            }
            singers = TRY(add(tx, "Beispiel: Gesangverein", organisations::Kind::club, {lower}));
            gardeners = TRY(add(tx, "Beispiel: Gartenverein", organisations::Kind::club, {lower, upper}));
            brigade = TRY(add(tx, "Beispiel: Feuerwehr", organisations::Kind::fire_brigade, {lower}));
            return Done{};
        });
    }

    organisations::Author author() { return {.clock = site.clock, .random = site.random}; }

    Result<OrganisationId> add(db::Tx& tx, const std::string& name, organisations::Kind kind,
                               std::vector<VillageId> active_in)
    {
        return organisations::create(
            tx, site.network(),
            {.entry = {.kind = kind, .name = name, .villages = std::move(active_in), .purpose = "Zweck"},
             .status = organisations::Status::published},
            author());
    }

    Result<MandateId> appoint_now(const VillageId& village, const OrganisationId& organisation,
                                  std::string_view from, std::string decided = "Versammlung")
    {
        return site.pool().write(db::Scope::of(site.network()), [&](db::Tx& tx) {
            return appoint(tx, site.network(),
                           {.village = village,
                            .organisation = organisation,
                            .starts_on = *date_from_iso(from),
                            .decided = decided},
                           author());
        });
    }

    // Whether the time of long ago was taken.
    bool enter(const OrganisationId& organisation, std::string_view from, std::string_view until)
    {
        return site.pool()
            .write(db::Scope::of(site.network()),
                   [&](db::Tx& tx) {
                       return enter_past(tx, site.network(),
                                         {.village = lower,
                                          .organisation = organisation,
                                          .starts_on = *date_from_iso(from),
                                          .decided = "Versammlung",
                                          .ends_on = *date_from_iso(until)},
                                         author());
                   })
            .has_value();
    }

    std::size_t count()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return mandates_of_village(reader, site.network(), lower).size(); });
    }

    std::optional<OrganisationId> lead_on(std::string_view day, const VillageId& village)
    {
        const auto leads = site.pool().read(
            [&](db::Reader& reader) { return leads_on(reader, site.network(), *date_from_iso(day)); });
        const auto found = leads.find(village);
        return found == leads.end() ? std::nullopt : std::optional(found->second.organisation);
    }

    support::TestSite site{{villages::register_feature, mandates::register_feature}};
    VillageId lower;
    VillageId upper;
    OrganisationId singers;
    OrganisationId gardeners;
    OrganisationId brigade;
};

} // namespace

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

TEST_F(Mandates, the_village_page_shows_the_lead_club_or_the_free_place)
{
    EXPECT_TRUE(site.get("/doerfer/niederheide").says("Hier könnte euer Verein stehen"));
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01", "Einwohnerversammlung"));
    const auto page = site.get("/doerfer/niederheide");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.says("Beispiel: Gesangverein"));
    EXPECT_TRUE(page.says("Einwohnerversammlung"));
    EXPECT_FALSE(page.says("Hier könnte euer Verein stehen"));
    EXPECT_TRUE(site.get("/doerfer").says("sucht einen Netzwerkverein")) << "the other village has none";
    EXPECT_TRUE(site.get("/en/doerfer").says("looking for a lead club"));
}

TEST_F(Mandates, what_is_past_ends_on_its_last_day)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    ASSERT_TRUE(appoint_now(lower, gardeners, "2026-01-01"));
    EXPECT_TRUE(site.get("/doerfer/niederheide").says("März 2022 bis Dezember 2025"));
}

TEST_F(Mandates, the_coordinator_hands_over_in_the_browser)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    const std::string path = "/redaktion/doerfer/niederheide/netzwerkverein";
    site.sign_in_as(web::Role::coordinator);
    const auto done = site.submit(
        path, path,
        {{"verein", gardeners.text()}, {"ab", "1.6.2026"}, {"beschluss", "Treffen"}, {"sicher", "1"}});
    EXPECT_EQ(done.status, 303);
    EXPECT_EQ(lead_on("2026-06-01", lower), gardeners);
    const auto refused =
        site.submit(path, path, {{"verein", singers.text()}, {"ab", "1.1.2020"}, {"beschluss", "Treffen"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("erst nach dem Beginn des jetzigen"));
    EXPECT_TRUE(refused.says("value=\"Treffen\"")) << "what was typed stays";
}

TEST_F(Mandates, what_cannot_be_taken_back_is_asked_first_and_says_what_happens_to_accounts)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    const std::string path = "/redaktion/doerfer/niederheide/netzwerkverein";
    site.sign_in_as(web::Role::coordinator);
    const auto question = site.submit(
        path, path, {{"verein", gardeners.text()}, {"ab", "1.6.2026"}, {"beschluss", "Treffen <b>"}});
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("Beispiel: Gesangverein"));
    EXPECT_TRUE(question.says("Beispiel: Gartenverein"));
    EXPECT_TRUE(question.says("value=\"Treffen &lt;b&gt;\"")) << "nothing is typed twice";
    EXPECT_TRUE(question.says("href=\"/redaktion/zugaenge\""));
    EXPECT_EQ(lead_on("2026-06-01", lower), singers) << "so far it is only a question";

    const auto ending = site.submit(path, path + "/ende", {{"bis", "1.6.2026"}});
    EXPECT_EQ(ending.status, 200);
    EXPECT_TRUE(ending.says("Beispiel: Gesangverein"));
    EXPECT_TRUE(ending.says("href=\"/redaktion/zugaenge\""));
    EXPECT_EQ(lead_on("2026-06-01", lower), singers);
    EXPECT_EQ(site.submit(path, path + "/ende", {{"bis", "1.6.2026"}, {"sicher", "1"}}).status, 303);
    EXPECT_EQ(lead_on("2026-06-01", lower), std::nullopt);
}

TEST_F(Mandates, the_present_club_is_not_among_those_of_before)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    ASSERT_TRUE(appoint_now(lower, gardeners, "2026-01-01"));
    site.sign_in_as(web::Role::coordinator);
    const auto page = site.get("/redaktion/doerfer/niederheide/netzwerkverein");
    const auto present = page.body.find("Wer das Dorf jetzt vertritt");
    const auto before = page.body.find("<h2>Bisher</h2>");
    ASSERT_NE(present, std::string::npos);
    ASSERT_NE(before, std::string::npos);
    EXPECT_LT(present, page.body.find("Beispiel: Gartenverein</", present));
    EXPECT_EQ(page.body.find("Gartenverein", before), std::string::npos);
    EXPECT_NE(page.body.find("Gesangverein", before), std::string::npos);
}

TEST_F(Mandates, the_coordinator_enters_what_was_before_the_list_began)
{
    ASSERT_TRUE(appoint_now(lower, singers, "2022-03-01"));
    const std::string handover = "/redaktion/doerfer/niederheide/netzwerkverein";
    const std::string past = handover + "/frueher";
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get(handover).says(past));
    const auto refused = site.submit(
        past, past,
        {{"verein", gardeners.text()}, {"von", "1.1.2020"}, {"bis", "1.3.2022"}, {"beschluss", "Treffen"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("schon ein anderer Netzwerkverein eingetragen: Beispiel: Gesangverein."));
    EXPECT_TRUE(refused.says("value=\"Treffen\"")) << "what was typed stays";
    const auto done = site.submit(
        past, past,
        {{"verein", gardeners.text()}, {"von", "1.1.2020"}, {"bis", "28.2.2022"}, {"beschluss", "Treffen"}});
    EXPECT_EQ(done.status, 303);
    EXPECT_TRUE(site.get(handover).says("28. Februar 2022"));
    site.sign_out();
    EXPECT_TRUE(site.get("/doerfer/niederheide").says("Beispiel: Gartenverein"));
}

TEST_F(Mandates, a_lead_editor_is_offered_only_the_own_village)
{
    site.sign_in_as(web::Role::lead_editor, lower.text());
    const auto list = site.get("/redaktion/doerfer");
    EXPECT_TRUE(list.says("Oberheide"));
    EXPECT_TRUE(list.says("href=\"/redaktion/doerfer/niederheide\""));
    EXPECT_FALSE(list.says("href=\"/redaktion/doerfer/oberheide\""));
    EXPECT_FALSE(list.says("netzwerkverein\""));
}

TEST_F(Mandates, a_lead_editor_cannot_appoint_and_a_visitor_is_asked_to_sign_in)
{
    const std::string path = "/redaktion/doerfer/niederheide/netzwerkverein";
    EXPECT_EQ(site.get(path).status, 303);
    site.sign_in_as(web::Role::lead_editor, lower.text());
    EXPECT_EQ(site.get(path).status, 403);
}

} // namespace dorfnetz::mandates
