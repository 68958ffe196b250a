#pragma once

#include "foundation/db/db.hpp"

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::joining {

void register_feature(web::Site& site);

// Deletes offers that nobody confirmed in time. Answers how many.
std::int64_t delete_expired_offers(db::Pool& pool, const NetworkId& network, const Clock& clock);

} // namespace dorfnetz::joining
