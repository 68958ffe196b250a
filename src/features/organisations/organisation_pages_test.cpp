#include "accounts/audit.hpp"
#include "features/organisations/organisation_history.hpp"
#include "tests/support/register.hpp"
#include "tests/support/upload.hpp"

namespace dorfnetz::organisations {

namespace {

class OrganisationPages : public test::RegisterTest
{
protected:
    std::string path(const OrganisationId& id) { return "/redaktion/organisationen/" + id.text(); }

    // The fields that the form must have; others stay empty.
    std::vector<std::pair<std::string, std::string>> form(const std::string& name, const VillageId& village)
    {
        return {{"name", name}, {"kind", "club"}, {"villages", village.text()}};
    }

    std::vector<std::pair<std::string, std::string>> edit(const std::string& name, std::int64_t version)
    {
        auto fields = form(name, aue);
        fields.emplace_back("version", std::to_string(version));
        return fields;
    }

    std::size_t entries() { return shared_register(site.pool(), site.network())->entries.size(); }
};

constexpr auto new_path = "/redaktion/organisationen/neu";

} // namespace

TEST_F(OrganisationPages, are_closed_to_visitors)
{
    const auto id = given(club("Beispiel: Chor"));
    for (const auto& closed :
         {std::string("/redaktion/organisationen"), std::string("/redaktion/pruefen"), std::string(new_path),
          path(id), path(id) + "/verlauf", path(id) + "/ansprechpersonen/neu"})
        EXPECT_NE(site.get(closed).status, 200) << closed;
}

TEST_F(OrganisationPages, a_lead_editor_sees_and_edits_only_what_is_active_in_the_own_village)
{
    const auto mine = given(club("Beispiel: Chor in Aue"));
    auto elsewhere = club("Beispiel: Chor in Berg");
    elsewhere.villages = {berg};
    const auto other = given(elsewhere);
    site.sign_in_as(web::Role::lead_editor, aue.text());
    const auto list = site.get("/redaktion/organisationen");
    EXPECT_TRUE(list.says("Chor in Aue"));
    EXPECT_FALSE(list.says("Chor in Berg"));
    EXPECT_EQ(site.get(path(mine)).status, 200);
    for (const auto* page : {"", "/verlauf", "/ansprechpersonen/neu"})
        EXPECT_EQ(site.get(path(other) + page).status, 404) << page;
}

TEST_F(OrganisationPages, an_organisation_editor_works_on_the_own_entry_alone_and_does_not_publish)
{
    const auto mine = given(club("Beispiel: Chor"));
    const auto other = given(club("Beispiel: Kapelle"));
    site.sign_in_as(web::Role::organisation_editor, mine.text());
    const auto list = site.get("/redaktion/organisationen");
    EXPECT_TRUE(list.says("Beispiel: Chor"));
    EXPECT_FALSE(list.says("Beispiel: Kapelle"));
    EXPECT_FALSE(list.says("Neuer Eintrag"));
    const auto page = site.get(path(mine));
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(page.says("Ins Archiv"));
    EXPECT_EQ(site.submit(path(mine), path(mine), edit("Beispiel: Gemischter Chor", 1)).status, 303);
    for (const auto* below : {"", "/verlauf", "/ansprechpersonen/neu", "/logo", "/bilder"})
        EXPECT_EQ(site.get(path(other) + below).status, 404) << below;
    EXPECT_EQ(site.get(new_path).status, 403);
    EXPECT_EQ(site.get("/redaktion/pruefen").status, 403);
}

TEST_F(OrganisationPages, a_new_entry_is_made_confirmed_and_published)
{
    site.sign_in_as(web::Role::lead_editor, aue.text());
    const auto made = site.submit(new_path, new_path, form("Beispiel: Neuer Chor", aue));
    ASSERT_EQ(made.status, 303) << made.body;
    const auto entries = shared_register(site.pool(), site.network());
    ASSERT_EQ(entries->entries.size(), 1U);
    const auto id = entries->entries.front().id;
    EXPECT_EQ(stored(id).status, Status::confirmed);
    EXPECT_EQ(site.submit(path(id), path(id) + "/stand", {{"action", "publish"}}).status, 303);
    EXPECT_TRUE(stored(id).is_public());
    EXPECT_EQ(site.submit(path(id), path(id) + "/stand", {{"action", "burn"}}).status, 422);
}

TEST_F(OrganisationPages, a_lead_editor_cannot_make_an_entry_for_another_village)
{
    site.sign_in_as(web::Role::lead_editor, aue.text());
    const auto answer = site.submit(new_path, new_path, form("Beispiel: Chor", berg));
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("Beispiel: Chor")) << "what was typed is still there";
    EXPECT_EQ(entries(), 0U);
}

