#include "features/transfer/transfer_for_tests.hpp"

namespace dorfnetz::transfer {
namespace {

// What is kept of a list on its way, for how long, and what a crash or somebody else leaves of it.
class Keeping : public test::Pages
{
protected:
    Batch staged(std::string_view list)
    {
        return stage(site.environment(), network(),
                     {.target = Target::people, .bytes = list, .file_name = "liste.csv"})
            .value();
    }

    Batch batch_now(const BatchId& id)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return store::batch_by_id(reader, site.network(), id).value(); });
    }
};

constexpr std::string_view one_person = "Vorname;Nachname;Dorf\nEva;Muster;Musterdorf\n";

TEST_F(Keeping, a_list_that_is_being_taken_over_is_not_looked_at_anew)
{
    const auto batch = staged(one_person);
    ASSERT_TRUE(check(site.environment(), network(), batch.id, {}));
    const auto applied =
        apply(site.environment(), network(), batch.id, {.progress = [&](std::int64_t, std::int64_t) {
                  const auto again = check(site.environment(), network(), batch.id, {});
                  EXPECT_FALSE(again);
                  EXPECT_EQ(again.error().kind, Err::conflict);
                  return true;
              }});
    EXPECT_TRUE(applied) << applied.error().text.text();
    EXPECT_EQ(people().size(), 1U);
}

TEST_F(Keeping, columns_of_a_list_that_was_taken_over_stay)
{
    const auto batch = staged(one_person);
    ASSERT_TRUE(check(site.environment(), network(), batch.id, {}));
    ASSERT_TRUE(apply(site.environment(), network(), batch.id, {}));
    EXPECT_EQ(check(site.environment(), network(), batch.id, {}).error().kind, Err::conflict);
    EXPECT_EQ(batch_now(batch.id).state, State::done);
}

TEST_F(Keeping, a_list_that_is_gone_cannot_be_taken_over)
{
    const auto applied = apply(site.environment(), network(), BatchId{"gone"}, {});
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().kind, Err::missing);
}

} // namespace
} // namespace dorfnetz::transfer
