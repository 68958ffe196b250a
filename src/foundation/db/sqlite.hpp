#pragma once

#include "foundation/db/db.hpp"

namespace dorfnetz::db {

// SQLite in one file: one writer behind a fair queue, readers that cannot write.
std::unique_ptr<Pool> open_sqlite(const std::string& path, const PoolSettings& settings);

} // namespace dorfnetz::db
