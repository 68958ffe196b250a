#include "operations/backup.hpp"

#include "cli/commands.hpp"
#include "foundation/i18n/i18n.hpp"
#include "operations/restore.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>

namespace dorfnetz::cli {

namespace {

struct BackupOptions
{
    std::string file;
    bool force = false;

    operations::Existing existing() const
    {
        return force ? operations::Existing::replace : operations::Existing::keep;
    }
};

operations::Installation installation_of(const app::Settings& settings, const Clock& clock)
{
    return {.data = settings.data,
            .database = settings.database_address(),
            .program_version = DORFNETZ_VERSION,
            .clock = clock};
}

int fail(const Error& error)
{
    fmt::print(stderr, "dorfnetz: {}\n", i18n::error_text(i18n::Language::de, error));
    return 1;
}

// Works on the database as it is: a newer program that is about to be started must not migrate it before it
// has been saved.
int back_up(const Common& common, const BackupOptions& options)
{
    const auto settings = common.settings();
    const SystemClock clock;
    const auto installation = installation_of(settings, clock);
    const auto database = operations::sqlite_file(installation.database);
    if (!database.empty() && !std::filesystem::exists(database))
        return fail({.kind = Err::missing,
                     .text = "Die Datenbank {1} gibt es nicht. Stimmen --data und --database?"_de,
                     .values = {database.string()}});
    const auto pool = db::Pool::open(installation.database);
    const auto manifest = operations::back_up(installation, *pool, options.file, options.existing());
    if (!manifest)
        return fail(manifest.error());
    fmt::print("Gesichert und geprüft: {} ({} Teile, Fassung {})\n", options.file, manifest->parts.size(),
               manifest->schema_version);
    return 0;
}

// What a backup must not bring back, and what has to be done by hand now.
void tell(const operations::RevocationReport& report)
{
    fmt::print("Alle sind abgemeldet; Links und Zettel zum Anmelden gelten nicht mehr.\n");
    if (report.applied > 0)
        fmt::print("Erneut zurückgenommen (Einwilligungen, Aufgaben, Codes, was öffentlich stand): {}\n",
                   report.applied);
    if (report.as_of)
        fmt::print("Was nach {} zurückgenommen wurde, weiß niemand mehr. Frag die Koordination.\n",
                   to_iso(*report.as_of));
    else
        fmt::print("Achtung: Neben der Sicherung liegt keine revocations.txt. Wer seither eine Einwilligung "
                   "zurückgenommen hat, ist wieder da. Die Koordination muss nachfragen, bevor sie jemanden "
                   "ansprechen lässt. Auf den öffentlichen Seiten steht, was damals dort stand: Seht sie "
                   "durch, bevor die Adresse wieder offen ist.\n");
    if (report.locked > 0)
        fmt::print("Gesperrte Zugänge: {}. Kennwort und zweiter Nachweis sind weg. Die Koordination öffnet "
                   "sie unter „Zugänge“ und schickt einen neuen Link.\n",
                   report.locked);
    for (const auto& network : report.without_coordinator)
        fmt::print("{} hat niemanden, der sich anmelden kann: dorfnetz user allow --email …\n", network);
    if (report.unknown > 0)
        fmt::print("Achtung: {} Zeilen in revocations.txt versteht dieses Programm nicht.\n", report.unknown);
}

int restore(const Common& common, const BackupOptions& options)
{
    const auto settings = common.settings();
    const SystemClock clock;
    const auto restored =
        operations::restore(installation_of(settings, clock), options.file, options.existing());
    if (!restored)
        return fail(restored.error());
    fmt::print("Eingespielt: Stand von {}, Fassung {}\n", to_iso(restored->manifest.made_at),
               restored->schema_version);
    if (restored->erasures.applied > 0)
        fmt::print("Erneut gelöscht (Engagierte, Ansprechpersonen, Texte, Abos des Rundbriefs): {}\n",
                   restored->erasures.applied);
    if (restored->erasures.unknown > 0)
        fmt::print("Achtung: {} Zeilen in erasures.txt versteht dieses Programm nicht.\n",
                   restored->erasures.unknown);
    tell(restored->revocations);
    if (!restored->moved_away.empty())
        fmt::print("Der Stand von vorher liegt in {}\n", restored->moved_away.string());
    return 0;
}

} // namespace

void add_backup(CLI::App& program, Common& common, Run& run)
{
    auto options = std::make_shared<BackupOptions>();
    auto* backup = program.add_subcommand("backup", "Write everything into one file; the server may run");
    backup->add_option("file", options->file, "The file to write, such as saved.zip")->required();
    backup->add_flag("--force", options->force, "Overwrite the file if it exists");
    backup->callback(
        [&common, &run, options] { run = [&common, options] { return back_up(common, *options); }; });

    auto* restore_command = program.add_subcommand("restore", "Put the state of a backup in place");
    restore_command->add_option("file", options->file, "A file written by backup")->required();
    restore_command->add_flag("--force", options->force, "Move what is there aside");
    restore_command->callback(
        [&common, &run, options] { run = [&common, options] { return restore(common, *options); }; });
}

} // namespace dorfnetz::cli
