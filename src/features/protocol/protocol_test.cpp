#include "accounts/audit.hpp"
#include "accounts/audit_sentences.hpp"
#include "features/people/people_for_tests.hpp"
#include "features/protocol/feature.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::protocol {

namespace {

constexpr const char* page = "/redaktion/protokoll";

class Protocol : public testing::Test
{
protected:
    Protocol()
    {
        given.site.given([&](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(
                INSERT INTO users (network_id, id, login, name, created_at)
                VALUES (:network, 'u1', 'erika@example.org', 'Erika Beispiel', :now))sql",
                    {{"network", site.network()}, {"now", site.clock.now()}});
            return Done{};
        });
        karl = given.person(given.draft(given.birkenau, "Muster"));
        write("contact.viewed", "person", karl.text());
        site.sign_in_as(web::Role::coordinator);
    }

    void write(const std::string& action, const std::string& kind, const std::string& subject,
               const std::string& details = {})
    {
        site.clock.advance(std::chrono::minutes(1));
        site.given([&](db::Tx& tx) -> Result<Done> {
            accounts::record(tx,
                             {.network = site.network(),
                              .user = web::UserId("u1"),
                              .action = action,
                              .subject_kind = kind,
                              .subject = subject,
                              .details = details},
                             site.clock, site.random);
            return Done{};
        });
    }

    people::Given given{{people::register_alone, register_feature}};
    support::TestSite& site = given.site;
    people::PersonId karl;
};

} // namespace

TEST_F(Protocol, says_in_a_sentence_who_did_what_to_whom)
{
    const auto shown = site.get(page);
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.says("Erika Beispiel hat die Kontaktdaten von Karl Muster angesehen."));
    EXPECT_TRUE(shown.says("Jemand ohne Anmeldung hat Karl Muster eingetragen."));
    EXPECT_TRUE(site.get(std::string("/en") + page).says("looked at the contact data of Karl Muster"));
}

TEST_F(Protocol, says_in_words_what_was_agreed_to)
{
    write("consent.withdrawn", "person", karl.text(), "lead_contact, pictures");
    const auto shown = site.get(page);
    EXPECT_FALSE(shown.says("lead_contact"));
    EXPECT_TRUE(shown.says(people::purpose_label(people::Purpose::lead_contact, i18n::Language::de)));
    EXPECT_FALSE(shown.says("register, "));
}

TEST_F(Protocol, counts_one_entry_as_one)
{
    EXPECT_TRUE(site.get(std::string(page) + "?ueber=person:" + karl.text() + "&art=kontakt")
                    .says("1</strong> Eintrag<"));
}

TEST_F(Protocol, is_for_the_coordination_alone)
{
    site.sign_in_as(web::Role::lead_editor, given.birkenau.text());
    EXPECT_NE(site.get(page).status, 200);
    site.sign_out();
    EXPECT_EQ(site.get(page).status, 303);
}

TEST_F(Protocol, is_narrowed_down_by_topic_person_and_day)
{
    const auto other = given.person(given.draft(given.erlental, "Neuling"));
    write("contact.viewed", "person", other.text());
    const std::string viewed_karl = "Kontaktdaten von Karl Muster angesehen";
    const std::string viewed_other = "Kontaktdaten von Karl Neuling angesehen";

    const auto contacts = site.get(std::string(page) + "?art=kontakt");
    EXPECT_TRUE(contacts.says(viewed_karl) && contacts.says(viewed_other));
    EXPECT_FALSE(contacts.says("eingetragen."));
    const auto about = site.get(std::string(page) + "?ueber=person:" + karl.text());
    EXPECT_TRUE(about.says(viewed_karl) && about.says("Nur, was Karl Muster betrifft."));
    EXPECT_FALSE(about.says(viewed_other));
    const auto by_user = site.get(std::string(page) + "?wer=u1");
    EXPECT_TRUE(by_user.says(viewed_karl));
    EXPECT_FALSE(by_user.says("Jemand ohne Anmeldung hat"));
    EXPECT_TRUE(site.get(std::string(page) + "?von=2026-11-22&bis=2026-11-22").says(viewed_karl));
    EXPECT_FALSE(site.get(std::string(page) + "?von=2026-11-23").says(viewed_karl));
    EXPECT_FALSE(site.get(std::string(page) + "?bis=2026-11-21").says(viewed_karl));
    EXPECT_TRUE(site.get(std::string(page) + "?von=gestern&ueber=x&art=x").says(viewed_karl));
}

TEST_F(Protocol, forgets_whom_it_was_about_when_that_person_is_erased)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        people::erase(tx, site.network(), karl, {});
        return Done{};
    });
    const auto shown = site.get(page);
    EXPECT_FALSE(shown.says("Karl Muster"));
    EXPECT_TRUE(shown.says("die Kontaktdaten von N. N. (gelöscht) angesehen"));
}

TEST_F(Protocol, goes_over_several_pages)
{
    for (int i = 0; i < 55; ++i)
        write("session.begun", "user", "u1");
    EXPECT_FALSE(site.get(page).says("eingetragen."));
    EXPECT_TRUE(site.get(std::string(page) + "?seite=2").says("eingetragen."));
}

TEST_F(Protocol, shows_villages_in_details_by_name_and_no_markup)
{
    write("grant.given", "user", "u1", "lead_editor " + given.birkenau.text() + " <b>");
    const auto shown = site.get(page);
    EXPECT_TRUE(shown.says("Birkenau &lt;b&gt;"));
    EXPECT_FALSE(shown.says(given.birkenau.text() + " &lt;"));
}

TEST(AuditSentences, stand_once_for_each_action)
{
    for (const auto& sentence : accounts::audit_sentences())
        EXPECT_EQ(accounts::audit_sentence_of(sentence.action), &sentence) << sentence.action;
    EXPECT_EQ(accounts::audit_sentence_of("of.another_version"), nullptr);
}

} // namespace dorfnetz::protocol
