#include "features/transfer/importing.hpp"
#include "features/transfer/transfer_for_tests.hpp"

namespace dorfnetz::transfer::test {

namespace {

// What a list does to people who are in the register already.
class KnownPeople : public Transfer
{
protected:
    people::Author author() { return {.clock = site.clock, .random = site.random, .name = "Erika"}; }

    people::ConsentDraft consent(db::Tx& tx)
    {
        return {.way = people::ConsentWay::paper,
                .given_on = date_of(site.clock.now()),
                .to = people::remember_asking_text(tx, {.network = site.network(),
                                                        .network_name = "Netz heide",
                                                        .language = i18n::Language::de,
                                                        .now = site.clock.now()})};
    }

    enum class Agreed { yes, no };

    people::PersonId eva(Agreed agreed)
    {
        people::PersonId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            people::NewPerson eva{.data = {.given_name = "Eva",
                                           .family_name = "Muster",
                                           .village = village("musterdorf"),
                                           .phone = "034243 12345",
                                           .email = "eva@example.org"}};
            if (agreed == Agreed::yes)
                eva.consent = consent(tx);
            id = TRY(people::create(tx, site.network(), eva, author()));
            return Done{};
        });
        return id;
    }

    // Brings a list and takes it over; `meanwhile` happens after its rows were judged.
    Result<Done> take_over(std::string_view bytes, const std::optional<std::vector<std::string>>& only,
                           const std::function<void()>& meanwhile = {})
    {
        const auto batch = stage(
            site.environment(), network(),
            {.target = Target::people, .bytes = bytes, .file_name = "liste.csv", .only_villages = only});
        EXPECT_TRUE(batch);
        EXPECT_TRUE(check(site.environment(), network(), batch->id, {}));
        bool happened = false;
        return apply(site.environment(), network(), batch->id, {.progress = [&](std::int64_t, std::int64_t) {
                         if (meanwhile && !std::exchange(happened, true))
                             meanwhile();
                         return true;
                     }});
    }

    static constexpr std::string_view says_yes =
        "Vorname;Nachname;Dorf;Telefon;Einwilligung;Einwilligung am;Einwilligung wie\n"
        "Eva;Muster;Musterdorf;034243 12345;ja;01.06.2026;Papier\n";
    static constexpr std::string_view other_mailbox =
        "Vorname;Nachname;Dorf;Telefon;Mail;Aufgaben\n"
        "Eva;Muster;Musterdorf;034243 12345;ich-selbst@example.org;Kochen\n";
};

} // namespace

TEST_F(KnownPeople, keep_their_mailbox_when_a_lead_editor_brings_a_list)
{
    eva(Agreed::yes);
    ASSERT_TRUE(take_over(other_mailbox, std::vector{village("musterdorf").text()}));
    ASSERT_EQ(people().size(), 1U);
    EXPECT_EQ(people().front().data.tasks, std::vector<std::string>{"cooking"}) << "the rest is taken";
    EXPECT_EQ(people().front().data.email, "eva@example.org");
}

TEST_F(KnownPeople, stay_locked_if_they_said_no_while_the_list_was_on_its_way)
{
    const auto id = eva(Agreed::no);
    const auto applied = take_over(says_yes, {}, [&] {
        site.given(
            [&](db::Tx& tx) { return people::withdraw_consent(tx, site.network(), id, {}, author()); });
    });
    ASSERT_FALSE(applied) << "somebody looks at the list again";
    EXPECT_EQ(applied.error().kind, Err::conflict);
    EXPECT_EQ(people().front().lock, people::Lock::withdrawn);
    EXPECT_TRUE(people().front().agreed.empty());
}

TEST_F(KnownPeople, do_not_say_yes_again_by_a_list_from_before_their_no)
{
    const auto id = eva(Agreed::yes);
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(people::withdraw_consent(tx, site.network(), id, {}, author()));
        // As two merged entries may leave it: nobody has agreed, and a no is on record.
        tx.exec(R"sql(UPDATE people SET locked_because = 'no_consent')sql", {});
        return Done{};
    });
    ASSERT_TRUE(take_over(says_yes, {}));
    EXPECT_TRUE(people().front().is_locked());
    EXPECT_TRUE(people().front().agreed.empty());
}

TEST_F(KnownPeople, say_yes_by_a_list)
{
    eva(Agreed::no);
    ASSERT_TRUE(take_over(says_yes, {}));
    EXPECT_FALSE(people().front().is_locked());
}

TEST_F(KnownPeople, get_another_mailbox_by_a_list_of_the_coordination)
{
    eva(Agreed::yes);
    ASSERT_TRUE(take_over(other_mailbox, {}));
    EXPECT_EQ(people().front().data.email, "ich-selbst@example.org");
}

} // namespace dorfnetz::transfer::test
