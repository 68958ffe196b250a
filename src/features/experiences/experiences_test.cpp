#include "features/experiences/experiences_pages.hpp"
#include "features/experiences/feature.hpp"
#include "features/lineage/feature.hpp"
#include "tests/support/register.hpp"

#include <algorithm>

namespace dorfnetz::experiences {

namespace {

class Experiences : public organisations::test::RegisterTest
{
protected:
    Experiences()
        : RegisterTest{{organisations::register_feature, register_feature,
                        [](web::Site& filled) { lineage::register_feature(filled, {lineage_kind()}); }}}
    {
        gardeners = given(club("Beispiel Gartenfreunde"));
    }

    Draft orchard() const
    {
        return {.organisation = gardeners,
                .title = "Unser Weg zur Streuobstwiese",
                .summary = "Dreißig Bäume in zwei Jahren.",
                .what = "Erst der Boden, dann die Bäume. <script>alert(1)</script>",
                .costs = "rund 800 €",
                .helpers = "12 Leute an zwei Samstagen",
                .pitfalls = "Wühlmäuse.",
                .templates = "Checkliste: https://www.example.org/liste.pdf\nAnbindung mit Kokosstrick"};
    }

    Experience published_now(const Draft& draft)
    {
        return write([&](db::Tx& tx) -> Result<Experience> {
                   auto experience = TRY(add(tx, site.network(), draft, author()));
                   TRY(publish(tx, site.network(), experience.id, author()));
                   return experience;
               })
            .value();
    }

    void sign_in_for(const OrganisationId& organisation)
    {
        site.sign_in_as(web::Role::organisation_editor, organisation.text());
    }

