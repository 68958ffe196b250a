#pragma once

#include "features/activities/feature.hpp"
#include "features/activities/needs_api.hpp"
#include "features/agenda/feature.hpp"
#include "features/attendance/attendance_store.hpp"
#include "features/attendance/feature.hpp"
#include "features/attendance/sheet.hpp"
#include "features/organisations/feature.hpp"
#include "features/pictures/feature.hpp"
#include "features/signups/feature.hpp"
#include "features/villages/feature.hpp"
#include "foundation/web/network.hpp"
#include "tests/support/site.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace dorfnetz::attendance {

// A working party at the pond from nine to one on 5 December 2026, with a grill from ten to twelve for four
// people, and cakes. It is 22 November 2026.
class WithHelpers : public testing::Test
{
protected:
    WithHelpers()
    {
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
        site.given([&](db::Tx& tx) -> Result<Done> {
            for (auto* host : {&club, &other_club}) {
                const auto village = new_id<villages::VillageId>(site.clock, site.random);
                const std::string name = host == &club ? "aue" : "berg";
                villages::put_place(tx, network.id, {.id = village, .slug = name, .name = name},
                                    site.clock.now());
                *host =
                    TRY(organisations::create(tx, network.id,
                                              {.entry = {.name = "Beispiel: " + name, .villages = {village}},
                                               .status = organisations::Status::published},
                                              author()));
                if (host == &club)
                    aue = village;
            }
            date = TRY(add_date(tx, club));
            other_date = TRY(add_date(tx, other_club));
            return Done{};
        });
        for (const auto& [shift, need] : shifts_of(date))
            (need.draft.kind == activities::NeedKind::thing ? cakes : grill) = shift.id;
        site.sign_in_as(web::Role::organisation_editor, club.text());
    }

    organisations::Author author() { return {.clock = site.clock, .random = site.random}; }

    Result<activities::DateId> add_date(db::Tx& tx, const organisations::OrganisationId& host)
    {
        const auto local = [](std::string_view iso) { return *calendar::local_time_from_iso(iso); };
        const auto id = TRY(activities::create(
            tx, network,
            {.title = "Teich entschlammen",
             .kind = "working_party",
             .hosts = {host},
             .first = {.begin = local("2026-12-05T09:00"), .end = local("2026-12-05T13:00")},
             .place_village = host == club ? std::optional(aue) : std::nullopt,
             .place_name = "am Dorfteich"},
            author()));
        using std::chrono::minutes;
        TRY(activities::add_need(
            tx, network, id, {.kind = activities::NeedKind::role, .title = "Grillstand"},
            {{.within = activities::Within{minutes(60), minutes(120)}, .least = 1, .most = 4}}, author()));
        TRY(activities::add_need(tx, network, id, {.kind = activities::NeedKind::thing, .title = "Kuchen"},
                                 {{.least = 0, .most = 10}}, author()));
        TRY(activities::publish(tx, network, id, author()));
        return activities::dates_of(tx, network.id, id).front().id;
    }

    std::vector<activities::NeededShift> shifts_of(const activities::DateId& id)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return activities::shifts_of_date(reader, network.id, id); });
    }

    activities::Listed listed()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return activities::date_by_id(reader, network.id, date).value(); });
    }

    // As a visitor promises, without mail.
    std::string promise(const activities::ShiftId& shift, const std::string& name, int people = 1)
    {
        const auto path = "/mitmachen/" + shift.text();
        const auto sent = site.submit(path, path,
                                      {{"name", name},
                                       {"kontakt", "03493 12345" + std::to_string(++numbers)},
                                       {"anzahl", std::to_string(people)}});
        EXPECT_EQ(sent.status, 303) << sent.body;
        std::string id;
        site.pool().read([&](db::Reader& reader) {
            for (const auto& signup : signups::signups_of_shift(reader, network.id, shift))
                if (signup.name == name)
                    id = signup.id.text();
        });
        EXPECT_FALSE(id.empty());
        return id;
    }

    Sheet sheet()
    {
        const auto day = listed();
        return site.pool().read([&](db::Reader& reader) { return sheet_of(reader, network.id, day); });
    }

    SheetRow row(const std::string& who)
    {
        for (const auto& shift : sheet().shifts)
            for (const auto& one : shift.rows)
                if (one.who == who || one.signup.name == who)
                    return one;
        ADD_FAILURE() << "nobody is called " << who;
        return {};
    }

    std::string path(std::string_view end)
    {
        const auto day = listed();
        return fmt::format("/redaktion/termine/{}/tage/{}{}", day.date.activity.text(), day.date.id.text(),
                           end);
    }

    std::string new_phone_id() { return new_uuid_v7(site.clock, site.random); }

    // "here 12:30" as a line of assets/js/attendance.js
    std::string tap(const std::string& kind, const std::string& who, int seconds,
                    const std::string& number = "-", const std::string& shift = "-",
                    const std::string& name = "")
    {
        const auto at = site.clock.now() - std::chrono::hours(1) + std::chrono::seconds(seconds);
        return fmt::format("{} {} {} {} {} {} {}", new_phone_id(), kind, who, at.time_since_epoch().count(),
                           number, shift, name);
    }

    support::Answer send(const std::vector<std::string>& lines)
    {
        const auto list = site.get(path("/anwesenheit/liste.json"));
        EXPECT_EQ(list.status, 200) << list.body;
        const std::string mark = R"("token":")";
        const auto begin = list.body.find(mark) + mark.size();
        auto body = "_token=" + list.body.substr(begin, list.body.find('"', begin) - begin) +
                    fmt::format("&jetzt={}", site.clock.now().time_since_epoch().count());
        for (const auto& line : lines)
            body += "&tipp=" + http::percent_encode(line);
        return site.post(path("/anwesenheit/abgleich"), body);
    }

    support::TestSite site{{villages::register_feature, organisations::register_feature,
                            activities::register_feature, agenda::register_feature, signups::register_feature,
                            pictures::register_feature, register_feature}};
    web::Network network;
    villages::VillageId aue;
    organisations::OrganisationId club;
    organisations::OrganisationId other_club;
    activities::DateId date;
    activities::DateId other_date;
    activities::ShiftId grill;
    activities::ShiftId cakes;
    int numbers = 0;
};

} // namespace dorfnetz::attendance
