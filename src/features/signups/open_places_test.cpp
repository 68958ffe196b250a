#include "features/signups/signups_for_tests.hpp"
#include "foundation/http/codec.hpp"

namespace dorfnetz::signups {

namespace {

class OpenPlaces : public WithShifts
{
protected:
    std::string part(const std::string& page, const std::string& query, const std::string& subject = {})
    {
        auto here = context();
        here.path = "/mitmachen";
        here.query = http::parse_urlencoded(query).value();
        return read(
            [&](db::Reader& reader) { return site.site().parts(page, here, reader, subject).text(); });
    }

    std::string places(const std::string& query = {}) { return part("page/mitmachen", query); }

    static bool has(const std::string& page, std::string_view text)
    {
        return page.find(text) != std::string::npos;
    }

    const activities::ActivityId concert =
        activity("Konzert", "2026-11-28T18:00", "2026-11-28T20:00", given.erlental);
};

} // namespace

TEST_F(OpenPlaces, are_nothing_as_long_as_nobody_is_wanted)
{
    EXPECT_TRUE(places().empty());
}

TEST_F(OpenPlaces, stand_one_after_the_other_with_a_way_in_for_each)
{
    const auto grill = shift(festival, role("Grillstand"), 3);
    const auto chairs = shift(concert, role("Stühle"), 1);
    const auto page = places();
    EXPECT_LT(page.find("Konzert"), page.find("Teichfest"));
    EXPECT_TRUE(has(page, "/mitmachen/" + grill.text()) && has(page, "noch 3 Plätze frei"));
    promise(of(chairs, "Anna", "anna@example.org"));
    EXPECT_FALSE(has(places(), "Konzert")) << "nothing is free there";
}

TEST_F(OpenPlaces, are_chosen_by_village_and_day_in_the_address)
{
    shift(festival, role("Grillstand"), 3);
    shift(concert, role("Stühle"), 1);
    EXPECT_FALSE(has(places("dorf=birkenau"), "Konzert"));
    EXPECT_TRUE(has(places("dorf=birkenau"), "Teichfest"));
    EXPECT_FALSE(has(places("wann=woche"), "Teichfest")) << "that is in two weeks";
    EXPECT_TRUE(has(places("wann=woche"), "Konzert"));
    EXPECT_TRUE(has(places("tag=2026-12-05"), "Teichfest"));
    EXPECT_FALSE(has(places("tag=2026-12-05"), "Konzert"));
    EXPECT_TRUE(has(places("wann=heute"), "Hier ist gerade nichts frei"));
    EXPECT_TRUE(has(places("dorf=nirgendwo&tag=gestern"), "Konzert"))
        << "what does not exist is not asked for";
}

TEST_F(OpenPlaces, of_what_comes_each_week_are_the_next_ones)
{
    const auto library =
        activity("Bücherei", "2026-11-24T16:00", "2026-11-24T18:00", given.birkenau, "FREQ=WEEKLY");
    shift(library, role("Vorlesen"), 1);
    const auto page = places();
    std::size_t found = 0;
    for (auto at = page.find("lang=\"de\"><a"); at != std::string::npos;
         at = page.find("lang=\"de\"><a", at + 1))
        ++found;
    EXPECT_EQ(found, 2U);
    EXPECT_TRUE(has(page, "immer wieder"));
}

TEST_F(OpenPlaces, stand_on_the_page_of_their_date_also_when_all_are_taken)
{
    const auto chairs = shift(concert, role("Stühle"), 1);
    promise(of(chairs, "Anna", "anna@example.org"));
    const auto date =
        read([&](db::Reader& reader) { return activities::dates_of(reader, network.id, concert).front(); });
    const auto page = part(std::string(activities::date_parts), "", date.id.text());
    EXPECT_TRUE(has(page, "Auf die Warteliste") && has(page, "alle Plätze vergeben"));
    EXPECT_FALSE(has(page, "Anna"));
}

} // namespace dorfnetz::signups
