#pragma once

#include "features/mandates/api.hpp"
#include "features/mandates/feature.hpp"
#include "features/villages/feature.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::mandates {

// Two villages, two clubs and a fire brigade; nobody leads yet.
class Mandates : public testing::Test
{
protected:
    Mandates()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            for (const auto& [id, name] :
                 {std::pair(&lower, "Niederheide"), std::pair(&upper, "Oberheide")}) {
                *id = new_id<VillageId>(site.clock, site.random);
                villages::put_place(tx, site.network(),
                                    {.id = *id,
                                     .slug = name == std::string("Niederheide") ? "niederheide" : "oberheide",
                                     .name = name,
                                     .latitude = 51.6,
                                     .longitude = 12.4,
                                     .postal_code = "00000",
                                     .description_de = "Ein Dorf."},
                                    site.clock.now());
            }
            singers = TRY(add(tx, "Beispiel: Gesangverein", organisations::Kind::club, {lower}));
            gardeners = TRY(add(tx, "Beispiel: Gartenverein", organisations::Kind::club, {lower, upper}));
            brigade = TRY(add(tx, "Beispiel: Feuerwehr", organisations::Kind::fire_brigade, {lower}));
            return Done{};
        });
    }

    organisations::Author author() { return {.clock = site.clock, .random = site.random}; }

    Result<OrganisationId> add(db::Tx& tx, const std::string& name, organisations::Kind kind,
                               std::vector<VillageId> active_in)
    {
        return organisations::create(
            tx, site.network(),
            {.entry = {.kind = kind, .name = name, .villages = std::move(active_in), .purpose = "Zweck"},
             .status = organisations::Status::published},
            author());
    }

    Result<MandateId> appoint_now(const VillageId& village, const OrganisationId& organisation,
                                  std::string_view from, std::string decided = "Versammlung")
    {
        return site.pool().write(db::Scope::of(site.network()), [&](db::Tx& tx) {
            return appoint(tx, site.network(),
                           {.village = village,
                            .organisation = organisation,
                            .starts_on = *date_from_iso(from),
                            .decided = decided},
                           author());
        });
    }

    // Whether the time of long ago was taken.
    bool enter(const OrganisationId& organisation, std::string_view from, std::string_view until)
    {
        return site.pool()
            .write(db::Scope::of(site.network()),
                   [&](db::Tx& tx) {
                       return enter_past(tx, site.network(),
                                         {.village = lower,
                                          .organisation = organisation,
                                          .starts_on = *date_from_iso(from),
                                          .decided = "Versammlung",
                                          .ends_on = *date_from_iso(until)},
                                         author());
                   })
            .has_value();
    }

    std::size_t count()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return mandates_of_village(reader, site.network(), lower).size(); });
    }

    std::optional<OrganisationId> lead_on(std::string_view day, const VillageId& village)
    {
        const auto leads = site.pool().read(
            [&](db::Reader& reader) { return leads_on(reader, site.network(), *date_from_iso(day)); });
        const auto found = leads.find(village);
        return found == leads.end() ? std::nullopt : std::optional(found->second.organisation);
    }

    support::TestSite site{{villages::register_feature, mandates::register_feature}};
    VillageId lower;
    VillageId upper;
    OrganisationId singers;
    OrganisationId gardeners;
    OrganisationId brigade;
};

} // namespace dorfnetz::mandates
