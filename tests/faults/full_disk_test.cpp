#include "features/contact/feature.hpp"
#include "foundation/mail/outbox.hpp"
#include "tests/faults/small_disk.hpp"
#include "tests/support/site.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dorfnetz::faults {

namespace {

using MakeDisk = std::unique_ptr<Disk> (*)();

class FullDisk : public testing::TestWithParam<MakeDisk>
{
protected:
    void SetUp() override
    {
        if (support::engine_under_test() != db::Engine::sqlite)
            GTEST_SKIP() << "PostgreSQL's files are not in the hands of the program";
        // The schema is made once and copied for each test: it must not lie on a disk that is gone
        // afterwards.
        const support::TestDatabase schema;
        m_disk = GetParam()();
        if (!m_disk)
            GTEST_SKIP() << "this machine lets nobody mount a small disk";
        m_site = std::make_unique<support::TestSite>(
            std::vector<support::TestSite::Register>{contact::register_feature});
    }

    support::TestSite& site() { return *m_site; }

    Disk& disk() { return *m_disk; }

    support::Answer send(const std::string& text)
    {
        return site().submit(
            "/kontakt", "/kontakt",
            {{"name", "Erika Beispiel"}, {"email", "erika@example.org"}, {"nachricht", text}});
    }

    std::int64_t messages()
    {
        return site().pool().read(
            [&](db::Reader& reader) { return mail::outbox_counts(reader, site().network()).waiting; });
    }

private:
    std::unique_ptr<Disk> m_disk;
    std::unique_ptr<support::TestSite> m_site;
};

} // namespace

TEST_P(FullDisk, refuses_a_form_in_plain_words_and_loses_nothing_that_was_acknowledged)
{
    ASSERT_EQ(send("Wann ist Probe?").status, 303);
    disk().fill();

    // Several times: the failed write must leave nothing behind that lets the next one look successful.
    for (int i = 0; i < 3; ++i) {
        const auto refused = send("Und wo?");
        EXPECT_EQ(refused.status, 503);
        EXPECT_TRUE(refused.says("Gerade geht es nicht"));
        EXPECT_TRUE(refused.says("Es wurde nichts geändert"));
        EXPECT_FALSE(refused.headers.find("retry-after").empty());
        EXPECT_EQ(messages(), 1);
    }
}

TEST_P(FullDisk, lets_everybody_go_on_reading)
{
    ASSERT_EQ(send("Wann ist Probe?").status, 303);
    disk().fill();
    EXPECT_EQ(send("Und wo?").status, 503);
    EXPECT_EQ(site().get("/kontakt").status, 200);
    EXPECT_EQ(site().get("/kontakt/danke").status, 200);
}

TEST_P(FullDisk, takes_forms_again_when_there_is_space_without_a_restart)
{
    disk().fill();
    EXPECT_EQ(send("Wann ist Probe?").status, 503);
    disk().give_space_back();
    EXPECT_EQ(send("Wann ist Probe?").status, 303);
    EXPECT_EQ(messages(), 1);
    // What another process finds in the file, not only what this one believes.
    EXPECT_EQ(site().another_pool()->read(
                  [&](db::Reader& reader) { return mail::outbox_counts(reader, site().network()).waiting; }),
              1);
}

TEST_P(FullDisk, keeps_a_file_whose_last_write_failed_readable_for_the_next_start)
{
    ASSERT_EQ(send("Wann ist Probe?").status, 303);
    disk().fill();
    EXPECT_EQ(send(std::string(3'000, 'x')).status, 503);
    const auto started_anew = site().another_pool();
    EXPECT_EQ(started_anew->read([](db::Reader& reader) {
        return reader.value<std::string>("SELECT integrity_check FROM pragma_integrity_check", {});
    }),
              "ok");
}

INSTANTIATE_TEST_SUITE_P(MountedDisk, FullDisk, testing::Values(mounted_disk));
INSTANTIATE_TEST_SUITE_P(LimitedFiles, FullDisk, testing::Values(limited_files));

} // namespace dorfnetz::faults
