#include "features/retention/api.hpp"

#include "cli/commands.hpp"
#include "cli/example.hpp"
#include "operations/erasures.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>

namespace dorfnetz::cli {

namespace {

void print(const web::Network& network, const std::vector<retention::Planned>& planned)
{
    constexpr auto german = i18n::Language::de;
    fmt::print("{}\n", network.name);
    if (planned.empty())
        fmt::print("  Das Löschen ist angehalten; siehe /redaktion/fristen\n");
    for (const auto& each : planned)
        if (each.rule->manner != retention::Manner::by_itself)
            fmt::print("  {:<20} löschen: {:<5} ankündigen: {:<5} angekündigt: {:<5} {}\n", each.rule->key,
                       each.to_delete, each.to_announce, each.waiting,
                       retention::period_text(german, *each.rule));
}

int delete_what_is_over(const Common& common, bool dry)
{
    app::App program(common.settings());
    auto& environment = program.environment();
    const auto networks = environment.pool.read([&](db::Reader& reader) {
        auto all = web::all_networks(reader);
        std::erase_if(all, [&](const web::Network& network) {
            return !common.network.empty() && network.slug != common.network;
        });
        for (auto& network : all)
            network = *web::network_by_slug(reader, network.slug); // with its settings
        return all;
    });
    if (networks.empty())
        throw std::runtime_error("there is no such network");
    for (const auto& network : networks)
        print(network, dry ? environment.pool.read([&](db::Reader& reader) {
            return retention::dry_run(reader, network, environment.clock.now());
        })
                           : retention::run(environment, network, operations::kept_elsewhere(),
                                            operations::account_mentions()));
    return 0;
}

} // namespace

void add_retention(CLI::App& program, Common& common, Run& run)
{
    auto* command = program.add_subcommand(
        "retention", "Announce and delete what is kept for too long, as the server does each night");
    auto dry = std::make_shared<bool>(false);
    command->add_flag("--dry-run", *dry, "Only say what would be done");
    command->callback(
        [&common, &run, dry] { run = [&common, dry] { return delete_what_is_over(common, *dry); }; });
}

} // namespace dorfnetz::cli
