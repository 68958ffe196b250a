#include "features/asking/asking_for_tests.hpp"

namespace dorfnetz::asking {

namespace {

using organisations::Kind;

class OrganisationsToAsk : public WithPeopleToAsk
{
protected:
    void enter(organisations::OrganisationDraft entry,
               organisations::Status status = organisations::Status::published)
    {
        ASSERT_TRUE(written([&](db::Tx& tx) -> Result<Done> {
            TRY(organisations::create(tx, network.id, {.entry = std::move(entry), .status = status},
                                      {.clock = site.clock, .random = site.random}));
            return Done{};
        }));
    }

    std::vector<std::string> found(const ShiftId& shift)
    {
        std::vector<std::string> rows;
        const auto suggestions = suggested(shift);
        for (const auto& [entry, why] : suggestions.organisations)
            rows.push_back(entry.name + ": " + why);
        return rows;
    }
};

} // namespace

TEST_F(OrganisationsToAsk, are_those_who_say_something_that_fits_and_not_the_host)
{
    enter({.name = "Beispiel Küchenverein", .villages = {given.birkenau}, .strengths = {"kitchen"}});
    enter({.name = "Beispiel Nachbarverein", .villages = {given.erlental}, .strengths = {"kitchen"}});
    enter({.name = "Beispiel Schweigeverein", .villages = {given.birkenau}});
    enter({.name = "Beispiel Entwurf", .villages = {given.birkenau}, .strengths = {"kitchen"}},
          organisations::Status::reported);
    const auto cooking = shift(festival, {.title = "Kochen", .description = "Wir brauchen eine Küche."}, 2);
    EXPECT_EQ(found(cooking),
              (std::vector<std::string>{"Beispiel Küchenverein: stark in: Küche · am Ort",
                                        "Beispiel Nachbarverein: stark in: Küche · 5 km entfernt"}));
    EXPECT_TRUE(found(grill).empty()) << "nobody says anything about that";
}

TEST_F(OrganisationsToAsk, are_companies_by_what_they_support_with)
{
    enter({.kind = Kind::company,
           .name = "Beispiel Landtechnik",
           .villages = {given.birkenau},
           .support = {"vehicles_machines"}});
    enter({.kind = Kind::company,
           .name = "Beispiel Spender",
           .villages = {given.birkenau},
           .support = {"money"}});
    const auto clearing = shift(festival, {.title = "Aufräumen", .description = "Fahrzeuge wären gut."}, 2);
    EXPECT_EQ(
        found(clearing),
        std::vector<std::string>{"Beispiel Landtechnik: unterstützt mit: Fahrzeuge und Maschinen · am Ort"});
    const auto page = site.get(signups::search_path(clearing));
    EXPECT_TRUE(page.says("Vereine und Firmen, die helfen könnten"));
    EXPECT_TRUE(page.says(
        "/firmen/beispiel-landtechnik/nachricht?text=F%C3%BCr%20%E2%80%9ETeichfest%3A%20Aufr%C3%A4umen"))
        << "with a text to begin with";
}

} // namespace dorfnetz::asking
