#include "accounts/audit.hpp"
#include "features/people/certificates.hpp"
#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/history.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_for_tests.hpp"
#include "features/people/person.hpp"
#include "features/people/resting.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::people {
namespace {

using web::Role;

class Ledger : public testing::Test
{
protected:
    PersonId person_with(const std::vector<Purpose>& purposes, PersonDraft data,
                         const std::optional<Parent>& parent = {})
    {
        PersonId id;
        given.site.given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(
                create(tx, given.site.network(),
                       {.data = std::move(data), .consent = given.consent_to(tx, purposes), .parent = parent},
                       given.author()));
            return Done{};
        });
        return id;
    }

    PersonId person_with(const std::vector<Purpose>& purposes)
    {
        return person_with(purposes, given.draft(given.birkenau, "Einwillig"));
    }

    void withdraw(const PersonId& id, Purpose purpose)
    {
        given.site.given([&](db::Tx& tx) {
            return withdraw_consent(tx, given.site.network(), id,
                                    {.purpose = purpose, .way = ConsentWay::phone, .note = "am Telefon"},
                                    given.author());
        });
    }

    std::vector<Consent> consents(const PersonId& id)
    {
        return given.site.pool().read(
            [&](db::Reader& reader) { return consents_of(reader, given.site.network(), id); });
    }

    int status_for_the_lead_editor(const PersonId& id)
    {
        given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
        return given.site.get(given.show(id)).status;
    }

    Given given;
};

TEST_F(Ledger, withdrawing_one_purpose_leaves_the_others)
{
    const auto id = person_with({Purpose::register_, Purpose::lead_contact, Purpose::pictures});
    withdraw(id, Purpose::pictures);
    EXPECT_EQ(given.stored(id)->agreed, (std::vector{Purpose::lead_contact, Purpose::register_}));
    EXPECT_FALSE(given.stored(id)->is_locked());
    const auto rows = consents(id);
    ASSERT_EQ(rows.size(), 3U) << "what was given stays as a proof";
    for (const auto& row : rows) {
        EXPECT_EQ(row.withdrawn_at.has_value(), row.purpose == Purpose::pictures);
        if (row.withdrawn_at) {
            EXPECT_EQ(row.withdrawn_way, ConsentWay::phone);
            EXPECT_EQ(row.withdrawn_note, "am Telefon");
        }
    }
}

TEST_F(Ledger, the_lead_club_sees_nobody_who_did_not_agree_to_that_and_learns_it_at_the_next_request)
{
    const auto id = person_with({Purpose::register_, Purpose::lead_contact});
    EXPECT_EQ(status_for_the_lead_editor(id), 200);
    EXPECT_TRUE(given.site.get("/redaktion/engagierte").says("Einwillig"));
    withdraw(id, Purpose::lead_contact);
    EXPECT_EQ(status_for_the_lead_editor(id), 404);
    EXPECT_FALSE(given.site.get("/redaktion/engagierte").says("Einwillig"));
    EXPECT_EQ(given.counted(), 1) << "the coordinator still asks";
    given.site.sign_in_as(Role::coordinator);
    EXPECT_EQ(given.site.get(given.show(id)).status, 200);
}

TEST_F(Ledger, without_the_consent_to_the_register_no_other_is_left)
{
    const auto id = person_with({Purpose::register_, Purpose::lead_contact, Purpose::pictures});
    withdraw(id, Purpose::register_);
    EXPECT_TRUE(given.stored(id)->agreed.empty());
    EXPECT_EQ(given.stored(id)->lock, Lock::withdrawn);
}

TEST_F(Ledger, a_consent_to_something_else_does_not_unlock)
{
    const auto id = given.person(given.draft(given.birkenau), Given::Agreed::no);
    given.site.given([&](db::Tx& tx) {
        return record_consent(tx, given.site.network(), id, given.consent_to(tx, {Purpose::pictures}),
                              given.author());
    });
    EXPECT_EQ(given.stored(id)->lock, Lock::no_consent);
}

