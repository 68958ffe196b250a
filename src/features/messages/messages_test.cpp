#include "features/messages/messages.hpp"

#include "accounts/accounts_store.hpp"
#include "features/messages/api.hpp"
#include "features/messages/feature.hpp"
#include "features/organisations/feature.hpp"
#include "features/people/people_for_tests.hpp"
#include "features/people/resting.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/pdf/paper_for_tests.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dorfnetz::messages {

namespace {

using people::ContactWay;
using people::PersonDraft;
using people::PersonId;
using people::Purpose;
using Fields = std::vector<std::pair<std::string, std::string>>;

class Messages : public testing::Test
{
protected:
    Messages()
        : given({people::register_alone, organisations::register_feature, register_feature}), site(given.site)
    {
        site.environment().public_address = "https://heide.example";
        site.given([&](db::Tx& tx) -> Result<Done> {
            for (const auto& [actor, login] :
                 {std::pair(coordinator, "erika@example.org"), std::pair(lead, "lena@example.org")}) {
                accounts::insert_user(tx, site.network(),
                                      {.id = actor.user, .login = login, .name = actor.name},
                                      site.clock.now());
                accounts::insert_grant(
                    tx, site.network(),
                    {.id = "grant of " + actor.name, .user = actor.user, .grant = actor.grants.front()}, {},
                    site.clock.now());
            }
            return Done{};
        });
        site.sign_in(coordinator);
    }

    PersonId person(const PersonDraft& draft, const std::vector<Purpose>& purposes)
    {
        PersonId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(people::create(tx, site.network(),
                                    {.data = draft, .consent = given.consent_to(tx, purposes)},
                                    given.author()));
            return Done{};
        });
        return id;
    }

    PersonId person(const std::string& name, ContactWay reach = ContactWay::any,
                    const std::vector<Purpose>& purposes = {Purpose::register_, Purpose::lead_contact})
    {
        auto draft = given.draft(given.birkenau, name);
        draft.email = name + "@example.org";
        draft.reach = reach;
        draft.street = "Dorfstr. 1";
        draft.postal_code = "06774";
        return person(draft, purposes);
    }

    Fields typed(const std::string& text = "Hallo {Vorname},\n\nwir brauchen dich in {Dorf}.")
    {
        return {{"betreff", "Der Teich"}, {"text", text}, {"formular", "form-1"}};
    }

    support::Answer send(Fields fields, const std::string& path = people_path)
    {
        fields.emplace_back("sicher", "1");
        return site.submit(path, path, fields);
    }

    void work()
    {
        const auto network =
            site.pool().read([](db::Reader& reader) { return web::all_networks(reader).front(); });
        send_messages(site.environment(), site.site(), network, [] { return true; });
    }

    const std::vector<mail::Mail>& mails()
    {
        site.clock.advance(std::chrono::minutes(2));
        work();
        site.clock.advance(std::chrono::hours(24)); // whatever the hour of the day
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 1'000'000};
        while (auto claimed = mail::claim_next(site.pool(), rules, site.clock, site.random))
            m_mails.push_back(std::move(claimed->mail));
        return m_mails;
    }

    std::vector<std::string> mailed_to()
    {
        std::vector<std::string> addresses;
        for (const auto& mail : mails())
            addresses.push_back(mail.to.address);
        std::sort(addresses.begin(), addresses.end());
        return addresses;
    }

    std::int64_t audited(const std::string& action)
    {
        return site.pool().read([&](db::Reader& reader) {
            return reader.count(R"sql(SELECT COUNT(*) FROM audit_log WHERE action = :action)sql",
                                {{"action", action}});
        });
    }

    people::Given given;
    support::TestSite& site;
    inline static const std::string people_path = "/redaktion/nachricht/engagierte";
    web::Actor coordinator{.user = web::UserId{"00000000-0000-7000-8000-000000000001"},
                           .name = "Erika Beispiel",
                           .session = "session",
                           .grants = {{web::Role::coordinator, ""}}};
    web::Actor lead{.user = web::UserId{"00000000-0000-7000-8000-000000000002"},
                    .name = "Lena Beispiel",
                    .session = "other",
                    .grants = {{web::Role::lead_editor, given.birkenau.text()}}};

private:
    std::vector<mail::Mail> m_mails;
};

} // namespace

