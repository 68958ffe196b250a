#pragma once

#include "features/activities/feature.hpp"
#include "features/organisations/feature.hpp"
#include "features/people/people_for_tests.hpp"
#include "features/signups/feature.hpp"
#include "features/signups/links.hpp"
#include "features/signups/running.hpp"
#include "features/signups/signups_service.hpp"
#include "features/villages/feature.hpp"
#include "foundation/mail/outbox.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace dorfnetz::signups {

// Three villages in a row, five kilometres apart, with a club that invites to a festival on 5 December. It is
// 22 November 2026, a Sunday.
class WithShifts : public testing::Test
{
protected:
    explicit WithShifts(const std::vector<support::TestSite::Register>& more = {})
        : given(features_with(more))
    {
        given.site.given([&](db::Tx& tx) -> Result<Done> {
            club = TRY(organisations::create(
                tx, site.network(),
                {.entry = {.name = "Beispiel Heimatverein", .villages = {given.birkenau}},
                 .status = organisations::Status::published},
                author()));
            return Done{};
        });
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
        request.host = site.host;
        request.headers.add("Host", site.host);
        festival = activity("Teichfest", "2026-12-05T10:00", "2026-12-05T18:00", given.birkenau);
    }

    organisations::Author author() { return {.clock = site.clock, .random = site.random}; }

    web::Context context()
    {
        return {.environment = site.environment(),
                .site = site.site(),
                .request = request,
                .network = network,
                .generation = site.pool().generation(network.id.text())};
    }

    Around surroundings() { return around(context()); }

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

    activities::ActivityId activity(const std::string& title, const std::string& begin,
                                    const std::string& end, const villages::VillageId& where,
                                    const std::string& rule = {})
    {
        activities::ActivityId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(activities::create(tx, network,
                                        {.title = title,
                                         .kind = "culture",
                                         .hosts = {club},
                                         .villages = {where},
                                         .first = {.begin = *calendar::local_time_from_iso(begin),
                                                   .end = *calendar::local_time_from_iso(end)},
                                         .rule = rule,
                                         .place_village = where,
                                         .place_name = "Festwiese"},
                                        author()));
            TRY(activities::publish(tx, network, id, author()));
            return Done{};
        });
        return id;
    }

    // The shift that it makes on the first date of its activity. Hours from the beginning; none: the whole
    // time.
    ShiftId shift(const activities::ActivityId& of, activities::NeedDraft need, std::int64_t most,
                  std::optional<activities::Within> within = {})
    {
        ShiftId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto added = TRY(activities::add_need(
                tx, network, of, need, {{.within = within, .least = 0, .most = most}}, author()));
            const auto date = activities::dates_of(tx, network.id, of).front();
            for (const auto& needed : activities::shifts_of_date(tx, network.id, date.id))
                if (needed.need.id == added)
                    id = needed.shift.id;
            return Done{};
        });
        return id;
    }

    static activities::NeedDraft role(const std::string& title) { return {.title = title}; }

    static activities::NeedDraft thing(const std::string& title)
    {
        return {.kind = activities::NeedKind::thing, .title = title};
    }

    static activities::NeedDraft by_host(const std::string& title)
    {
        return {.title = title, .admission = activities::Admission::by_host};
    }

    static activities::Within hours(int after, int lasts)
    {
        return {.starts_after = std::chrono::hours(after), .lasts = std::chrono::hours(lasts)};
    }

    static NewSignup of(const ShiftId& shift, const std::string& name, const std::string& email,
                        std::int64_t people = 1)
    {
        return {.shift = shift, .name = name, .email = email, .people = people, .remind_hours = 24};
    }

    Result<SignedUp> try_promise(const NewSignup& wanted)
    {
        const auto world = surroundings();
        return written([&](db::Tx& tx) { return sign_up(tx, world, wanted); });
    }

    SignupId promise(const NewSignup& wanted)
    {
        const auto done = try_promise(wanted);
        if (!done)
            throw std::runtime_error("no promise: " + i18n::error_text(i18n::Language::de, done.error()));
        return done->id;
    }

    Result<Done> take_back(const SignupId& id)
    {
        const auto world = surroundings();
        return written([&](db::Tx& tx) { return cancel(tx, world, id, By::themself); });
    }

    Signup stored(const SignupId& id)
    {
        return read([&](db::Reader& reader) { return signup_by_id(reader, network.id, id).value(); });
    }

    Status status(const SignupId& id) { return stored(id).status; }

    activities::Shift shift_now(const ShiftId& id)
    {
        return read(
            [&](db::Reader& reader) { return activities::shift_by_id(reader, network.id, id)->shift; });
    }

    std::int64_t taken(const ShiftId& id) { return shift_now(id).taken; }

    // What was put into the outbox since it was last asked.
    std::vector<mail::Mail> new_mails()
    {
        std::vector<mail::Mail> mails;
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 10'000};
        while (auto claimed = mail::claim_next(site.pool(), rules, site.clock, site.random))
            mails.push_back(std::move(claimed->mail));
        return mails;
    }

    // What the program does every few minutes.
    void work() { keep_going(surroundings()); }

    std::string link(const SignupId& id) { return own_path(context(), id); }

    static std::vector<support::TestSite::Register>
    features_with(const std::vector<support::TestSite::Register>& more)
    {
        std::vector<support::TestSite::Register> all{
            villages::register_feature, organisations::register_feature, activities::register_feature,
            people::register_alone, register_feature};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    people::Given given;
    support::TestSite& site = given.site;
    web::Network network;
    organisations::OrganisationId club;
    activities::ActivityId festival;
    http::Request request;
};

} // namespace dorfnetz::signups