TEST_F(Ledger, nobody_can_have_agreed_to_what_the_wording_does_not_ask_for)
{
    const auto id = person_with({Purpose::register_});
    EXPECT_THROW(given.site.given([&](db::Tx& tx) {
        auto consent = given.consent_to(tx, {Purpose::register_});
        consent.to.front().purpose = Purpose::newsletter;
        return record_consent(tx, given.site.network(), id, consent, given.author());
    }),
                 db::ConstraintViolated);
}

TEST_F(Ledger, the_one_question_of_letters_covers_register_and_lead_club)
{
    const auto id = given.person(given.draft(given.birkenau), Given::Agreed::no);
    given.site.given([&](db::Tx& tx) {
        auto consent = given.consent_to(tx, {});
        consent.to = remember_asking_text(tx, {.network = given.site.network(),
                                               .network_name = "Netz heide",
                                               .language = i18n::Language::de,
                                               .now = given.site.clock.now()});
        return record_consent(tx, given.site.network(), id, consent, given.author());
    });
    EXPECT_EQ(status_for_the_lead_editor(id), 200);
    const auto rows = consents(id);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].text, rows[1].text);
}

TEST_F(Ledger, special_fields_go_with_their_consent_also_from_the_history)
{
    auto draft = given.draft(given.birkenau);
    draft.fields = {"church", "sport"};
    const auto id = person_with({Purpose::register_, Purpose::special_fields}, draft);
    EXPECT_EQ(given.stored(id)->data.fields.size(), 2U);
    auto changed = draft;
    changed.fields = {"church"};
    given.site.given([&](db::Tx& tx) {
        return update(tx, given.site.network(), id, 1, changed, EmailChange::allowed, given.author());
    });
    withdraw(id, Purpose::special_fields);
    EXPECT_TRUE(given.stored(id)->data.fields.empty());
    given.site.pool().read([&](db::Reader& reader) {
        for (const auto& entry : history_of(reader, given.site.network(), id)) {
            EXPECT_EQ(entry.change.before.find("church"), std::string::npos);
            EXPECT_EQ(entry.change.after.find("church"), std::string::npos);
        }
    });
}

TEST_F(Ledger, a_merge_revives_no_purpose_that_was_taken_back)
{
    const auto kept = person_with({Purpose::register_, Purpose::lead_contact});
    const auto gone = person_with({Purpose::register_, Purpose::lead_contact});
    given.site.clock.advance(std::chrono::hours(1));
    withdraw(gone, Purpose::lead_contact);
    given.site.given([&](db::Tx& tx) { return merge(tx, given.site.network(), kept, gone, given.author()); });
    EXPECT_EQ(given.stored(kept)->agreed, (std::vector{Purpose::register_}));
}

TEST_F(Ledger, who_is_under_sixteen_is_locked_until_a_parent_agrees)
{
    auto draft = given.draft(given.birkenau);
    draft.birth_year = 2012;
    const auto id = person_with({Purpose::register_, Purpose::lead_contact}, draft,
                                Parent{.name = "Paula Beispiel", .phone = "03493 1"});
    EXPECT_EQ(given.stored(id)->lock, Lock::parent);
    EXPECT_EQ(status_for_the_lead_editor(id), 404);
    given.site.sign_in_as(Role::coordinator);
    const auto path = given.show(id) + "/eltern";
    EXPECT_TRUE(given.site.get(path).says("Paula Beispiel"));
    EXPECT_EQ(given.site.submit(path, path, {{"weise", "phone"}}).status, 422)
        << "without a note it is no proof";
    EXPECT_EQ(given.site.submit(path, path, {{"weise", "phone"}, {"notiz", "Anruf heute"}}).status, 303);
    EXPECT_FALSE(given.stored(id)->is_locked());
    for (const auto& consent : consents(id))
        EXPECT_EQ(consent.parent_name, "Paula Beispiel");
}

