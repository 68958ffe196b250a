#include "accounts/audit.hpp"
#include "features/people/own_links.hpp"
#include "features/people/people_for_tests.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/pdf/paper_for_tests.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::people {
namespace {

using web::Role;

class OwnPage : public testing::Test
{
protected:
    support::TestSite& site() { return given.site; }

    support::Answer ask(const std::string& email)
    {
        return site().submit("/meine-daten", "/meine-daten", {{"email", email}});
    }

    // The link in the newest mail, if there was one.
    std::string link()
    {
        given.work();
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 1000};
        std::string text;
        while (auto claimed = mail::claim_next(site().pool(), rules, site().clock, site().random))
            text = claimed->mail.text;
        const auto from = text.find("/meine-daten/");
        return from == std::string::npos ? "" : text.substr(from, text.find_first_of("\r\n", from) - from);
    }

    std::string page_of(const PersonId& id)
    {
        ask("karl@example.org");
        return link() + '/' + id.text();
    }

    Given given;
};

TEST_F(OwnPage, is_the_same_bytes_whoever_exists_and_writes_the_same_rows)
{
    const auto rows = [&] {
        return site().pool().read([](db::Reader& reader) {
            return reader.count(R"sql(SELECT COUNT(*) FROM own_page_requests)sql", {}) * 100 +
                   reader.count(R"sql(SELECT COUNT(*) FROM job_queue)sql", {});
        });
    };
    given.person(given.draft(given.birkenau));
    const auto before = rows();
    const auto known = ask("karl@example.org");
    const auto after_known = rows();
    const auto unknown = ask("niemand@example.org");
    EXPECT_EQ(known.status, unknown.status);
    EXPECT_EQ(known.body, unknown.body);
    EXPECT_EQ(known.location(), unknown.location());
    EXPECT_EQ(after_known - before, rows() - after_known);
    given.work();
    EXPECT_EQ(site().pool().read([](db::Reader& reader) {
        return reader.count(R"sql(SELECT COUNT(*) FROM outbox)sql", {});
    }),
              1)
        << "only who is here gets a mail";
    EXPECT_EQ(rows() / 100, 0) << "no wish is kept";
}

TEST_F(OwnPage, opens_by_a_link_for_a_day_as_often_as_wanted)
{
    const auto id = given.person(given.draft(given.birkenau));
    ask(" Karl@Example.org");
    const auto path = link();
    ASSERT_FALSE(path.empty());
    EXPECT_EQ(site().get(path).location(), path + '/' + id.text());
    for (int i = 0; i < 2; ++i)
        EXPECT_TRUE(site().get(path + '/' + id.text()).says("Karl Beispiel"));
    site().clock.advance(std::chrono::hours(24));
    EXPECT_EQ(site().get(path).status, 404);
    EXPECT_EQ(site().get(path + '/' + id.text()).status, 404);
    EXPECT_EQ(delete_old_own_links(site().pool(), site().clock), 1);
}

TEST_F(OwnPage, stands_in_the_database_only_as_a_hash)
{
    given.person(given.draft(given.birkenau));
    ask("karl@example.org");
    const auto path = link();
    const auto token = path.substr(std::string("/meine-daten/").size());
    site().pool().read([&](db::Reader& reader) {
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM own_page_links WHERE token_hash = :token)sql",
                               {{"token", token}}),
                  0);
    });
}

TEST_F(OwnPage, of_somebody_else_is_not_opened_by_a_link)
{
    given.person(given.draft(given.birkenau));
    auto other = given.draft(given.birkenau, "Fremd");
    other.email = "fremd@example.org";
    other.phone = {};
    const auto stranger = given.person(other);
    ask("karl@example.org");
    const auto path = link();
    for (const auto* action : {"", "/daten.json", "/daten.pdf", "/aendern", "/ruhen", "/loeschen"})
        EXPECT_EQ(site().get(path + '/' + stranger.text() + action).status, 404) << action;
    EXPECT_EQ(site().get("/meine-daten/" + std::string(43, 'A')).status, 404);
    const auto shortened = path.substr(0, path.size() - 1);
    EXPECT_EQ(site().get(shortened).status, 404);
    site().add_network("ander", "ander.example");
    site().host = "ander.example";
    EXPECT_EQ(site().get(path).status, 404) << "a link of another network";
}

TEST_F(OwnPage, is_closed_to_the_former_mailbox_when_the_address_changes)
{
    auto draft = given.draft(given.birkenau);
    const auto id = given.person(draft);
    const auto path = page_of(id);
    EXPECT_EQ(site().get(path).status, 200);
    draft.email = "neu@example.org";
    site().given([&](db::Tx& tx) {
        return update(tx, site().network(), id, 1, draft, EmailChange::allowed, given.author());
    });
    EXPECT_EQ(site().get(path).status, 404);
}

