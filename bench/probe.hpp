#pragma once

#include "foundation/db/migrate.hpp"
#include "foundation/html/html.hpp"
#include "foundation/web/environment.hpp"
#include "schema/migrations.hpp"

#include <memory>
#include <string>

// What the programs here stand on: a site without sockets, on the database at an address.
struct Probe
{
    explicit Probe(const std::string& address, const dorfnetz::db::PoolSettings& settings = {})
        : pool(dorfnetz::db::Pool::open(address, settings))
    {
        dorfnetz::db::migrate(
            *pool, dorfnetz::db::migrations_for(pool->engine(), dorfnetz::schema::migration_files()), clock,
            "");
        dorfnetz::html::load_templates();
    }

    std::unique_ptr<dorfnetz::db::Pool> pool;
    dorfnetz::SystemClock clock = {};
    dorfnetz::SystemRandom random = {};
    dorfnetz::web::Environment environment{.pool = *pool,
                                           .clock = clock,
                                           .random = random,
                                           .data_directory = {},
                                           .reader_program = {},
                                           .secret = "a secret of thirty-two characters",
                                           .public_address = {}};
};