TEST_F(Ledger, who_is_under_sixteen_and_comes_back_needs_the_parents_yes_anew)
{
    const auto id = person_with({Purpose::register_}, given.draft(given.birkenau),
                                Parent{.name = "Paula Beispiel", .phone = "03493 1"});
    const auto parents_agree = [&] {
        given.site.given([&](db::Tx& tx) {
            return parent_agrees(tx, given.site.network(), id, {.way = ConsentWay::phone, .note = "Anruf"},
                                 given.author());
        });
    };
    parents_agree();
    ASSERT_FALSE(given.stored(id)->is_locked());
    withdraw(id, Purpose::register_);
    given.site.given([&](db::Tx& tx) {
        return record_consent(tx, given.site.network(), id, given.consent(tx), given.author());
    });
    EXPECT_EQ(given.stored(id)->lock, Lock::parent);
    parents_agree();
    EXPECT_FALSE(given.stored(id)->is_locked());
}

TEST_F(Ledger, parents_who_do_not_answer_are_waited_for_ninety_days)
{
    const auto id = person_with({Purpose::register_}, given.draft(given.birkenau),
                                Parent{.name = "Paula", .email = "p@example.org"});
    given.site.clock.advance(std::chrono::days(89));
    EXPECT_TRUE(given.due(Lock::parent).empty());
    given.site.clock.advance(std::chrono::days(1));
    EXPECT_EQ(given.due(Lock::parent), std::vector{id});
}

TEST_F(Ledger, an_entry_that_rests_is_seen_by_the_coordinator_alone_and_is_not_deleted)
{
    const auto id = person_with({Purpose::register_, Purpose::lead_contact});
    given.site.given([&](db::Tx& tx) {
        return let_rest(tx, given.site.network(), id, {.why = Lock::restricted}, given.author());
    });
    EXPECT_EQ(status_for_the_lead_editor(id), 404);
    EXPECT_EQ(given.counted(), 0);
    given.site.clock.advance(std::chrono::days(400));
    for (const auto lock : {Lock::no_consent, Lock::parent, Lock::withdrawn})
        EXPECT_TRUE(given.due(lock).empty());
    given.site.given([&](db::Tx& tx) {
        return record_consent(tx, given.site.network(), id, given.consent(tx), given.author());
    });
    EXPECT_TRUE(given.stored(id)->is_locked()) << "only who wanted it to rest ends that";
    given.site.given([&](db::Tx& tx) { return release(tx, given.site.network(), id, given.author()); });
    EXPECT_EQ(status_for_the_lead_editor(id), 200);
}

TEST_F(Ledger, what_will_be_deleted_is_not_kept_by_letting_it_rest)
{
    const auto rest = [&](const PersonId& id, Lock why) {
        return given.site.pool().write(db::Scope::nothing(), [&](db::Tx& tx) {
            return let_rest(tx, given.site.network(), id, {.why = why}, given.author());
        });
    };
    const auto unasked = given.person(given.draft(given.birkenau), Given::Agreed::no);
    const auto gone = person_with({Purpose::register_});
    withdraw(gone, Purpose::register_);
    const auto child = person_with({Purpose::register_}, given.draft(given.birkenau),
                                   Parent{.name = "Paula", .phone = "03493 1"});
    for (const auto& [id, lock] : {std::pair{unasked, Lock::no_consent}, std::pair{gone, Lock::withdrawn},
                                   std::pair{child, Lock::parent}}) {
        const auto refused = rest(id, Lock::restricted);
        ASSERT_FALSE(refused) << to_text(lock);
        EXPECT_EQ(refused.error().kind, Err::conflict);
        EXPECT_EQ(given.stored(id)->lock, lock);
    }
    const auto used = person_with({Purpose::register_});
    ASSERT_TRUE(rest(used, Lock::restricted));
    EXPECT_TRUE(rest(used, Lock::objected)) << "who lets it rest may still object";
    EXPECT_EQ(given.stored(used)->lock, Lock::objected);
}

TEST_F(Ledger, who_objects_is_deleted_after_a_month_unless_both_sides_agree_before)
{
    const auto settled = person_with({Purpose::register_});
    const auto objects = person_with({Purpose::register_});
    for (const auto& id : {settled, objects})
        given.site.given([&](db::Tx& tx) {
            return let_rest(tx, given.site.network(), id, {.why = Lock::objected}, given.author());
        });
    given.site.clock.advance(std::chrono::days(29));
    EXPECT_TRUE(given.due(Lock::objected).empty());
    given.site.given([&](db::Tx& tx) { return release(tx, given.site.network(), settled, given.author()); });
    given.site.clock.advance(std::chrono::days(1));
    EXPECT_EQ(given.due(Lock::objected), std::vector{objects});
}

