#pragma once

#include "foundation/web/network.hpp"
#include "operations/backup.hpp"
#include "operations/data_lock.hpp"
#include "operations/restore.hpp"
#include "tests/support/database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

// What the tests of backups and of the doctor have in common.
namespace dorfnetz::operations::test {

inline std::string content_of(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const std::filesystem::path& path, std::string_view content)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

// An installation with one invented network, a key and a media file, and an empty one beside it.
class Installations : public testing::Test
{
protected:
    Installations()
    {
        std::filesystem::create_directories(data());
        std::filesystem::permissions(data(), std::filesystem::perms::owner_all);
        write_file(data() / secret_name, std::string(32, 'k'));
        std::filesystem::permissions(data() / secret_name, std::filesystem::perms::owner_read |
                                                               std::filesystem::perms::owner_write);
        write_file(data() / "media/aa/teich.webp", "a pond");
        given([&](db::Tx& tx) {
            web::insert_network(tx,
                                {.id = network,
                                 .slug = "beispiel",
                                 .name = "Beispiel",
                                 .time_zone = "Europe/Berlin",
                                 .settings = {}},
                                clock.now());
        });
    }

    std::filesystem::path data() const { return m_folder.path() / "data"; }

    std::filesystem::path file() const { return m_folder.path() / "saved.zip"; }

    Installation here() const
    {
        return {.data = data(), .database = database.address(), .program_version = "1.2.3", .clock = clock};
    }

    // Where nothing is yet.
    Installation elsewhere() const
    {
        const bool sqlite = support::engine_under_test() == db::Engine::sqlite;
        return {.data = m_folder.path() / "elsewhere",
                .database = sqlite ? "sqlite:" + (m_folder.path() / "elsewhere/dorfnetz.db").string()
                                   : empty_database.address(),
                .program_version = "1.2.3",
                .clock = clock};
    }

    void given(const std::function<void(db::Tx&)>& work)
    {
        const auto done = database.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            work(tx);
            return Done{};
        });
        EXPECT_TRUE(done);
    }

    static std::string setting(db::Pool& pool, std::string_view key)
    {
        return pool.read([&](db::Reader& reader) {
            const auto found = web::network_by_slug(reader, "beispiel");
            return found ? std::string(found->setting(key)) : "no network";
        });
    }

    Manifest saved() { return back_up(here(), database.pool(), file(), Existing::keep).value(); }

    FixedClock clock{"2026-11-22T10:00:00Z"};
    NetworkId network{"01890000-0000-7000-8000-000000000001"};
    support::TestDatabase database;
    support::TestDatabase empty_database{support::TestDatabase::Schema::empty};

private:
    support::TemporaryDirectory m_folder;
};

} // namespace dorfnetz::operations::test