TEST_F(OwnPage, of_a_family_with_one_mailbox_asks_whose_it_is)
{
    const auto karl = given.person(given.draft(given.birkenau));
    auto wife = given.draft(given.birkenau);
    wife.given_name = "Hannelore";
    const auto hannelore = given.person(wife);
    ask("karl@example.org");
    const auto path = link();
    const auto choice = site().get(path);
    EXPECT_EQ(choice.status, 200);
    EXPECT_TRUE(choice.says(path + '/' + karl.text()));
    EXPECT_TRUE(choice.says(path + '/' + hannelore.text()));
}

TEST_F(OwnPage, tells_everything_and_who_looked)
{
    const auto id = given.person(given.draft(given.birkenau));
    site().sign_in_as(Role::lead_editor, given.birkenau.text());
    site().submit(given.show(id), given.show(id) + "/kontakt", {});
    site().sign_out();
    const auto path = page_of(id);
    const auto page = site().get(path);
    for (const auto* text :
         {"Karl Beispiel", "03493 123456", "karl@example.org", "Netzwerkvereine dort, wo ich helfen will",
          "hat deine Kontaktdaten angesehen", "Eintrag angelegt", "BI-2026-0001"})
        EXPECT_TRUE(page.says(text)) << text;
    const auto json = site().get(path + "/daten.json");
    EXPECT_TRUE(json.says("\"phone\": \"+493493123456\"")) << json.body;
    EXPECT_TRUE(json.says("hat deine Kontaktdaten angesehen"));
    const pdf::test::PaperFile file(site().get(path + "/daten.pdf").body, "own");
    EXPECT_NE(file.text().find("03493 123456"), std::string::npos) << file.text();
}

TEST_F(OwnPage, is_printed_for_somebody_without_mail_and_that_is_written_down)
{
    auto draft = given.draft(given.birkenau);
    draft.email = {};
    const auto id = given.person(draft);
    site().sign_in_as(Role::coordinator);
    EXPECT_TRUE(site().get(given.show(id) + "/auskunft.pdf").body.starts_with("%PDF"));
    const auto log = site().pool().read([&](db::Reader& reader) {
        return accounts::audit_of_subject(reader, site().network(), "person", id.text());
    });
    EXPECT_TRUE(std::any_of(log.begin(), log.end(), [](const accounts::AuditRecord& record) {
        return record.action == "person.told";
    }));
    site().sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_NE(site().get(given.show(id) + "/auskunft.pdf").status, 200);
}

TEST_F(OwnPage, corrects_what_is_wrong_and_keeps_what_it_does_not_ask_for)
{
    auto draft = given.draft(given.birkenau);
    draft.birth_year = 1960;
    const auto id = given.person(draft);
    const auto path = page_of(id) + "/aendern";
    const std::vector<std::pair<std::string, std::string>> fields{{"vorname", "Karl"},
                                                                  {"nachname", "Umbenannt"},
                                                                  {"dorf", given.erlental.text()},
                                                                  {"mail", "karl@example.org"},
                                                                  {"version", "1"}};
    EXPECT_EQ(site().submit(path, path, fields).status, 303);
    EXPECT_EQ(given.stored(id)->data.family_name, "Umbenannt");
    EXPECT_EQ(given.stored(id)->data.birth_year, 1960);
    const auto late = site().submit(path, path, fields);
    EXPECT_EQ(late.status, 409) << "the version has moved on";
}

TEST_F(OwnPage, does_not_change_the_mail_address_even_if_one_is_sent)
{
    const auto id = given.person(given.draft(given.birkenau));
    const auto path = page_of(id) + "/aendern";
    EXPECT_FALSE(site().get(path).says("name=\"mail\""));
    EXPECT_EQ(site()
                  .submit(path, path,
                          {{"vorname", "Karl"},
                           {"nachname", "Umbenannt"},
                           {"dorf", given.birkenau.text()},
                           {"telefon", "03493 123456"},
                           {"mail", "fremd@example.org"},
                           {"version", "1"}})
                  .status,
              303);
    EXPECT_EQ(given.stored(id)->data.family_name, "Umbenannt") << "the rest is taken";
    EXPECT_EQ(given.stored(id)->data.email, "karl@example.org");
}

TEST_F(OwnPage, does_not_tell_that_somebody_may_be_in_the_register_twice)
{
    const auto id = given.person(given.draft(given.birkenau));
    auto alike = given.draft(given.birkenau);
    alike.email = "anders@example.org";
    given.person(alike);
    ASSERT_EQ(site().pool().read([](db::Reader& reader) {
        return reader.count(R"sql(SELECT COUNT(*) FROM duplicate_reviews)sql", {});
    }),
              1);
    const auto path = page_of(id);
    EXPECT_FALSE(site().get(path).says("doppelt"));
    EXPECT_FALSE(site().get(path + "/daten.json").says("duplicate"));
}

