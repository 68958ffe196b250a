#pragma once

#include "foundation/db/db.hpp"

namespace dorfnetz::db {

// PostgreSQL by a connection address; writers run SERIALIZABLE, readers REPEATABLE READ.
std::unique_ptr<Pool> open_postgresql(const std::string& address, const PoolSettings& settings);

} // namespace dorfnetz::db
