#include "app/app.hpp"
#include "cli/commands.hpp"
#include "cli/example.hpp"
#include "foundation/core/log.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <thread>

namespace dorfnetz::cli {

namespace {

struct ServeOptions
{
    bool example_if_empty = false;
};

// Signals are taken by one thread that waits for them, so that no handler runs in the middle of something.
sigset_t stop_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

int serve(const Common& common, const ServeOptions& options)
{
    const auto signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr); // before any thread is made, so that all inherit it
    std::signal(SIGPIPE, SIG_IGN);
    app::App program(common.settings());
    for (const auto& warning : app::warnings_about(program.settings()))
        log::warning(warning);
    if (!program.migration().copy.empty())
        log::info(fmt::format("schema {} → {}; copy of before: {}", program.migration().from,
                              program.migration().to, program.migration().copy));
    const bool fresh = options.example_if_empty && load_example_if_empty(program);

    std::jthread waiter([&](const std::stop_token& stop) {
        const timespec pause{.tv_sec = 0, .tv_nsec = 200'000'000};
        while (!stop.stop_requested())
            if (sigtimedwait(&signals, nullptr, &pause) > 0)
                return program.stop();
    });
    program.serve([&](std::uint16_t port) { print_where_to_look(program, port, fresh); });
    return 0;
}

} // namespace

void add_serve(CLI::App& program, Common& common, Run& run)
{
    auto* command = program.add_subcommand("serve", "Serve the networks of the database");
    auto options = std::make_shared<ServeOptions>();
    command->add_option("--listen", common.listen, "ADDRESS:PORT or unix:/PATH");
    command->add_flag("--example-if-empty", options->example_if_empty,
                      "Load the example network into an empty database");
    command->callback(
        [&common, &run, options] { run = [&common, options] { return serve(common, *options); }; });
}

} // namespace dorfnetz::cli
