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

TEST_F(KnownPeople, get_another_mailbox_by_a_list_of_the_coordination)
{
    eva(Agreed::yes);
    ASSERT_TRUE(take_over(other_mailbox, {}));
    EXPECT_EQ(people().front().data.email, "ich-selbst@example.org");
}

} // namespace dorfnetz::transfer::test
