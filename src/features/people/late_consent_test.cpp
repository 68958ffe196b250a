#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/people_for_tests.hpp"

#include <gtest/gtest.h>

// A yes that comes to the register later than it was given: on paper, by a list, with a second entry.
namespace dorfnetz::people {
namespace {

using Agreed = Given::Agreed;
using web::Role;

class LateConsent : public testing::Test
{
protected:
    ConsentDraft given_on(db::Tx& tx, const std::string& day, const std::vector<Purpose>& purposes)
    {
        auto consent = given.consent_to(tx, purposes);
        consent.given_on = *date_from_iso(day);
        return consent;
    }

    Result<Done> record(const PersonId& id, const std::string& day,
                        const std::vector<Purpose>& purposes = {Purpose::register_, Purpose::lead_contact})
    {
        return given.site.pool().write(db::Scope::nothing(), [&](db::Tx& tx) {
            return record_consent(tx, given.site.network(), id, given_on(tx, day, purposes), given.author());
        });
    }

    // On the 24th, two days after the person came in.
    void withdraw(const PersonId& id, Purpose purpose = Purpose::register_)
    {
        given.site.clock.set(*timestamp_from_iso("2026-11-24T10:00:00Z"));
        given.site.given([&](db::Tx& tx) {
            return withdraw_consent(tx, given.site.network(), id, {.purpose = purpose}, given.author());
        });
        given.site.clock.set(*timestamp_from_iso("2026-11-26T10:00:00Z"));
    }

    std::string mark()
    {
        return given.site.pool().read(
            [&](db::Reader& reader) { return register_mark(reader, given.site.network()); });
    }

    Given given;
};

TEST_F(LateConsent, from_before_the_no_does_not_unlock)
{
    const auto id = given.person(given.draft(given.birkenau));
    withdraw(id);
    const auto refused = record(id, "2026-11-23");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::invalid);
    EXPECT_EQ(given.stored(id)->lock, Lock::withdrawn);
    EXPECT_TRUE(given.stored(id)->agreed.empty());
    EXPECT_TRUE(record(id, "2026-11-24")) << "on the same day they may have thought better of it";
    EXPECT_EQ(given.stored(id)->lock, Lock::none);
}

TEST_F(LateConsent, from_before_the_no_of_somebody_who_had_never_agreed_does_not_unlock)
{
    const auto id = given.person(given.draft(given.birkenau), Agreed::no);
    withdraw(id);
    EXPECT_FALSE(record(id, "2026-11-23"));
    EXPECT_EQ(given.stored(id)->lock, Lock::withdrawn);
}

TEST_F(LateConsent, is_held_against_the_no_to_the_same_purpose)
{
    const auto id = given.person(given.draft(given.birkenau));
    withdraw(id, Purpose::lead_contact);
    EXPECT_FALSE(record(id, "2026-11-23", {Purpose::lead_contact}));
    EXPECT_TRUE(record(id, "2026-11-23", {Purpose::pictures}));
    EXPECT_EQ(given.stored(id)->agreed, (std::vector{Purpose::pictures, Purpose::register_}));
}

TEST_F(LateConsent, that_is_over_is_said_at_the_day_in_the_form)
{
    const auto id = given.person(given.draft(given.birkenau));
    withdraw(id);
    given.site.sign_in_as(Role::coordinator);
    const auto path = given.show(id) + "/einwilligung";
    const auto answer = given.site.submit(
        path, path, {{"zwecke", "register"}, {"weise", "paper"}, {"zugestimmt_am", "23.11.2026"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("Ein Ja von davor gilt nicht mehr"));
    EXPECT_TRUE(answer.says("23.11.2026"));
}

TEST_F(LateConsent, on_a_reply_slip_needs_a_day_after_the_no)
{
    const auto id = given.person(given.draft(given.birkenau), Agreed::no);
    given.person(given.draft(given.weidenhof, "Wartet"), Agreed::no); // or the page has no form
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        note_request(tx, given.site.network(), id, "0A1B2C3D4E", AskedBy::letter, given.author());
        return Done{};
    });
    withdraw(id);
    given.site.sign_in_as(Role::coordinator);
    const std::string path = "/redaktion/engagierte/gesperrt";
    const auto enter = [&](const std::string& day) {
        return given.site
            .submit(path, path + "/ruecklauf", {{"nummer", "0A1B2C3D4E"}, {"antwort", "ja"}, {"datum", day}})
            .status;
    };
    EXPECT_EQ(enter(""), 422) << "nobody knows which came first";
    EXPECT_EQ(enter("23.11.2026"), 422);
    EXPECT_EQ(given.stored(id)->lock, Lock::withdrawn);
    EXPECT_EQ(enter("25.11.2026"), 303);
    EXPECT_EQ(given.stored(id)->lock, Lock::none);
}

TEST_F(LateConsent, of_a_second_entry_revives_nothing_if_it_was_signed_before)
{
    for (const auto* purpose : {"register", "lead_contact"}) {
        const auto kept = given.person(given.draft(given.birkenau));
        withdraw(kept, *purpose_from_text(purpose));
        PersonId typed_in_late;
        given.site.given([&](db::Tx& tx) -> Result<Done> {
            typed_in_late = TRY(
                create(tx, given.site.network(),
                       {.data = given.draft(given.birkenau),
                        .consent = given_on(tx, "2026-11-23", {Purpose::register_, Purpose::lead_contact})},
                       given.author()));
            return merge(tx, given.site.network(), kept, typed_in_late, given.author());
        });
        EXPECT_FALSE(given.stored(kept)->agreed_to(*purpose_from_text(purpose))) << purpose;
    }
}

TEST_F(LateConsent, and_every_no_moves_the_mark_of_the_register)
{
    const auto agreed = given.person(given.draft(given.birkenau));
    const auto unasked = given.person(given.draft(given.birkenau, "Muster"), Agreed::no);
    auto before = mark();
    const auto moves = [&](const std::function<Result<Done>(db::Tx&)>& work) {
        given.site.given(work);
        const auto earlier = std::exchange(before, mark());
        return earlier != before;
    };
    EXPECT_FALSE(moves([](db::Tx&) -> Result<Done> { return Done{}; }));
    for (const auto& [id, purpose] :
         {std::pair(unasked, Purpose::register_), std::pair(agreed, Purpose::lead_contact)})
        EXPECT_TRUE(moves([&](db::Tx& tx) {
            return withdraw_consent(tx, given.site.network(), id, {.purpose = purpose}, given.author());
        })) << id.text();
    EXPECT_TRUE(moves([&](db::Tx& tx) {
        return record_consent(tx, given.site.network(), agreed, given.consent_to(tx, {Purpose::pictures}),
                              given.author());
    }));
}

} // namespace
} // namespace dorfnetz::people
