#include "foundation/search/search.hpp"

#include "foundation/core/result.hpp"
#include "tests/support/database.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace dorfnetz::search {

namespace {

using Ids = std::vector<std::string>;

class Search : public testing::Test
{
protected:
    Search()
    {
        for (const std::string name : {"heide", "moor"})
            in_transaction([&](db::Tx& tx) {
                tx.exec(R"sql(
                    INSERT INTO networks (id, slug, name, time_zone, created_at)
                    VALUES (:id, :id, :id, 'Europe/Berlin', '2026-01-01T00:00:00Z'))sql",
                        {{"id", name}});
            });
    }

    template <class F>
    void in_transaction(F&& work)
    {
        ASSERT_TRUE(database.pool().write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
            work(tx);
            return Done{};
        }));
    }

    static Document document(const std::string& id, const std::string& name, const std::string& text = "")
    {
        return {.network = NetworkId{"heide"},
                .kind = "organisation",
                .id = id,
                .fields = {{name, 3}, {text, 1}}};
    }

    void given(const Document& one)
    {
        in_transaction([&](db::Tx& tx) { put(tx, one); });
    }

    void given(const std::string& id, const std::string& name, const std::string& text = "")
    {
        given(document(id, name, text));
    }

    void removed(const std::string& id)
    {
        in_transaction([&](db::Tx& tx) { search::remove(tx, NetworkId{"heide"}, "organisation", id); });
    }

    SearchResult found(const SearchQuery& query)
    {
        return database.pool().read([&](db::Reader& reader) { return find(reader, query); });
    }

    SearchResult found(const std::string& text)
    {
        return found({.network = NetworkId{"heide"}, .text = text, .kinds = {}});
    }

    static Ids ids(const SearchResult& result)
    {
        Ids all;
        for (const auto& hit : result.hits)
            all.push_back(hit.id);
        return all;
    }

    Ids ids(const std::string& text) { return ids(found(text)); }

    std::int64_t count(db::Query query)
    {
        return database.pool().read([&](db::Reader& reader) { return reader.count(query, {}); });
    }

    support::TestDatabase database;
};

} // namespace

TEST_F(Search, finds_names_in_every_spelling_of_an_umlaut)
{
    given("1", "Anglerverein Mönchau");
    given("2", "Heimatverein Mussa");
    for (const auto* text : {"Mönchau", "Moenchau", "Monchau", "MÖNCHAU", "mönc"})
        EXPECT_EQ(ids(text), Ids{"1"}) << text;
}

TEST_F(Search, finds_parts_of_compounds_and_beginnings)
{
    given("1", "Freiwillige Feuerwehr Trempa");
    given("2", "Blasmusik Velda");
    given("3", "Gemeinderat Muldestausee");
    given("4", "Energieberatung Span");
    EXPECT_EQ(ids("wehr"), Ids{"1"});
    EXPECT_EQ(ids("musik"), Ids{"2"});
    EXPECT_EQ(ids("freiw"), Ids{"1"});
    EXPECT_EQ(ids("rat"), Ids{"3"}) << "but not what lies inside a word, as in Beratung";
    EXPECT_EQ(ids("feuer wehr"), Ids{"1"});
}

TEST_F(Search, finds_other_forms_of_a_word)
{
    given("1", "Heimatverein Mussa", "Wir pflegen alte Häuser und suchen Helferinnen.");
    EXPECT_EQ(ids("Haus"), Ids{"1"});
    EXPECT_EQ(ids("Vereine"), Ids{"1"});
    EXPECT_EQ(ids("pflege"), Ids{"1"});
}

TEST_F(Search, finds_what_was_meant_by_a_mistyped_word_and_says_so)
{
    given("1", "Freiwillige Feuerwehr Trempa");
    given("2", "Heimatverein Mussa");
    given("3", "1. Schalmeienkapelle Trempa");
    given("4", "Jugendfeuerwehr Velda");
    EXPECT_EQ(ids("Feuerwer"), (Ids{"1", "4"}));
    EXPECT_EQ(ids("Heimatverien"), Ids{"2"});
    EXPECT_EQ(ids("Schalmeinkapelle"), Ids{"3"});
    EXPECT_EQ(ids("Musa"), Ids{"2"});
    EXPECT_EQ(ids("Pfeuerwehr trempa"), Ids{"1"});
    const auto result = found("Feuerwer");
    ASSERT_EQ(result.corrections.size(), 1U);
    EXPECT_EQ(result.corrections[0].typed, "Feuerwer");
    EXPECT_EQ(result.corrections[0].understood, "Feuerwehr");
    EXPECT_TRUE(found("Feuerwehr").corrections.empty());
}

