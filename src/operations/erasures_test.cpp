#include "operations/erasures.hpp"

#include "features/contact/feature.hpp"
#include "features/joining/feature.hpp"
#include "features/people/people_for_tests.hpp"
#include "foundation/mail/outbox.hpp"

#include <gtest/gtest.h>

// What lies outside the register belongs to somebody only if more than a typed name and number says so.
namespace dorfnetz::operations {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class Elsewhere : public testing::Test
{
protected:
    static void register_people(web::Site& pages) { people::register_feature(pages, kept_elsewhere()); }

    // Somebody fills in the form and does not confirm it, or waits for a call.
    void offer(const Fields& more)
    {
        constexpr const char* form = "/mitmachen/eintragen";
        Fields fields{{"vorname", "Karl"},
                      {"nachname", "Beispiel"},
                      {"dorf", given.birkenau.text()},
                      {"aufgaben", "garden"},
                      {"alter", "16"},
                      {"einwilligung", "1"},
                      {"ja_lead_contact", "1"},
                      {"telefon", "03493 12 34 56"}};
        fields.insert(fields.end(), more.begin(), more.end());
        ASSERT_EQ(site.submit(form, form, fields).status, 303);
    }

    std::int64_t offers()
    {
        return site.pool().read(
            [](db::Reader& reader) { return reader.count(R"sql(SELECT COUNT(*) FROM offers)sql", {}); });
    }

    // The link in the newest mail.
    std::string link(const std::string& beginning)
    {
        given.work();
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 1000};
        std::string text;
        while (auto claimed = mail::claim_next(site.pool(), rules, site.clock, site.random))
            if (claimed->mail.text.find(beginning) != std::string::npos)
                text = claimed->mail.text;
        const auto from = text.find(beginning);
        return from == std::string::npos ? "" : text.substr(from, text.find_first_of("\r\n", from) - from);
    }

    std::string own_page(const people::PersonId& id)
    {
        site.submit("/meine-daten", "/meine-daten", {{"email", "karl@example.org"}});
        return link("/meine-daten/") + '/' + id.text();
    }

    void erase_by_own_page(const people::PersonId& id)
    {
        const auto page = own_page(id);
        EXPECT_EQ(site.submit(page + "/loeschen", page + "/loeschen", {}).status, 303);
        EXPECT_FALSE(given.stored(id));
    }

    // Decides about the only one that waits.
    int decide(const std::string& what, const std::string& place = "offer")
    {
        const auto key = site.pool().read([](db::Reader& reader) {
            return reader.value<std::string>(R"sql(SELECT record FROM erasure_doubts)sql", {}).value_or("");
        });
        return site.submit(doubts, doubts, {{"ort", place}, {"was_dort", key}, {"was", what}}).status;
    }

    static constexpr const char* doubts = "/redaktion/auch-geloescht";

    // The coordination puts somebody on public pages.
    void name_in_public(const Fields& who)
    {
        constexpr const char* persons = "/redaktion/ansprechpersonen";
        site.sign_in_as(web::Role::coordinator);
        Fields fields{{"aufgabe", "Koordination"}, {"ja", "1"}};
        fields.insert(fields.end(), who.begin(), who.end());
        ASSERT_EQ(site.submit(persons, persons, fields).status, 303);
        site.sign_out();
    }

    people::Given given{{register_people, joining::register_feature, contact::register_feature}};
    support::TestSite& site = given.site;
};

} // namespace

TEST_F(Elsewhere, the_own_page_tells_what_waits_at_its_mailbox_and_nothing_of_a_typed_number)
{
    const auto karl = given.person(given.draft(given.birkenau));
    offer({});
    EXPECT_FALSE(site.get(own_page(karl)).says("Noch nicht bestätigte Anmeldungen"))
        << "whoever types my name and number may be a namesake in my house";
    offer({{"mail", "karl@example.org"}});
    EXPECT_TRUE(site.get(own_page(karl)).says("Noch nicht bestätigte Anmeldungen"));
}

TEST_F(Elsewhere, erasing_takes_what_is_theirs_and_leaves_what_may_be_a_namesakes_to_the_coordinator)
{
    const auto karl = given.person(given.draft(given.birkenau));
    offer({{"mail", "karl@example.org"}});
    offer({});
    erase_by_own_page(karl);
    EXPECT_EQ(offers(), 1) << "his name and number may be those of his son";
    site.sign_in_as(web::Role::coordinator);
    const auto list = site.get(doubts);
    EXPECT_TRUE(list.says("Anmeldung zum Mitmachen"));
    EXPECT_TRUE(list.says("Karl Beispiel"));
    EXPECT_FALSE(list.says("123456")) << "how to reach somebody is not shown here";
    EXPECT_EQ(decide("loeschen"), 303);
    EXPECT_EQ(offers(), 0);
    EXPECT_TRUE(site.get(doubts).says("Alles sauber."));
}

