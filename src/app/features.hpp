#pragma once

#include "accounts/provider_sign_in.hpp"
#include "foundation/search/sort_keys.hpp"

#include <vector>

namespace dorfnetz::jobs {
class Jobs;
}

namespace dorfnetz::web {
class Site;
struct Environment;
} // namespace dorfnetz::web

namespace dorfnetz::app {

// THE list of features: everything that a network's site consists of.
void register_features(web::Site& site);
// The same, where networks let people sign in at a provider.
void register_features_with(web::Site& site, const accounts::Providers& providers);

// All tables that keep a sort key.
std::vector<search::SortedTable> sorted_tables();

// What the features do by themselves. Environment and site must live as long as the jobs.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);

} // namespace dorfnetz::app
