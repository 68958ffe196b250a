#include "features/activities/feature.hpp"
#include "features/lineage/feature.hpp"
#include "features/organisations/feature.hpp"
#include "features/villages/feature.hpp"
#include "foundation/web/network.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::activities {

namespace {

using web::Role;

class ActivityPages : public testing::Test
{
protected:
    ActivityPages()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            for (const auto* name : {"aue", "berg"}) {
                const auto village = new_id<VillageId>(site.clock, site.random);
                villages::put_place(tx, site.network(), {.id = village, .slug = name, .name = name},
                                    site.clock.now());
                ids.push_back(village.text());
                hosts.push_back(TRY(organisations::create(
                    tx, site.network(),
                    {.entry = {.name = std::string("Beispiel Verein ") + name, .villages = {village}},
                     .status = organisations::Status::published},
                    {.clock = site.clock, .random = site.random})));
            }
            return Done{};
        });
    }

    support::Answer enter(std::vector<std::pair<std::string, std::string>> more = {})
    {
        std::vector<std::pair<std::string, std::string>> form{
            {"titel", "Frühjahrsputz"}, {"art", "working_party"}, {"gastgeber", hosts[0].text()},
            {"tag", "20.3.2027"},       {"beginn", "9 Uhr"},      {"ende", "12.30"},
            {"wiederholung", "once"},   {"ort_dorf", ids[0]},     {"ort", "am Teich"}};
        for (auto& [name, value] : more) {
            std::erase_if(form, [&](const auto& field) { return field.first == name; });
            form.emplace_back(name, value);
        }
        return site.submit("/redaktion/termine/neu", "/redaktion/termine/neu", form);
    }

    // Of an activity that was entered: its own path.
    std::string path_of(const support::Answer& entered)
    {
        EXPECT_EQ(entered.status, 303) << entered.body;
        const std::string location(entered.location());
        return location.substr(0, location.find('?'));
    }

    support::TestSite site{{villages::register_feature, organisations::register_feature, register_feature,
                            [](web::Site& filled) { lineage::register_feature(filled, {lineage_kind()}); }}};
    std::vector<std::string> ids; // of the villages
    std::vector<OrganisationId> hosts;
};

} // namespace

TEST_F(ActivityPages, take_a_date_as_people_write_it_and_show_it_filled_in_again)
{
    site.sign_in_as(Role::organisation_editor, hosts[0].text());
    const auto entered = enter({{"wiederholung", "weekly"}, {"serie_bis", "30.6.2027"}});
    ASSERT_EQ(entered.status, 303) << entered.body;
    const auto page = site.get(entered.location());
    for (const auto* told :
         {"value=\"20.03.2027\"", "value=\"09:00\"", "value=\"12:30\"", "value=\"30.06.2027\"",
          "Sa., 20. März 2027, 9 bis 12:30 Uhr", "jeden Samstag, bis 30. Juni 2027", "Entwurf"})
        EXPECT_TRUE(page.says(told)) << told;
    EXPECT_TRUE(site.get("/redaktion/termine").says("Frühjahrsputz"));
}

TEST_F(ActivityPages, say_at_the_field_what_is_missing_and_keep_what_was_typed)
{
    site.sign_in_as(Role::coordinator);
    const auto refused = enter({{"beginn", "abends"}, {"ende", ""}, {"mit", "Gibt es nicht"}});
    EXPECT_EQ(refused.status, 422);
    for (const auto* told :
         {"Schreib die Uhrzeit so: 14:30.", "Wann ist es etwa zu Ende?",
          "„Gibt es nicht“ steht nicht im Verzeichnis.", "value=\"Frühjahrsputz\"", "abends"})
        EXPECT_TRUE(refused.says(told)) << told;
}

