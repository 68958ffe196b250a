#pragma once

#include "features/finding/api.hpp"
#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/site.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace dorfnetz::pages {

struct Settings
{
    // How many villages belong to the network, for "Neun Dörfer. Viele Hände."
    std::function<std::int64_t(db::Reader&, const NetworkId&)> count_villages;
};

void register_feature(web::Site& site, const Settings& settings);

// How pages and news look in the search.
std::vector<finding::SearchKind> search_kinds();

} // namespace dorfnetz::pages
