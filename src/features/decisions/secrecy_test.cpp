#include "features/decisions/decisions_for_tests.hpp"
#include "foundation/core/log.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

// What a secret vote leaves behind, looked at as somebody would who has the whole database in hand.
namespace dorfnetz::decisions {

namespace {

// Who chose what, with the same sums both times.
using Ballots = std::array<Choice, 3>;
constexpr Ballots one_way{Choice::yes, Choice::no, Choice::yes};
constexpr Ballots other_way{Choice::no, Choice::yes, Choice::yes};

std::string bytes_of(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A village's turnout as SQLite writes it: key columns side by side.
std::string row_of(const MotionId& motion, const VillageId& village)
{
    return motion.text() + village.text();
}

// A meeting with a secret vote, and its database from below.
class Secrecy : public WithMotions
{
public:
    using WithMotions::close_vote;
    using WithMotions::given_open;

    void TestBody() override {}

    MotionId voted(const Ballots& ballots)
    {
        const auto id = given_open(Way::secret);
        const std::array villages{aue, berg, tal};
        for (std::size_t i = 0; i < villages.size(); ++i)
            EXPECT_TRUE(
                vote(delegate(villages[i], "delegate-" + std::to_string(i)), id, villages[i], ballots[i]));
        return id;
    }

    void close_and_forget(const MotionId& id)
    {
        EXPECT_TRUE(close_vote(id));
        forget_secret_votes(site.pool());
    }

    std::string file() { return bytes_of(path()); }

    std::string log_of_writes() { return bytes_of(path() + "-wal"); }

    // Everything in the database: of SQLite the bytes of the file, of PostgreSQL all rows of all tables.
    std::string everything()
    {
        if (is_sqlite()) {
            // What stands in the log of the last writes comes into the file.
            site.pool().maintain();
            return file();
        }
        std::string all;
        read([&](db::Reader& reader) {
            reader.each(R"postgresql(
                SELECT table_name, CAST(query_to_xml(format('SELECT * FROM %I', table_name), TRUE, FALSE, '') AS TEXT)
                FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'schema_versions'
                ORDER BY table_name)postgresql",
                        {}, [&](db::Row& row) {
                            all += row.take<std::string>() + '\n';
                            all += row.take<std::string>() + '\n';
                        });
        });
        return all;
    }

    bool is_sqlite() { return site.pool().engine() == db::Engine::sqlite; }

    std::int64_t number(db::Query query)
    {
        return read([&](db::Reader& reader) { return reader.count(query, {}); });
    }

    std::string text(db::Query query)
    {
        return read([&](db::Reader& reader) { return reader.value<std::string>(query, {}); }).value_or("");
    }

    const VillageId& village_aue() const { return aue; }

    support::TestSite& whole_site() { return site; }

private:
    std::string path() const { return site.address().substr(std::string_view("sqlite:").size()); }
};

// The first difference, to be read by people.
std::string difference(const std::string& one, const std::string& other)
{
    std::size_t at = 0;
    while (at < std::min(one.size(), other.size()) && one[at] == other[at])
        ++at;
    const auto begin = at < 120 ? 0 : at - 120;
    return "byte " + std::to_string(at) + ": " + one.substr(begin, 240) + "\n\n" + other.substr(begin, 240);
}

} // namespace

TEST(SecretVotes, leave_the_same_database_whichever_village_chose_what)
{
    Secrecy one;
    Secrecy other;
    ASSERT_EQ(one.everything(), other.everything()) << "nothing else differs between two runs";
    const auto id = one.voted(one_way);
    const auto same_id = other.voted(other_way);
    ASSERT_EQ(id, same_id);
    const auto open_one = one.everything();
    const auto open_other = other.everything();
    EXPECT_TRUE(open_one == open_other) << difference(open_one, open_other);
    one.close_and_forget(id);
    other.close_and_forget(id);
    const auto closed_one = one.everything();
    const auto closed_other = other.everything();
    EXPECT_TRUE(closed_one == closed_other) << difference(closed_one, closed_other);
}

TEST(SecretVotes, of_other_sums_are_told_apart_so_the_comparison_sees_something)
{
    Secrecy one;
    Secrecy other;
    const auto id = one.voted(one_way);
    other.voted({Choice::no, Choice::no, Choice::yes});
    EXPECT_FALSE(one.everything() == other.everything());
    one.close_and_forget(id);
    other.close_and_forget(id);
    EXPECT_FALSE(one.everything() == other.everything());
}

TEST(SecretVotes, have_no_row_of_turnout_or_count_once_they_are_closed)
{
    Secrecy secrecy;
    const auto id = secrecy.voted(one_way);
    EXPECT_EQ(secrecy.number(R"sql(SELECT COUNT(*) FROM motion_turnout)sql"), 3);
    EXPECT_EQ(secrecy.number(R"sql(SELECT COUNT(*) FROM motion_counts)sql"), 1);
    secrecy.close_and_forget(id);
    EXPECT_EQ(secrecy.number(R"sql(SELECT COUNT(*) FROM motion_turnout)sql"), 0);
    EXPECT_EQ(secrecy.number(R"sql(SELECT COUNT(*) FROM motion_counts)sql"), 0);
    EXPECT_EQ(secrecy.number(R"sql(SELECT COUNT(*) FROM motion_votes)sql"), 0);
    EXPECT_EQ(secrecy.number(R"sql(SELECT SUM(yes) FROM motions)sql"), 2);
}

TEST(SecretVotes, leave_nothing_in_the_file_or_the_log_of_its_writes)
{
    Secrecy secrecy;
    if (!secrecy.is_sqlite())
        GTEST_SKIP() << "PostgreSQL is looked at below";
    const auto id = secrecy.voted(one_way);
    const auto row = row_of(id, secrecy.village_aue());
    EXPECT_NE((secrecy.file() + secrecy.log_of_writes()).find(row), std::string::npos)
        << "as long as it is open the turnout is there, so this is what to look for";
    EXPECT_TRUE(secrecy.close_vote(id));
    EXPECT_NE((secrecy.file() + secrecy.log_of_writes()).find(row), std::string::npos)
        << "and the log has it still when it is closed";
    forget_secret_votes(secrecy.whole_site().pool());
    EXPECT_EQ(secrecy.file().find(row), std::string::npos);
    EXPECT_EQ(secrecy.log_of_writes().find(row), std::string::npos);
}

TEST(SecretVotes, leave_no_former_state_of_their_rows)
{
    Secrecy secrecy;
    if (secrecy.is_sqlite())
        GTEST_SKIP() << "SQLite is looked at above";
    const auto id = secrecy.voted(one_way);
    const auto bytes = [&] {
        return secrecy.number(
            R"postgresql(SELECT pg_relation_size('motion_turnout') + pg_relation_size('motion_counts'))postgresql");
    };
    const auto files = [&] {
        return secrecy.text(
            R"postgresql(SELECT CONCAT(pg_relation_filepath('motion_turnout'), pg_relation_filepath('motion_counts')))postgresql");
    };
    // The counter that everybody sees was written by the last who voted, whatever they chose; who voted
    // before them wrote only states of it that are gone.
    EXPECT_EQ(secrecy.number(R"postgresql(
                  SELECT COUNT(*) FROM motion_turnout AS t JOIN motion_counts AS c ON t.xmin = c.xmin)postgresql"),
              1);
    EXPECT_TRUE(secrecy.close_vote(id));
    EXPECT_GT(bytes(), 0) << "dead rows are still there";
    const auto before = files();
    forget_secret_votes(secrecy.whole_site().pool());
    EXPECT_EQ(bytes(), 0);
    EXPECT_NE(files(), before) << "not even in the free space of the old file";
    EXPECT_EQ(secrecy.number(R"postgresql(
                  SELECT COUNT(*) FROM pg_class AS c JOIN pg_index AS i ON i.indexrelid = c.oid
                  WHERE i.indrelid IN (CAST('motion_turnout' AS regclass), CAST('motion_counts' AS regclass))
                    AND pg_relation_size(c.oid) > 8192)postgresql"),
              0)
        << "an index has nothing but its first page";
}

TEST(SecretVotes, write_no_line_of_the_audit_log_and_none_of_the_programs_log)
{
    Secrecy secrecy;
    const auto before = secrecy.number(R"sql(SELECT COUNT(*) FROM audit_log)sql");
    const auto id = secrecy.given_open(Way::secret);
    auto& site = secrecy.whole_site();
    site.sign_in_as(web::Role::lead_editor, secrecy.village_aue().text());
    const std::string path = "/treffen/treffen-im-advent/abstimmung";
    const auto body = "_token=" + support::TestSite::token_in(site.get(path).body, path) +
                      "&antrag=" + id.text() + "&dorf=" + secrecy.village_aue().text() +
                      "&stimme=abstain&sicher=1";
    log::set_level(log::Level::debug);
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    const auto first = site.post(path, body);
    const auto second = site.post(path, body);
    log::set_level(log::Level::info);
    const auto logged = testing::internal::GetCapturedStderr() + testing::internal::GetCapturedStdout();
    EXPECT_EQ(first.status, 303);
    EXPECT_EQ(second.status, 409);
    for (const auto& secret :
         {secrecy.village_aue().text(), std::string("abstain"), std::string("Enthaltung")})
        EXPECT_EQ(logged.find(secret), std::string::npos) << logged;
    EXPECT_EQ(secrecy.number(R"sql(SELECT COUNT(*) FROM audit_log)sql"), before);
}

} // namespace dorfnetz::decisions
