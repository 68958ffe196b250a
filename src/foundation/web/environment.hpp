#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/db/db.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace dorfnetz::web {

// What the outside world is, passed in so that tests can stand in for it (rule 8). Lives as long as the
// program.
struct Environment
{
    db::Pool& pool;
    const Clock& clock;
    Random& random;
    std::filesystem::path data_directory;
    std::filesystem::path reader_program; // dorfnetz-read, for foreign files
    std::string secret;                   // 32 random bytes: signs tokens; never leaves the machine
    std::string public_address;           // "https://heide.example" without slash; empty: from the request
    bool secure_cookies = false;          // behind TLS
};

} // namespace dorfnetz::web
