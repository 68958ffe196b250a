#include "features/people/merged.hpp"

#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/history.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_for_tests.hpp"
#include "features/people/person.hpp"
#include "features/people/resting.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/pdf/paper_for_tests.hpp"

#include <gtest/gtest.h>

// What becomes of the second of two entries of one person.
namespace dorfnetz::people {
namespace {

using Agreed = Given::Agreed;
using web::Role;

class Merged : public testing::Test
{
protected:
    void merge_into(const PersonId& kept, const PersonId& gone)
    {
        given.site.clock.advance(std::chrono::hours(1));
        given.site.given(
            [&](db::Tx& tx) { return merge(tx, given.site.network(), kept, gone, given.author()); });
        given.site.clock.advance(std::chrono::hours(1));
    }

    PersonId person_at(const std::string& email)
    {
        auto draft = given.draft(given.birkenau);
        draft.email = email;
        return given.person(draft);
    }

    PersonId child(const std::vector<Purpose>& purposes, const std::optional<Parent>& parent)
    {
        PersonId id;
        given.site.given([&](db::Tx& tx) -> Result<Done> {
            NewPerson person{.data = given.draft(given.birkenau), .parent = parent};
            if (!purposes.empty())
                person.consent = given.consent_to(tx, purposes);
            id = TRY(create(tx, given.site.network(), person, given.author()));
            return Done{};
        });
        return id;
    }

    std::string withdrawal_of(const PersonId& id)
    {
        return withdrawal_path(given.site.environment(), given.site.network(), id);
    }

    bool parent_has_agreed(const PersonId& id)
    {
        return given.site.pool().read(
            [&](db::Reader& reader) { return parent_of(reader, given.site.network(), id)->data.has_agreed; });
    }

    std::vector<mail::MailTo> mails_to(const std::string& address)
    {
        return given.site.pool().read(
            [&](db::Reader& reader) { return mail::mails_to(reader, given.site.network(), address); });
    }

    const Parent waits{.name = "Paula Beispiel", .email = "paula@example.org"};
    const Parent agrees{.name = "Peter Beispiel", .email = "peter@example.org", .has_agreed = true};
    Given given;
};

// ---- Links ----

TEST_F(Merged, an_entry_is_locked_by_the_withdrawal_link_that_was_sent_for_the_other)
{
    const auto kept = given.person(given.draft(given.birkenau));
    const auto second = given.person(given.draft(given.birkenau));
    const auto third = given.person(given.draft(given.birkenau));
    const auto link = withdrawal_of(third);
    merge_into(second, third);
    merge_into(kept, second);
    EXPECT_EQ(given.site.submit(link, link, {}).location(), "/einwilligung/zurueckgenommen");
    EXPECT_EQ(given.stored(kept)->lock, Lock::withdrawn);
    EXPECT_TRUE(given.stored(kept)->agreed.empty());
}

TEST_F(Merged, nobody_is_thanked_for_a_withdrawal_that_nothing_came_of)
{
    const auto erased = given.person(given.draft(given.birkenau));
    const auto lost = given.person(given.draft(given.birkenau));
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        erase(tx, given.site.network(), erased, {});
        remove(tx, given.site.network(), lost); // as a merge left it in former times
        return Done{};
    });
    const auto of_erased = withdrawal_of(erased);
    EXPECT_EQ(given.site.submit(of_erased, of_erased, {}).status, 303) << "nothing is left to take back";
    const auto of_lost = withdrawal_of(lost);
    const auto told = given.site.submit(of_lost, of_lost, {});
    EXPECT_EQ(told.status, 404);
    EXPECT_TRUE(told.says("Zu diesem Link gibt es keinen Eintrag mehr"));
}

TEST_F(Merged, entries_are_told_to_the_person)
{
    const auto kept = person_at("karl@example.org");
    auto other = given.draft(given.birkenau, "Früher");
    other.email = "alt@example.org";
    const auto gone = given.person(other);
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        confirm_mailbox(tx, given.site.network(), kept);
        confirm_mailbox(tx, given.site.network(), gone);
        return Done{};
    });
    merge_into(kept, gone);
    given.site.sign_in_as(Role::coordinator);
    const auto letter =
        pdf::test::PaperFile(given.site.get(given.show(kept) + "/auskunft.pdf").body, "told").text();
    for (const auto* text : {"Früher doppelt eingetragen", "Name: Karl Früher", "E-Mail: alt@example.org",
                             "Deine E-Mail-Adresse bei"})
        EXPECT_NE(letter.find(text), std::string::npos) << letter;
}

// ---- Erasing ----