TEST(Placeholders, are_filled_in_one_pass_and_unknown_ones_named)
{
    const PersonalWords words{.first_name = "{Dorf}", .name = "Karl", .village = "Aue", .club = ""};
    EXPECT_EQ(filled_in("Hallo {Vorname} in {Dorf}{", words), "Hallo {Dorf} in Aue{");
    EXPECT_EQ(filled_in("{Vorname", words), "{Vorname");
    EXPECT_EQ(filled_in("{{Name}}", words), "{Karl}");
    EXPECT_EQ(unknown_placeholder("{Name} und {Straße}"), "{Straße}");
    EXPECT_FALSE(unknown_placeholder("{Name} { }\n}").has_value() &&
                 unknown_placeholder("{Name}").has_value());
    EXPECT_TRUE(lacks_words("{Verein}", words));
    EXPECT_FALSE(lacks_words("{Dorf}", words));
}

TEST_F(Messages, reach_each_as_they_wish_and_nobody_who_did_not_agree)
{
    person("mia");
    person("lars", ContactWay::letter);
    person("tom", ContactWay::phone);
    person("vera", ContactWay::lead_organisation);
    site.given([&](db::Tx& tx) -> Result<Done> {
        auto silent = given.draft(given.birkenau, "silent");
        silent.email = "silent@example.org";
        TRY(people::create(tx, site.network(), {.data = silent}, given.author())); // locked
        return Done{};
    });
    const auto page = site.get(people_path);
    EXPECT_TRUE(page.says("Eine Person bekommt eine E-Mail."));
    EXPECT_TRUE(page.says("Eine Person bekommt einen Brief, den du druckst."));
    EXPECT_TRUE(page.says("Eine Person steht auf der Telefonliste."));
    EXPECT_TRUE(page.says("Eine Person nicht: keine Einwilligung, oder der Eintrag ruht."));
    EXPECT_TRUE(page.says("Eine Person nicht: will über den Netzwerkverein gefragt werden."));

    const auto sent = send(typed());
    EXPECT_TRUE(sent.location().starts_with("/redaktion/nachrichten/")) << sent.body;
    ASSERT_EQ(mailed_to(), std::vector<std::string>{"mia@example.org"});
    const auto& mail = mails().front();
    EXPECT_EQ(mail.subject, "Der Teich");
    EXPECT_NE(mail.text.find("Hallo Karl,\n\nwir brauchen dich in Birkenau."), std::string::npos)
        << mail.text;
    EXPECT_EQ(mail.reply_to, "erika@example.org");
    ASSERT_TRUE(mail.unsubscribe_url);
    EXPECT_NE(mail.unsubscribe_url->find("/einwilligung/"), std::string::npos);
    EXPECT_NE(mail.text.find("/einwilligung/"), std::string::npos);
    EXPECT_EQ(audited("message.sent"), 1);
}

TEST_F(Messages, are_looked_at_with_the_number_before_anything_goes)
{
    person("mia");
    const auto look = site.submit(people_path, people_path, typed());
    EXPECT_EQ(look.status, 200);
    EXPECT_TRUE(look.says("Hallo Karl,"));
    EXPECT_TRUE(look.says("Ja, an eine Person schicken"));
    EXPECT_TRUE(mails().empty());
    EXPECT_TRUE(site.submit(people_path, people_path, typed("Hallo {Nachbarin}"))
                    .says("{Nachbarin} kennen wir nicht"));
}

TEST_F(Messages, go_to_as_many_as_the_button_said_or_ask_again)
{
    person("mia");
    EXPECT_TRUE(site.submit(people_path, people_path, typed()).says("Ja, an eine Person schicken"));
    person("lola");
    auto fields = typed();
    fields.emplace_back("anzahl", "1");
    const auto again = send(fields);
    EXPECT_TRUE(again.says("Die Liste hat sich gerade geändert"));
    EXPECT_TRUE(again.says("Ja, an 2 schicken"));
    EXPECT_TRUE(mails().empty());
    fields.back().second = "2";
    EXPECT_EQ(send(fields).status, 303);
    EXPECT_EQ(mailed_to().size(), 2U);
}

TEST_F(Messages, keep_the_filters_of_the_list)
{
    auto elsewhere = given.draft(given.erlental, "anna");
    elsewhere.email = "anna@example.org";
    elsewhere.reach = ContactWay::any;
    person(elsewhere, {Purpose::register_, Purpose::lead_contact});
    person("mia");
    const auto path = people_path + "?dorf=erlental";
    EXPECT_TRUE(site.get("/redaktion/engagierte?dorf=erlental")
                    .says("/redaktion/nachricht/engagierte?dorf=erlental"));
    EXPECT_EQ(send(typed(), path).status, 303);
    EXPECT_EQ(mailed_to(), std::vector<std::string>{"anna@example.org"});
}

TEST_F(Messages, of_a_form_sent_twice_go_once)
{
    person("mia");
    const auto first = send(typed());
    const auto second = send(typed());
    EXPECT_EQ(first.location(), second.location());
    EXPECT_EQ(mailed_to().size(), 1U);
}

