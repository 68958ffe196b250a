#include "app/features.hpp"

#include "accounts/feature.hpp"
#include "features/villages/api.hpp"
#include "features/villages/feature.hpp"

namespace dorfnetz::app {

namespace {

std::vector<web::Choice> village_choices(db::Reader& reader, const NetworkId& network)
{
    std::vector<web::Choice> choices;
    for (const auto& village : villages::villages_of(reader, network))
        choices.push_back({village.id.text(), village.name});
    return choices;
}

} // namespace

void register_features(web::Site& site)
{
    accounts::register_feature(site, {.villages = village_choices});
    villages::register_feature(site);
}

} // namespace dorfnetz::app
