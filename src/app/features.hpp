#pragma once

#include "accounts/provider_sign_in.hpp"
#include "features/mails/api.hpp"
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

// What the settings of the installation say to features.
struct FeatureSettings
{
    accounts::Providers providers = {}; // where people may sign in
    mails::Reach mails = {};
};

void register_features_with(web::Site& site, const FeatureSettings& settings);

// All tables that keep a sort key.
std::vector<search::SortedTable> sorted_tables();

// What the features do by themselves. Environment and site must live as long as the jobs.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site);

} // namespace dorfnetz::app
