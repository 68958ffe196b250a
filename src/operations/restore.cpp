#include "operations/restore.hpp"

#include "accounts/audit.hpp"
#include "foundation/db/migrate.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/network.hpp"
#include "operations/audit_heads.hpp"
#include "operations/backup.hpp"
#include "operations/checksum.hpp"
#include "operations/data_lock.hpp"
#include "operations/database_copy.hpp"
#include "operations/files.hpp"
#include "schema/migrations.hpp"

#include <algorithm>
#include <fstream>
#include <set>

namespace dorfnetz::operations {

namespace {

using Path = std::filesystem::path;

Result<Done> check_that_it_fits(const Installation& installation, const Manifest& manifest)
{
    const auto engine =
        sqlite_file(installation.database).empty() ? db::Engine::postgresql : db::Engine::sqlite;
    if (manifest.engine != engine)
        return Error{
            .text = "Die Sicherung stammt von {1}, eingestellt ist {2}. Ändere die Einstellung database."_de,
            .values = {manifest.engine == db::Engine::sqlite ? "SQLite" : "PostgreSQL",
                       engine == db::Engine::sqlite ? "SQLite" : "PostgreSQL"}};
    if (manifest.schema_version > newest_schema(engine))
        return Error{.text = "Die Sicherung stammt von einer neueren Fassung des Programms ({1}). "
                             "Installiere erst diese oder eine spätere."_de,
                     .values = {manifest.program_version}};
    return Done{};
}

// The parts as files below `folder`.
Result<Done> extract(const Path& file, const Manifest& manifest, const Path& folder)
{
    auto archive = TRY(Archive::open(file));
    for (const auto& part : manifest.parts) {
        const auto target = folder / part.name;
        std::filesystem::create_directories(target.parent_path());
        std::ofstream out(target, std::ios::binary);
        Checksum checksum;
        const bool whole = archive.read(part.name, part.bytes, [&](std::string_view piece) {
            out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
            checksum.add(piece);
        });
        if (!whole || checksum.text() != part.sha256)
            return damaged_backup(file);
        out.close();
        if (!out)
            throw std::runtime_error("cannot write " + target.string());
        std::filesystem::permissions(target, std::filesystem::perms::owner_read |
                                                 std::filesystem::perms::owner_write);
    }
    return Done{};
}

// A list that is kept outside of the database: beside the file and among the nightly backups.
std::vector<Path> lists_named(const char* name, const Installation& installation, const Path& file)
{
    std::set<Path> lists;
    for (const auto& folder : {std::filesystem::absolute(file).parent_path(), installation.backups()})
        if (std::filesystem::exists(folder / name))
            lists.insert(std::filesystem::canonical(folder / name));
    return {lists.begin(), lists.end()};
}

ErasureReport erase_again(db::Pool& pool, const Installation& installation, const Path& file)
{
    ErasureReport all;
    for (const auto& list : lists_named(erasures_name, installation, file)) {
        const auto report = apply_erasures(pool, list);
        all.applied += report.applied;
        all.unknown += report.unknown;
    }
    return all;
}

// Whoever reads the log of a network sees that its days since the backup are gone, and why.
void record_restore(db::Pool& pool, const Installation& installation, const Manifest& manifest)
{
    SystemRandom random;
    const auto networks = pool.read(web::all_networks);
    for (const auto& network : networks)
        pool.write(db::Scope::nothing(),
                   [&](db::Tx& tx) -> Result<Done> {
                       accounts::record(tx,
                                        {.network = network.id,
                                         .user = {},
                                         .action = "backup.restored",
                                         .subject_kind = "network",
                                         .subject = network.id.text(),
                                         .details = to_iso(manifest.made_at)},
                                        installation.clock, random);
                       return Done{};
                   })
            .value();
}

void settle_mails(db::Pool& pool, const Clock& clock)
{
    pool.write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<Done> {
                   mail::settle_after_restore(tx, clock.now());
                   return Done{};
               })
        .value();
}

// Migrates and erases again in the restored database.
Result<Done> bring_up_to_date(const std::string& address, const Installation& installation, const Path& file,
                              RestoreReport& report)
{
    const auto pool = db::Pool::open(address);
    if (integrity_problem(*pool))
        return damaged_backup(file);
    report.schema_version = db::migrate(*pool, db::migrations_for(pool->engine(), schema::migration_files()),
                                        installation.clock, "")
                                .to;
    report.erasures = erase_again(*pool, installation, file);
    SystemRandom random;
    report.revocations = apply_revocations(*pool, lists_named(revocations_name, installation, file),
                                           report.manifest.made_at, installation.clock, random);
    settle_mails(*pool, installation.clock);
    pool->maintain(); // erased rows leave no trace in free pages either
    record_restore(*pool, installation, report.manifest);
    return Done{};
}

// What a restore replaces in the data folder, and the database of SQLite wherever it lies.
std::vector<Path> in_the_way(const Installation& installation)
{
    std::vector<Path> candidates{installation.data / secret_name, installation.data / "media"};
    if (const auto database = sqlite_file(installation.database); !database.empty())
        for (const auto* const suffix : {"", "-wal", "-shm"})
            candidates.emplace_back(database.string() + suffix);
    std::erase_if(candidates, [](const Path& path) { return !std::filesystem::exists(path); });
    return candidates;
}

// A write-ahead log may hold the newest changes; it moves with its database.
Path move_away(const Installation& installation, const std::vector<Path>& old)
{
    auto moment = to_iso(installation.clock.now());
    std::erase(moment, ':');
    for (const auto& path : old) {
        const auto aside = path.parent_path() / ("before-restore-" + moment);
        std::filesystem::create_directories(aside);
        std::filesystem::permissions(aside, std::filesystem::perms::owner_all);
        std::filesystem::rename(path, aside / path.filename());
    }
    return old.empty() ? Path() : old.back().parent_path() / ("before-restore-" + moment);
}

void put_files_in_place(const Installation& installation, const Path& folder)
{
    for (const auto& name : {Path(secret_name), Path("media")})
        if (std::filesystem::exists(folder / name))
            put_in_place(folder / name, installation.data / name);
}

Error database_is_there(const std::string& where)
{
    return {.kind = Err::conflict,
            .text = "In {1} liegen schon Daten. Mit --force werden sie beiseitegelegt, nicht gelöscht."_de,
            .values = {where}};
}

Result<Done> restore_sqlite(const Installation& installation, const Path& file, Existing existing,
                            RestoreReport& report)
{
    const auto old = in_the_way(installation);
    const auto database = sqlite_file(installation.database);
    if (existing == Existing::keep && !old.empty())
        return database_is_there(old.back().string());
    // Beside the database, so that the finished one is only renamed; the rest may need the other folder.
    const StagingFolder staging(std::filesystem::absolute(database).parent_path());
    const StagingFolder staging_files(installation.data);
    TRY(extract(file, report.manifest, staging_files.path()));
    const auto fresh = staging.path() / "database.db";
    std::filesystem::copy_file(staging_files.path() / database_part_name(db::Engine::sqlite), fresh);
    TRY(bring_up_to_date("sqlite:" + fresh.string(), installation, file, report));
    report.moved_away = move_away(installation, old);
    put_files_in_place(installation, staging_files.path());
    put_in_place(fresh, database);
    return Done{};
}

Result<Done> restore_postgresql(const Installation& installation, const Path& file, Existing existing,
                                RestoreReport& report)
{
    const auto old = in_the_way(installation);
    if (existing == Existing::keep && !old.empty())
        return database_is_there(old.back().string());
    if (has_tables(*db::Pool::open(installation.database)))
        return Error{.kind = Err::conflict,
                     .text = "Die PostgreSQL-Datenbank ist nicht leer. Leg mit createdb eine neue an und "
                             "stell sie als database ein; die alte bleibt, wie sie ist."_de};
    const StagingFolder staging(installation.data);
    TRY(extract(file, report.manifest, staging.path()));
    TRY(fill_database(installation.database, staging.path() / database_part_name(db::Engine::postgresql)));
    TRY(bring_up_to_date(installation.database, installation, file, report));
    report.moved_away = move_away(installation, old);
    put_files_in_place(installation, staging.path());
    return Done{};
}

Result<RestoreReport> restore_checked(const Installation& installation, const Path& file, Existing existing)
{
    RestoreReport report;
    report.manifest = TRY(check_backup(file));
    TRY(check_that_it_fits(installation, report.manifest));
    if (std::filesystem::create_directories(installation.data))
        std::filesystem::permissions(installation.data, std::filesystem::perms::owner_all);
    const auto lock = DataLock::take(installation.data, DataLock::Kind::alone);
    if (!lock)
        return Error{.kind = Err::conflict,
                     .text = "Dorfnetz läuft gerade mit dem Ordner {1}. Halte es zuerst an."_de,
                     .values = {installation.data.string()}};
    if (report.manifest.engine == db::Engine::sqlite)
        TRY(restore_sqlite(installation, file, existing, report));
    else
        TRY(restore_postgresql(installation, file, existing, report));
    retire_audit_heads(installation.backups() / audit_heads_name, installation.clock.now());
    return report;
}

} // namespace

Result<RestoreReport> restore(const Installation& installation, const Path& file, Existing existing)
{
    try {
        return restore_checked(installation, file, existing);
    } catch (const std::runtime_error& problem) {
        return Error{.kind = Err::unavailable,
                     .text = "Die Sicherung {1} konnte nicht eingespielt werden: {2}"_de,
                     .values = {file.string(), problem.what()}};
    }
}

} // namespace dorfnetz::operations
