#pragma once

#include "features/activities/api.hpp"
#include "features/activities/feature.hpp"
#include "features/organisations/feature.hpp"
#include "features/villages/feature.hpp"
#include "foundation/web/network.hpp"
#include "tests/support/register.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>
#include <utility>
#include <vector>

namespace dorfnetz::activities {

// A village with a host. It is 22 November 2026, a Sunday.
class WithActivities : public testing::Test
{
protected:
    explicit WithActivities(const support::TestSite::Register& feature = register_feature)
        : site{{villages::register_feature, organisations::register_feature, feature}}
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            aue = new_id<VillageId>(site.clock, site.random);
            villages::put_place(tx, site.network(), {.id = aue, .slug = "aue", .name = "Aue"},
                                site.clock.now());
            chapel = TRY(organisations::create(tx, site.network(),
                                               {.entry = {.name = "Beispiel Kapelle", .villages = {aue}},
                                                .status = organisations::Status::published},
                                               author()));
            return Done{};
        });
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
    }

    organisations::Author author() { return {.clock = site.clock, .random = site.random}; }

    static calendar::LocalTime local(std::string_view iso) { return *calendar::local_time_from_iso(iso); }

    ActivityDraft concert()
    {
        return {.title = "Konzert am Teich",
                .kind = "culture",
                .hosts = {chapel},
                .villages = {aue},
                .first = {.begin = local("2026-12-05T18:00"), .end = local("2026-12-05T20:00")}};
    }

    ActivityDraft library()
    {
        auto draft = concert();
        draft.title = "Bücherei";
        draft.rule = "FREQ=WEEKLY;BYDAY=TU";
        return draft;
    }

    ActivityId given(const ActivityDraft& draft, bool is_public = true)
    {
        ActivityId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(create(tx, network, draft, author()));
            if (is_public)
                TRY(publish(tx, network, id, author()));
            return Done{};
        });
        return id;
    }

    template <class F>
    auto written(F&& work)
    {
        return site.pool().write(db::Scope::of(network.id), std::forward<F>(work));
    }

    template <class F>
    auto read(F&& work)
    {
        return site.pool().read(std::forward<F>(work));
    }

    std::vector<ActivityDate> dates(const ActivityId& id)
    {
        return read([&](db::Reader& reader) { return dates_of(reader, network.id, id); });
    }

    Activity activity(const ActivityId& id)
    {
        return read([&](db::Reader& reader) { return activity_by_id(reader, network.id, id).value(); });
    }

    Result<Done> changed(const ActivityId& id, const ActivityDraft& draft, std::int64_t version)
    {
        return written([&](db::Tx& tx) { return update(tx, network, id, version, draft, author()); });
    }

    support::TestSite site;
    web::Network network;
    VillageId aue;
    OrganisationId chapel;
};

} // namespace dorfnetz::activities
