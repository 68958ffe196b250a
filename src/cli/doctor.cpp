#include "operations/doctor.hpp"

#include "app/app.hpp"
#include "app/background.hpp"
#include "cli/commands.hpp"
#include "foundation/i18n/i18n.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>

namespace dorfnetz::cli {

namespace {

std::string_view to_text(operations::Grade grade)
{
    switch (grade) {
    case operations::Grade::ok:
        return "ok";
    case operations::Grade::warn:
        return "warn";
    case operations::Grade::bad:
        break;
    }
    return "bad";
}

void print(operations::Grade grade, const std::string& text)
{
    fmt::print("{:<5}{}\n", to_text(grade), text);
}

std::string address_of(const std::string& listen)
{
    const auto parsed = app::parse_listen(listen);
    return parsed ? parsed->address : listen;
}

operations::Surroundings surroundings_of(const app::Settings& settings, const Clock& clock)
{
    operations::Surroundings surroundings{
        .data = settings.data,
        .database = settings.database_address(),
        .listen_address = address_of(settings.listen),
        .metrics_address = settings.metrics_listen.empty() ? "" : address_of(settings.metrics_listen),
        .public_address = settings.public_address,
        .behind_tls = settings.behind_tls,
        .trusts_a_proxy = !settings.trusted_proxies.empty(),
        .mail_sender = settings.mail.sender_address,
        .mail_only_to = settings.mail.only_to,
        .mail_bounce_address = settings.mail.bounce_address,
        .providers = app::make_providers(settings),
        .reader_program = app::find_reader_program(),
        .clock = clock};
    if (!settings.mail.host.empty())
        surroundings.mail = app::smtp_settings(settings);
    if (!settings.mail.bounce_host.empty())
        surroundings.bounce_mailbox = app::bounce_mailbox(settings);
    return surroundings;
}

int examine(const Common& common)
{
    app::Settings settings;
    try {
        settings = common.settings();
    } catch (const std::runtime_error& problem) { // nothing else can be looked at without them
        print(operations::Grade::bad, problem.what());
        return 1;
    }
    print(operations::Grade::ok, i18n::translate(i18n::Language::de, "Die Einstellungen sind lesbar."_de));
    const SystemClock clock;
    const auto findings = operations::examine(surroundings_of(settings, clock));
    for (const auto& finding : findings)
        print(finding.grade, i18n::translate(i18n::Language::de, finding.text, finding.values));
    return operations::worst_of(findings) == operations::Grade::bad ? 1 : 0;
}

} // namespace

void add_doctor(CLI::App& program, Common& common, Run& run)
{
    auto* command =
        program.add_subcommand("doctor", "Check the set-up and say what to change; 1 if something is bad");
    command->callback([&common, &run] { run = [&common] { return examine(common); }; });
}

} // namespace dorfnetz::cli
