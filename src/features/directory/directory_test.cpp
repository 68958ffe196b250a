#include "features/directory/feature.hpp"
#include "tests/support/register.hpp"

namespace dorfnetz::directory {

namespace {

using organisations::Kind;
using organisations::OrganisationDraft;
using organisations::OrganisationId;
using organisations::Status;

class DirectoryPages : public organisations::test::RegisterTest
{
protected:
    DirectoryPages() : RegisterTest({organisations::register_feature, register_feature}) {}

    OrganisationDraft company(const std::string& name)
    {
        auto draft = club(name);
        draft.kind = Kind::company;
        draft.support = {"goods"};
        return draft;
    }

    struct Mail
    {
        std::string to;
        std::string reply_to;
        std::string text;
    };

    std::vector<Mail> mails()
    {
        return site.pool().read([&](db::Reader& reader) {
            return reader.list(R"sql(SELECT to_address, reply_to, content FROM outbox ORDER BY id)sql", {},
                               [](db::Row& row) {
                                   Mail mail;
                                   mail.to = row.take<std::string>();
                                   mail.reply_to = row.take<std::optional<std::string>>().value_or("");
                                   mail.text = row.take<std::string>();
                                   return mail;
                               });
        });
    }

    support::Answer send_message(const std::string& path)
    {
        return site.submit(
            path, path,
            {{"name", "Erika Beispiel"}, {"email", "erika@example.org"}, {"text", "Wann probt ihr?"}});
    }
};

} // namespace

TEST_F(DirectoryPages, clubs_and_companies_stand_in_their_own_lists)
{
    given(club("Beispiel: Chor"));
    given(company("Beispiel: Bäckerei"));
    const auto clubs = site.get("/vereine");
    EXPECT_EQ(clubs.status, 200);
    EXPECT_TRUE(clubs.says("Beispiel: Chor"));
    EXPECT_FALSE(clubs.says("Beispiel: Bäckerei"));
    EXPECT_TRUE(site.get("/firmen").says("Beispiel: Bäckerei"));
    EXPECT_TRUE(site.get("/en/vereine").says("Beispiel: Chor"));
    const auto moved = site.get("/vereine/beispiel-baeckerei");
    EXPECT_EQ(moved.status, 303);
    EXPECT_EQ(moved.location(), "/firmen/beispiel-baeckerei");
}

TEST_F(DirectoryPages, what_a_club_wrote_is_named_as_german_on_english_pages)
{
    auto chor = club("Beispiel: Chor");
    chor.purpose = "Wir singen gern.";
    given(chor);
    for (const auto* page : {"/en/vereine", "/en/vereine/beispiel-chor"}) {
        const auto answer = site.get(page);
        EXPECT_TRUE(answer.says("<html lang=\"en\">")) << page;
        EXPECT_TRUE(answer.says("lang=\"de\">Wir singen gern.</p>")) << page;
    }
}

TEST_F(DirectoryPages, what_is_not_published_is_nowhere)
{
    for (const auto status : {Status::reported, Status::confirmed, Status::archived})
        given(club("Beispiel: Geheim " + std::string(to_text(status))), status);
    EXPECT_FALSE(site.get("/vereine").says("Beispiel: Geheim"));
    EXPECT_FALSE(site.get("/vereine?q=Geheim").says("Beispiel: Geheim"));
    EXPECT_FALSE(site.get("/vereine/liste.csv").says("Beispiel: Geheim"));
    for (const auto* status : {"reported", "confirmed", "archived"}) {
        const auto path = std::string("/vereine/beispiel-geheim-") + status;
        EXPECT_EQ(site.get(path).status, 404) << path;
        EXPECT_EQ(site.get(path + "/nachricht").status, 404) << path;
    }
}

TEST_F(DirectoryPages, filters_of_the_address_and_their_counts)
{
    auto band = club("Beispiel: Band");
    band.villages = {berg};
    band.strengths = {"rooms"};
    given(club("Beispiel: Chor"));
    given(band);
    const auto in_aue = site.get("/vereine?dorf=aue");
    EXPECT_TRUE(in_aue.says("Beispiel: Chor"));
    EXPECT_FALSE(in_aue.says("Beispiel: Band"));
    EXPECT_TRUE(in_aue.says("<strong class=\"num\">1</strong> Eintrag"));
    EXPECT_TRUE(site.get("/vereine?staerke=rooms").says("Beispiel: Band"));
    EXPECT_TRUE(site.get("/vereine?dorf=nirgends").says("Dazu haben wir keinen Eintrag"));
    EXPECT_TRUE(site.get("/vereine?feld=%3Cscript%3E").says("&lt;script&gt;"));
    EXPECT_EQ(site.get("/vereine?seite=99999999999&sortierung=quatsch&ansicht=karte").status, 200);
}

TEST_F(DirectoryPages, find_names_with_typing_errors_and_parts_of_words)
{
    given(club("Beispiel: Freiwillige Feuerwehr Aue"));
    EXPECT_TRUE(site.get("/vereine?q=wehr").says("Feuerwehr Aue"));
    EXPECT_TRUE(site.get("/vereine?q=Feuerwer").says("Feuerwehr Aue"));
    EXPECT_FALSE(site.get("/vereine?q=Kegelbahn").says("Feuerwehr Aue"));
}

TEST_F(DirectoryPages, the_map_says_the_same_as_the_list_beside_it)
{
    given(club("Beispiel: Chor"));
    const auto map = site.get("/vereine?ansicht=karte");
    EXPECT_TRUE(map.says("aria-label=\"Aue: 1\""));
    EXPECT_TRUE(map.says("aria-label=\"Berg: 0\""));
}

TEST_F(DirectoryPages, an_entry_shows_what_is_public_and_marks_what_is_old)
{
    using namespace std::chrono;
    auto draft = club("Beispiel: <script>alert(1)</script> Chor");
    draft.is_example = true;
    draft.aims = "Singen\n\nund </script> lachen";
    draft.purpose = "Wir \"singen\" </script><script>alert(2)</script>";
    draft.email = "geheim@example.org";
    draft.web = "https://example.org/chor";
    draft.phone = "030 23125 001";
    const auto id = given(draft, Status::published, 2025y / 9 / 1);
    const auto page = site.get("/vereine/" + stored(id).slug);
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(page.says("<script>alert"));
    EXPECT_FALSE(page.says("geheim@example.org"));
    EXPECT_TRUE(page.says("zuletzt bestätigt vor 14 Monaten"));
    EXPECT_TRUE(page.says("tag example"));
    EXPECT_TRUE(page.says("tel:03023125001"));
    EXPECT_TRUE(page.says("\"@type\":\"NGO\""));
    EXPECT_FALSE(page.says("Eintrag bearbeiten"));
    site.sign_in_as(web::Role::lead_editor, aue.text());
    EXPECT_TRUE(site.get("/vereine/" + stored(id).slug).says("Eintrag bearbeiten"));
}

TEST_F(DirectoryPages, a_contact_person_without_consent_is_on_no_public_page)
{
    const auto id = given(club("Beispiel: Chor"));
    given_contact(id, {.name = "Karla Muster", .phone = "030 23125 777", .email = "karla@example.org"});
    for (const auto* path : {"/vereine", "/vereine/beispiel-chor", "/vereine/liste.csv", "/vereine/liste.vcf",
                             "/vereine/beispiel-chor/nachricht", "/vereine?q=Karla+Muster"}) {
        const auto answer = site.get(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_FALSE(answer.says("030 23125 777")) << path;
        EXPECT_FALSE(answer.says("karla@example.org")) << path;
        EXPECT_FALSE(answer.says("<strong>Karla Muster")) << path;
    }
}

TEST_F(DirectoryPages, a_withdrawn_consent_takes_effect_on_the_next_request)
{
    const auto id = given(club("Beispiel: Chor"));
    organisations::ContactDraft contact{
        .name = "Karla Muster", .consent_on = today(), .consent_way = "paper"};
    const auto person = given_contact(id, contact);
    ASSERT_TRUE(site.get("/vereine/beispiel-chor").says("Karla Muster"));
    contact.consent_on.reset();
    ASSERT_TRUE(write([&](db::Tx& tx) {
        return organisations::update_contact(tx, site.network(), person, 1, contact, author());
    }));
    EXPECT_FALSE(site.get("/vereine/beispiel-chor").says("Karla Muster"));
}

TEST_F(DirectoryPages, a_message_goes_to_the_organisation_without_showing_its_address)
{
    auto draft = club("Beispiel: Chor");
    draft.email = "chor@example.org";
    given(draft);
    EXPECT_EQ(send_message("/vereine/beispiel-chor/nachricht").status, 303);
    ASSERT_EQ(mails().size(), 1U);
    EXPECT_EQ(mails()[0].to, "chor@example.org");
    EXPECT_EQ(mails()[0].reply_to, "erika@example.org");
    EXPECT_NE(mails()[0].text.find("Wann probt ihr?"), std::string::npos);
}

TEST_F(DirectoryPages, a_message_reaches_who_answers_for_the_entry_or_else_the_coordination)
{
    const auto id = given(club("Beispiel: Chor"));
    ASSERT_EQ(send_message("/vereine/beispiel-chor/nachricht").status, 303);
    EXPECT_EQ(mails().back().to, "kontakt@example.org");
    given_contact(id, {.name = "Karla Muster", .email = "karla@example.org", .is_responsible = true});
    const auto sent = send_message("/vereine/beispiel-chor/nachricht");
    ASSERT_EQ(sent.status, 303);
    EXPECT_FALSE(sent.says("karla@example.org"));
    EXPECT_EQ(mails().back().to, "karla@example.org");
}

TEST_F(DirectoryPages, what_another_page_suggests_stands_in_the_form_of_a_message)
{
    given(club("Beispiel: Chor"));
    const auto form =
        site.get("/vereine/beispiel-chor/nachricht?text=K%C3%B6nnt+ihr+%3Cb%3Ehelfen%3C%2Fb%3E%3F");
    EXPECT_TRUE(form.says(">Könnt ihr &lt;b&gt;helfen&lt;/b&gt;?</textarea>"));
    EXPECT_TRUE(
        site.get("/vereine/beispiel-chor/nachricht?text=" + std::string(1001, 'a')).says("></textarea>"));
}

TEST_F(DirectoryPages, a_robot_is_thanked_and_ignored)
{
    given(club("Beispiel: Chor"));
    const std::string path = "/vereine/beispiel-chor/nachricht";
    const auto answer = site.submit(path, path,
                                    {{"name", "Robot"},
                                     {"email", "robot@example.org"},
                                     {"text", "Kauft"},
                                     {"website", "https://example.org"}});
    EXPECT_EQ(answer.status, 303);
    EXPECT_TRUE(mails().empty());
}

TEST_F(DirectoryPages, one_household_cannot_flood_a_club)
{
    given(club("Beispiel: Chor"));
    int refused = 0;
    for (int i = 0; i < 8; ++i)
        refused += send_message("/vereine/beispiel-chor/nachricht").status == 429 ? 1 : 0;
    EXPECT_GE(refused, 2);
    EXPECT_GE(mails().size(), 5U);
}

TEST_F(DirectoryPages, a_suggested_entry_waits_for_review_and_its_contact_stays_internal)
{
    const auto answer = site.submit("/vereine/melden", "/vereine/melden",
                                    {{"name", "Beispiel: <b>Neuer</b> Chor"},
                                     {"kind", "club"},
                                     {"villages", aue.text()},
                                     {"contact_name", "Karla Muster"},
                                     {"contact_email", "karla@example.org"}});
    ASSERT_EQ(answer.status, 303) << answer.body;
    const auto entries = organisations::shared_register(site.pool(), site.network());
    ASSERT_EQ(entries->entries.size(), 1U);
    EXPECT_EQ(entries->entries[0].status, Status::reported);
    EXPECT_FALSE(site.get("/vereine").says("Neuer"));
    site.sign_in_as(web::Role::lead_editor, aue.text());
    EXPECT_TRUE(site.get("/redaktion/pruefen").says("&lt;b&gt;Neuer"));
}

TEST_F(DirectoryPages, an_address_without_a_name_is_not_thrown_away_silently)
{
    const auto answer = site.submit("/vereine/melden", "/vereine/melden",
                                    {{"name", "Beispiel: Chor"},
                                     {"kind", "club"},
                                     {"villages", aue.text()},
                                     {"contact_email", "karla@example.org"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("value=\"karla@example.org\""));
    EXPECT_TRUE(answer.says("contact_name-fehler"));
}

TEST_F(DirectoryPages, a_suggestion_that_says_too_little_comes_back_filled)
{
    const auto answer =
        site.submit("/vereine/melden", "/vereine/melden", {{"name", "Beispiel: Chor"}, {"kind", "club"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("value=\"Beispiel: Chor\""));
}

TEST_F(DirectoryPages, lists_can_be_taken_along_in_every_form_with_the_filters)
{
    auto draft = club("=Beispiel: Chor, groß");
    draft.email = "geheim@example.org";
    given(draft);
    auto band = club("Beispiel: Band");
    band.villages = {berg};
    given(band);
    const auto csv = site.get("/vereine/liste.csv?dorf=aue");
    EXPECT_TRUE(csv.says("'=Beispiel: Chor")) << "no formula for a spreadsheet";
    EXPECT_FALSE(csv.says("Beispiel: Band"));
    EXPECT_FALSE(csv.says("geheim@example.org"));
    EXPECT_TRUE(site.get("/vereine/liste.xlsx").body.starts_with("PK"));
    EXPECT_TRUE(site.get("/vereine/liste.ods").body.starts_with("PK"));
    EXPECT_TRUE(site.get("/vereine/liste.pdf").body.starts_with("%PDF"));
    const auto cards = site.get("/vereine/liste.vcf");
    EXPECT_TRUE(cards.says("FN:=Beispiel: Chor\\, groß\r\n"));
    EXPECT_FALSE(cards.says("geheim@example.org"));
    EXPECT_EQ(site.get("/firmen/liste.csv").status, 200);
}

TEST_F(DirectoryPages, another_networks_entries_are_not_shown)
{
    const auto other = site.add_network("andere", "andere.example");
    const auto village = add_village(other, "Fern", "fern");
    auto draft = club("Beispiel: Fremder Chor");
    draft.villages = {village};
    ASSERT_TRUE(create_in(other, {.entry = draft, .status = Status::published}));
    EXPECT_FALSE(site.get("/vereine").says("Fremder Chor"));
    EXPECT_EQ(site.get("/vereine/beispiel-fremder-chor").status, 404);
    site.host = "andere.example";
    EXPECT_TRUE(site.get("/vereine").says("Fremder Chor"));
}

TEST_F(DirectoryPages, parts_of_a_village_say_who_does_what)
{
    auto council = club("Beispiel: Ortschaftsrat Aue");
    council.kind = Kind::council;
    given(council);
    given(company("Beispiel: Bäckerei"));
    const auto shown = [&](std::string_view part, std::string_view village) {
        std::string text;
        http::Request request;
        web::Context context{.environment = site.environment(),
                             .site = site.site(),
                             .request = request,
                             .network = {.id = site.network(),
                                         .slug = "heide",
                                         .name = "Netz",
                                         .time_zone = "Europe/Berlin",
                                         .settings = {}},
                             .actor = {},
                             .path = "/",
                             .query = {},
                             .form = {},
                             .parameters = {}};
        site.pool().read(
            [&](db::Reader& reader) { text = site.site().parts(part, context, reader, village).text(); });
        return text;
    };
    const auto text = shown(villages::page_parts, aue.text());
    EXPECT_NE(text.find("Wer macht was"), std::string::npos);
    EXPECT_NE(text.find("Beispiel: Bäckerei"), std::string::npos);
    EXPECT_EQ(shown(villages::page_parts, berg.text()), "");
    EXPECT_NE(shown(villages::side_parts, aue.text()).find("Ortschaftsrat Aue"), std::string::npos);
    EXPECT_NE(shown("figures", "").find("Vereine und Gruppen"), std::string::npos);
}

TEST_F(DirectoryPages, a_hit_says_why_where_its_row_does_not_show_the_word)
{
    auto chor = club("Beispiel: Chor");
    chor.strengths = {"tools"};
    chor.aims = "Eine Orgel kaufen";
    given(chor);
    EXPECT_FALSE(site.get("/vereine?q=Chor").says("steht im Eintrag"));
    EXPECT_TRUE(site.get("/vereine?q=Orgel").says("„orgel“ steht im Eintrag."));
    EXPECT_TRUE(site.get("/vereine?q=Werkzeug").says("Kann helfen mit: Werkzeug"));
}

} // namespace dorfnetz::directory