TEST_F(ActivityPages, find_who_takes_part_by_a_piece_of_the_name_if_only_one_is_called_so)
{
    site.sign_in_as(Role::coordinator);
    const auto entered = enter({{"mit", "verein berg"}});
    EXPECT_TRUE(site.get(entered.location()).says("Beispiel Verein berg</textarea>"));
    const auto refused = enter({{"mit", "verein"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("„verein“ heißen mehrere, etwa Beispiel Verein aue, Beispiel Verein berg."));
}

TEST_F(ActivityPages, do_not_take_an_end_before_the_beginning_for_one_on_the_next_day_unless_it_is_night)
{
    site.sign_in_as(Role::coordinator);
    const auto refused = enter({{"beginn", "14"}, {"ende", "13"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("Das liegt vor dem Beginn. Geht es bis zum nächsten Tag"));
    const auto dance = enter({{"beginn", "20"}, {"ende", "2"}});
    ASSERT_EQ(dance.status, 303);
    EXPECT_TRUE(site.get(dance.location()).says("value=\"02:00\""));
}

TEST_F(ActivityPages, ask_before_publishing_if_something_else_is_on_that_day)
{
    site.sign_in_as(Role::coordinator);
    const auto first = path_of(enter());
    const auto publish = [&](const std::string& path, bool sure) {
        return site.submit(path, path + "/veroeffentlichen",
                           sure ? std::vector<std::pair<std::string, std::string>>{{"sicher", "1"}}
                                : std::vector<std::pair<std::string, std::string>>{});
    };
    EXPECT_EQ(publish(first, false).status, 303) << "nothing else is on";
    const auto second = path_of(enter({{"titel", "Chorfest"}}));
    const auto question = publish(second, false);
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("Frühjahrsputz"));
    EXPECT_EQ(publish(second, true).status, 303);
    EXPECT_TRUE(site.get(second).says("öffentlich"));
}

TEST_F(ActivityPages, of_others_are_not_there_for_editors_of_another_organisation_or_village)
{
    site.sign_in_as(Role::coordinator);
    const auto path = path_of(enter());
    site.sign_in_as(Role::organisation_editor, hosts[1].text());
    EXPECT_EQ(site.get(path).status, 404);
    EXPECT_FALSE(site.get("/redaktion/termine").says("Frühjahrsputz"));
    EXPECT_EQ(enter().status, 422) << "nobody invites in the name of others";
    site.sign_in_as(Role::lead_editor, ids[1]);
    EXPECT_EQ(site.get(path).status, 404);
    site.sign_in_as(Role::lead_editor, ids[0]);
    EXPECT_EQ(site.get(path).status, 200);
}

TEST_F(ActivityPages, change_one_day_of_a_series_alone)
{
    site.sign_in_as(Role::coordinator);
    const auto path = path_of(enter({{"wiederholung", "weekly"}, {"serie_bis", "3.4.2027"}}));
    site.submit(path, path + "/veroeffentlichen", {{"sicher", "1"}});
    const auto page = site.get(path).body;
    const auto begin = page.find(path + "/tage/");
    ASSERT_NE(begin, std::string::npos);
    const auto day = page.substr(begin, path.size() + 6 + 36);
    const auto form = site.get(day);
    EXPECT_TRUE(form.says("value=\"09:00\"")) << form.body;
    const auto saved = site.submit(day, day,
                                   {{"stand", "cancelled"},
                                    {"hinweis", "Zu nass"},
                                    {"tag", "20.3.2027"},
                                    {"beginn", "9"},
                                    {"ende", "12:30"},
                                    {"folge", "1"}});
    ASSERT_EQ(saved.status, 303) << saved.body;
    EXPECT_TRUE(site.get(path).says("Zu nass"));
    const auto late = site.submit(day, day,
                                  {{"stand", "planned"},
                                   {"hinweis", "Doch trocken"},
                                   {"tag", "20.3.2027"},
                                   {"beginn", "9"},
                                   {"ende", "12:30"},
                                   {"folge", "1"}});
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(late.says("Doch trocken"));
}

TEST_F(ActivityPages, keep_what_an_activity_came_from_and_forget_it_with_the_draft)
{
    site.sign_in_as(Role::coordinator);
    const auto first = path_of(enter());
    const auto origin = "termin:" + first.substr(first.rfind('/') + 1);
    EXPECT_TRUE(site.get("/redaktion/termine/neu?aus=" + origin).says("„Frühjahrsputz“"));
    const auto second = path_of(enter({{"titel", "Chorfest"}, {"aus", origin}}));
    const ActivityId made{second.substr(second.rfind('/') + 1)};
    const auto sources = [&] {
        return site.pool().read([&](db::Reader& reader) {
            return lineage::sources_of(reader, site.network(), lineage_record(made)).size();
        });
    };
    EXPECT_EQ(sources(), 1U);
    EXPECT_EQ(site.submit(second, second + "/loeschen", {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(sources(), 0U);
}

} // namespace dorfnetz::activities
