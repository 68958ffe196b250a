#include "features/papers/api.hpp"

#include "cli/commands.hpp"
#include "cli/example.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

namespace dorfnetz::cli {

namespace {

int write_papers(const Common& common, const std::string& folder)
{
    app::App program(common.settings());
    const auto network = chosen_network(program, common.network);
    const auto& environment = program.environment();
    std::filesystem::create_directories(folder);
    for (const auto& kind : papers::kinds()) {
        const auto bytes = environment.pool.read([&](db::Reader& reader) {
            return papers::paper_pdf(reader, network, kind, environment.clock.now());
        });
        if (!bytes)
            throw std::runtime_error(i18n::error_text(i18n::Language::de, bytes.error()));
        const auto file = std::filesystem::path(folder) / fmt::format("{}.pdf", kind.key);
        std::ofstream out(file, std::ios::binary);
        out << *bytes;
        out.close();
        if (!out)
            throw std::runtime_error("cannot write " + file.string());
        fmt::print("{}\n", file.string());
    }
    return 0;
}

} // namespace

void add_papers(CLI::App& program, Common& common, Run& run)
{
    auto* command = program.add_subcommand(
        "papers", "Write the papers on data protection as PDF: register, notices, drafts, checklists");
    auto folder = std::make_shared<std::string>();
    command->add_option("--out", *folder, "Folder to write into; made if it is not there")->required();
    command->callback(
        [&common, &run, folder] { run = [&common, folder] { return write_papers(common, *folder); }; });
}

} // namespace dorfnetz::cli
