#include "features/transfer/transfer_for_tests.hpp"

namespace dorfnetz::transfer {
namespace {

// What is kept of a list on its way, for how long, and what a crash or somebody else leaves of it.
class Keeping : public test::Pages
{
protected:
    std::int64_t count(db::Query query)
    {
        return site.pool().read([&](db::Reader& reader) { return reader.count(query, {}); });
    }

    std::int64_t files() { return count("SELECT COUNT(*) FROM import_files"); }

    // The batch of a workbook with several sheets.
    std::string workbook()
    {
        return upload(test::fixture("people_sheets_libreoffice.ods"), "people", "helfer.ods");
    }

    Batch staged(std::string_view list, std::string_view name = "liste.csv")
    {
        return stage(site.environment(), network(),
                     {.target = Target::people, .bytes = list, .file_name = name})
            .value();
    }

    Batch batch_now(const BatchId& id)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return store::batch_by_id(reader, site.network(), id).value(); });
    }

    void advance_and_work(std::chrono::hours time)
    {
        site.clock.advance(time);
        work_off_jobs();
    }
};

constexpr std::string_view one_person = "Vorname;Nachname;Dorf\nEva;Muster;Musterdorf\n";

TEST_F(Keeping, a_workbook_goes_once_its_columns_are_chosen)
{
    const auto batch = workbook();
    ASSERT_EQ(files(), 1);
    site.submit(batch + "/spalten", batch + "/spalten", {{"blatt", "Helfer 2024"}});
    EXPECT_EQ(files(), 1) << "another sheet may still be meant";
    site.submit(batch + "/spalten", batch + "/spalten",
                {{"spalte-0", "given_name"}, {"spalte-1", "family_name"}});
    EXPECT_EQ(files(), 0);
    const auto columns = site.get(batch + "/spalten");
    EXPECT_FALSE(columns.says("Dieses Blatt nehmen"));
    EXPECT_TRUE(columns.says("Für ein anderes Blatt lade die Datei noch einmal hoch."));
}

TEST_F(Keeping, a_workbook_that_nobody_goes_on_with_goes_within_two_days)
{
    const auto batch = workbook();
    advance_and_work(std::chrono::hours(24));
    EXPECT_EQ(files(), 1);
    advance_and_work(std::chrono::hours(24));
    EXPECT_EQ(files(), 0);
    EXPECT_EQ(site.get(batch + "/spalten").status, 200) << "the list itself can still be taken";
}

TEST_F(Keeping, what_a_crash_left_half_read_is_cleaned_up)
{
    const auto batch = staged(one_person);
    site.given([&](db::Tx& tx) -> Result<Done> {
        store::change_state(tx, site.network(), batch.id, State::mapping, State::staging, "",
                            site.clock.now());
        return Done{};
    });
    work_off_jobs();
    EXPECT_EQ(count("SELECT COUNT(*) FROM import_batches"), 1) << "it may still be coming in";
    advance_and_work(std::chrono::hours(2));
    EXPECT_EQ(count("SELECT COUNT(*) FROM import_batches"), 0);
}

TEST_F(Keeping, another_sheet_takes_the_place_of_the_first_in_one_step)
{
    const auto batch = staged(test::fixture("people_sheets_libreoffice.ods"), "helfer.ods");
    ASSERT_TRUE(check(site.environment(), network(), staged(one_person).id, {}));
    ASSERT_TRUE(choose_sheet(site.environment(), network(), batch.id, "Helfer 2024"));
    const auto now = batch_now(batch.id);
    EXPECT_EQ(now.state, State::mapping);
    EXPECT_EQ(now.table_name, "Helfer 2024");
    EXPECT_EQ(count("SELECT COUNT(*) FROM import_batches"), 2) << "nothing is left of the change";
    EXPECT_EQ(count("SELECT COUNT(*) FROM import_rows"), now.row_count + 1);
}

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
