#include "features/asking/asking_for_tests.hpp"
#include "features/exchange/api.hpp"
#include "features/exchange/feature.hpp"
#include "features/insight/feature.hpp"
#include "features/insight/insight.hpp"

namespace dorfnetz::insight {

namespace {

class WhereHelpIsMissing : public asking::WithPeopleToAsk
{
protected:
    WhereHelpIsMissing() : WithPeopleToAsk({exchange::register_feature, register_feature}) {}

    Insight insight(const web::Actor& actor)
    {
        auto context = this->context();
        context.actor = actor;
        return read([&](db::Reader& reader) { return insight_for(reader, context); });
    }

    Insight insight() { return insight(coordinator); }

    void people_of(const villages::VillageId& village, int count)
    {
        for (int i = 0; i < count; ++i) {
            auto one = draft("Person" + std::to_string(++m_number));
            one.village = village;
            one.fields = {"sport"};
            given.person(one);
        }
    }

    static std::vector<std::string> rows_of(const std::vector<NeedCount>& counts)
    {
        std::vector<std::string> rows;
        for (const auto& count : counts)
            rows.push_back(count.name + ' ' + std::to_string(count.shifts) + ' ' +
                           std::to_string(count.nobody) + ' ' + std::to_string(count.too_few));
        return rows;
    }

    web::Actor coordinator{.user = web::UserId{"00000000-0000-7000-8000-000000000003"},
                           .name = "Karin Koordination",
                           .session = "session",
                           .grants = {{web::Role::coordinator, ""}}};

private:
    int m_number = 0;
};

} // namespace

TEST_F(WhereHelpIsMissing, counts_tasks_that_found_nobody_or_too_few_once_their_time_is_over)
{
    EXPECT_TRUE(insight().needs_of_villages.empty()) << "the festival is still to come";
    const auto elsewhere = activity("Putztag", "2026-12-06T10:00", "2026-12-06T12:00", given.erlental);
    shift(elsewhere, {.title = "Fegen"}, 3);
    promise(of(grill, "Anna Muster", "anna@example.org"));
    site.clock.set(*timestamp_from_iso("2027-01-10T10:00:00Z"));
    const auto found = insight();
    EXPECT_EQ(rows_of(found.needs_of_villages),
              (std::vector<std::string>{"Erlental 1 1 0", "Birkenau 1 0 0"}));
    EXPECT_EQ(rows_of(found.needs_of_fields), std::vector<std::string>{"ohne Einsatzfeld 2 1 0"});
    site.clock.set(*timestamp_from_iso("2028-01-10T10:00:00Z"));
    EXPECT_TRUE(insight().needs_of_villages.empty()) << "more than a year ago";
}

TEST_F(WhereHelpIsMissing, counts_who_was_never_asked_and_names_no_small_group)
{
    people_of(given.birkenau, 5);
    people_of(given.erlental, 4);
    ask({person("Anna")});
    const auto found = insight();
    ASSERT_EQ(found.offers_of_villages.size(), 2U);
    EXPECT_EQ(found.offers_of_villages[0].name, "Birkenau");
    EXPECT_EQ(found.offers_of_villages[0].people, 6);
    EXPECT_EQ(found.offers_of_villages[0].asked, 1);
    EXPECT_FALSE(found.offers_of_villages[1].is_told());
    site.sign_in(coordinator);
    const auto page = site.get("/redaktion/wo-hilfe-fehlt");
    EXPECT_TRUE(page.says("Birkenau: 1 von 6 gefragt"));
    EXPECT_TRUE(page.says("noch niemand")) << "of the field of those who were not asked";
    EXPECT_TRUE(page.says("unter 5"));
    EXPECT_FALSE(page.says("Erlental: ")) << "of a small group no bar either";
    EXPECT_FALSE(page.says("Muster")) << "no names";
}

TEST_F(WhereHelpIsMissing, shows_lead_editors_the_people_of_their_own_village_alone)
{
    people_of(given.birkenau, 5);
    people_of(given.erlental, 6);
    const auto found = insight(lead);
    ASSERT_EQ(found.offers_of_villages.size(), 1U);
    EXPECT_EQ(found.offers_of_villages[0].name, "Birkenau");
    EXPECT_EQ(found.offers_of_fields[0].people, 5);
}

TEST_F(WhereHelpIsMissing, counts_things_that_nobody_asks_for_and_needs_that_found_nobody)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        const exchange::Author author{.clock = site.clock, .random = site.random};
        TRY(exchange::add_thing(tx, network.id,
                                {.owner = club, .village = given.birkenau, .title = "Festzelt"}, author));
        TRY(exchange::add_post(tx, network,
                               {.organisation = club,
                                .village = given.erlental,
                                .title = "Leiter",
                                .expires_on = *date_from_iso("2026-12-01")},
                               author));
        return Done{};
    });
    EXPECT_TRUE(insight().posts_of_villages.empty()) << "somebody may still answer";
    site.clock.set(*timestamp_from_iso("2026-12-02T10:00:00Z"));
    const auto found = insight();
    ASSERT_EQ(found.posts_of_villages.size(), 1U);
    EXPECT_EQ(found.posts_of_villages[0].name, "Erlental");
    EXPECT_EQ(found.posts_of_villages[0].used, 0);
    ASSERT_EQ(found.things_of_villages.size(), 1U);
    EXPECT_EQ(found.things_of_villages[0].name, "Birkenau");
    EXPECT_EQ(found.things_of_villages[0].all, 1);
    EXPECT_EQ(found.things_of_villages[0].used, 0);
    site.sign_in(coordinator);
    const auto page = site.get("/redaktion/wo-hilfe-fehlt");
    EXPECT_TRUE(page.says("Erlental: 0 von 1 Gesuchen erfüllt"));
    EXPECT_TRUE(page.says("Birkenau: 0 von 1 gefragt"));
}

} // namespace dorfnetz::insight
