#pragma once

#include "foundation/db/migrate.hpp"

#include <vector>

namespace dorfnetz::schema {

// The steps of the schema as they lie in migrations/, built into the program.
std::vector<db::MigrationFile> migration_files();

} // namespace dorfnetz::schema
