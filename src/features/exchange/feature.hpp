#pragma once

#include "features/finding/api.hpp"
#include "features/lineage/api.hpp"

#include <vector>

namespace dorfnetz::jobs {
class Jobs;
}

namespace dorfnetz::web {
class Site;
struct Environment;
} // namespace dorfnetz::web

namespace dorfnetz::exchange {

void register_feature(web::Site& site);

// What is lent, looked for and offered can be found.
std::vector<finding::SearchKind> search_kinds();

// Needs, offers and things.
std::vector<lineage::Kind> lineage_kinds();

// Reminders, and what is no longer needed.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);

} // namespace dorfnetz::exchange