TEST_F(Search, a_mistyped_word_that_begins_another_one_finds_both)
{
    given("1", "Freiwillige Feuerwehr Trempa");
    given("2", "Feuerwehr Velda");
    given("3", "Feuerwerk Span");
    const auto all = ids("Feuerwer");
    EXPECT_EQ(all.size(), 3U);
    EXPECT_EQ(found("Feuerwer").corrections.at(0).understood, "Feuerwehr") << "which is commoner";
}

TEST_F(Search, all_words_must_match_and_only_if_nothing_has_all_any_will_do)
{
    given("1", "Feuerwehr Mussa");
    given("2", "Feuerwehr Velda");
    given("3", "Chor Mussa");
    EXPECT_EQ(ids("feuerwehr mussa"), Ids{"1"});
    EXPECT_EQ(ids("chor velda").size(), 2U);
    EXPECT_EQ(ids("chor qqqqqqqq"), Ids{"3"});
    EXPECT_TRUE(ids("qqqqqqqq").empty());
}

TEST_F(Search, the_name_counts_more_than_the_description_and_the_very_word_more_than_a_part)
{
    given("1", "Backverein Velda", "Nach dem Chor kommen alle zum Essen.");
    given("2", "Kinderchor Velda");
    given("3", "Chor Velda");
    EXPECT_EQ(ids("Chor"), (Ids{"3", "2", "1"}));
}

TEST_F(Search, of_two_names_the_one_with_less_beside_it_comes_first)
{
    given("1", "Förderkreis Chor Velda Mussa Trempa");
    given("2", "Chor Mussa");
    EXPECT_EQ(ids("Chor Mussa"), (Ids{"2", "1"}));
}

TEST_F(Search, words_such_as_and_do_not_matter)
{
    given("1", "Verein Heimat und Natur");
    EXPECT_EQ(ids("Verein für Heimat oder Natur e.V."), Ids{"1"});
    EXPECT_TRUE(ids("und der die").empty());
    EXPECT_TRUE(ids("").empty());
}

TEST_F(Search, networks_never_mix)
{
    given("1", "Feuerwehr Mussa");
    auto other = document("9", "Feuerwehr Moorland");
    other.network = NetworkId{"moor"};
    given(other);
    EXPECT_EQ(ids("Feuerwehr"), Ids{"1"});
    EXPECT_EQ(ids("wehr"), Ids{"1"});
    EXPECT_TRUE(ids("Moorland").empty());
    EXPECT_TRUE(ids("Morland").empty()) << "also not by a typing error";
    EXPECT_EQ(ids(found({.network = NetworkId{"moor"}, .text = "Feuerwehr", .kinds = {}})), Ids{"9"});
}

TEST_F(Search, can_be_limited_to_kinds)
{
    given("1", "Feuerwehr Mussa");
    auto village = document("mussa", "Mussa");
    village.kind = "village";
    given(village);
    const auto of_kinds = [&](const std::vector<std::string>& kinds) {
        return ids(found({.network = NetworkId{"heide"}, .text = "Mussa", .kinds = kinds}));
    };
    EXPECT_EQ(of_kinds({"village"}), Ids{"mussa"});
    EXPECT_EQ(of_kinds({"organisation", "page"}), Ids{"1"});
    EXPECT_TRUE(of_kinds({"page"}).empty());
    EXPECT_EQ(of_kinds({}).size(), 2U);
    EXPECT_TRUE(ids("village").empty()) << "a kind is no word";
}

TEST_F(Search, a_changed_entry_is_found_by_its_new_words_only)
{
    given("1", "Feuerwehr Mussa");
    given("1", "Löschzug Mussa");
    EXPECT_TRUE(ids("Feuerwehr").empty());
    EXPECT_EQ(ids("Löschzug"), Ids{"1"});
    EXPECT_EQ(ids("Mussa"), Ids{"1"});
    given("1", "Löschzug Mussa");
    EXPECT_EQ(found("Mussa").total, 1);
}

TEST_F(Search, an_entry_that_comes_twice_at_once_is_there_once_as_it_was_last)
{
    const std::vector<Document> documents{document("1", "Feuerwehr Mussa"), document("1", "Chor Mussa")};
    in_transaction([&](db::Tx& tx) { put(tx, documents); });
    EXPECT_TRUE(ids("Feuerwehr").empty());
    EXPECT_EQ(ids("Chor"), Ids{"1"});
    removed("1");
    EXPECT_EQ(count("SELECT count(*) FROM search_words"), 0);
}

TEST_F(Search, removing_an_entry_leaves_the_words_that_others_have)
{
    given("1", "Feuerwehr Mussa");
    given("2", "Chor Mussa");
    removed("1");
    removed("1");
    removed("never there");
    EXPECT_TRUE(ids("Feuerwehr").empty());
    EXPECT_TRUE(ids("Feuerwer").empty());
    EXPECT_EQ(ids("Mussa"), Ids{"2"});
    EXPECT_EQ(count("SELECT entries FROM search_words WHERE word = 'mussa'"), 1);
}

