#include "foundation/core/result.hpp"
#include "foundation/search/search.hpp"
#include "foundation/search/sort_keys.hpp"
#include "foundation/search/sounding.hpp"
#include "tests/support/database.hpp"

#include <gtest/gtest.h>
#include <set>

// What people type who are not sure how it is written, and what of an ordinary network it finds. Each row
// names all that is found: one that is missing is as wrong as one too many.
namespace dorfnetz::search {

namespace {

using Ids = std::set<std::string>;

struct Entry
{
    std::string id;
    std::string name;
    std::string text = {};
};

const std::vector<Entry> entries{
    {"angeln", "Angelfreunde Heidebach e.V.", "Wir hegen den Teich und zeigen Kindern, wie man fischt."},
    {"backen", "Backhaus Mönchau", "Brot und Kuchen aus dem Lehmofen"},
    {"beratung", "Energieberatung Span GmbH", "Solar und Wärmepumpen"},
    {"chor", "Gemischter Chor Trempa", "Jeden Dienstag wird gesungen."},
    {"feuerwehr", "Freiwillige Feuerwehr Velda"},
    {"garten", "Kleingartenverein Birkengrund", "Lauben und Beete"},
    {"heimat", "Heimatverein Mussa", "Ortsgeschichte, Chronik und Museum"},
    {"hunde", "Hundesportclub Span"},
    {"imker", "Imkerverein Mussa", "Honig und Bienen"},
    {"jugendwehr", "Jugendfeuerwehr Mussa"},
    {"karneval", "Karnevalsclub Velda"},
    {"kegeln", "Kegelfreunde Trempa"},
    {"kirche", "Evangelische Kirchengemeinde Mussa"},
    {"landfrauen", "Landfrauen Velda", "Handarbeit und Vorträge"},
    {"musik", "Blasmusik Span"},
    {"rat", "Ortschaftsrat Mönchau"},
    {"reiten", "Reit- und Fahrverein Velda", "Ein Verein für Pferde und Kutschen"},
    {"reitervereinigung", "Reitvereinigung Mussa", "Voltigieren ab sechs"},
    {"schalmei", "1. Schalmeienkapelle Trempa"},
    {"schuetzen", "Schützengilde Mönchau"},
    {"senioren", "Seniorentreff Trempa", "Kaffee, Karten und Neuigkeiten"},
    {"sport", "SV Blau-Weiß Velda", "Fußball, Gymnastik, Tischtennis"},
    {"theater", "Theatergruppe Rampenlicht"},
    {"wandern", "Wandergruppe Heidschnucke"},
};

struct Query
{
    std::string typed;
    Ids found;
};

const std::vector<Query> queries{
    // Mistyped beginnings of compounds, and beginnings of them.
    {"Seniorn", {"senioren"}},
    {"Seniorentref", {"senioren"}},
    {"Seniohren", {"senioren"}},
    {"Seinoren", {"senioren"}},
    {"Kleingatren", {"garten"}},
    {"Kleingardenferein", {"garten"}},
    {"Reitferein", {"reiten", "reitervereinigung"}},
    {"Reitverein", {"reiten", "reitervereinigung"}},
    {"Fahrverein", {"reiten"}},
    {"Farferein", {"reiten"}},
    {"Reitverien", {"reitervereinigung"}},
    {"Karnewal", {"karneval"}},
    {"Kahrneval", {"karneval"}},
    {"Wandergrupe", {"wandern"}},
    {"Teatergrupe", {"theater"}},
    {"Schalmaien", {"schalmei"}},
    {"Schützengielde", {"schuetzen"}},
    {"Schützenferein", {}},
    {"Ortschafts", {"rat"}},
    {"Ortschaftrat", {"rat"}},
    {"Landfraun", {"landfrauen"}},
    // Who does it, for what is done.
    {"Angler", {"angeln"}},
    {"Angl", {"angeln"}},
    {"Anglerinnen", {"angeln"}},
    {"angeln", {"angeln"}},
    {"Kegler", {"kegeln"}},
    {"Keglerin", {"kegeln"}},
    {"Reiter", {"reiten", "reitervereinigung"}},
    {"Wanderer", {"wandern"}},
    {"Sänger", {}},
    // As it is heard.
    {"Pfeuerwer", {"feuerwehr", "jugendwehr"}},
    {"Feuerwer", {"feuerwehr", "jugendwehr"}},
    {"Jugentfeuerwehr", {"jugendwehr"}},
    {"Heimadverein", {"heimat"}},
    {"Haimatferein", {"heimat"}},
    {"Kor", {}},
    {"Kohr", {"chor"}},
    {"Cohr", {"chor"}},
    {"Musick", {"musik"}},
    {"Fusbal", {"sport"}},
    {"Gümnastik", {"sport"}},
    {"Dischtennis", {"sport"}},
    {"Hunt", {"hunde"}},
    {"Pferde", {"reiten"}},
    {"Ferde", {"reiten"}},
    {"Woltigieren", {"reitervereinigung"}},
    {"Immker", {"imker"}},
    {"Schüzen", {"schuetzen"}},
    {"Kirchengemainde", {"kirche"}},
    {"Schnuke", {"wandern"}},
    {"Kapele", {"schalmei"}},
    {"Gielde", {"schuetzen"}},
    {"Gruppen", {"theater", "wandern"}},
    // Two words, of which one is wrong.
    {"Feuerwer Velda", {"feuerwehr"}},
    {"Chor Tremba", {"chor"}},
    // What is there is not taken for something else.
    {"Karten", {"senioren"}},
    {"Rat", {"rat"}},
    {"wehr", {"feuerwehr", "jugendwehr"}},
    {"Haus", {"backen"}},
    {"Wein", {}},
    {"Wald", {}},
    {"Fest", {}},
    {"Messe", {}},
    {"Messer", {}},
    {"Kerzen", {}},
    {"Sparkasse", {}},
    {"Bücherei", {}},
    {"Tankstelle", {}},
    {"Kindergarten", {}},
    {"Krankenhaus", {}},
    {"Anwalt", {}},
    {"Tanz", {}},
    {"Polizei", {}},
    {"Schwimmbad", {}},
    {"Bibliothek", {}},
    {"xxxxxxxx", {}},
};

class Misspelt : public testing::Test
{
protected:
    Misspelt()
    {
        const auto done = database.pool().write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(
                INSERT INTO networks (id, slug, name, time_zone, created_at)
                VALUES ('heide', 'heide', 'heide', 'Europe/Berlin', '2026-01-01T00:00:00Z'))sql",
                    {});
            for (const auto& entry : entries)
                put(tx, {.network = NetworkId{"heide"},
                         .kind = "organisation",
                         .id = entry.id,
                         .fields = {{entry.name, 3}, {entry.text, 1}}});
            return Done{};
        });
        EXPECT_TRUE(done);
    }

    SearchResult found(const std::string& text)
    {
        return database.pool().read([&](db::Reader& reader) {
            return find(reader, {.network = NetworkId{"heide"}, .text = text, .kinds = {}});
        });
    }

    std::string understood(const std::string& text)
    {
        const auto result = found(text);
        return result.corrections.empty() ? "" : result.corrections.front().understood;
    }

    support::TestDatabase database;
};

} // namespace

