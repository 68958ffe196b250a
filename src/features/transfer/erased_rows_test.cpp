#include "features/transfer/erased_rows.hpp"

#include "features/people/duplicates.hpp"
#include "features/transfer/transfer_for_tests.hpp"

namespace dorfnetz::transfer::test {

namespace {

class ErasedRows : public Transfer
{
protected:
    // Somebody of the register who has opened their mailbox.
    people::PersonId somebody(const std::string& name, const std::string& email)
    {
        people::PersonId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(people::create(tx, site.network(),
                                    {.data = {.given_name = name,
                                              .family_name = "Muster",
                                              .village = village("musterdorf"),
                                              .phone = "034243 12345",
                                              .email = email}},
                                    {.clock = site.clock, .random = site.random, .name = "Erika"}));
            people::confirm_mailbox(tx, site.network(), id);
            return Done{};
        });
        return id;
    }

    // A list that somebody has brought, and looks at.
    void bring(std::string_view bytes)
    {
        const auto batch = stage(site.environment(), network(),
                                 {.target = Target::people, .bytes = bytes, .file_name = "liste.csv"});
        ASSERT_TRUE(batch);
        ASSERT_TRUE(check(site.environment(), network(), batch->id, [](auto, auto) { return true; }));
    }

    void erase(const people::PersonId& id)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            people::erase(tx, site.network(), id, {kept_rows()});
            return Done{};
        });
    }

    std::int64_t emptied()
    {
        return site.pool().read([](db::Reader& reader) {
            return reader.count(R"sql(SELECT COUNT(*) FROM import_rows WHERE cells = '[]')sql", {});
        });
    }

    std::int64_t doubts()
    {
        return site.pool().read([](db::Reader& reader) {
            return reader.count(R"sql(SELECT COUNT(*) FROM erasure_doubts)sql", {});
        });
    }
};

} // namespace

TEST_F(ErasedRows, that_only_look_like_the_person_wait_for_the_coordinator)
{
    const auto eva = somebody("Eva", "eva@example.org");
    bring("Name;Dorf;Telefon\nEva Muster;Musterdorf;034243 12345\nUdo Bleibt;Musterdorf;034243 999\n");
    erase(eva);
    EXPECT_EQ(emptied(), 0) << "a namesake in the same house";
    EXPECT_EQ(doubts(), 1);
}

TEST_F(ErasedRows, that_name_the_mailbox_go_but_not_for_a_part_of_a_longer_address)
{
    const auto anna = somebody("Anna", "anna@example.org");
    bring("Name;Dorf;Mail\nHanna Anders;Musterdorf;hanna@example.org\nAnna M.;Musterdorf;"
          "Anna@Example.org, a@example.org\n");
    erase(anna);
    EXPECT_EQ(emptied(), 1);
    EXPECT_EQ(doubts(), 0);
}

TEST_F(ErasedRows, that_became_somebody_else_are_no_longer_in_doubt)
{
    const auto eva = somebody("Eva", "eva@example.org");
    import(Target::people, "Name;Dorf;Telefon\nUdo Muster;Probehausen;034243 12345\n");
    erase(eva);
    EXPECT_EQ(emptied(), 0) << "her husband, who is in the register himself";
    EXPECT_EQ(doubts(), 0);
}

TEST_F(ErasedRows, that_became_an_entry_which_was_merged_later_are_the_persons)
{
    import(Target::people, "Name;Dorf;Telefon\nEva Muster;Musterdorf;034243 12345\n");
    const auto second = person("Eva Muster").id;
    const auto kept = somebody("Evamaria", "eva@example.org");
    site.given([&](db::Tx& tx) {
        return people::merge(tx, site.network(), kept, second, {.clock = site.clock, .random = site.random});
    });
    erase(kept);
    EXPECT_EQ(emptied(), 1);
    EXPECT_EQ(doubts(), 0);
}

} // namespace dorfnetz::transfer::test
