#include "features/organisations/organisation_history.hpp"
#include "tests/support/register.hpp"

namespace dorfnetz::organisations {

namespace {

using web::Role;

constexpr auto number = "030 23125 001";

// Who may see how an entry is reached, on the pages of editors.
class Audiences : public test::RegisterTest
{
protected:
    std::string path(const OrganisationId& id) { return "/redaktion/organisationen/" + id.text(); }

    OrganisationId club_with_number(Audience audience)
    {
        auto draft = club("Beispiel: Chor");
        draft.phone = number;
        draft.phone.show_to(audience);
        return given(draft);
    }

    ContactId person_with_number(const OrganisationId& id, Audience audience)
    {
        ContactDraft person{.name = "Karla Muster", .phone = number};
        person.phone.show_to(audience);
        return given_contact(id, person);
    }

    ContactDraft person_of(const OrganisationId& id)
    {
        return site.pool()
            .read([&](db::Reader& reader) {
                return contacts_of(reader, site.network(), id, accounts::the_program());
            })
            .front()
            .data;
    }

    support::Answer save(const std::string& form, std::vector<std::pair<std::string, std::string>> fields)
    {
        site.clock.advance(std::chrono::seconds(1));
        fields.emplace_back("version", "1");
        return site.submit(form, form, fields);
    }

    support::Answer save_entry(const OrganisationId& id,
                               std::vector<std::pair<std::string, std::string>> fields)
    {
        fields.insert(fields.end(), {{"name", "Beispiel: Chor"}, {"kind", "club"}, {"villages", aue.text()}});
        return save(path(id), std::move(fields));
    }
};

} // namespace

TEST_F(Audiences, are_chosen_with_the_number_and_stand_in_the_history)
{
    const auto id = given(club("Beispiel: Chor"));
    site.sign_in_as(Role::organisation_editor, id.text());
    const auto form = path(id) + "/ansprechpersonen/neu";
    EXPECT_TRUE(site.get(form).says("Wer darf die Telefonnummer sehen?"));
    ASSERT_EQ(save(form, {{"contact_name", "Karla Muster"},
                          {"contact_phone", number},
                          {"contact_phone_audience", "network"}})
                  .status,
              303);
    EXPECT_EQ(person_of(id).phone.audience(), Audience::network);
    EXPECT_EQ(person_of(id).email.audience(), Audience::village) << "as long as nobody chooses";
    EXPECT_TRUE(site.get(path(id) + "/verlauf").says("Die Netzwerkvereine aller Dörfer"));
}

TEST_F(Audiences, of_an_entry_that_nobody_touched_are_as_before_there_was_a_choice)
{
    const auto id = given(club("Beispiel: Chor"));
    EXPECT_EQ(stored(id).entry.phone.audience(), Audience::public_);
    EXPECT_EQ(stored(id).entry.email.audience(), Audience::village);
}

TEST_F(Audiences, beyond_ones_own_are_not_offered_and_not_taken)
{
    const auto id = given(club("Beispiel: Chor"));
    site.sign_in_as(Role::lead_editor, aue.text());
    EXPECT_TRUE(site.get(path(id)).says("Der Netzwerkverein im eigenen Dorf"));
    EXPECT_FALSE(site.get(path(id)).says("Nur die Koordination"));
    EXPECT_EQ(save_entry(id, {{"phone", number}, {"phone_audience", "coordinator"}}).status, 422);
    EXPECT_EQ(save_entry(id, {{"phone", number}, {"phone_audience", "village"}}).status, 303);
    EXPECT_EQ(stored(id).entry.phone.audience(), Audience::village);
}

TEST_F(Audiences, a_number_for_others_is_missing_in_the_form_and_stays_as_it_is)
{
    const auto id = club_with_number(Audience::organisation);
    const auto person = person_with_number(id, Audience::coordinator);
    const auto form = path(id) + "/ansprechpersonen/" + person.text();
    site.sign_in_as(Role::lead_editor, aue.text());
    for (const auto& page : {path(id), form, path(id) + "/verlauf"}) {
        EXPECT_FALSE(site.get(page).says(number)) << page;
    }
    EXPECT_TRUE(site.get(form).says("Telefon: nicht für dich bestimmt"));
    ASSERT_EQ(save_entry(id, {{"phone", "030 1"}, {"phone_audience", "public"}}).status, 303);
    ASSERT_EQ(save(form, {{"contact_name", "Karla Muster"},
                          {"contact_phone", "030 1"},
                          {"contact_phone_audience", "public"}})
                  .status,
              303);
    for (const accounts::GuardedText& kept :
         {accounts::GuardedText(stored(id).entry.phone), accounts::GuardedText(person_of(id).phone)})
        EXPECT_EQ(kept.seen_by(accounts::the_program()), number);
    EXPECT_EQ(stored(id).entry.phone.audience(), Audience::organisation);
    EXPECT_EQ(person_of(id).phone.audience(), Audience::coordinator);
    site.sign_in_as(Role::organisation_editor, id.text());
    EXPECT_TRUE(site.get(path(id)).says(number));
    EXPECT_FALSE(site.get(form).says(number));
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.get(form).says(number));
}

