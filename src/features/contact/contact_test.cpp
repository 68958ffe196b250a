#include "features/contact/feature.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::contact {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class ContactSite : public support::TestSite
{
public:
    ContactSite() : TestSite({register_feature}) {}

    std::int64_t waiting()
    {
        return pool().read(
            [&](db::Reader& reader) { return mail::outbox_counts(reader, network()).waiting; });
    }

    std::optional<mail::ClaimedMail> sent_mail()
    {
        return mail::claim_next(pool(), {.sender = {"netz@example.org"}, .per_minute = 60}, clock, random);
    }

    support::Answer send(const Fields& fields) { return submit("/kontakt", "/kontakt", fields); }
};

Fields message()
{
    return {{"name", "Erika Beispiel"}, {"email", "erika@example.org"}, {"nachricht", "Wann ist Probe?"}};
}

} // namespace

TEST(ContactForm, a_message_goes_to_the_coordination_and_can_be_answered)
{
    ContactSite site;
    const auto answer = site.send(message());
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.location(), "/kontakt/danke");
    EXPECT_TRUE(site.get("/kontakt/danke").says("Danke für deine Nachricht"));
    const auto mail = site.sent_mail();
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->mail.to.address, "kontakt@example.org");
    EXPECT_EQ(mail->mail.reply_to, "erika@example.org");
    EXPECT_NE(mail->mail.text.find("Wann ist Probe?"), std::string::npos);
}

TEST(ContactForm, a_filled_trap_looks_like_success_and_sends_nothing)
{
    ContactSite site;
    auto fields = message();
    fields.emplace_back("website", "https://spam.example");
    EXPECT_EQ(site.send(fields).location(), "/kontakt/danke");
    EXPECT_EQ(site.waiting(), 0);
}

TEST(ContactForm, whoever_is_quicker_than_a_person_sends_nothing)
{
    ContactSite site;
    const auto token = support::TestSite::token_in(site.get("/kontakt").body, "/kontakt");
    const auto body = "_token=" + token + "&name=Erika&email=erika%40example.org&nachricht=Hallo";
    EXPECT_EQ(site.post("/kontakt", body).location(), "/kontakt/danke");
    EXPECT_EQ(site.waiting(), 0);
    site.clock.advance(std::chrono::seconds(3));
    EXPECT_EQ(site.post("/kontakt", body).location(), "/kontakt/danke");
    EXPECT_EQ(site.waiting(), 1);
}

TEST(ContactForm, without_a_token_of_ours_nothing_is_taken)
{
    ContactSite site;
    EXPECT_EQ(site.post("/kontakt", "name=Erika&email=erika%40example.org&nachricht=Hallo").status, 403);
    EXPECT_EQ(site.waiting(), 0);
}

TEST(ContactForm, one_household_sends_a_few_messages_and_keeps_what_it_typed)
{
    ContactSite site;
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(site.send(message()).status, 303);
    const auto refused = site.send(message());
    EXPECT_EQ(refused.status, 429);
    EXPECT_TRUE(refused.says("Wann ist Probe?"));
    EXPECT_EQ(site.waiting(), 5);
}

TEST(ContactForm, without_a_way_to_answer_the_form_comes_back_filled)
{
    ContactSite site;
    const auto answer = site.send({{"name", "Erika"}, {"nachricht", "Ohne Rückweg"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("Ohne Rückweg"));
    EXPECT_TRUE(answer.says("Sag uns, wie wir dir antworten können"));
    EXPECT_EQ(site.send({{"name", "Erika"}, {"telefon", "030 23125 001"}, {"nachricht", "Ruf an"}}).status,
              303);
}

TEST(ContactForm, a_refused_message_keeps_its_line_breaks)
{
    ContactSite site;
    const auto answer = site.send({{"name", "Erika"}, {"nachricht", "Hallo,\n\nwann ist Probe?"}});
    EXPECT_TRUE(answer.says(">Hallo,\n\nwann ist Probe?</textarea>"));
}

TEST(ContactForm, hostile_fields_become_no_headers)
{
    ContactSite site;
    auto fields = message();
    fields[0].second = "Erika\r\nBcc: alle@example.org";
    ASSERT_EQ(site.send(fields).status, 303);
    const auto mail = site.sent_mail();
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->mail.subject.find('\n'), std::string::npos);
    fields[0].second = "Erika";
    fields[1].second = "a@example.org\nBcc: b@example.org";
    EXPECT_EQ(site.send(fields).status, 422);
}

TEST(ContactPersons, without_the_persons_yes_nothing_personal_is_kept)
{
    ContactSite site;
    site.sign_in_as(web::Role::coordinator);
    const std::string path = "/redaktion/ansprechpersonen";
    Fields fields{{"aufgabe", "Koordination"}, {"name", "Karla Muster"}, {"telefon", "030 23125 001"}};
    const auto refused = site.submit(path, path, fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("Karla Muster"));
    EXPECT_FALSE(site.get("/kontakt").says("Karla Muster"));
    fields.emplace_back("ja", "1");
    EXPECT_EQ(site.submit(path, path, fields).status, 303);
    site.sign_out();
    EXPECT_TRUE(site.get("/kontakt").says("Karla Muster"));
    EXPECT_TRUE(site.get("/kontakt").says("tel:03023125001"));
}

TEST(ContactPersons, a_duty_alone_needs_no_yes_and_goes_when_deleted)
{
    ContactSite site;
    site.sign_in_as(web::Role::coordinator);
    const std::string path = "/redaktion/ansprechpersonen";
    ASSERT_EQ(site.submit(path, path, {{"aufgabe", "Koordination"}, {"aufgabe_en", "Coordination"}}).status,
              303);
    EXPECT_TRUE(site.get("/en/kontakt").says("Coordination"));
    const auto list = site.get(path).body;
    const auto begin = list.find("href=\"" + path + '/') + 6;
    const auto edit = list.substr(begin, list.find('"', begin) - begin);
    EXPECT_EQ(site.submit(edit, edit + "/loeschen", {}).status, 303);
    EXPECT_EQ(site.get(edit).status, 404);
    EXPECT_FALSE(site.get("/en/kontakt").says("Coordination"));
}

TEST(Settings, what_the_coordination_sets_stands_on_every_page)
{
    ContactSite site;
    const std::string path = "/redaktion/einstellungen";
    EXPECT_EQ(site.get(path).status, 303);
    site.sign_in_as(web::Role::coordinator);
    EXPECT_EQ(site.submit(path, path,
                          {{"subtitle_de", "Neue <Zeile>"},
                           {"contact_email", "neu@example.org"},
                           {"contact_phone", "030 23125 002"}})
                  .status,
              303);
    EXPECT_TRUE(site.get(path).says("neu@example.org"));
    site.sign_out();
    EXPECT_TRUE(site.get("/kontakt").says("Neue &lt;Zeile&gt;"));
    EXPECT_TRUE(site.get("/kontakt").says("030 23125 002"));
}

TEST(Settings, an_address_that_is_none_is_refused_and_nothing_is_changed)
{
    ContactSite site;
    const std::string path = "/redaktion/einstellungen";
    site.sign_in_as(web::Role::coordinator);
    const auto answer = site.submit(path, path, {{"subtitle_de", "Anders"}, {"contact_email", "keine"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("Anders"));
    EXPECT_FALSE(site.get("/kontakt").says("Anders"));
}

} // namespace dorfnetz::contact