class Certificates : public Ledger
{
protected:
    std::string path(const PersonId& id) { return given.show(id) + "/fuehrungszeugnis"; }

    support::Answer enter(const PersonId& id, const std::string& seen, const std::string& issued,
                          const std::string& active = "ja")
    {
        return given.site.submit(
            path(id), path(id),
            {{"eingesehen_am", seen}, {"ausgestellt_am", issued}, {"eintrag", "nein"}, {"taetig", active}});
    }

    std::int64_t clean()
    {
        return delete_old_certificates(given.site.pool(), given.site.network(), given.site.clock);
    }
};

TEST_F(Certificates, are_entered_by_the_coordinator_alone_and_seen_by_nobody_else)
{
    const auto id = person_with({Purpose::register_, Purpose::lead_contact});
    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_NE(given.site.get(path(id)).status, 200);
    given.site.sign_in_as(Role::coordinator);
    EXPECT_EQ(enter(id, "22.11.2026", "1.11.2026").status, 303);
    EXPECT_TRUE(given.site.get(path(id)).says("Eingesehen am"));
    EXPECT_FALSE(given.site.get(given.show(id)).says("Eingesehen am"));
    EXPECT_EQ(enter(id, "23.11.2026", "1.11.2026").status, 422) << "of tomorrow";
    EXPECT_EQ(enter(id, "1.11.2026", "2.11.2026").status, 422) << "seen before it was made";
}

TEST_F(Certificates, go_by_themselves_six_months_after_the_last_activity)
{
    const auto id = person_with({Purpose::register_});
    given.site.sign_in_as(Role::coordinator);
    enter(id, "22.11.2026", "1.11.2026");
    given.site.clock.set(*timestamp_from_iso("2027-04-22T10:00:00Z"));
    EXPECT_EQ(given.site.submit(path(id), path(id) + "/taetig", {}).status, 303);
    given.site.clock.set(*timestamp_from_iso("2027-10-21T10:00:00Z"));
    EXPECT_EQ(clean(), 0);
    given.site.clock.set(*timestamp_from_iso("2027-10-22T10:00:00Z"));
    EXPECT_EQ(clean(), 1);
    EXPECT_FALSE(given.site.get(path(id)).says("Eingesehen am"));
}

TEST_F(Certificates, go_soon_if_no_activity_follows)
{
    const auto idle = person_with({Purpose::register_});
    const auto begins = person_with({Purpose::register_});
    given.site.sign_in_as(Role::coordinator);
    for (const auto& id : {idle, begins})
        EXPECT_EQ(enter(id, "22.11.2026", "1.11.2026", "noch_nicht").status, 303);
    given.site.clock.set(*timestamp_from_iso("2026-12-21T10:00:00Z"));
    EXPECT_EQ(given.site.submit(path(begins), path(begins) + "/taetig", {}).status, 303);
    EXPECT_EQ(clean(), 0);
    given.site.clock.set(*timestamp_from_iso("2026-12-22T10:00:00Z"));
    EXPECT_EQ(clean(), 1);
    EXPECT_FALSE(given.site.get(path(idle)).says("Eingesehen am"));
    EXPECT_TRUE(given.site.get(path(begins)).says("Eingesehen am"));
}

TEST_F(Certificates, at_the_end_of_a_long_month_they_stay_no_day_too_long)
{
    const auto id = person_with({Purpose::register_});
    given.site.clock.set(*timestamp_from_iso("2027-08-31T10:00:00Z"));
    given.site.sign_in_as(Role::coordinator);
    enter(id, "31.8.2027", "1.8.2027");
    given.site.clock.set(*timestamp_from_iso("2028-02-28T10:00:00Z"));
    EXPECT_EQ(clean(), 0);
    given.site.clock.set(*timestamp_from_iso("2028-02-29T10:00:00Z"));
    EXPECT_EQ(clean(), 1);
}

} // namespace
} // namespace dorfnetz::people
