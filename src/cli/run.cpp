#include "cli/commands.hpp"

#include "foundation/core/log.hpp"
#include "foundation/i18n/i18n.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>

namespace dorfnetz::cli {

app::Settings Common::settings() const
{
    auto read = app::read_settings(config, app::environment_variable);
    if (!read)
        throw std::runtime_error(i18n::error_text(i18n::Language::de, read.error()));
    auto settings = std::move(*read);
    if (!listen.empty())
        settings.listen = listen;
    if (!database.empty())
        settings.database = database;
    if (!data.empty())
        settings.data = data;
    if (settings.log_level == "warning")
        log::set_level(log::Level::warning);
    else if (settings.log_level == "debug")
        log::set_level(log::Level::debug);
    return settings;
}

int run(int argument_count, char** arguments)
{
    CLI::App program{"Dorfnetz: villages run their volunteering together"};
    program.set_version_flag("--version", DORFNETZ_VERSION);
    program.require_subcommand(1);
    Common common;
    program.add_option("--config", common.config, "TOML file with the settings");
    program.add_option("--database", common.database, "sqlite:PATH or postgresql://…");
    program.add_option("--data", common.data, "folder for the database, keys, mails and backups");
    program.add_option("--network", common.network, "slug of the network, if there are several");
    program.fallthrough(); // the options above may stand behind the command too

    Run chosen;
    add_serve(program, common, chosen);
    add_routes(program, common, chosen);
    add_user(program, common, chosen);
    add_migrate(program, common, chosen);
    add_backup(program, common, chosen);
    add_doctor(program, common, chosen);
    add_mail(program, common, chosen);
    add_match(program, chosen);
    add_papers(program, common, chosen);
    add_retention(program, common, chosen);
    add_transfer(program, common, chosen);
    try {
        program.parse(argument_count, arguments);
    } catch (const CLI::ParseError& problem) {
        return program.exit(problem);
    }
    try {
        return chosen();
    } catch (const std::exception& problem) {
        fmt::print(stderr, "dorfnetz: {}\n", problem.what());
        return 1;
    }
}

} // namespace dorfnetz::cli
