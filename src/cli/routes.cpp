#include "app/app.hpp"
#include "app/features.hpp"
#include "cli/commands.hpp"
#include "foundation/http/message.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>

namespace dorfnetz::cli {

namespace {

struct RoutesOptions
{
    bool only_public = false;
    bool examples = false;
};

void print_examples(app::App& program, const web::Route& route)
{
    if (route.method != http::Method::get)
        return;
    if (!route.examples) {
        if (route.pattern.find('{') == std::string::npos)
            fmt::print("{}\n", route.pattern);
        return;
    }
    program.environment().pool.read([&](db::Reader& reader) {
        for (const auto& network : web::all_networks(reader))
            for (const auto& path : route.examples(reader, network))
                fmt::print("{}\n", path);
    });
}

int print_routes(const Common& common, const RoutesOptions& options)
{
    if (!options.examples) {
        web::Site site;
        app::register_features(site);
        for (const auto& route : site.routes())
            if (!options.only_public || route.access.is_public())
                fmt::print("{:<5} {:<50} {}\n", http::to_text(route.method), route.pattern,
                           route.access.text());
        return 0;
    }
    app::App program(common.settings());
    for (const auto& route : program.site().routes())
        if (!options.only_public || route.access.is_public())
            print_examples(program, route);
    return 0;
}

} // namespace

void add_routes(CLI::App& program, Common& common, Run& run)
{
    auto* command = program.add_subcommand("routes", "Print every route and who may call it");
    auto options = std::make_shared<RoutesOptions>();
    command->add_flag("--public", options->only_public, "Only what everyone may call");
    command->add_flag("--examples", options->examples, "Concrete pages that exist, one path a line");
    command->callback(
        [&common, &run, options] { run = [&common, options] { return print_routes(common, *options); }; });
}

} // namespace dorfnetz::cli