TEST_F(Merged, entries_are_erased_with_the_one_that_was_kept_so_that_no_backup_brings_them_back)
{
    const auto kept = given.person(given.draft(given.birkenau));
    const auto second = given.person(given.draft(given.birkenau));
    const auto third = given.person(given.draft(given.birkenau));
    merge_into(second, third);
    merge_into(kept, second);
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        erase(tx, given.site.network(), kept, {});
        return Done{};
    });
    given.site.pool().read([&](db::Reader& reader) {
        std::vector<PersonId> erased;
        for (auto& person : erased_people(reader))
            erased.push_back(std::move(person.id));
        for (const auto& id : {kept, second, third})
            EXPECT_NE(std::find(erased.begin(), erased.end(), id), erased.end());
        EXPECT_EQ(reader.count(R"sql(SELECT COUNT(*) FROM merged_people)sql", {}), 0);
    });
}

TEST_F(Merged, entries_lead_to_what_lies_at_their_mailboxes_and_under_their_names_and_numbers)
{
    const auto kept = person_at("karl@example.org");
    auto other = given.draft(given.birkenau, "Früher");
    other.email = "alt@example.org";
    other.phone = "03491 77777";
    const auto gone = given.person(other);
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        confirm_mailbox(tx, given.site.network(), kept);
        confirm_mailbox(tx, given.site.network(), gone);
        return Done{};
    });
    merge_into(kept, gone);
    given.site.pool().read([&](db::Reader& reader) {
        const auto traces = traces_of(reader, given.site.network(), *given.stored(kept));
        EXPECT_TRUE(traces.has_email(ContactText("alt@example.org")));
        EXPECT_TRUE(traces.has_email(ContactText("karl@example.org")));
        EXPECT_TRUE(traces.is_entry(gone.text()));
        EXPECT_EQ(traces.whose("Karl Früher", {}, {ContactText("+49349177777")}), Belonging::perhaps);
    });
}

TEST_F(Merged, entries_leave_no_mail_behind_when_the_person_is_erased)
{
    const auto kept = person_at("karl@example.org");
    auto other = given.draft(given.birkenau, "Früher");
    other.email = "alt@example.org";
    const auto gone = given.person(other);
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(mail::enqueue(tx,
                          {.network = given.site.network(),
                           .to = {.address = "alt@example.org", .name = "Karl Früher"},
                           .subject = "Schön",
                           .text = "Hallo",
                           .purpose = "welcome"},
                          given.site.clock, given.site.random));
        return Done{};
    });
    merge_into(kept, gone);
    EXPECT_EQ(mails_to("alt@example.org").size(), 2U) << "welcome, and that the address goes";
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        erase(tx, given.site.network(), kept, {});
        return Done{};
    });
    EXPECT_TRUE(mails_to("alt@example.org").empty());
}

// ---- Special fields ----

TEST_F(Merged, special_fields_whose_consent_was_taken_back_in_one_entry_do_not_come_with_the_other)
{
    auto draft = given.draft(given.birkenau);
    draft.fields = {"church", "sport"};
    const auto entry = [&] {
        PersonId id;
        given.site.given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(create(tx, given.site.network(),
                            {.data = draft,
                             .consent = given.consent_to(tx, {Purpose::register_, Purpose::special_fields})},
                            given.author()));
            return Done{};
        });
        return id;
    };
    const auto kept = entry();
    const auto gone = entry();
    given.site.clock.advance(std::chrono::hours(1));
    given.site.given([&](db::Tx& tx) {
        return withdraw_consent(tx, given.site.network(), kept, {.purpose = Purpose::special_fields},
                                given.author());
    });
    merge_into(kept, gone);
    EXPECT_EQ(given.stored(kept)->data.fields, std::vector<std::string>{"sport"});
    EXPECT_FALSE(given.stored(kept)->agreed_to(Purpose::special_fields));
    given.site.pool().read([&](db::Reader& reader) {
        for (const auto& told : history_of(reader, given.site.network(), kept))
            EXPECT_EQ((told.change.before + told.change.after).find("church"), std::string::npos);
    });
}

// ---- Under 16 ----

TEST_F(Merged, a_child_that_called_itself_older_waits_for_the_parent_whom_the_other_entry_names)
{
    const auto older = given.person(given.draft(given.birkenau));
    const auto unasked = child({}, waits);
    merge_into(older, unasked);
    EXPECT_EQ(given.stored(older)->lock, Lock::parent);
    given.site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_EQ(given.site.get(given.show(older)).status, 404);
}

