#include "cli/example.hpp"

#include "accounts/api.hpp"
#include "features/transfer/api.hpp"
#include "foundation/html/html.hpp"
#include "foundation/i18n/i18n.hpp"

#include <cstdio>
#include <fmt/format.h>

namespace dorfnetz::cli {

namespace {

constexpr auto example_address = "koordination@example.org";

void print_sign_in(app::App& program, const std::string& base)
{
    const auto network = chosen_network(program, {});
    const auto made = accounts::create_user(program.environment(), {.network = network.id,
                                                                    .email = example_address,
                                                                    .name = "Erika Beispiel",
                                                                    .role = web::Role::coordinator});
    if (made)
        fmt::print("Anmelden:  Kennwort für {} wählen: {}{}\n", example_address, base, made->link_path);
}

} // namespace

bool load_example_if_empty(app::App& program)
{
    const bool empty =
        program.environment().pool.read([](db::Reader& reader) { return web::all_networks(reader).empty(); });
    if (!empty)
        return false;
    html::load_templates();
    const auto loaded = transfer::load_example_network(program.environment());
    if (!loaded)
        throw std::runtime_error("the example network cannot be loaded: " +
                                 i18n::error_text(i18n::Language::de, loaded.error()));
    return true;
}

void print_where_to_look(app::App& program, std::uint16_t port, bool fresh)
{
    const auto base = program.settings().public_address.empty() ? fmt::format("http://localhost:{}", port)
                                                                : program.settings().public_address;
    fmt::print("Dorfnetz:  {}\n", base);
    if (fresh)
        print_sign_in(program, base);
    else
        fmt::print("Anmelden:  {}/anmelden  (neuer Zugang: dorfnetz user create)\n", base);
    fmt::print("Beenden:   Strg+C\n");
    std::fflush(stdout);
}

web::Network chosen_network(app::App& program, const std::string& slug)
{
    return program.environment().pool.read([&](db::Reader& reader) {
        const auto all = web::all_networks(reader);
        if (slug.empty() && all.size() == 1)
            return *web::network_by_slug(reader, all.front().slug);
        auto network = web::network_by_slug(reader, slug);
        if (!network)
            throw std::runtime_error(all.empty() ? "there is no network yet: dorfnetz demo loads an example"
                                     : slug.empty()
                                         ? "there are several networks: say which with --network SLUG"
                                         : "there is no network " + slug);
        return *std::move(network);
    });
}

} // namespace dorfnetz::cli
