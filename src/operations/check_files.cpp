#include "operations/backup.hpp"
#include "operations/checks.hpp"
#include "operations/database_copy.hpp"
#include "operations/programs.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dorfnetz::operations {

namespace {

constexpr std::chrono::hours oldest_backup{26};
constexpr mode_t for_others = S_IRWXO;
constexpr mode_t for_group_and_others = S_IRWXG | S_IRWXO;
constexpr std::uint64_t secret_bytes = 32;

std::string megabytes(std::uint64_t bytes)
{
    return fmt::format("{}", bytes / 1'000'000);
}

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat status
    {
    };

    return ::stat(path.c_str(), &status) == 0 ? status.st_mode : mode_t{0};
}

void check_secret(const std::filesystem::path& secret, Findings& findings)
{
    if (!std::filesystem::exists(secret))
        return findings.push_back({Grade::warn,
                                   "secret.missing",
                                   "{1} gibt es noch nicht. Der erste Start legt die Datei an."_de,
                                   {secret.string()}});
    if ((mode_of(secret) & for_group_and_others) != 0)
        return findings.push_back(
            {Grade::bad,
             "secret.mode",
             "Andere können {1} lesen und damit Links fälschen. Ruf auf: chmod 600 {1}"_de,
             {secret.string()}});
    if (std::filesystem::file_size(secret) != secret_bytes)
        return findings.push_back({Grade::bad,
                                   "secret.size",
                                   "{1} ist beschädigt. Hol die Datei aus einer Sicherung zurück."_de,
                                   {secret.string()}});
    findings.push_back({Grade::ok, "secret", "Den Schlüssel kann nur das Programm lesen."_de});
}

void check_space(const Surroundings& surroundings, Findings& findings)
{
    const auto free = std::filesystem::space(surroundings.data).available;
    const bool low = free < surroundings.least_free_bytes;
    findings.push_back({low ? Grade::bad : Grade::ok,
                        "disk",
                        low ? "Auf der Festplatte sind nur noch {1} MB frei. Schaff Platz."_de
                            : "Auf der Festplatte sind {1} MB frei."_de,
                        {megabytes(free)}});
}

void check_what_was_moved_away(const Surroundings& surroundings, Findings& findings)
{
    for (const auto& entry : std::filesystem::directory_iterator(surroundings.data))
        if (entry.path().filename().string().starts_with("before-restore-"))
            findings.push_back(
                {Grade::warn,
                 "restore.leftover",
                 "In {1} liegt der Stand von vor einer Rücksicherung, mit den Daten von Menschen. "
                 "Lösch den Ordner, wenn ihr ihn nicht mehr braucht."_de,
                 {entry.path().string()}});
}

Grade first_backup_grade(const Surroundings& surroundings, std::optional<Timestamp> in_use_since)
{
    const bool old_enough = in_use_since && surroundings.clock.now() - *in_use_since > oldest_backup;
    return old_enough ? Grade::bad : Grade::ok;
}

} // namespace

void check_data_folder(const Surroundings& surroundings, Findings& findings)
{
    std::error_code problem;
    if (!std::filesystem::is_directory(surroundings.data, problem))
        return findings.push_back(
            {Grade::bad,
             "data.missing",
             "Den Datenordner {1} gibt es nicht. Leg ihn an oder ändere die Einstellung data."_de,
             {surroundings.data.string()}});
    if (::access(surroundings.data.c_str(), W_OK | X_OK) != 0)
        return findings.push_back(
            {Grade::bad,
             "data.writable",
             "In den Datenordner {1} darf das Programm nicht schreiben. Gib ihn seinem Benutzer (chown)."_de,
             {surroundings.data.string()}});
    if ((mode_of(surroundings.data) & for_others) != 0)
        findings.push_back(
            {Grade::bad,
             "data.mode",
             "Alle Benutzer dieses Rechners kommen in den Datenordner. Ruf auf: chmod 700 {1}"_de,
             {surroundings.data.string()}});
    else
        findings.push_back({Grade::ok,
                            "data",
                            "Der Datenordner {1} ist da und geschützt."_de,
                            {surroundings.data.string()}});
    check_secret(surroundings.data / secret_name, findings);
    check_space(surroundings, findings);
    check_what_was_moved_away(surroundings, findings);
}

void check_backups(const Surroundings& surroundings, std::optional<Timestamp> in_use_since,
                   Findings& findings)
{
    if (sqlite_file(surroundings.database).empty() && !find_program("pg_dump"))
        findings.push_back(
            {Grade::warn, "backup.pg_dump",
             "pg_dump fehlt, deshalb gibt es nachts keine Sicherung. Installiere postgresql-client."_de});
    const auto backups = nightly_backups(surroundings.data / "backups");
    if (backups.empty()) {
        const auto grade = first_backup_grade(surroundings, in_use_since);
        return findings.push_back(
            {grade, "backup.none",
             grade == Grade::ok
                 ? "Noch gibt es keine Sicherung. In der Nacht entsteht die erste."_de
                 : "Es gibt keine Sicherung. Lass den Dienst nachts laufen und sieh ins Protokoll."_de});
    }
    const auto manifest = manifest_of(backups.front());
    if (!manifest)
        return findings.push_back(
            {Grade::bad, "backup.damaged", manifest.error().text, manifest.error().values});
    if (surroundings.clock.now() - manifest->made_at > oldest_backup)
        return findings.push_back(
            {Grade::bad,
             "backup.age",
             "Die neueste Sicherung ist von {1}. Lass den Dienst nachts laufen und sieh ins Protokoll."_de,
             {to_iso(manifest->made_at)}});
    if (manifest->schema_version > newest_schema(manifest->engine))
        return findings.push_back(
            {Grade::bad,
             "backup.newer",
             "Die neueste Sicherung stammt von einer neueren Fassung ({1}) als dieses Programm."_de,
             {manifest->program_version}});
    findings.push_back({Grade::ok,
                        "backup",
                        "Die neueste Sicherung ist von {1}, {2} sind da."_de,
                        {to_iso(manifest->made_at), std::to_string(backups.size())}});
}

} // namespace dorfnetz::operations