TEST_F(Merged, the_parent_who_is_needed_only_now_is_asked)
{
    const auto older = given.person(given.draft(given.birkenau));
    const auto unasked = child({}, waits);
    given.site.sign_in_as(Role::coordinator);
    const auto path = "/redaktion/doppelte/" + older.text() + "/" + unasked.text();
    EXPECT_EQ(given.site.submit(path, path, {{"was", "behalten"}}).status, 303);
    EXPECT_EQ(mails_to("paula@example.org").size(), 1U);
}

TEST_F(Merged, the_yes_of_a_parent_holds_whichever_entry_it_was_given_for)
{
    for (const bool kept_has_it : {true, false}) {
        const auto with = child({Purpose::register_, Purpose::lead_contact}, agrees);
        const auto without = child({Purpose::register_}, waits);
        const auto& kept = kept_has_it ? with : without;
        merge_into(kept, kept_has_it ? without : with);
        EXPECT_EQ(given.stored(kept)->lock, Lock::none) << kept_has_it;
        EXPECT_TRUE(parent_has_agreed(kept));
        given.site.given([&](db::Tx& tx) -> Result<Done> {
            remove(tx, given.site.network(), kept);
            return Done{};
        });
    }
}

TEST_F(Merged, the_yes_of_a_parent_does_not_cover_what_the_other_entry_adds)
{
    const auto with = child({Purpose::register_}, agrees);
    const auto adds = child({Purpose::register_, Purpose::pictures}, waits);
    merge_into(with, adds);
    EXPECT_EQ(given.stored(with)->lock, Lock::parent);
    given.site.given([&](db::Tx& tx) {
        return parent_agrees(tx, given.site.network(), with, {.way = ConsentWay::phone, .note = "Anruf"},
                             given.author());
    });
    EXPECT_EQ(given.stored(with)->lock, Lock::none) << "the coordination can enter the yes";
}

TEST_F(Merged, a_parent_whose_link_leads_nowhere_any_more_keeps_no_mail)
{
    const auto ask = [&](const PersonId& id, const Parent& parent) {
        given.site.given([&](db::Tx& tx) -> Result<Done> {
            TRY(mail::enqueue(
                tx,
                {.network = given.site.network(),
                 .to = {.address = parent.email.seen_by(accounts::the_program()), .name = parent.name},
                 .subject = "Darf Karl mitmachen?",
                 .text = id.text(),
                 .purpose = "ask_parent"},
                given.site.clock, given.site.random));
            return Done{};
        });
    };
    const Parent other{.name = "Petra Beispiel", .email = "petra@example.org"};
    const auto kept = child({Purpose::register_}, waits);
    const auto gone = child({Purpose::register_}, other);
    ask(kept, waits);
    ask(gone, other);
    merge_into(kept, gone);
    EXPECT_EQ(mails_to("paula@example.org").size(), 1U);
    EXPECT_TRUE(mails_to("petra@example.org").empty());
}

TEST_F(Merged, who_took_everything_back_needs_the_parents_yes_anew)
{
    const auto gone = child({Purpose::register_}, agrees);
    given.site.clock.advance(std::chrono::hours(1));
    const auto withdrawn = child({Purpose::register_}, waits);
    given.site.clock.advance(std::chrono::hours(1));
    given.site.given([&](db::Tx& tx) {
        return withdraw_consent(tx, given.site.network(), withdrawn, {}, given.author());
    });
    merge_into(withdrawn, gone);
    EXPECT_EQ(given.stored(withdrawn)->lock, Lock::withdrawn);
    EXPECT_FALSE(parent_has_agreed(withdrawn));
}

// ---- Locks ----

TEST_F(Merged, entries_rest_if_one_did_and_no_deletion_is_put_off)
{
    const auto kept = given.person(given.draft(given.birkenau));
    const auto objects = given.person(given.draft(given.birkenau));
    given.site.given([&](db::Tx& tx) {
        return let_rest(tx, given.site.network(), objects, {.why = Lock::objected}, given.author());
    });
    given.site.clock.advance(std::chrono::days(20));
    merge_into(kept, objects);
    EXPECT_EQ(given.stored(kept)->lock, Lock::objected);
    given.site.clock.advance(std::chrono::days(10));
    EXPECT_EQ(given.due(Lock::objected), std::vector{kept});
}

TEST_F(Merged, an_objection_holds_also_where_nobody_has_agreed)
{
    const auto unasked = given.person(given.draft(given.birkenau), Agreed::no);
    const auto objects = given.person(given.draft(given.birkenau));
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(let_rest(tx, given.site.network(), objects, {.why = Lock::objected}, given.author()));
        tx.exec(R"sql(DELETE FROM consents)sql", {});
        return Done{};
    });
    merge_into(unasked, objects);
    EXPECT_EQ(given.stored(unasked)->lock, Lock::objected);
}

} // namespace
} // namespace dorfnetz::people
