#include "operations/backup.hpp"

#include "accounts/audit_chain.hpp"
#include "operations/checksum.hpp"
#include "operations/data_lock.hpp"
#include "operations/database_copy.hpp"
#include "operations/files.hpp"
#include "operations/revocations.hpp"

#include <fstream>
#include <system_error>

namespace dorfnetz::operations {

namespace {

constexpr std::uint64_t longest_manifest = 16U << 20; // bytes

Result<std::vector<ArchivePart>> gather(const Installation& installation, db::Pool& pool,
                                        const std::filesystem::path& staging)
{
    const std::string name(database_part_name(pool.engine()));
    std::vector<ArchivePart> parts{{name, staging / name}};
    TRY(copy_database(pool, installation.database, parts.front().file));
    if (const auto secret = installation.data / secret_name; std::filesystem::exists(secret))
        parts.push_back({std::string(secret_name), secret});
    const auto media = installation.data / "media";
    if (std::filesystem::is_directory(media))
        for (const auto& entry : std::filesystem::recursive_directory_iterator(media))
            if (entry.is_regular_file())
                parts.push_back({entry.path().lexically_relative(installation.data).string(), entry.path()});
    return parts;
}

Manifest describe(const Installation& installation, db::Pool& pool, const std::vector<ArchivePart>& parts)
{
    Manifest manifest{.program_version = installation.program_version,
                      .schema_version = version_of_schema(pool).value_or(0),
                      .engine = pool.engine(),
                      .made_at = installation.clock.now(),
                      .parts = {}};
    for (const auto& part : parts)
        manifest.parts.push_back({.name = part.name,
                                  .bytes = std::filesystem::file_size(part.file),
                                  .sha256 = checksum_of_file(part.file)});
    return manifest;
}

Error exists_already(const std::filesystem::path& file)
{
    return {.kind = Err::conflict,
            .text =
                "Die Datei {1} gibt es schon. Nimm einen anderen Namen, oder überschreib sie mit --force."_de,
            .values = {file.string()}};
}

Result<Manifest> write_backup(const Installation& installation, db::Pool& pool,
                              const std::filesystem::path& file, Existing existing)
{
    if (existing == Existing::keep && std::filesystem::exists(file))
        return exists_already(file);
    const auto lock = DataLock::take(installation.data, DataLock::Kind::shared);
    if (!lock)
        return Error{.kind = Err::conflict,
                     .text = "In {1} wird gerade eine Sicherung eingespielt. Warte, bis das fertig ist."_de,
                     .values = {installation.data.string()}};
    // A copy that somebody takes away should prove as much as it can.
    accounts::seal_audit_log(pool);
    const StagingFolder staging(std::filesystem::absolute(file).parent_path());
    auto parts = TRY(gather(installation, pool, staging.path()));
    const auto manifest_file = staging.path() / manifest_name;
    std::ofstream(manifest_file) << to_json(describe(installation, pool, parts));
    // First, so that whoever opens the file by hand sees it at once.
    parts.insert(parts.begin(), {std::string(manifest_name), manifest_file});
    const auto finished = staging.path() / "finished";
    write_archive(finished, parts);
    std::filesystem::permissions(finished,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    // A backup that nobody has read is a hope: a medium that changed meanwhile or a disk that lies is found
    // now and not on the day on which the backup is needed.
    auto manifest = TRY(check_backup(finished));
    if (existing == Existing::keep && std::filesystem::exists(file))
        return exists_already(file);
    put_in_place(finished, file);
    // Whoever restores the file needs to know what was taken back since; as of now that is nothing.
    write_revocations(pool, std::filesystem::absolute(file).parent_path() / revocations_name,
                      installation.clock.now());
    return manifest;
}

Error cannot_be_written(const std::filesystem::path& file, const std::exception& problem)
{
    return {.kind = Err::unavailable,
            .text = "Die Sicherung {1} konnte nicht geschrieben werden: {2}"_de,
            .values = {file.string(), problem.what()}};
}

} // namespace

Error damaged_backup(const std::filesystem::path& file)
{
    return {.text = "Die Sicherung {1} ist beschädigt. Nimm eine andere."_de, .values = {file.string()}};
}

Result<Manifest> back_up(const Installation& installation, db::Pool& pool, const std::filesystem::path& file,
                         Existing existing)
{
    try {
        return write_backup(installation, pool, file, existing);
    } catch (const std::runtime_error& problem) { // also a full disk, which is a filesystem_error
        return cannot_be_written(file, problem);
    }
}

Result<Manifest> manifest_of(const std::filesystem::path& file)
{
    auto archive = TRY(Archive::open(file));
    return manifest_of(archive, file);
}

Result<Manifest> manifest_of(Archive& archive, const std::filesystem::path& file)
{
    std::string text;
    if (!archive.read(std::string(manifest_name), longest_manifest,
                      [&](std::string_view piece) { text += piece; }))
        return damaged_backup(file);
    auto manifest = manifest_from_json(text);
    if (!manifest)
        return damaged_backup(file);
    return *std::move(manifest);
}

Result<Manifest> check_backup(const std::filesystem::path& file)
{
    auto archive = TRY(Archive::open(file));
    auto manifest = TRY(manifest_of(archive, file));
    for (const auto& part : manifest.parts) {
        Checksum checksum;
        if (!archive.read(part.name, part.bytes, [&](std::string_view piece) { checksum.add(piece); }) ||
            checksum.text() != part.sha256)
            return damaged_backup(file);
    }
    return manifest;
}

} // namespace dorfnetz::operations