    OrganisationId gardeners;
};

} // namespace

TEST_F(Experiences, are_read_by_everybody_once_they_are_published)
{
    sign_in_for(gardeners);
    const std::string form(new_path);
    const auto saved = site.submit(form, form,
                                   {{"titel", "Unser Weg zur Streuobstwiese"},
                                    {"verein", gardeners.text()},
                                    {"was", "Erst der Boden."},
                                    {"kosten", "rund 800 €"},
                                    {"felder", "culture"}});
    ASSERT_EQ(saved.status, 303);
    const std::string page = "/erfahrungen/unser-weg-zur-streuobstwiese";
    EXPECT_TRUE(site.get(page).says("Entwurf"));
    const auto edit = saved.location().substr(0, saved.location().find('?'));
    site.sign_out();
    EXPECT_EQ(site.get(page).status, 404);
    EXPECT_FALSE(site.get("/erfahrungen").says("Streuobstwiese"));

    sign_in_for(gardeners);
    EXPECT_EQ(site.submit(edit, edit + "/veroeffentlichen", {}).status, 303);
    site.sign_out();
    EXPECT_TRUE(site.get(page).says("rund 800 €"));
    EXPECT_TRUE(site.get("/erfahrungen").says("Streuobstwiese"));

    sign_in_for(gardeners);
    EXPECT_EQ(site.submit(edit, edit + "/zurueckziehen", {}).status, 303);
    site.sign_out();
    EXPECT_EQ(site.get(page).status, 404);
}

TEST_F(Experiences, are_no_markup_and_lead_to_their_templates)
{
    published_now(orchard());
    const auto page = site.get("/erfahrungen/unser-weg-zur-streuobstwiese");
    EXPECT_FALSE(page.says("<script>alert"));
    EXPECT_TRUE(page.says("href=\"https://www.example.org/liste.pdf\""));
    EXPECT_TRUE(page.says(">Checkliste<"));
    EXPECT_TRUE(page.says("Kokosstrick"));
}

TEST_F(Experiences, are_found_by_any_of_their_words_and_by_field)
{
    auto draft = orchard();
    draft.fields = {"culture"};
    published_now(draft);
    EXPECT_TRUE(site.get("/erfahrungen?q=Wühlmäuse").says("Streuobstwiese"));
    EXPECT_TRUE(site.get("/erfahrungen?q=boden+samstagen").says("Streuobstwiese"));
    EXPECT_FALSE(site.get("/erfahrungen?q=Feuerwehr").says("Streuobstwiese"));
    EXPECT_TRUE(site.get("/erfahrungen?feld=culture").says("Streuobstwiese"));
    EXPECT_FALSE(site.get("/erfahrungen?feld=sport").says("Streuobstwiese"));
}

TEST_F(Experiences, reach_other_networks_only_if_they_are_shared)
{
    auto shared = orchard();
    shared.shared = true;
    shared.title = "Geteilt";
    published_now(shared);
    published_now(orchard());
    EXPECT_TRUE(site.get("/erfahrungen.atom").says("Geteilt"));
    EXPECT_FALSE(site.get("/erfahrungen.atom").says("Streuobstwiese"));
    const auto json = site.get("/erfahrungen.json");
    EXPECT_TRUE(json.says("\"title\":\"Geteilt\""));
    EXPECT_FALSE(json.says("Streuobstwiese\""));
    EXPECT_EQ(json.headers.find("access-control-allow-origin"), "*");
    EXPECT_EQ(site.get("/erfahrungen/andere/heide/geteilt").status, 404)
        << "not by that address in its own network";

    site.add_network("teich", "teich.example");
    site.host = "teich.example";
    EXPECT_TRUE(site.get("/erfahrungen").says("Aus anderen Netzwerken"));
    EXPECT_TRUE(site.get("/erfahrungen/andere/heide/geteilt").says("12 Leute"));
    EXPECT_EQ(site.get("/erfahrungen/andere/heide/unser-weg-zur-streuobstwiese").status, 404);
    EXPECT_EQ(site.get("/erfahrungen/geteilt").status, 404);
}

TEST_F(Experiences, vanish_from_other_networks_at_once)
{
    auto shared = orchard();
    shared.shared = true;
    const auto taken_back = published_now(shared).id;
    shared.title = "Ein Teich für alle";
    published_now(shared);
    site.add_network("teich", "teich.example");
    const auto elsewhere = [&](const std::string& path) {
        site.host = "teich.example";
        return site.get(path);
    };
    EXPECT_TRUE(elsewhere("/erfahrungen").says("Streuobstwiese"));
    EXPECT_TRUE(elsewhere("/erfahrungen").says("Ein Teich für alle"));
    ASSERT_TRUE(write([&](db::Tx& tx) { return take_back(tx, site.network(), taken_back, author()); }));
    EXPECT_FALSE(elsewhere("/erfahrungen").says("Streuobstwiese")) << "also where somebody has just looked";
    EXPECT_EQ(elsewhere("/erfahrungen/andere/heide/unser-weg-zur-streuobstwiese").status, 404);
    ASSERT_TRUE(
        write([&](db::Tx& tx) { return organisations::archive(tx, site.network(), gardeners, author()); }));
    EXPECT_FALSE(elsewhere("/erfahrungen").says("Ein Teich für alle")) << "its club is no longer public";
    EXPECT_EQ(elsewhere("/erfahrungen/andere/heide/ein-teich-fuer-alle").status, 404);
}

TEST_F(Experiences, are_changed_by_who_speaks_for_those_who_tell_them)
{
    const auto id = published_now(orchard()).id;
    sign_in_for(given(club("Beispiel Angler")));
    EXPECT_EQ(site.get(edit_path(id)).status, 404);
    site.sign_in_as(web::Role::lead_editor, aue.text());
    EXPECT_EQ(site.get(edit_path(id)).status, 200);
    const auto refused =
        site.submit(edit_path(id), edit_path(id),
                    {{"titel", "Anders"}, {"verein", gardeners.text()}, {"was", "So."}, {"version", "1"}});
    EXPECT_EQ(refused.status, 409) << "somebody else was faster";
    EXPECT_TRUE(refused.says("Anders"));
    EXPECT_FALSE(site.get(edit_path(id)).says("/loeschen"))
        << "what is published is taken off the list first";
}

TEST_F(Experiences, that_are_deleted_leave_no_chain)
{
    const auto first =
        write([&](db::Tx& tx) { return add(tx, site.network(), orchard(), author()); }).value();
    const auto second = published_now(orchard());
    site.given([&](db::Tx& tx) -> Result<Done> {
        lineage::link(tx, site.network(), lineage_record(first.id), lineage_record(second.id),
                      site.clock.now());
        return Done{};
    });
    EXPECT_EQ(write([&](db::Tx& tx) { return remove(tx, site.network(), second.id); }).error().kind,
              Err::conflict);
    ASSERT_TRUE(write([&](db::Tx& tx) { return remove(tx, site.network(), first.id); }));
    EXPECT_TRUE(site.pool()
                    .read([&](db::Reader& reader) {
                        return lineage::sources_of(reader, site.network(), lineage_record(second.id));
                    })
                    .empty());
}

TEST_F(Experiences, say_what_they_came_from)
{
    const auto first = published_now(orchard());
    sign_in_for(gardeners);
    const auto form = lineage::with_origin(new_path, lineage_record(first.id));
    EXPECT_TRUE(site.get(form).says("Unser Weg zur Streuobstwiese"));
    ASSERT_EQ(site.submit(form, std::string(new_path),
                          {{"titel", "Zwei Jahre danach"},
                           {"verein", gardeners.text()},
                           {"was", "Es blüht."},
                           {"aus", "erfahrung:" + first.id.text()}})
                  .status,
              303);
    EXPECT_TRUE(site.get("/erfahrungen/zwei-jahre-danach").says("Entstanden aus"));
}

} // namespace dorfnetz::experiences
