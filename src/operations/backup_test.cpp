#include "operations/backup.hpp"

#include "foundation/db/migrate.hpp"
#include "operations/checksum.hpp"
#include "operations/database_copy.hpp"
#include "operations/operations_for_tests.hpp"

#include <atomic>
#include <set>
#include <sys/stat.h>
#include <thread>

namespace dorfnetz::operations::test {

namespace {

using Backup = Installations;

int mode_of(const std::filesystem::path& path)
{
    struct stat status
    {
    };

    ::stat(path.c_str(), &status);
    return static_cast<int>(status.st_mode & 0777U);
}

std::set<std::string> names_in(const std::filesystem::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

TEST(Checksum, is_the_sha_256_of_all_pieces_together)
{
    Checksum checksum;
    checksum.add("a");
    checksum.add("bc");
    EXPECT_EQ(checksum.text(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(Backup, says_what_it_holds_and_can_be_read_by_its_owner_only)
{
    const auto manifest = saved();
    EXPECT_EQ(manifest.program_version, "1.2.3");
    EXPECT_EQ(manifest.schema_version, newest_schema(database.pool().engine()));
    EXPECT_EQ(manifest.engine, support::engine_under_test());
    EXPECT_EQ(manifest.made_at, clock.now());
    ASSERT_EQ(manifest.parts.size(), 3U);
    EXPECT_EQ(manifest.parts[1].name, "secret.key");
    EXPECT_EQ(manifest.parts[2].name, "media/aa/teich.webp");
    EXPECT_EQ(mode_of(file()), 0600);
    EXPECT_EQ(names_in(file().parent_path()), (std::set<std::string>{"data", "revocations.txt", "saved.zip"}))
        << "something was left behind";
}

TEST_F(Backup, takes_neither_mails_nor_uploads_nor_other_backups)
{
    for (const auto* const path : {"mails/a.eml", "uploads/b", "backups/c.zip"})
        write_file(data() / path, "x");
    EXPECT_EQ(saved().parts.size(), 3U);
}

TEST_F(Backup, keeps_a_file_that_is_there_unless_it_may_go)
{
    write_file(file(), "holiday pictures");
    EXPECT_EQ(back_up(here(), database.pool(), file(), Existing::keep).error().kind, Err::conflict);
    EXPECT_EQ(content_of(file()), "holiday pictures");
    ASSERT_TRUE(back_up(here(), database.pool(), file(), Existing::replace));
    EXPECT_TRUE(check_backup(file()));
}

TEST_F(Backup, that_cannot_be_written_is_an_error_and_leaves_nothing)
{
    write_file(data() / "a-file", "x");
    const auto refused = back_up(here(), database.pool(), data() / "a-file/saved.zip", Existing::keep);
    EXPECT_EQ(refused.error().kind, Err::unavailable);
    EXPECT_EQ(content_of(data() / "a-file"), "x");
}

TEST_F(Backup, restores_everything_in_another_place)
{
    given([&](db::Tx& tx) { web::save_setting(tx, network, "subtitle.de", "Neun Dörfer"); });
    saved();
    const auto restored = restore(elsewhere(), file(), Existing::keep);
    ASSERT_TRUE(restored) << restored.error().text.text() << testing::PrintToString(restored.error().values);
    EXPECT_TRUE(restored->moved_away.empty());
    EXPECT_EQ(restored->schema_version, newest_schema(database.pool().engine()));
    const auto pool = db::Pool::open(elsewhere().database);
    EXPECT_EQ(setting(*pool, "subtitle.de"), "Neun Dörfer");
    EXPECT_EQ(integrity_problem(*pool), std::nullopt);
    EXPECT_EQ(content_of(elsewhere().data / "secret.key"), std::string(32, 'k'));
    EXPECT_EQ(mode_of(elsewhere().data / "secret.key"), 0600);
    EXPECT_EQ(mode_of(elsewhere().data), 0700);
    EXPECT_EQ(content_of(elsewhere().data / "media/aa/teich.webp"), "a pond");
}

TEST_F(Backup, made_while_others_write_holds_all_that_was_acknowledged_before)
{
    std::atomic<int> acknowledged = 0;
    std::jthread writer([&](const std::stop_token& stop) {
        const auto pool = database.another_pool();
        for (int i = 1; !stop.stop_requested(); ++i) {
            const auto done = pool->write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
                web::save_setting(tx, network, "row." + std::to_string(i), "x");
                web::save_setting(tx, network, "twin." + std::to_string(i), "x");
                return Done{};
            });
            if (done)
                acknowledged = i;
        }
    });
    while (acknowledged < 50)
        std::this_thread::yield();
    const int before = acknowledged;
    saved();
    writer.request_stop();
    writer.join();
    EXPECT_GT(acknowledged, before) << "nobody wrote meanwhile, so nothing was tried";

    ASSERT_TRUE(restore(elsewhere(), file(), Existing::keep));
    const auto pool = db::Pool::open(elsewhere().database);
    EXPECT_EQ(integrity_problem(*pool), std::nullopt);
    const auto settings =
        pool->read([](db::Reader& reader) { return web::network_by_slug(reader, "beispiel")->settings; });
    for (int i = 1; i <= before; ++i)
        ASSERT_TRUE(settings.contains("row." + std::to_string(i))) << i;
    EXPECT_EQ(settings.size() % 2, 0U) << "half of a transaction was copied";
}

TEST_F(Backup, that_is_damaged_is_refused_wherever_the_damage_is)
{
    saved();
    const auto whole = content_of(file());
    for (std::size_t eighth = 0; eighth < 8; ++eighth) {
        auto damaged = whole;
        // Behind the header of the first part, whose unused fields may change without harm.
        const auto at = 60 + eighth * (whole.size() - 60) / 8;
        for (std::size_t i = at; i < std::min(at + 40, damaged.size()); ++i)
            damaged[i] = static_cast<char>(damaged[i] ^ 0x5a);
        write_file(file(), damaged);
        EXPECT_FALSE(check_backup(file())) << "damage at byte " << at << " of " << whole.size();
    }
    write_file(file(), whole.substr(0, whole.size() / 2));
    EXPECT_EQ(restore(elsewhere(), file(), Existing::keep).error().kind, Err::invalid);
    EXPECT_FALSE(std::filesystem::exists(elsewhere().data)) << "a refusal must leave nothing behind";
    EXPECT_EQ(restore(elsewhere(), data() / "nothing.zip", Existing::keep).error().kind, Err::missing);
}

// Writes a backup whose manifest was changed.
void write_changed(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::function<void(Manifest&)>& change)
{
    auto archive = Archive::open(from).value();
    auto manifest = manifest_of(archive, from).value();
    std::vector<ArchivePart> parts;
    for (const auto& part : manifest.parts) {
        const auto path = to.parent_path() / "changed" / part.name;
        std::string bytes;
        ASSERT_TRUE(archive.read(part.name, part.bytes, [&](std::string_view piece) { bytes += piece; }));
        write_file(path, bytes);
        parts.push_back({part.name, path});
    }
    change(manifest);
    write_file(to.parent_path() / "changed/manifest.json", to_json(manifest));
    parts.push_back({"manifest.json", to.parent_path() / "changed/manifest.json"});
    write_archive(to, parts);
}

TEST_F(Backup, of_a_newer_program_is_refused)
{
    saved();
    const auto newer = file().parent_path() / "newer.zip";
    write_changed(file(), newer, [](Manifest& manifest) { ++manifest.schema_version; });
    EXPECT_EQ(restore(elsewhere(), newer, Existing::keep).error().text,
              "Die Sicherung stammt von einer neueren Fassung des Programms ({1}). "
              "Installiere erst diese oder eine spätere."_de);
    EXPECT_FALSE(std::filesystem::exists(elsewhere().data));
}

TEST_F(Backup, of_the_other_engine_is_refused)
{
    saved();
    auto other = elsewhere();
    other.database =
        support::engine_under_test() == db::Engine::sqlite ? "postgresql:///nowhere" : "sqlite:nowhere.db";
    EXPECT_EQ(restore(other, file(), Existing::keep).error().kind, Err::invalid);
}

TEST(Manifest, with_a_part_that_leads_out_of_the_data_folder_is_none)
{
    Manifest manifest{.program_version = "1",
                      .schema_version = 1,
                      .engine = db::Engine::sqlite,
                      .made_at = {},
                      .parts = {{.name = "database.db", .bytes = 1, .sha256 = "x"}}};
    ASSERT_TRUE(manifest_from_json(to_json(manifest)));
    for (const auto* const name :
         {"../evil", "media/../../evil", "/etc/passwd", "media/", "backups/x", "media"}) {
        auto changed = manifest;
        changed.parts.push_back({.name = name, .bytes = 1, .sha256 = "x"});
        EXPECT_FALSE(manifest_from_json(to_json(changed))) << name;
    }
    EXPECT_FALSE(manifest_from_json("{"));
    EXPECT_FALSE(manifest_from_json("[]"));
    EXPECT_FALSE(manifest_from_json(R"({"format": 2})"));
}

TEST(WithoutPassword, keeps_the_password_out_of_the_command_line)
{
    const auto check = [](const std::string& address, const std::string& rest, const std::string& password) {
        const auto parts = without_password(address);
        EXPECT_EQ(parts.address, rest);
        EXPECT_EQ(parts.password, password) << address;
    };
    check("postgresql://dorf:ge%20heim@db.example:5432/netz?sslmode=require",
          "postgresql://dorf@db.example:5432/netz?sslmode=require", "ge heim");
    check("postgresql:///netz?host=/run/postgresql&password=x%26y&user=dorf",
          "postgresql:///netz?host=/run/postgresql&user=dorf", "x&y");
    check("postgresql://db.example:5432/netz", "postgresql://db.example:5432/netz", "");
    check("postgresql://dorf@/netz", "postgresql://dorf@/netz", "");
}

} // namespace

} // namespace dorfnetz::operations::test
