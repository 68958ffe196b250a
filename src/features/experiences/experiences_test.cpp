#include "features/experiences/experiences_pages.hpp"
#include "features/experiences/feature.hpp"
#include "features/lineage/feature.hpp"
#include "features/pictures/files_api.hpp"
#include "tests/support/photo.hpp"
#include "tests/support/register.hpp"
#include "tests/support/upload.hpp"

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

    support::Answer bring(const ExperienceId& id, const std::string& file_name, const std::string& content)
    {
        return support::send_upload(site, edit_path(id) + "/vorlagen",
                                    {.field = "datei",
                                     .file_name = file_name,
                                     .content = content,
                                     .words = {{"titel", "Pflanzplan"}}});
    }

    // Own path of the file that a page leads to.
    static std::string file_on(const support::Answer& page)
    {
        const auto middle = page.body.find("/vorlagen/");
        const auto begin = page.body.rfind('"', middle) + 1;
        return page.body.substr(begin, page.body.find('"', begin) - begin);
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

TEST_F(Experiences, bring_files_as_templates)
{
    auto draft = orchard();
    draft.shared = true;
    const auto id = published_now(draft).id;
    sign_in_for(gardeners);
    ASSERT_EQ(bring(id, "Plan.pdf.exe", "%PDF-1.4 Plan").status, 303);
    EXPECT_EQ(bring(id, "Plan.pdf", "MZ no document").status, 422);
    EXPECT_EQ(bring(id, "Plan.pdf", std::string(pictures::largest_file + 1, ' ')).status, 422);

    site.sign_out();
    const auto page = site.get("/erfahrungen/unser-weg-zur-streuobstwiese");
    EXPECT_TRUE(page.says("Pflanzplan (PDF"));
    const auto path = file_on(page);
    const auto file = site.get(path);
    EXPECT_EQ(file.body, "%PDF-1.4 Plan");
    EXPECT_EQ(file.headers.find("content-type"), "application/pdf");
    EXPECT_EQ(file.headers.find("content-disposition"), "attachment; filename*=UTF-8''Plan-pdf.pdf");
    EXPECT_TRUE(site.get("/erfahrungen.json").says(path));

    site.add_network("teich", "teich.example");
    site.host = "teich.example";
    const auto elsewhere = file_on(site.get("/erfahrungen/andere/heide/unser-weg-zur-streuobstwiese"));
    EXPECT_EQ(site.get(elsewhere).body, "%PDF-1.4 Plan");
    EXPECT_EQ(site.get(path).status, 404);
    ASSERT_TRUE(write([&](db::Tx& tx) { return take_back(tx, site.network(), id, author()); }));
    EXPECT_EQ(site.get(elsewhere).status, 404);
    site.host = "heide.example";
    EXPECT_EQ(site.get(path).status, 404) << "a draft is for its authors";
    sign_in_for(gardeners);
    EXPECT_EQ(site.get(path).status, 200);
}

TEST_F(Experiences, bring_ten_files_at_most_and_those_who_write_remove_them)
{
    const auto id = published_now(orchard()).id;
    sign_in_for(gardeners);
    for (int number = 0; number < 10; ++number)
        ASSERT_EQ(bring(id, "Plan.pdf", "%PDF-1.4 Plan").status, 303);
    const auto refused = bring(id, "Plan.pdf", "%PDF-1.4 Plan");
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("Pflanzplan"));
    const std::string page = "/erfahrungen/unser-weg-zur-streuobstwiese";
    const auto file = file_on(site.get(page));
    const auto key = file.substr(file.rfind('/') + 1);
    const auto list = edit_path(id) + "/vorlagen";
    const auto remove = list + '/' + key + "/loeschen";
    sign_in_for(given(club("Beispiel Angler")));
    EXPECT_EQ(site.get(list).status, 404);
    sign_in_for(gardeners);
    EXPECT_EQ(site.submit(list, remove, {}).status, 303);
    EXPECT_EQ(site.get(file).status, 404);
    EXPECT_EQ(bring(id, "Plan.pdf", "%PDF-1.4 Plan").status, 303);
}

TEST_F(Experiences, bring_photographs_along_that_are_shown)
{
    site.environment().reader_program = DORFNETZ_READER;
    const auto id = published_now(orchard()).id;
    sign_in_for(gardeners);
    ASSERT_EQ(bring(id, "IMG_0815.HEIC", support::photo_of_a_telephone()).status, 303);
    const auto shown = site.get("/erfahrungen/unser-weg-zur-streuobstwiese");
    EXPECT_TRUE(shown.says("<img src=\"" + file_on(shown)));
    EXPECT_EQ(site.get(file_on(shown)).headers.find("content-type"), "image/jpeg");
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
