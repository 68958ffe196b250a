#pragma once

#include "features/activities/api.hpp"
#include "foundation/web/site.hpp"

// An activity may come from a decision or a need, and an experience from it.
namespace dorfnetz::activities {

// On the page of each of its dates.
void add_lineage_part(web::Site& site);

} // namespace dorfnetz::activities
