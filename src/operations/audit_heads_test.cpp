#include "operations/audit_heads.hpp"

#include "accounts/audit.hpp"
#include "foundation/core/text.hpp"
#include "operations/operations_for_tests.hpp"

namespace dorfnetz::operations::test {

namespace {

class AuditHeads : public Installations
{
protected:
    void given_entries(int count)
    {
        given([&](db::Tx& tx) {
            for (int i = 0; i < count; ++i)
                accounts::record(tx,
                                 {.network = network,
                                  .user = {},
                                  .action = "contact.viewed",
                                  .subject_kind = "person",
                                  .subject = "p1"},
                                 clock, random);
        });
        accounts::seal_audit_log(database.pool());
    }

    void cut_off_from(std::int64_t place)
    {
        given([&](db::Tx& tx) {
            tx.exec(R"sql(DELETE FROM audit_details
                          WHERE id IN (SELECT id FROM audit_log WHERE place >= :place))sql",
                    {{"place", place}});
            tx.exec(R"sql(DELETE FROM audit_log WHERE place >= :place)sql", {{"place", place}});
        });
    }

    std::filesystem::path list() const { return here().backups() / audit_heads_name; }

    void write() { write_audit_heads(database.pool(), list(), clock.now()); }

    std::size_t lost()
    {
        return database.pool().read([&](db::Reader& reader) { return lost_heads(reader, list()).size(); });
    }

    SeededRandom random{1};
};

TEST_F(AuditHeads, are_kept_outside_and_grow_with_the_log)
{
    given_entries(3);
    write();
    given_entries(2);
    write();
    const auto heads = read_audit_heads(list());
    ASSERT_EQ(heads.size(), 1U);
    EXPECT_EQ(heads[0].place, 5);
    EXPECT_EQ(lost(), 0U);
}

TEST_F(AuditHeads, that_the_log_no_longer_contains_are_reported_and_never_overwritten)
{
    given_entries(5);
    write();
    cut_off_from(4);
    EXPECT_EQ(lost(), 1U);
    given_entries(4); // as if nothing had happened
    write();
    EXPECT_EQ(read_audit_heads(list())[0].place, 5);
    EXPECT_EQ(lost(), 1U);
}

TEST_F(AuditHeads, of_before_a_restore_become_comments)
{
    write_file(list(), network.text() + " 7 abcd 2026-11-22T09:00:00Z\n");
    EXPECT_EQ(lost(), 1U);
    retire_audit_heads(list(), clock.now());
    EXPECT_EQ(lost(), 0U);
    EXPECT_TRUE(content_of(list()).starts_with("# before the restore of 2026-11-22T10:00:00Z: "));
    given_entries(1);
    write();
    EXPECT_EQ(read_audit_heads(list()).size(), 1U);
}

TEST_F(AuditHeads, in_a_damaged_list_do_no_harm)
{
    write_file(list(), "\n# note\nx\nnetwork many hash\n");
    EXPECT_TRUE(read_audit_heads(list()).empty());
    given_entries(1);
    write();
    EXPECT_EQ(read_audit_heads(list()).size(), 1U);
    EXPECT_TRUE(content_of(list()).starts_with("\n# note\n"));
}

TEST_F(AuditHeads, a_restore_is_written_into_the_log_and_leaves_the_doctor_content)
{
    given_entries(2);
    saved();
    given_entries(3);
    const auto target = elsewhere();
    write_audit_heads(database.pool(), target.backups() / audit_heads_name, clock.now());
    ASSERT_TRUE(restore(target, file(), Existing::keep));
    const auto restored = db::Pool::open(target.database);
    accounts::seal_audit_log(*restored);
    restored->read([&](db::Reader& reader) {
        const auto log = accounts::audit_page(reader, network, {}, 10, 0);
        EXPECT_EQ(log.size(), 3U);
        EXPECT_EQ(std::count_if(log.begin(), log.end(),
                                [](const auto& row) { return row.action == "backup.restored"; }),
                  1);
        EXPECT_TRUE(lost_heads(reader, target.backups() / audit_heads_name).empty());
        EXPECT_FALSE(accounts::check_audit_log(reader, network).broken_at);
    });
}

} // namespace

} // namespace dorfnetz::operations::test