TEST_F(Misspelt, words_find_what_was_meant_and_nothing_else)
{
    for (const auto& query : queries) {
        Ids ids;
        for (const auto& hit : found(query.typed).hits)
            ids.insert(hit.id);
        EXPECT_EQ(ids, query.found) << query.typed;
    }
}

TEST_F(Misspelt, the_page_is_told_what_was_understood_as_people_write_it)
{
    EXPECT_EQ(understood("Seniorn"), "Senioren");
    EXPECT_EQ(understood("Schüzen"), "Schützen");
    EXPECT_EQ(understood("Angler"), "Angel");
    EXPECT_EQ(understood("Kleingatren"), "Kleingarten");
    EXPECT_EQ(understood("Haimatferein"), "Heimatverein");
    EXPECT_EQ(understood("Farferein"), "Fahrverein");
    EXPECT_EQ(understood("Karten"), "");
}

TEST_F(Misspelt, words_of_before_sound_as_soon_as_their_keys_are_made)
{
    const auto done = database.pool().write(db::Scope::everything(), [](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE search_words SET sound = '')sql", {});
        return Done{};
    });
    ASSERT_TRUE(done);
    ASSERT_TRUE(found("Angler").hits.empty());
    renew_sort_keys(database.pool(), table_of_sounds(), sound_version(), [] { return true; });
    EXPECT_EQ(found("Angler").hits.size(), 1U);
}

} // namespace dorfnetz::search