TEST_F(Elsewhere, what_is_of_somebody_else_stays_once_the_coordinator_has_said_so)
{
    const auto karl = given.person(given.draft(given.birkenau));
    offer({});
    erase_by_own_page(karl);
    site.sign_in_as(web::Role::coordinator);
    EXPECT_EQ(decide("irgendwas"), 422);
    EXPECT_EQ(decide("behalten"), 303);
    EXPECT_EQ(offers(), 1);
    EXPECT_TRUE(site.get(doubts).says("Alles sauber."));
}

TEST_F(Elsewhere, an_address_that_only_an_editor_has_typed_erases_and_tells_nothing_by_itself)
{
    const auto karl = given.person(given.draft(given.birkenau));
    offer({{"mail", "karl@example.org"}});
    site.given([&](db::Tx& tx) -> Result<Done> {
        people::erase(tx, site.network(), karl, kept_elsewhere());
        return Done{};
    });
    EXPECT_EQ(offers(), 1);
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get(doubts).says("Karl Beispiel"));
}

TEST_F(Elsewhere, the_networks_contact_person_is_told_and_goes_with_the_entry)
{
    const auto karl = given.person(given.draft(given.birkenau));
    name_in_public({{"name", "Karl Beispiel"}, {"telefon", "03493 12 34 56"}, {"email", "Karl@example.org"}});
    name_in_public({{"name", "Ruth Muster"}, {"email", "ruth@example.org"}});
    const auto page = own_page(karl);
    EXPECT_TRUE(site.get(page).says("Ansprechperson des Netzwerks"));
    EXPECT_TRUE(site.get(page).says("Koordination"));
    EXPECT_FALSE(site.get(page).says("Ruth Muster"));
    EXPECT_EQ(site.submit(page + "/loeschen", page + "/loeschen", {}).status, 303);
    EXPECT_FALSE(site.get("/kontakt").says("Karl"));
    EXPECT_FALSE(site.get("/kontakt").says("123456"));
    EXPECT_TRUE(site.get("/kontakt").says("Ruth Muster"));
}

TEST_F(Elsewhere, the_own_page_tells_of_an_account_which_does_not_go_with_the_entry)
{
    const auto karl = given.person(given.draft(given.birkenau));
    const auto invited = accounts::create_user(site.environment(), {.network = site.network(),
                                                                    .email = "karl@example.org",
                                                                    .name = "Karl Beispiel",
                                                                    .role = web::Role::lead_editor,
                                                                    .subject = given.birkenau.text()});
    ASSERT_TRUE(invited);
    const auto page = own_page(karl);
    EXPECT_TRUE(site.get(page).says("Dein Zugang"));
    EXPECT_TRUE(site.get(page).says("Netzwerkverein"));
    EXPECT_EQ(site.submit(page + "/loeschen", page + "/loeschen", {}).status, 303);
    EXPECT_TRUE(site.pool().read([&](db::Reader& reader) {
        return accounts::account_names(reader, site.network()).contains(invited->id.text());
    })) << "a club would be without its editor";
}

TEST_F(Elsewhere, a_namesake_and_an_office_mailbox_on_public_pages_wait_for_the_coordinator)
{
    const auto karl = given.person(given.draft(given.birkenau));
    name_in_public({{"name", "Karl Beispiel"}, {"telefon", "03493 99 88 77"}});
    erase_by_own_page(karl);
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get(doubts).says("Ansprechperson des Netzwerks"));
    EXPECT_EQ(decide("loeschen", "site_contact"), 303);
    site.sign_out();
    EXPECT_FALSE(site.get("/kontakt").says("Karl Beispiel"));

    const auto again = given.person(given.draft(given.birkenau));
    name_in_public({{"name", "Büro"}, {"email", "karl@example.org"}});
    erase_by_own_page(again);
    EXPECT_TRUE(site.get("/kontakt").says("Büro"));
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get(doubts).says("Büro"));
}

TEST_F(Elsewhere, nobody_but_the_coordinator_decides_and_only_about_what_waits)
{
    const auto karl = given.person(given.draft(given.birkenau));
    offer({});
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get(doubts).says("Alles sauber."));
    site.sign_out();
    erase_by_own_page(karl);
    site.sign_in_as(web::Role::lead_editor, given.birkenau.text());
    EXPECT_NE(site.get(doubts).status, 200);
    EXPECT_EQ(offers(), 1);
}

} // namespace dorfnetz::operations