TEST_F(Search, removing_the_last_entry_leaves_no_word_at_all)
{
    given("1", "Zwiebelkuchenfest Mönchau", "mit Привет und 2027");
    ASSERT_GT(count("SELECT count(*) FROM search_parts"), 10);
    removed("1");
    EXPECT_EQ(count("SELECT count(*) FROM search_words"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM search_parts"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM search_entries"), 0);
}

TEST_F(Search, erased_words_are_in_no_byte_of_the_sqlite_file)
{
    if (database.pool().engine() != db::Engine::sqlite)
        GTEST_SKIP() << "PostgreSQL clears its pages by VACUUM, which autovacuum starts";
    const auto path = std::filesystem::path(database.address().substr(std::string_view("sqlite:").size()));
    const auto file_has = [&](std::string_view text) {
        database.pool().maintain();
        std::ifstream file(path, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        return bytes.find(text) != std::string::npos;
    };
    given("1", "Zwiebelkuchenfest Mussa");
    ASSERT_TRUE(file_has("zwiebelkuchenfest"));
    ASSERT_TRUE(file_has("Zwiebelkuchenfest"));
    removed("1");
    EXPECT_FALSE(file_has("zwiebelkuchen"));
    EXPECT_FALSE(file_has("Zwiebelkuchen"));
}

TEST_F(Search, nothing_that_can_be_typed_breaks_it)
{
    given("1", "Feuerwehr Mussa");
    const std::vector<std::string> hostile{
        "\"",
        "'; DROP TABLE search_words; --",
        "mussa\"",
        "mussa AND",
        "NEAR(mussa, 2)",
        "mussa*",
        "-mussa",
        "^mussa",
        "mussa:feuerwehr",
        "(((",
        "mussa & | !",
        "%_",
        "\\",
        std::string("mussa\0feuerwehr", 15),
        "\xFF\xFE mussa",
        "mussa \xC3",
        "\U0010FFFF",
        "привет",
        "приветт",
        "#organisation",
        std::string(10'000, 'a'),
        std::string(10'000, '"'),
        std::string(10'000, '\xC3'),
    };
    for (const auto& text : hostile)
        EXPECT_NO_THROW(found(text)) << text.substr(0, 40);
    std::string many = "mussa";
    for (int i = 0; i < 2'000; ++i)
        many += " x" + std::to_string(i);
    EXPECT_EQ(ids(many), Ids{"1"});
    EXPECT_EQ(ids(std::string("mussa\0feuerwehr", 15)), Ids{"1"});
    EXPECT_TRUE(ids("#organisation").empty());
}

TEST_F(Search, nothing_that_can_be_entered_breaks_it)
{
    std::string many;
    for (int i = 0; i < 5'000; ++i)
        many += "wort" + std::to_string(i) + ' ';
    given("1", std::string("a\0b\xFF\xC3", 5), many);
    given("2", std::string(100'000, 'x'), "\"';--");
    given("3", "", "");
    given("4", "Общество Привет", "½ ﬁnden");
    EXPECT_EQ(ids("wort7"), Ids{"1"});
    EXPECT_EQ(ids("прив"), Ids{"4"});
    EXPECT_EQ(ids("finden"), Ids{"4"});
    removed("1");
    EXPECT_TRUE(ids("wort7").empty());
}

TEST_F(Search, counts_and_ranks_all_of_thousands)
{
    std::vector<Document> documents;
    for (int i = 0; i < 6'000; ++i)
        documents.push_back(document("a" + std::to_string(i), "Dorf", "Wir sind auch ein Chor"));
    documents.push_back(document("z", "Chor"));
    in_transaction([&](db::Tx& tx) { put(tx, documents); });
    const auto result = found("Chor");
    EXPECT_EQ(result.total, 6'001);
    EXPECT_EQ(result.hits.size(), 20U);
    EXPECT_EQ(result.hits.front().id, "z");
    removed("z");
    EXPECT_EQ(found("Chor").total, 6'000);
    EXPECT_EQ(count("SELECT entries FROM search_words WHERE word = 'chor'"), 6'000);
}

TEST_F(Search, pages_follow_one_another_without_gap_or_repetition)
{
    for (int i = 0; i < 7; ++i)
        given(std::to_string(i), "Chor");
    Ids all;
    for (int offset = 0; offset < 9; offset += 3)
        for (const auto& id : ids(found(
                 {.network = NetworkId{"heide"}, .text = "Chor", .kinds = {}, .limit = 3, .offset = offset})))
            all.push_back(id);
    EXPECT_EQ(all, (Ids{"0", "1", "2", "3", "4", "5", "6"}));
    EXPECT_TRUE(found({.network = NetworkId{"heide"}, .text = "Chor", .kinds = {}, .limit = -1, .offset = -5})
                    .hits.empty());
}

} // namespace dorfnetz::search