TEST_F(OrganisationPages, what_is_there_already_is_shown_before_it_is_made_twice)
{
    given(club("Beispiel: Chor"));
    site.sign_in_as(web::Role::coordinator);
    const auto asked = site.submit(new_path, new_path, form("Beispiel: Chor", aue));
    EXPECT_EQ(asked.status, 409);
    EXPECT_TRUE(asked.says("Gibt es das schon?"));
    EXPECT_EQ(entries(), 1U);
    auto anyway = form("Beispiel: Chor", aue);
    anyway.emplace_back("anyway", "1");
    EXPECT_EQ(site.submit(new_path, new_path, anyway).status, 303);
    EXPECT_EQ(entries(), 2U);
}

TEST_F(OrganisationPages, the_second_of_two_editors_keeps_what_was_typed_and_sees_the_new_state)
{
    const auto id = given(club("Beispiel: Chor"));
    site.sign_in_as(web::Role::coordinator);
    ASSERT_EQ(site.submit(path(id), path(id), edit("Beispiel: Erster", 1)).status, 303);
    const auto second = site.submit(path(id), path(id), edit("Beispiel: Zweiter", 1));
    EXPECT_EQ(second.status, 409);
    EXPECT_TRUE(second.says("value=\"Beispiel: Zweiter\"")) << "typed";
    EXPECT_TRUE(second.says("Beispiel: Erster")) << "stored";
    EXPECT_EQ(stored(id).entry.name, "Beispiel: Erster");
    EXPECT_EQ(site.submit(path(id), path(id), edit("Beispiel: Zweiter", 2)).status, 303);
}

