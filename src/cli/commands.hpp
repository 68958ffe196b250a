#pragma once

#include "app/settings.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace dorfnetz::cli {

// Every command makes its settings from the same options, so `--database` and `--data` mean the same
// everywhere.
struct Common
{
    std::string config = "dorfnetz.toml";
    std::string listen;
    std::string database;
    std::string data;
    std::string network; // slug; needed only if there are several

    // Defaults, file, variables, then the options given. Throws std::runtime_error with words for the
    // operator.
    app::Settings settings() const;
};

// A command: adds its options and says what runs if it is called; answers the exit code.
using Run = std::function<int()>;
void add_serve(CLI::App& program, Common& common, Run& run);
void add_routes(CLI::App& program, Common& common, Run& run);
void add_user(CLI::App& program, Common& common, Run& run);
void add_mail(CLI::App& program, Common& common, Run& run);
void add_migrate(CLI::App& program, Common& common, Run& run);
void add_backup(CLI::App& program, Common& common, Run& run);
void add_doctor(CLI::App& program, Common& common, Run& run);
void add_match(CLI::App& program, Run& run);
void add_papers(CLI::App& program, Common& common, Run& run);
void add_retention(CLI::App& program, Common& common, Run& run);
void add_transfer(CLI::App& program, Common& common, Run& run);

// Reads the arguments and runs the command; answers the exit code.
int run(int argument_count, char** arguments);

} // namespace dorfnetz::cli
