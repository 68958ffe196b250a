#pragma once

#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace dorfnetz::operations {

// The address for a command line, on which every user of the machine can read it, and the password apart.
struct WithoutPassword
{
    std::string address;
    std::string password; // empty: none in the address
};

WithoutPassword without_password(const std::string& address);

// The version of the schema, nothing for a database without one. Changes nothing.
std::optional<int> version_of_schema(db::Pool& pool);

// The newest version that this program knows.
int newest_schema(db::Engine engine);

// Writes a consistent copy of the database as it is now, also while others write. Err::unavailable with what
// is missing.
Result<Done> copy_database(db::Pool& pool, const std::string& address, const std::filesystem::path& target);

// Whether a PostgreSQL database has tables.
bool has_tables(db::Pool& pool);

// Fills an empty PostgreSQL database from what `copy_database` wrote, completely or not at all.
Result<Done> fill_database(const std::string& address, const std::filesystem::path& copy);

// The first problem that the engine finds in its own data; nothing if all is well.
std::optional<std::string> integrity_problem(db::Pool& pool);

} // namespace dorfnetz::operations