TEST_F(Messages, can_be_taken_back_for_a_minute)
{
    person("mia");
    const auto page = send(typed()).location();
    EXPECT_TRUE(site.get(page).says("Zurückholen"));
    EXPECT_EQ(site.submit(page, page + "/zurueckholen", {}).status, 303);
    EXPECT_TRUE(mails().empty());
    EXPECT_TRUE(site.get(page).says("Ändern und neu schicken"));
    const auto again = site.get(people_path + "?vorlage=" + page.substr(page.rfind('/') + 1));
    EXPECT_TRUE(again.says("Der Teich")) << "what was typed is not lost";
}

TEST_F(Messages, cannot_be_taken_back_once_the_minute_is_over)
{
    person("mia");
    const auto page = send(typed()).location();
    const auto token = support::TestSite::token_in(site.get(page).body, page + "/zurueckholen");
    site.clock.advance(std::chrono::seconds(61));
    EXPECT_EQ(site.post(page + "/zurueckholen", "_token=" + token).status, 409);
    EXPECT_EQ(mailed_to().size(), 1U);
}

TEST_F(Messages, spare_who_says_no_in_that_minute)
{
    const auto id = person("mia");
    person("lola");
    EXPECT_EQ(send(typed()).status, 303);
    site.given(
        [&](db::Tx& tx) { return people::withdraw_consent(tx, site.network(), id, {}, given.author()); });
    EXPECT_EQ(mailed_to(), std::vector<std::string>{"lola@example.org"});
}

TEST_F(Messages, spare_who_says_no_while_the_mail_waits_to_go_out)
{
    const auto withdraws = person("mia");
    const auto rests = person("tom");
    person("lola");
    EXPECT_EQ(send(typed()).status, 303);
    site.clock.advance(std::chrono::minutes(2));
    work();
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(people::withdraw_consent(tx, site.network(), withdraws, {}, given.author()));
        return people::let_rest(tx, site.network(), rests, {.why = people::Lock::objected}, given.author());
    });
    EXPECT_EQ(mailed_to(), std::vector<std::string>{"lola@example.org"});
}

TEST_F(Messages, written_in_the_evening_spare_who_says_no_before_the_morning)
{
    const auto id = person("mia");
    person("lola");
    site.clock.set(*timestamp_from_iso("2026-11-23T21:30:00Z"));
    const auto page = send(typed()).location();
    EXPECT_TRUE(site.get(page).says("Sie geht am Morgen hinaus."));
    site.clock.advance(std::chrono::minutes(2));
    work();
    site.given([&](db::Tx& tx) -> Result<Done> {
        // Not by a link: the mailbox is another one now.
        tx.exec("UPDATE people SET email = 'new@example.org' WHERE id = :id", {{"id", id}});
        return Done{};
    });
    site.clock.set(*timestamp_from_iso("2026-11-24T07:30:00Z"));
    EXPECT_EQ(mailed_to(), (std::vector<std::string>{"lola@example.org", "new@example.org"}));
}

TEST_F(Messages, of_who_may_not_write_any_more_do_not_go_out)
{
    person("mia");
    site.sign_in(lead);
    EXPECT_EQ(send(typed()).status, 303);
    site.given([&](db::Tx& tx) -> Result<Done> {
        accounts::end_grant_at(tx, site.network(), "grant of Lena Beispiel", site.clock.now());
        return Done{};
    });
    EXPECT_TRUE(mails().empty());
}

TEST_F(Messages, reach_nobody_twice_whenever_the_program_ends)
{
    for (int i = 0; i < 120; ++i)
        person("helfer" + std::to_string(i));
    EXPECT_EQ(send(typed()).status, 303);
    site.clock.advance(std::chrono::minutes(2));
    const auto network =
        site.pool().read([](db::Reader& reader) { return web::all_networks(reader).front(); });
    int steps = 0;
    send_messages(site.environment(), site.site(), network, [&] { return steps++ < 1; });
    const auto addresses = mailed_to();
    EXPECT_EQ(addresses.size(), 120U);
    EXPECT_EQ(std::adjacent_find(addresses.begin(), addresses.end()), addresses.end());
}

