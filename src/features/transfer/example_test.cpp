#include "features/exchange/api.hpp"
#include "features/experiences/api.hpp"
#include "features/mandates/api.hpp"
#include "features/pages/api.hpp"
#include "features/transfer/transfer_for_tests.hpp"

#include <filesystem>
#include <fstream>

namespace dorfnetz::transfer {
namespace {

class Example : public testing::Test
{
protected:
    Example() : site({register_feature}) { site.environment().reader_program = DORFNETZ_READER; }

    NetworkId network_of(std::string_view slug)
    {
        return site.pool().read([&](db::Reader& reader) { return web::network_by_slug(reader, slug)->id; });
    }

    support::TestSite site;
};

TEST_F(Example, the_built_in_network_is_complete)
{
    const auto loaded = load_example_network(site.environment());
    ASSERT_TRUE(loaded) << loaded.error().text.text()
                        << (loaded.error().values.empty() ? "" : loaded.error().values.back());
    const auto id = network_of("heidedoerfer");
    site.pool().read([&](db::Reader& reader) {
        EXPECT_EQ(villages::villages_of(reader, id).size(), 9U);
        const auto entries = organisations::load_register(reader, id).entries;
        EXPECT_EQ(entries.size(), 90U);
        EXPECT_TRUE(
            std::all_of(entries.begin(), entries.end(), [](const auto& entry) { return entry.is_public(); }));
        const auto everybody = people::all_people(reader, id);
        EXPECT_EQ(everybody.size(), 150U);
        EXPECT_EQ(std::count_if(everybody.begin(), everybody.end(),
                                [](const auto& one) { return one.is_locked(); }),
                  15);
        EXPECT_EQ(mandates::leads_on(reader, id, date_of(site.clock.now())).size(), 7U);
        EXPECT_EQ(mandates::mandates_of(reader, id).size(), 8U);
        EXPECT_EQ(pages::published_news(reader, id, 10).size(), 3U);
        EXPECT_EQ(exchange::open_posts(reader, id, date_of(site.clock.now())).size(), 4U);
        EXPECT_EQ(experiences::published(reader, id).size(), 2U);
        EXPECT_GT(exchange::thanks_since(reader, id, site.clock.now() - std::chrono::days(365)).size(), 3U);
        EXPECT_TRUE(pages::published_page(reader, id, pages::Kind::page, "netzwerk"));
        EXPECT_GE(
            reader.count(
                R"sql(SELECT COUNT(*) FROM minutes_sent WHERE network_id = :network AND part = 'result')sql",
                {{"network", id}}),
            6)
            << "the minutes that were sent have their motions and tasks";
    });
    EXPECT_EQ(load_example_network(site.environment()).error().kind, Err::conflict) << "never a second time";
}

// No source names a village: a folder with ten other names makes a network as well.
TEST_F(Example, a_network_of_ten_other_villages_loads_from_a_folder)
{
    const support::TemporaryDirectory folder;
    std::ofstream(folder.path() / "network.toml")
        << "[network]\nslug = \"zehn\"\nname = \"Zehn Dörfer\"\n"
           "[[mandates]]\nvillage = \"jdorf\"\norganisation = \"Verein J\"\n"
           "starts_on = 2024-01-01\ndecided = \"Versammlung\"\n";
    std::ofstream villages(folder.path() / "villages.csv");
    std::ofstream clubs(folder.path() / "organisations.csv");
    villages << "name;slug;in_network\n";
    clubs << "Name;Art;Dörfer\n";
    for (char letter = 'A'; letter <= 'J'; ++letter) {
        villages << letter << "dorf;" << static_cast<char>(letter - 'A' + 'a') << "dorf;1\n";
        clubs << "Verein " << letter << ";Verein;" << letter << "dorf\n";
    }
    villages.close();
    clubs.close();
    const auto loaded = load_example_network(site.environment(), folder.path());
    ASSERT_TRUE(loaded) << loaded.error().text.text()
                        << (loaded.error().values.empty() ? "" : loaded.error().values.back());
    const auto id = network_of("zehn");
    site.pool().read([&](db::Reader& reader) {
        EXPECT_EQ(villages::villages_of(reader, id).size(), 10U);
        EXPECT_EQ(organisations::load_register(reader, id).entries.size(), 10U);
        EXPECT_EQ(mandates::mandates_of(reader, id).size(), 1U);
    });
}

TEST_F(Example, loading_that_was_broken_off_goes_on_where_it_stopped)
{
    const support::TemporaryDirectory folder;
    std::ofstream(folder.path() / "network.toml") << "[network]\nslug = \"halb\"\nname = \"Halbes Netz\"\n";
    std::ofstream(folder.path() / "villages.csv") << "name;slug;in_network\nAdorf;adorf;1\n";
    std::ofstream(folder.path() / "organisations.csv") << "Name;Dörfer\nVerein A;Adorf\nOhne Ort;\n";
    EXPECT_EQ(load_example_network(site.environment(), folder.path()).error().kind, Err::invalid);
    std::ofstream(folder.path() / "organisations.csv") << "Name;Dörfer\nVerein A;Adorf\n";
    EXPECT_TRUE(load_example_network(site.environment(), folder.path()));
    site.pool().read([&](db::Reader& reader) {
        EXPECT_EQ(organisations::load_register(reader, network_of("halb")).entries.size(), 1U);
    });
}

TEST_F(Example, a_synthetic_network_is_the_same_for_the_same_seed)
{
    ASSERT_TRUE(
        generate_networks(site.environment(), {.scale = 60, .networks = 2, .seed = 7, .prefix = "eins"}));
    ASSERT_TRUE(
        generate_networks(site.environment(), {.scale = 60, .networks = 1, .seed = 7, .prefix = "zwei"}));
    site.pool().read([&](db::Reader& reader) {
        const auto first = organisations::load_register(reader, network_of("eins-1")).entries;
        const auto same = organisations::load_register(reader, network_of("zwei-1")).entries;
        const auto other = organisations::load_register(reader, network_of("eins-2")).entries;
        ASSERT_EQ(first.size(), 60U);
        ASSERT_EQ(same.size(), 60U);
        for (std::size_t i = 0; i < first.size(); ++i)
            EXPECT_EQ(first[i].name, same[i].name);
        EXPECT_NE(first.front().name, other.front().name);
        EXPECT_EQ(people::all_people(reader, network_of("eins-1")).size(), 30U);
    });
}

} // namespace
} // namespace dorfnetz::transfer