TEST_F(Audiences, stay_when_a_form_does_not_say_them)
{
    const auto id = club_with_number(Audience::network);
    site.sign_in_as(Role::coordinator);
    ASSERT_EQ(save_entry(id, {{"phone", "030 23125 002"}}).status, 303);
    EXPECT_EQ(stored(id).entry.phone.audience(), Audience::network);
}

TEST_F(Audiences, hide_in_the_history_what_was_meant_for_others_then_or_is_now)
{
    const auto id = club_with_number(Audience::coordinator);
    auto draft = stored(id).entry;
    draft.phone = "030 23125 002";
    draft.phone.show_to(Audience::public_);
    ASSERT_TRUE(change(id, 1, draft));
    site.sign_in_as(Role::lead_editor, aue.text());
    const auto opened = site.get(path(id) + "/verlauf");
    EXPECT_TRUE(opened.says("030 23125 002"));
    EXPECT_FALSE(opened.says(number)) << "it was the coordination's when it was replaced";
    EXPECT_FALSE(opened.says("Zurücknehmen")) << "that would bring it back";

    draft.phone.show_to(Audience::coordinator);
    ASSERT_TRUE(change(id, 2, draft));
    EXPECT_FALSE(site.get(path(id) + "/verlauf").says("030 23125 002"));
    const auto rows = site.pool().read(
        [&](db::Reader& reader) { return history_of(reader, site.network(), id, accounts::the_program()); });
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.get(path(id) + "/verlauf").says(number));
    const auto page = path(id) + "/verlauf";
    const auto token = support::TestSite::token_in(site.get(page).body, page);
    site.sign_in_as(Role::lead_editor, aue.text());
    EXPECT_NE(site.post(page, "_token=" + token + "&row=" + rows.front().id).status, 303);
    EXPECT_EQ(stored(id).entry.phone.audience(), Audience::coordinator);
}

TEST_F(Audiences, contact_persons_without_a_consent_are_for_who_edits_the_entry)
{
    const auto id = given(club("Beispiel: Chor"));
    person_with_number(id, Audience::public_);
    const auto seen = [&](const accounts::Viewer& viewer) {
        return site.pool()
            .read([&](db::Reader& reader) { return contacts_of(reader, site.network(), id, viewer); })
            .size();
    };
    EXPECT_EQ(seen(accounts::anybody()), 0U);
    web::Actor elsewhere{.user = {}, .name = {}, .session = {}, .grants = {{Role::lead_editor, berg.text()}}};
    EXPECT_EQ(seen(viewer_of(elsewhere, id, {aue})), 0U);
    elsewhere.grants.front().subject = aue.text();
    EXPECT_EQ(seen(viewer_of(elsewhere, id, {aue})), 1U);
    EXPECT_EQ(seen(viewer_from(id)), 1U) << "who answers the yearly question";
}

TEST_F(Audiences, do_not_keep_mail_from_reaching_an_entry)
{
    auto draft = club("Beispiel: Chor");
    draft.email = "chor@example.org";
    draft.email.show_to(Audience::coordinator);
    const auto id = given(draft);
    const auto own = site.pool().read([&](db::Reader& reader) {
        return mailbox_of(reader, site.network(), stored(id), MailTo::own_first);
    });
    ASSERT_TRUE(own);
    EXPECT_EQ(own->address, "chor@example.org");
}

} // namespace dorfnetz::organisations
