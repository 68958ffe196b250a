#pragma once

#include "foundation/db/migrate.hpp"

#include <span>
#include <string>
#include <vector>

namespace dorfnetz::papers {

// A column that a migration has marked: `-- personal: purpose, retention`.
struct PersonalColumn
{
    std::string table;
    std::string column;
    std::string purpose;
    std::string retention;
};

// In the order of the migrations.
std::vector<PersonalColumn> personal_columns(std::span<const db::MigrationFile> migrations);

} // namespace dorfnetz::papers
