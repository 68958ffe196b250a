#pragma once

#include "foundation/db/db.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::db {

// One step of the schema, forward only. `text` is written once for both engines: INTEGER, TEXT, REAL, BLOB,
// STRICT and WITHOUT ROWID are SQLite's words and are put into PostgreSQL's before running there.
struct Migration
{
    int version = 0;
    std::string name;
    std::string text;
};

// From file names such as "0003_people.sql", "0005_search.sqlite.sql", "0005_search.postgresql.sql":
// those of the engine, in the order of their numbers. Throws if a number is missing or comes twice.
struct MigrationFile
{
    std::string_view path;
    std::string_view text;
};

std::vector<Migration> migrations_for(Engine engine, const std::vector<MigrationFile>& files);

struct MigrationReport
{
    int from = 0;
    int to = 0;
    std::string copy; // path of the copy made before, empty if none
};

// Brings the schema to the newest version, each step with its version row in one transaction. Refuses a
// database that is newer than the program or whose steps were changed afterwards. Before changing a SQLite
// database that has data, a copy is written into `copy_directory` (unless that is empty).
MigrationReport migrate(Pool& pool, const std::vector<Migration>& migrations, const Clock& clock,
                        const std::string& copy_directory);

// The version of the schema, 0 for an empty database.
int schema_version(Pool& pool);

// The text as the engine wants it.
std::string in_dialect(Engine engine, std::string_view text);

} // namespace dorfnetz::db
