#include "features/people/people_for_tests.hpp"
#include "foundation/mail/outbox.hpp"

#include <gtest/gtest.h>

// Whoever reads the mailbox of an entry opens "Meine Daten" and is the person there.
namespace dorfnetz::people {
namespace {

using web::Role;
using Fields = std::vector<std::pair<std::string, std::string>>;

class Mailbox : public testing::Test
{
protected:
    Fields with_email(const std::string& email)
    {
        return {{"vorname", "Karl"},         {"nachname", "Umbenannt"}, {"dorf", given.birkenau.text()},
                {"telefon", "03493 123456"}, {"mail", email},           {"version", "1"}};
    }

    int save(const PersonId& id, const std::string& email)
    {
        const auto path = given.show(id) + "/bearbeiten";
        return given.site.submit(path, path, with_email(email)).status;
    }

    std::vector<mail::MailTo> mails_to(const std::string& address)
    {
        return given.site.pool().read(
            [&](db::Reader& reader) { return mail::mails_to(reader, given.site.network(), address); });
    }

    Result<Done> change(const PersonId& id, PersonDraft draft, EmailChange allowed)
    {
        return given.site.pool().write(db::Scope::nothing(), [&](db::Tx& tx) {
            return update(tx, given.site.network(), id, 1, draft, allowed, given.author());
        });
    }

    Given given;
};

TEST_F(Mailbox, is_not_changed_by_a_lead_editor_who_would_become_the_person)
{
    const auto id = given.person(given.draft(given.birkenau));
    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    const auto form = given.site.get(given.show(id) + "/bearbeiten");
    EXPECT_FALSE(form.says("name=\"mail\""));
    EXPECT_TRUE(form.says("Die E-Mail-Adresse ändert nur die Koordination"));
    EXPECT_EQ(save(id, "ich-selbst@example.org"), 303);
    EXPECT_EQ(given.stored(id)->data.family_name, "Umbenannt") << "the rest is taken";
    EXPECT_EQ(given.stored(id)->data.email, "karl@example.org");
}

TEST_F(Mailbox, that_is_missing_is_not_added_by_a_lead_editor_either)
{
    auto draft = given.draft(given.birkenau);
    draft.email = {};
    const auto id = given.person(draft);
    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_EQ(save(id, "ich-selbst@example.org"), 303);
    EXPECT_TRUE(given.stored(id)->data.email.empty());
}

TEST_F(Mailbox, is_changed_by_nobody_whom_the_caller_did_not_allow_it)
{
    const auto id = given.person(given.draft(given.birkenau));
    auto draft = given.draft(given.birkenau);
    draft.email = "ich-selbst@example.org";
    const auto refused = change(id, draft, EmailChange::refused);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "mail");
    EXPECT_EQ(given.stored(id)->data.email, "karl@example.org");
    EXPECT_TRUE(change(id, draft, EmailChange::allowed));
}

TEST_F(Mailbox, that_was_the_persons_is_told_when_the_coordination_changes_it)
{
    const auto id = given.person(given.draft(given.birkenau));
    given.site.sign_in_as(Role::coordinator);
    EXPECT_EQ(save(id, "neu@example.org"), 303);
    EXPECT_EQ(given.stored(id)->data.email, "neu@example.org");
    ASSERT_EQ(mails_to("karl@example.org").size(), 1U);
    EXPECT_EQ(mails_to("karl@example.org").front().purpose, "email_changed");
    EXPECT_TRUE(mails_to("neu@example.org").empty());
}

TEST_F(Mailbox, that_takes_no_mail_does_not_keep_the_address_from_being_put_right)
{
    auto draft = given.draft(given.birkenau);
    const auto id = given.person(draft);
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(
            R"sql(UPDATE people SET email = 'karl at example' WHERE network_id = :network AND id = :id)sql",
            {{"network", given.site.network()}, {"id", id}});
        return Done{};
    });
    EXPECT_TRUE(change(id, draft, EmailChange::allowed));
    EXPECT_EQ(given.stored(id)->data.email, "karl@example.org");
}

TEST_F(Mailbox, of_an_invented_person_gets_no_mail)
{
    auto draft = given.draft(given.birkenau);
    draft.is_example = true;
    const auto id = given.person(draft);
    draft.email = "neu@example.org";
    EXPECT_TRUE(change(id, draft, EmailChange::allowed));
    EXPECT_TRUE(mails_to("karl@example.org").empty());
}

TEST_F(Mailbox, that_goes_with_a_doubled_entry_is_told_and_the_coordination_is_warned_of_one_that_comes)
{
    auto without = given.draft(given.birkenau);
    without.email = {};
    const auto kept = given.person(without);
    auto other = given.draft(given.birkenau);
    other.email = "zweite@example.org";
    const auto with_mail = given.person(other);
    other.email = "dritte@example.org";
    const auto with_another = given.person(other);
    given.site.sign_in_as(Role::coordinator);
    const auto pair = [&](const PersonId& gone) {
        return "/redaktion/doppelte/" + kept.text() + "/" + gone.text();
    };
    constexpr const char* warning = "Wer sie liest, sieht danach alles über diesen Menschen.";
    EXPECT_TRUE(given.site.get(pair(with_mail)).says(warning));
    EXPECT_EQ(given.site.submit(pair(with_mail), pair(with_mail), {{"was", "behalten"}}).status, 303);
    EXPECT_EQ(given.stored(kept)->data.email, "zweite@example.org");
    EXPECT_TRUE(mails_to("zweite@example.org").empty());

    EXPECT_FALSE(given.site.get(pair(with_another)).says(warning)) << "the entry has its own";
    EXPECT_EQ(given.site.submit(pair(with_another), pair(with_another), {{"was", "behalten"}}).status, 303);
    EXPECT_EQ(given.stored(kept)->data.email, "zweite@example.org");
    EXPECT_EQ(mails_to("dritte@example.org").size(), 1U);
}

} // namespace
} // namespace dorfnetz::people
