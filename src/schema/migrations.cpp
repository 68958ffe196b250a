#include "schema/migrations.hpp"

#include "embedded/migrations.hpp"

namespace dorfnetz::schema {

std::vector<db::MigrationFile> migration_files()
{
    std::vector<db::MigrationFile> files;
    for (const auto& file : embedded::migrations::files())
        files.push_back({file.path, file.data.view});
    return files;
}

} // namespace dorfnetz::schema
