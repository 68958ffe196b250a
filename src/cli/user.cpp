#include "accounts/api.hpp"
#include "accounts/links.hpp"
#include "cli/commands.hpp"
#include "cli/example.hpp"
#include "features/villages/api.hpp"
#include "foundation/i18n/i18n.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>

namespace dorfnetz::cli {

namespace {

struct UserOptions
{
    std::string email;
    std::string name;
    std::string role = "coordinator";
    std::string village;
};

int refused_with(const Error& error)
{
    fmt::print(stderr, "dorfnetz: {}\n", i18n::error_text(i18n::Language::de, error));
    for (const auto& field : error.fields)
        fmt::print(stderr, "  {}: {}\n", field.field,
                   i18n::translate(i18n::Language::de, field.text, field.values));
    return 1;
}

void print_link(const app::App& program, const std::string& path)
{
    const auto& address = program.settings().public_address;
    fmt::print("Kennwort wählen ({} gültig): {}{}\n",
               accounts::life_text(i18n::Language::de, accounts::LinkPurpose::set),
               address.empty() ? "http://localhost:8080" : address, path);
}

int create_user(const Common& common, const UserOptions& options)
{
    app::App program(common.settings());
    const auto network = chosen_network(program, common.network);
    const auto role = web::role_from_text(options.role);
    if (!role)
        throw std::runtime_error("there is no role " + options.role);
    std::string subject;
    if (!options.village.empty()) {
        const auto village = program.environment().pool.read([&](db::Reader& reader) {
            return villages::village_by_slug(reader, network.id, options.village);
        });
        if (!village)
            throw std::runtime_error("there is no village " + options.village);
        subject = village->id.text();
    }
    const auto made = accounts::create_user(program.environment(), {.network = network.id,
                                                                    .email = options.email,
                                                                    .name = options.name,
                                                                    .role = *role,
                                                                    .subject = subject});
    if (!made)
        return refused_with(made.error());
    if (made->link_path.empty())
        fmt::print("Der Zugang {} hat jetzt die Aufgabe {}.\n", options.email, options.role);
    else
        print_link(program, made->link_path);
    return 0;
}

int let_in_again(const Common& common, const UserOptions& options)
{
    app::App program(common.settings());
    const auto network = chosen_network(program, common.network);
    const auto user = accounts::let_in_again(program.environment(), network.id, options.email);
    if (!user)
        return refused_with(user.error());
    print_link(program, user->link_path);
    return 0;
}

} // namespace

void add_user(CLI::App& program, Common& common, Run& run)
{
    auto* user = program.add_subcommand("user", "Accounts");
    user->require_subcommand(1);
    auto* create =
        user->add_subcommand("create", "Make an account and print the link that sets its password");
    auto options = std::make_shared<UserOptions>();
    create->add_option("--email", options->email, "Address to sign in with")->required();
    create->add_option("--name", options->name, "Name shown to others")->required();
    create->add_option("--role", options->role, "coordinator, lead_editor, …");
    create->add_option("--village", options->village, "Slug of the village, for roles of a village");
    create->callback(
        [&common, &run, options] { run = [&common, options] { return create_user(common, *options); }; });
    auto* allow =
        user->add_subcommand("allow", "Let a locked account in again and print the link that sets its "
                                      "password");
    allow->add_option("--email", options->email, "Address to sign in with")->required();
    allow->callback(
        [&common, &run, options] { run = [&common, options] { return let_in_again(common, *options); }; });
}

} // namespace dorfnetz::cli