TEST_F(OrganisationPages, hostile_input_comes_back_as_text_and_changes_nothing)
{
    const auto id = given(club("Beispiel: Chor"));
    site.sign_in_as(web::Role::coordinator);
    auto fields = edit("<script>alert(1)</script>", 1);
    fields.emplace_back("web", "javascript:alert(1)");
    const auto refused = site.submit(path(id), path(id), fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_FALSE(refused.says("<script>alert"));
    EXPECT_EQ(stored(id).entry.name, "Beispiel: Chor");
    EXPECT_EQ(site.submit(path(id), path(id), edit(std::string(10'000, 'x'), 1)).status, 422);
    EXPECT_EQ(site.submit(path(id), path(id), edit("kaputt \xC3\x28", 1)).status, 422);
    EXPECT_EQ(stored(id).version, 1);
}

TEST_F(OrganisationPages, a_reported_entry_waits_for_review_until_it_is_published)
{
    const auto id = given(club("Beispiel: Gemeldet"), Status::reported, std::nullopt);
    site.sign_in_as(web::Role::lead_editor, aue.text());
    EXPECT_TRUE(site.get("/redaktion/pruefen").says("Beispiel: Gemeldet"));
    ASSERT_EQ(site.submit(path(id), path(id) + "/stand", {{"action", "publish"}}).status, 303);
    EXPECT_FALSE(site.get("/redaktion/pruefen").says("Beispiel: Gemeldet"));
}

TEST_F(OrganisationPages, an_archived_entry_is_brought_back_from_its_history)
{
    const auto id = given(club("Beispiel: Chor"));
    site.sign_in_as(web::Role::coordinator);
    const auto archived = site.submit(path(id), path(id) + "/stand", {{"action", "archive"}});
    ASSERT_EQ(archived.status, 303);
    const auto history = site.get(path(id) + "/verlauf");
    ASSERT_TRUE(history.says("Zurücknehmen"));
    const auto at = history.body.find("name=\"row\" value=\"");
    ASSERT_NE(at, std::string::npos);
    const auto row = history.body.substr(at + 18, 36);
    EXPECT_EQ(site.submit(path(id) + "/verlauf", path(id) + "/verlauf", {{"row", row}}).status, 303);
    EXPECT_TRUE(stored(id).is_public());
}

TEST_F(OrganisationPages, a_contact_person_is_entered_changed_and_removed)
{
    const auto id = given(club("Beispiel: Chor"));
    const auto people = path(id) + "/ansprechpersonen";
    site.sign_in_as(web::Role::coordinator);
    const auto refused = site.submit(people + "/neu", people + "/neu",
                                     {{"contact_name", "Karla Muster"}, {"consent_on", "1.11.2026"}});
    EXPECT_EQ(refused.status, 422) << "it does not say how the consent was given";
    ASSERT_EQ(site.submit(people + "/neu", people + "/neu", {{"contact_name", "Karla Muster"}}).status, 303);
    EXPECT_TRUE(site.get(path(id)).says("Einwilligung fehlt"));
    const auto contact = site.pool()
                             .read([&](db::Reader& reader) {
                                 return contacts_of(reader, site.network(), id, accounts::the_program());
                             })
                             .front();
    const auto own = people + '/' + contact.id.text();
    ASSERT_EQ(site.submit(own, own,
                          {{"contact_name", "Karla Muster"},
                           {"consent_on", "1.11.2026"},
                           {"consent_way", "paper"},
                           {"version", "1"}})
                  .status,
              303);
    EXPECT_TRUE(site.get(path(id)).says("steht öffentlich"));
    EXPECT_EQ(site.submit(own, own, {{"contact_name", "Zu spät"}, {"version", "1"}}).status, 409);
    ASSERT_EQ(site.submit(own, own + "/entfernen", {}).status, 303);
    EXPECT_FALSE(site.get(path(id) + "/verlauf").says("Karla Muster"));
}

TEST_F(OrganisationPages, a_contact_person_of_another_entry_is_not_there)
{
    const auto one = given(club("Beispiel: Chor"));
    const auto two = given(club("Beispiel: Band"));
    const auto contact = given_contact(one, {.name = "Karla Muster"});
    site.sign_in_as(web::Role::coordinator);
    EXPECT_EQ(site.get(path(two) + "/ansprechpersonen/" + contact.text()).status, 404);
}

TEST_F(OrganisationPages, the_list_can_be_narrowed_to_what_is_stale)
{
    using namespace std::chrono;
    given(club("Beispiel: Frisch"));
    given(club("Beispiel: Alt"), Status::published, 2025y / 9 / 1);
    site.sign_in_as(web::Role::coordinator);
    const auto list =
        site.get("/redaktion/organisationen?alt=1&q=beispiel&dorf=aue&art=club&stand=published");
    EXPECT_TRUE(list.says("Beispiel: Alt"));
    EXPECT_TRUE(list.says("vor 14 Monaten"));
    EXPECT_FALSE(list.says("Beispiel: Frisch"));
}

TEST_F(OrganisationPages, logo_and_pictures_are_changed_by_who_edits_the_entry_and_by_nobody_else)
{
    site.environment().reader_program = DORFNETZ_READER;
    const auto mine = given(club("Beispiel: Chor in Aue"));
    auto elsewhere = club("Beispiel: Chor in Berg");
    elsewhere.villages = {berg};
    const auto other = given(elsewhere);
    site.sign_in_as(web::Role::lead_editor, aue.text());
    for (const auto* page : {"/logo", "/bilder"})
        EXPECT_EQ(site.get(path(other) + page).status, 404) << page;
    const auto logo = path(mine) + "/logo";
    const auto sent = support::send_upload(
        site, logo,
        {"bild", "logo.png", support::one_pixel(), {{"alt_de", "Ein Notenschlüssel"}, {"erlaubt", "1"}}});
    ASSERT_EQ(sent.status, 303) << sent.body;
    const auto key = shared_register(site.pool(), site.network())->entry(mine)->logo;
    EXPECT_FALSE(key.empty());
    const auto history = [&] {
        return site.pool().read([&](db::Reader& reader) {
            return history_of(reader, site.network(), mine, accounts::the_program());
        });
    };
    EXPECT_EQ(history().front().action, "logo_changed");
    site.clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(site.submit(logo + "/" + key, logo + "/" + key + "/loeschen", {}).status, 303);
    EXPECT_TRUE(shared_register(site.pool(), site.network())->entry(mine)->logo.empty());
    EXPECT_EQ(history().front().action, "logo_removed");
    EXPECT_EQ(site.get("/bilder/" + key + "/400").status, 404);
}

TEST_F(OrganisationPages, the_form_offers_public_entries_to_belong_to)
{
    given(club("Beispiel: Verband"));
    given(club("Beispiel: Geheimbund"), Status::reported);
    const auto child = given(club("Beispiel: Chor"));
    site.sign_in_as(web::Role::coordinator);
    const auto page = site.get(path(child));
    EXPECT_TRUE(page.says("<option value=\"Beispiel: Verband\">"));
    EXPECT_FALSE(page.says("Geheimbund"));
}

TEST_F(OrganisationPages, the_list_can_be_narrowed_to_what_nobody_answers_for)
{
    const auto cared_for = given(club("Beispiel: Gepflegt"));
    given_contact(cared_for, {.name = "Karla Muster", .is_responsible = true});
    given_contact(given(club("Beispiel: Verwaist")), {.name = "Jens Beispiel"});
    site.sign_in_as(web::Role::coordinator);
    const auto list = site.get("/redaktion/organisationen?ohne=1&stand=published&q=beispiel");
    EXPECT_TRUE(list.says("Beispiel: Verwaist"));
    EXPECT_FALSE(list.says("Beispiel: Gepflegt"));
}

TEST_F(OrganisationPages, numbers_of_contact_persons_are_seen_by_nobody_unseen)
{
    const auto id = given(club("Beispiel: Chor"));
    const auto contact = given_contact(id, {.name = "Karla Muster", .phone = "0151 12345678"});
    site.sign_in_as(web::Role::coordinator);
    const auto viewed = [&] {
        return site.pool().read([&](db::Reader& reader) {
            return accounts::count_audit(reader, site.network(), {.actions = {"contact.viewed"}});
        });
    };
    site.get(path(id));
    EXPECT_EQ(viewed(), 0) << "the page of the entry shows names only";
    EXPECT_EQ(site.get(path(id) + "/ansprechpersonen/" + contact.text()).status, 200);
    EXPECT_EQ(viewed(), 1);
    EXPECT_TRUE(site.get(path(id) + "/verlauf").says("12345678"));
    EXPECT_EQ(viewed(), 2);
}

} // namespace dorfnetz::organisations
