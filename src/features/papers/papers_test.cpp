#include "features/organisations/api.hpp"
#include "features/papers/activities.hpp"
#include "features/papers/feature.hpp"
#include "features/papers/marks.hpp"
#include "features/papers/paper.hpp"
#include "foundation/core/text.hpp"
#include "schema/migrations.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace dorfnetz::papers {

namespace {

class Papers : public testing::Test
{
protected:
    Papers() { site.sign_in_as(web::Role::coordinator); }

    web::Network network()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
    }

    void given_setting(std::string_view key, std::string_view value)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            web::save_setting(tx, site.network(), key, value);
            return Done{};
        });
    }

    std::string text_of(const Kind& kind)
    {
        const auto paper = site.pool().read([&](db::Reader& reader) {
            return paper_of(kind, facts_of(reader, network(), kind, site.clock.now()));
        });
        auto text = paper.title + '\n' + paper.subtitle + '\n';
        for (const auto& section : paper.sections) {
            text += section.heading + '\n';
            for (const auto& item : section.items)
                text += item.text + '\n' + join(item.points, "\n") + '\n';
        }
        return text;
    }

    support::TestSite site{{register_feature}};
};

} // namespace

// What is stored of people without anybody having said why is what Art. 5 GDPR forbids.
TEST(Activities, name_each_table_with_a_personal_column_exactly_once)
{
    std::map<std::string, int> named;
    for (const auto& activity : activities())
        for (const auto& table : activity.tables)
            ++named[table];
    std::set<std::string> personal;
    for (const auto& column : personal_columns(schema::migration_files())) {
        personal.insert(column.table);
        EXPECT_EQ(named[column.table], 1)
            << column.table << '.' << column.column << " belongs to no activity, or to several; see "
            << "data/papers/activities.toml";
    }
    for (const auto& [table, times] : named)
        EXPECT_TRUE(personal.contains(table)) << table << " has no personal column (any more)";
    EXPECT_GT(personal.size(), 20U);
}

TEST(Activities, say_everything_in_both_languages)
{
    for (const auto& activity : activities())
        for (const auto* wording : {&activity.title, &activity.purpose, &activity.basis, &activity.people,
                                    &activity.data, &activity.recipients, &activity.retention}) {
            EXPECT_FALSE(wording->de.empty()) << activity.key;
            EXPECT_FALSE(wording->en.empty()) << activity.key;
        }
}

TEST(Marks, are_read_with_table_column_purpose_and_retention)
{
    const std::vector<db::MigrationFile> migrations{
        {"0001_a.sql",
         "-- owner: a\nCREATE TABLE guests (\n    id TEXT NOT NULL,\n    name TEXT NOT NULL, -- "
         "personal: a bed for the night, until they leave\n    motto TEXT, -- not personal: of the "
         "house\n) STRICT;\n"},
        {"0002_b.sql",
         "-- owner: a\nALTER TABLE guests ADD COLUMN phone TEXT; -- personal: calling, until they leave\n"}};
    const auto columns = personal_columns(migrations);
    ASSERT_EQ(columns.size(), 2U);
    EXPECT_EQ(columns[0].table, "guests");
    EXPECT_EQ(columns[0].column, "name");
    EXPECT_EQ(columns[0].purpose, "a bed for the night");
    EXPECT_EQ(columns[0].retention, "until they leave");
    EXPECT_EQ(columns[1].column, "phone");
}

TEST(Marks, of_the_schema_all_name_purpose_and_retention)
{
    for (const auto& column : personal_columns(schema::migration_files())) {
        EXPECT_FALSE(column.table.empty());
        EXPECT_FALSE(column.purpose.empty()) << column.table << '.' << column.column;
        EXPECT_FALSE(column.retention.empty()) << column.table << '.' << column.column;
    }
}

TEST_F(Papers, are_made_from_the_settings_and_show_what_is_missing_in_brackets)
{
    const auto& notice = *kind_by_key("hinweise");
    EXPECT_NE(text_of(notice).find("[Name des Trägers]"), std::string::npos);
    EXPECT_TRUE(site.get("/redaktion/datenschutz").says("Name des Trägers"));
    for (const auto& [key, value] : {std::pair{"imprint.name", "Trägerverein e. V."},
                                     {"imprint.street", "Dorfstraße 1"},
                                     {"imprint.postal_code", "06774"},
                                     {"imprint.city", "Aue"},
                                     {"imprint.represented_by", "Erika Beispiel"},
                                     {"imprint.email", "post@example.org"},
                                     {"imprint.phone", "03023125000"}})
        given_setting(key, value);
    const auto text = text_of(notice);
    EXPECT_NE(text.find("Trägerverein e. V., Dorfstraße 1, 06774 Aue, vertreten durch Erika Beispiel"),
              std::string::npos)
        << text;
    EXPECT_FALSE(site.get("/redaktion/datenschutz").says("[Name"));
}

TEST_F(Papers, each_can_be_read_and_printed)
{
    for (const auto& kind : kinds()) {
        const auto path = "/redaktion/datenschutz/" + std::string(kind.key);
        EXPECT_EQ(site.get(path).status, 200) << kind.key;
        const auto printed = site.get(path + ".pdf");
        EXPECT_EQ(printed.status, 200) << kind.key;
        EXPECT_TRUE(printed.body.starts_with("%PDF-")) << kind.key;
        EXPECT_EQ(text_of(kind).find('{'), std::string::npos) << kind.key;
    }
    EXPECT_EQ(site.get("/redaktion/datenschutz/gibt-es-nicht.pdf").status, 404);
}

TEST_F(Papers, the_register_names_every_personal_column)
{
    const auto text = text_of(*kind_by_key("verzeichnis"));
    for (const auto& column : personal_columns(schema::migration_files()))
        EXPECT_NE(text.find(column.table + '.' + column.column), std::string::npos) << column.column;
}

TEST_F(Papers, are_for_the_coordination_alone)
{
    site.sign_in_as(web::Role::lead_editor, "village");
    EXPECT_NE(site.get("/redaktion/datenschutz").status, 200);
}

} // namespace dorfnetz::papers
