#include "app/app.hpp"
#include "cli/commands.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>

namespace dorfnetz::cli {

void add_migrate(CLI::App& program, Common& common, Run& run)
{
    auto* command =
        program.add_subcommand("migrate", "Bring the schema up to date (every command does so itself)");
    command->callback([&common, &run] {
        run = [&common] {
            const app::App opened(common.settings());
            fmt::print("Schema {} → {}\n", opened.migration().from, opened.migration().to);
            return 0;
        };
    });
}

} // namespace dorfnetz::cli
