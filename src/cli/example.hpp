#pragma once

#include "app/app.hpp"

namespace dorfnetz::cli {

// Loads the example network if there is no network; answers whether it did.
bool load_example_if_empty(app::App& program);

// The three lines that tell where to look and how to sign in.
void print_where_to_look(app::App& program, std::uint16_t port, bool fresh);

// The network that `--network` means: the only one if it is empty. Throws with words for the operator.
web::Network chosen_network(app::App& program, const std::string& slug);

} // namespace dorfnetz::cli
