#include "cli/commands.hpp"
#include "cli/example.hpp"
#include "features/activities/import_api.hpp"
#include "features/transfer/api.hpp"
#include "foundation/html/html.hpp"
#include "foundation/i18n/i18n.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace dorfnetz::cli {

namespace {

struct ListOptions
{
    std::string target;
    std::string file;
    std::string sheet;
    bool dry_run = false;
    bool leave_out = false;
    bool publish = false;
    bool locked = false;
    std::string format = "csv";
    std::string host; // of activities
    std::string kind;
};

transfer::Target target_of(const ListOptions& options)
{
    const auto target = transfer::target_from_text(options.target);
    if (!target)
        throw std::runtime_error("say organisations or people, not " + options.target);
    return *target;
}

[[noreturn]] void fail_with(const Error& error)
{
    auto text = i18n::error_text(i18n::Language::de, error);
    for (const auto& field : error.fields)
        text += fmt::format("\n  {}: {}", field.field,
                            i18n::translate(i18n::Language::de, field.text, field.values));
    throw std::runtime_error(text);
}

// A line that counts up in a terminal; nothing in a file.
transfer::Progress progress_in_terminal()
{
    if (isatty(STDERR_FILENO) == 0)
        return {};
    return [](std::int64_t done, std::int64_t total) {
        fmt::print(stderr, "\r{} / {}", done, total);
        if (done == total)
            fmt::print(stderr, "\n");
        return true;
    };
}

std::string read_file(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Activities come in another form than lists do.
int import_activities(const Common& common, const ListOptions& options)
{
    app::App program(common.settings());
    const auto network = chosen_network(program, common.network);
    const auto host = program.environment().pool.read([&](db::Reader& reader) {
        return organisations::organisation_by_slug(reader, network.id, options.host);
    });
    if (!host)
        throw std::runtime_error("say with --host who invites, as in the address of its page");
    const auto report = activities::import_calendar(
        program.environment(), network, read_file(options.file),
        {.choice = {.host = host->id, .kind = options.kind, .publish = options.publish},
         .unreadable = options.leave_out ? activities::Unreadable::leave_out : activities::Unreadable::stop,
         .dry_run = options.dry_run});
    if (!report)
        fail_with(report.error());
    fmt::print("{}\n", report->text);
    return report->applied || options.dry_run ? 0 : 1;
}

int import_list(const Common& common, const ListOptions& options)
{
    if (options.target == "activities")
        return import_activities(common, options);
    app::App program(common.settings());
    const auto bytes = read_file(options.file);
    const auto report = transfer::import_file(
        program.environment(), chosen_network(program, common.network), target_of(options), bytes,
        std::filesystem::path(options.file).filename().string(),
        {.dry_run = options.dry_run ? transfer::DryRun::yes : transfer::DryRun::no,
         .refused = options.leave_out ? transfer::ImportOptions::Refused::leave_out
                                      : transfer::ImportOptions::Refused::stop,
         .publish = options.publish,
         .sheet = options.sheet,
         .progress = progress_in_terminal()});
    if (!report)
        fail_with(report.error());
    fmt::print("{}\n", report->text);
    return report->applied || options.dry_run ? 0 : 1;
}

int export_list(const Common& common, const ListOptions& options)
{
    const auto format = transfer::format_from_text(options.format);
    if (!format)
        throw std::runtime_error("formats: csv, xlsx, ods, pdf, vcf, json");
    app::App program(common.settings());
    const auto bytes = transfer::export_table(program.environment(), chosen_network(program, common.network),
                                              target_of(options), *format, {.locked = options.locked});
    if (!bytes)
        fail_with(bytes.error());
    std::ofstream file(options.file, std::ios::binary);
    file << *bytes;
    if (!file.flush())
        throw std::runtime_error("cannot write " + options.file);
    return 0;
}

struct DemoOptions
{
    std::int64_t scale = 0;
    std::int64_t networks = 1;
    std::uint64_t seed = 1;
    std::string folder;
};

int make_demo(const Common& common, const DemoOptions& options)
{
    app::App program(common.settings());
    const auto made =
        options.scale > 0
            ? transfer::generate_networks(program.environment(), {.scale = options.scale,
                                                                  .networks = options.networks,
                                                                  .seed = options.seed,
                                                                  .progress = progress_in_terminal()})
            : transfer::load_example_network(program.environment(),
                                             options.folder.empty()
                                                 ? std::nullopt
                                                 : std::optional<std::filesystem::path>(options.folder));
    if (!made)
        fail_with(made.error());
    return 0;
}

} // namespace

void add_transfer(CLI::App& program, Common& common, Run& run)
{
    auto* in = program.add_subcommand("import", "Import a list (CSV, XLSX, ODS), or a calendar (ICS)");
    auto options = std::make_shared<ListOptions>();
    in->add_option("register", options->target, "organisations, people or activities")->required();
    in->add_option("file", options->file, "The list, or the calendar")->required();
    in->add_option("--sheet", options->sheet, "Which sheet of a workbook; the fullest one by itself");
    in->add_flag("--dry-run", options->dry_run, "Only say what would happen");
    in->add_flag("--leave-out", options->leave_out, "Leave out rows that cannot be taken");
    in->add_flag("--publish", options->publish, "Organisations or activities are public at once");
    in->add_option("--host", options->host, "Of activities: who invites, as in the address of its page");
    in->add_option("--kind", options->kind, "Of activities: what they are where the calendar does not tell")
        ->default_val("meeting");
    in->callback(
        [&common, &run, options] { run = [&common, options] { return import_list(common, *options); }; });

    auto* out = program.add_subcommand("export", "Write a register as a file");
    out->add_option("register", options->target, "organisations or people")->required();
    out->add_option("--format", options->format, "csv, xlsx, ods, pdf, vcf or json");
    out->add_flag("--locked", options->locked, "People without a consent instead of those with one");
    out->add_option("--out", options->file, "The file to write")->required();
    out->callback(
        [&common, &run, options] { run = [&common, options] { return export_list(common, *options); }; });

    auto* demo = program.add_subcommand("demo", "Load the example network, or make networks of any size");
    auto demo_options = std::make_shared<DemoOptions>();
    demo->add_option("--scale", demo_options->scale, "Organisations in each made-up network");
    demo->add_option("--networks", demo_options->networks, "How many networks");
    demo->add_option("--seed", demo_options->seed, "The same seed makes the same networks");
    demo->add_option("--folder", demo_options->folder, "A folder laid out as data/heidedoerfer");
    demo->callback([&common, &run, demo_options] {
        run = [&common, demo_options] { return make_demo(common, *demo_options); };
    });
}

} // namespace dorfnetz::cli
