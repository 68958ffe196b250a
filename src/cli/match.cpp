#include "features/matching/plan_json_api.hpp"
#include "features/matching/rank_json_api.hpp"

#include "cli/commands.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace dorfnetz::cli {

namespace {

struct PlanOptions
{
    std::string in;
    std::string out;
    std::string certificate;
    matching::Effort effort;
};

struct RankOptions
{
    std::string in;
    std::string out;
    bool explains = false;
};

// Besides 1, which stands for everything that went wrong with files.
constexpr int faulty_problem = 2;
constexpr int interrupted = 3;

volatile std::sig_atomic_t stop_is_wanted = 0;

// The whole of a file, "-" for what is piped in.
std::string bytes_of(const std::string& path)
{
    std::ifstream file(path == "-" ? "/dev/stdin" : path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (file.bad() || !file.is_open() || (path != "-" && std::filesystem::is_directory(path)))
        throw std::runtime_error("cannot read " + path);
    return bytes;
}

// Beside its place and then moved there, so that nobody reads half a file.
void write_whole(const std::string& path, const std::string& bytes)
{
    if (path == "-") {
        if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size() || std::fflush(stdout) != 0)
            throw std::runtime_error("cannot write to standard output");
        return;
    }
    const bool is_plain = std::filesystem::is_regular_file(path) || !std::filesystem::exists(path);
    const auto beside = is_plain ? path + ".part" : path; // a pipe is written to where it is
    std::ofstream file(beside, std::ios::binary);
    file << bytes;
    file.close();
    if (!file)
        throw std::runtime_error("cannot write " + path);
    if (is_plain)
        std::filesystem::rename(beside, path);
}

// Names each with its place; whether there are any.
bool tell_faults(const std::string& path, const std::vector<matching::Fault>& faults)
{
    for (const auto& [where, what] : faults)
        fmt::print(stderr, "{}: {}{}{}\n", path, where, where.empty() ? "" : ": ", what);
    return !faults.empty();
}

// Of the bound, in percent; two decimals are what a gap of a ten thousandth needs.
std::string percent(double part)
{
    return fmt::format("{:.4f} %", 100 * part);
}

// A line that counts up, five times a second.
class Watcher
{
public:
    void see(const matching::Progress& progress)
    {
        const auto now = std::chrono::steady_clock::now();
        if (now < m_next)
            return;
        m_next = now + std::chrono::milliseconds(200);
        fmt::print(stderr, "\rplan {} of at most {} ", progress.value, progress.bound);
        m_has_shown = true;
    }

    void end() const
    {
        if (m_has_shown)
            fmt::print(stderr, "\n");
    }

private:
    std::chrono::steady_clock::time_point m_next;
    bool m_has_shown = false;
};

int plan_file(const PlanOptions& options)
{
    const auto reading = matching::read_problem(bytes_of(options.in));
    if (tell_faults(options.in, reading.faults))
        return faulty_problem;

    std::signal(SIGINT, [](int) { stop_is_wanted = 1; });
    std::signal(SIGTERM, [](int) { stop_is_wanted = 1; });
    const bool is_watched = isatty(STDERR_FILENO) != 0;
    Watcher watcher;
    auto effort = options.effort;
    effort.go_on = [&](const matching::Progress& progress) {
        if (is_watched)
            watcher.see(progress);
        return stop_is_wanted == 0;
    };
    const auto& problem = reading.told.problem;
    const auto plan = matching::plan(problem, effort);
    const auto unfilled = matching::unfilled_in(problem, plan.taken);
    watcher.end();
    write_whole(options.out, matching::plan_json(reading.told, plan, unfilled));
    if (!options.certificate.empty())
        write_whole(options.certificate, matching::certificate_json(reading.told, plan));
    int open = 0;
    for (const auto& shift : unfilled)
        open += shift.open;
    fmt::print(stderr, "{} of {} choices; {} of at most {}, gap {}; {} needed places open in {} shifts{}\n",
               plan.taken.size(), problem.choices.size(), plan.value, plan.bound, percent(plan.gap()), open,
               unfilled.size(), plan.is_cut_short ? "; ended before the goal" : "");
    return stop_is_wanted == 0 ? 0 : interrupted;
}

int rank_file(const RankOptions& options)
{
    auto [problem, faults] = matching::read_rank_problem(bytes_of(options.in));
    if (tell_faults(options.in, faults))
        return faulty_problem;
    const auto needs = problem.needs.size();
    const auto candidates = problem.candidates.size();
    const auto absence = options.explains ? matching::Absence::explained : matching::Absence::counted;
    write_whole(options.out, matching::rank_json(std::move(problem), absence));
    fmt::print(stderr, "{} candidates ranked for {} needs\n", candidates, needs);
    return 0;
}

void add_files(CLI::App& command, auto& options, const std::string& result)
{
    command.add_option("--in", options.in, "The problem as JSON; - for standard input")->required();
    command.add_option("--out", options.out, result + "; - for standard output")->required();
}

void add_plan(CLI::App& match, Run& run)
{
    auto* command = match.add_subcommand(
        "plan", "Plan who takes which shift, with a proof of how good the plan is (docs/matching.md)");
    command->footer("Ends with 0 when the plan is written, also where time ran out; 1 if a file cannot be "
                    "read or written;\n2 if the problem has faults, which are named with their place; 3 "
                    "after an interrupt (Ctrl+C), with the best\nplan so far written.");
    auto options = std::make_shared<PlanOptions>();
    add_files(*command, *options, "The plan");
    command->add_option("--certificate", options->certificate,
                        "The prices that prove the bound; tools/check_plan.py checks them");
    command->add_option("--seconds", options->effort.seconds, "At most that long, as far as one step allows")
        ->check(CLI::Range(0.0, 86400.0))
        ->capture_default_str();
    command->add_option("--gap", options->effort.gap, "Good enough: that part below the bound; 0: the best")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("--threads", options->effort.threads, "Processors to use")
        ->check(CLI::Range(1U, 64U))
        ->capture_default_str();
    command->callback([&run, options] { run = [options] { return plan_file(*options); }; });
}

void add_rank(CLI::App& match, Run& run)
{
    auto* command = match.add_subcommand(
        "rank", "Rank whom to ask for what, with the reasons for each (docs/matching.md)");
    command->footer("Ends with 0 when the ranking is written; 1 if a file cannot be read or written; 2 if "
                    "the problem has faults,\nwhich are named with their place.");
    auto options = std::make_shared<RankOptions>();
    add_files(*command, *options, "The ranking");
    command->add_flag("--why", options->explains, "Say of everybody left out why");
    command->callback([&run, options] { run = [options] { return rank_file(*options); }; });
}

} // namespace

void add_match(CLI::App& program, Run& run)
{
    auto* match =
        program.add_subcommand("match", "Who fits what, for files of any origin; needs no database");
    match->require_subcommand(1);
    add_plan(*match, run);
    add_rank(*match, run);
}

} // namespace dorfnetz::cli