TEST_F(Messages, of_a_lead_club_go_to_those_who_allowed_it_and_nobody_elses_are_seen)
{
    person("mia");
    person("only-coordination", ContactWay::any, {Purpose::register_});
    auto elsewhere = given.draft(given.erlental, "anna");
    elsewhere.email = "anna@example.org";
    elsewhere.reach = ContactWay::any;
    person(elsewhere, {Purpose::register_, Purpose::lead_contact});
    const auto of_coordinator = send(typed()).location();
    site.sign_in(lead);
    auto fields = typed();
    fields[2].second = "form-2";
    const auto page = site.get(people_path);
    EXPECT_FALSE(page.says("nicht:")) << "who is not visible is not counted";
    EXPECT_EQ(send(fields).status, 303);
    EXPECT_EQ(site.get(of_coordinator).status, 404);
    EXPECT_TRUE(site.get("/redaktion/nachrichten").says("Der Teich"));
    auto addresses = mailed_to();
    EXPECT_EQ(std::count(addresses.begin(), addresses.end(), "mia@example.org"), 2);
    EXPECT_EQ(std::count(addresses.begin(), addresses.end(), "anna@example.org"), 1) << "the coordinator's";
    EXPECT_EQ(std::count(addresses.begin(), addresses.end(), "only-coordination@example.org"), 1);
}

TEST_F(Messages, come_as_letters_and_as_a_list_to_call_and_the_log_says_so)
{
    person("lars", ContactWay::letter);
    person("tom", ContactWay::phone);
    const auto page = send(typed()).location();
    const auto letters = site.submit(page, page + "/briefe", {});
    ASSERT_EQ(letters.status, 200) << letters.body;
    const pdf::test::PaperFile letter(letters.body, "letters");
    const auto window = letter.text("-r 72 -x 57 -y 177 -W 241 -H 79");
    EXPECT_NE(window.find("Karl lars"), std::string::npos) << window;
    EXPECT_NE(window.find("Dorfstr. 1"), std::string::npos) << window;
    EXPECT_NE(letter.text("-layout").find("wir brauchen dich in Birkenau"), std::string::npos);
    const auto calls = site.submit(page, page + "/telefonliste", {});
    ASSERT_EQ(calls.status, 200) << calls.body;
    const pdf::test::PaperFile list(calls.body, "calls");
    EXPECT_NE(list.text("-layout").find("Karl tom"), std::string::npos);
    EXPECT_NE(list.text("-layout").find("03493 123456"), std::string::npos) << list.text("-layout");
    EXPECT_EQ(audited("message.letters_printed"), 1);
    EXPECT_EQ(audited("message.calls_printed"), 1);
}

TEST_F(Messages, are_at_most_ten_a_day)
{
    person("mia");
    for (int i = 0; i < most_a_day; ++i) {
        auto fields = typed();
        fields[2].second = "form-" + std::to_string(i);
        EXPECT_EQ(send(fields).status, 303);
    }
    auto fields = typed();
    fields[2].second = "one-too-many";
    EXPECT_EQ(send(fields).status, 429);
}

TEST_F(Messages, go_to_clubs_as_well)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        organisations::OrganisationDraft entry{.name = "Beispiel Chor", .villages = {given.birkenau}};
        entry.email = "chor@example.org";
        TRY(organisations::create(tx, site.network(),
                                  {.entry = entry, .status = organisations::Status::published},
                                  given.author()));
        return Done{};
    });
    EXPECT_EQ(send(typed("Liebe Leute vom {Verein},\n\nwer kommt?"), "/redaktion/nachricht/vereine").status,
              303);
    ASSERT_EQ(mailed_to(), std::vector<std::string>{"chor@example.org"});
    EXPECT_NE(mails().front().text.find("Liebe Leute vom Beispiel Chor"), std::string::npos);
}

TEST_F(Messages, are_empty_after_ninety_days_and_still_say_that_they_were)
{
    person("mia");
    const auto page = send(typed()).location();
    mailed_to();
    site.clock.advance(content_kept);
    site.given([&](db::Tx& tx) -> Result<Done> {
        EXPECT_EQ(count_old_messages(tx, site.network(), site.clock.now()), 1);
        EXPECT_EQ(empty_old_messages(tx, site.network(), site.clock.now()), 1);
        EXPECT_EQ(count_old_messages(tx, site.network(), site.clock.now()), 0);
        return Done{};
    });
    const auto shown = site.get(page);
    EXPECT_FALSE(shown.says("Der Teich"));
    EXPECT_TRUE(shown.says("eine Mail"));
}

TEST_F(Messages, are_no_business_of_visitors_and_editors_of_an_entry)
{
    site.sign_in_as(web::Role::organisation_editor, "club");
    EXPECT_NE(site.get(people_path).status, 200);
    site.sign_out();
    EXPECT_NE(site.get(people_path).status, 200);
    EXPECT_EQ(site.get("/redaktion/nachrichten").status, 303);
}

} // namespace dorfnetz::messages