TEST_F(OwnPage, tells_who_sees_the_number_of_a_contact_person)
{
    const auto id = given.person(given.draft(given.birkenau));
    site().given([&](db::Tx& tx) -> Result<Done> {
        const auto author = given.author();
        const auto club = TRY(organisations::create(
            tx, site().network(),
            {.entry = {.name = "Beispiel: Chor", .villages = {given.birkenau}, .fields = {"culture"}}},
            author));
        organisations::ContactDraft person{
            .name = "Karl Beispiel", .phone = "03493 55 55 55", .email = "karl@example.org"};
        person.phone.show_to(accounts::Audience::coordinator);
        TRY(organisations::add_contact(tx, site().network(), club, person, author));
        return Done{};
    });
    const auto page = site().get(page_of(id));
    EXPECT_TRUE(page.says("Beispiel: Chor"));
    EXPECT_TRUE(page.says("03493 555555") || page.says("03493 55 55 55"));
    EXPECT_TRUE(page.says("Nur die Koordination"));
    EXPECT_TRUE(page.says("Der Netzwerkverein im eigenen Dorf")) << "the mail address, without a consent";
}

TEST_F(OwnPage, withdraws_and_allows_each_purpose)
{
    const auto id = given.person(given.draft(given.birkenau));
    const auto path = page_of(id);
    EXPECT_EQ(site().submit(path, path + "/zuruecknehmen", {{"zweck", "lead_contact"}}).status, 303);
    EXPECT_FALSE(given.stored(id)->agreed_to(Purpose::lead_contact));
    EXPECT_TRUE(given.stored(id)->agreed_to(Purpose::register_));
    EXPECT_EQ(site().submit(path, path + "/erlauben", {{"zweck", "pictures"}}).status, 303);
    EXPECT_TRUE(given.stored(id)->agreed_to(Purpose::pictures));
    EXPECT_EQ(site().submit(path, path + "/erlauben", {{"zweck", "everything"}}).status, 404);
}

TEST_F(OwnPage, shows_the_wording_that_was_agreed_to_not_the_one_of_today)
{
    const auto id = given.person(given.draft(given.birkenau), Given::Agreed::no);
    site().given([&](db::Tx& tx) {
        auto consent = given.consent_to(tx, {});
        consent.to = remember_asking_text(tx, {.network = site().network(),
                                               .network_name = "Netz von damals",
                                               .language = i18n::Language::de,
                                               .now = site().clock.now()});
        return record_consent(tx, site().network(), id, consent, given.author());
    });
    const auto page = site().get(page_of(id)).body;
    const auto allowed = page.substr(0, page.find("Dein Eintrag"));
    EXPECT_NE(allowed.find("Ja, Netz von damals darf"), std::string::npos) << allowed;
}

TEST_F(OwnPage, lets_the_entry_rest_and_frees_it_again)
{
    const auto id = given.person(given.draft(given.birkenau));
    const auto path = page_of(id);
    EXPECT_EQ(
        site().submit(path + "/ruhen", path + "/ruhen", {{"was", "widerspruch"}, {"grund", "Streit"}}).status,
        303);
    EXPECT_EQ(given.stored(id)->lock, Lock::objected);
    EXPECT_TRUE(site().get(path).says("Widerspruch"));
    site().sign_in_as(Role::coordinator);
    EXPECT_TRUE(site().get(given.show(id) + "/verlauf").says("Streit"));
    site().sign_out();
    EXPECT_EQ(site().submit(path, path + "/freigeben", {}).status, 303);
    EXPECT_EQ(given.stored(id)->lock, Lock::none);
}

TEST_F(OwnPage, tells_nobody_but_the_coordination_why_the_entry_rested)
{
    const auto id = given.person(given.draft(given.birkenau));
    const auto path = page_of(id);
    site().submit(path + "/ruhen", path + "/ruhen", {{"was", "ruhen"}, {"grund", "Ich bin in der Klinik"}});
    site().submit(path, path + "/freigeben", {});
    site().sign_in_as(Role::lead_editor, given.birkenau.text());
    const auto history = site().get(given.show(id) + "/verlauf");
    EXPECT_TRUE(history.says("Die Person lässt ihre Angaben ruhen"));
    EXPECT_FALSE(history.says("Klinik"));
    EXPECT_FALSE(history.says("Grund"));
    site().sign_in_as(Role::coordinator);
    EXPECT_TRUE(site().get(given.show(id) + "/verlauf").says("Klinik"));
}

TEST_F(OwnPage, erases_after_it_has_said_what_goes_and_what_stays)
{
    const auto id = given.person(given.draft(given.birkenau));
    const auto path = page_of(id);
    const auto question = site().get(path + "/loeschen");
    EXPECT_TRUE(question.says("Das verschwindet sofort"));
    EXPECT_TRUE(question.says("Das bleibt noch eine Weile"));
    EXPECT_TRUE(given.stored(id)) << "looking changes nothing";
    EXPECT_EQ(site().submit(path + "/loeschen", path + "/loeschen", {}).location(),
              "/einwilligung/geloescht");
    EXPECT_FALSE(given.stored(id));
    EXPECT_EQ(site().get(path).status, 404);
}

} // namespace
} // namespace dorfnetz::people
