#include "accounts/audit.hpp"

#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::accounts {

namespace {

class AuditLog : public test::Accounts
{
protected:
    void write(const std::string& action, const std::string& person, const std::string& details)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            record(tx,
                   {.network = network.id,
                    .user = web::UserId("u1"),
                    .action = action,
                    .subject_kind = "person",
                    .subject = person,
                    .details = details},
                   site.clock, site.random);
            return Done{};
        });
        site.clock.advance(std::chrono::seconds(1));
    }

    std::vector<AuditRecord> about(const std::string& person)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return audit_of_subject(reader, network.id, "person", person); });
    }

    std::int64_t forged()
    {
        return site.pool().read([&](db::Reader& reader) { return count_forged_details(reader, network.id); });
    }
};

} // namespace

TEST_F(AuditLog, says_who_did_what_to_whom_the_newest_first)
{
    write("contact.viewed", "p1", "Telefon");
    write("contact.changed", "p1", "Telefon: alt, neu");
    write("contact.viewed", "p2", "");
    const auto log = about("p1");
    ASSERT_EQ(log.size(), 2U);
    EXPECT_EQ(log[0].action, "contact.changed");
    EXPECT_EQ(log[1].entry->details, "Telefon");
    EXPECT_EQ(log[1].entry->user, web::UserId("u1"));
    EXPECT_GT(log[0].at, log[1].at);
}

TEST_F(AuditLog, stays_whole_when_the_details_of_a_person_are_erased)
{
    write("contact.viewed", "p1", "Erika Beispiel");
    write("contact.viewed", "p2", "Anton Beispiel");
    site.given([&](db::Tx& tx) -> Result<Done> {
        EXPECT_EQ(erase_details(tx, network.id, "person", "p1"), 1);
        return Done{};
    });
    EXPECT_TRUE(about("p1").empty());
    const auto all =
        site.pool().read([&](db::Reader& reader) { return audit_page(reader, network.id, {}, 10, 0); });
    ASSERT_EQ(all.size(), 2U);
    EXPECT_TRUE(all[0].entry.has_value());
    EXPECT_FALSE(all[1].entry.has_value());
    EXPECT_EQ(all[1].action, "contact.viewed");
    EXPECT_EQ(forged(), 0);
}

TEST_F(AuditLog, shows_that_details_were_changed_by_hand)
{
    write("contact.viewed", "p1", "Telefon");
    EXPECT_EQ(forged(), 0);
    site.given([](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE audit_details SET user_id = 'u2')sql", {});
        return Done{};
    });
    EXPECT_EQ(forged(), 1);
}

} // namespace dorfnetz::accounts
