#pragma once

#include "accounts/accounts_store.hpp"
#include "features/mandates/api.hpp"
#include "features/meetings/attendance_api.hpp"
#include "features/meetings/feature.hpp"
#include "features/organisations/feature.hpp"
#include "features/villages/feature.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/network.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>
#include <map>
#include <utility>
#include <vector>

namespace dorfnetz::meetings {

// Four villages, three of them with a lead club. It is 22 November 2026, a Sunday.
class WithMeetings : public testing::Test
{
protected:
    explicit WithMeetings(const std::vector<support::TestSite::Register>& features = {})
        : site{with_ground(features)}
    {
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
        aue = add_village("Aue", "aue", &choir);
        berg = add_village("Berg", "berg", &singers);
        tal = add_village("Tal", "tal", &anglers);
        wald = add_village("Wald", "wald", nullptr);
    }

    static std::vector<support::TestSite::Register>
    with_ground(std::vector<support::TestSite::Register> features)
    {
        features.insert(features.begin(),
                        {villages::register_feature, organisations::register_feature, register_feature});
        return features;
    }

    VillageId add_village(const std::string& name, const std::string& slug, OrganisationId* lead)
    {
        const auto id = new_id<VillageId>(site.clock, site.random);
        site.given([&](db::Tx& tx) -> Result<Done> {
            villages::put_place(tx, network.id, {.id = id, .slug = slug, .name = name}, site.clock.now());
            if (!lead)
                return Done{};
            *lead = TRY(organisations::create(tx, network.id,
                                              {.entry = {.name = "Beispiel: Chor " + name, .villages = {id}},
                                               .status = organisations::Status::published},
                                              author()));
            TRY(mandates::appoint(tx, network.id,
                                  {.village = id,
                                   .organisation = *lead,
                                   .starts_on = std::chrono::year(2024) / 1 / 1,
                                   .decided = "Treffen"},
                                  author()));
            return Done{};
        });
        return id;
    }

    organisations::Author author() { return {.clock = site.clock, .random = site.random}; }

    // As a job has it; `actor` is nobody unless a test says so.
    web::Context context() { return web::context_of_a_job(site.environment(), site.site(), network); }

    static calendar::LocalTime local(std::string_view iso) { return *calendar::local_time_from_iso(iso); }

    MeetingDraft advent()
    {
        return {.title = "Treffen im Advent",
                .when = LocalSpan{local("2026-12-05T18:00"), local("2026-12-05T20:00")},
                .place_village = aue,
                .place_name = "im Vereinshaus",
                .audience = Audience::public_};
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

    MeetingId given(const MeetingDraft& draft)
    {
        const auto here = context();
        return written([&](db::Tx& tx) { return create(tx, here, draft); }).value();
    }

    MeetingId given_running()
    {
        const auto id = given(advent());
        const auto here = context();
        site.given([&](db::Tx& tx) { return begin(tx, here, id); });
        return id;
    }

    Result<Done> represent(const MeetingId& id, const VillageId& village, const Representation& wanted,
                           const std::vector<BeforeStep>& before = {})
    {
        const auto here = context();
        return written([&](db::Tx& tx) { return set_representation(tx, here, id, village, wanted, before); });
    }

    // Karl Beispiel of Aue is in the register, agreed to be asked, and to be seen by lead clubs.
    people::PersonId given_karl()
    {
        return written([&](db::Tx& tx) {
                   const std::vector agreed{people::Purpose::register_, people::Purpose::lead_contact};
                   people::NewPerson person{.data = {.given_name = "Karl",
                                                     .family_name = "Beispiel",
                                                     .village = aue,
                                                     .email = "karl@example.org",
                                                     .tasks = {"garden"}}};
                   person.consent = people::ConsentDraft{
                       .way = people::ConsentWay::paper,
                       .given_on = date_of(site.clock.now()),
                       .to = people::remember_consent_texts(tx,
                                                            {.network = network.id,
                                                             .network_name = network.name,
                                                             .language = i18n::Language::de,
                                                             .now = site.clock.now()},
                                                            agreed)};
                   return people::create(tx, network.id, person, author());
               })
            .value();
    }

    // It stands in the register, and not in public any more.
    void hide(const OrganisationId& id)
    {
        site.given([&](db::Tx& tx) { return organisations::send_to_review(tx, network.id, id, author()); });
    }

    void add_account(db::Tx& tx, const std::string& login, const web::Grant& grant)
    {
        const web::UserId id{new_uuid_v7(site.clock, site.random)};
        accounts::insert_user(tx, network.id, {.id = id, .login = login, .name = "Probe"}, site.clock.now());
        accounts::set_password_hash(tx, network.id, id, "x");
        accounts::insert_grant(tx, network.id,
                               {.id = new_uuid_v7(site.clock, site.random), .user = id, .grant = grant}, {},
                               site.clock.now());
    }

    // The mails that wait, by address; the newest of each.
    std::map<std::string, std::string> mails()
    {
        std::map<std::string, std::string> all;
        read([&](db::Reader& reader) {
            reader.each(R"sql(
                SELECT to_address, subject FROM outbox WHERE network_id = :network ORDER BY created_at, id)sql",
                        {{"network", network.id}}, [&](db::Row& row) {
                            const auto to = row.take<std::string>();
                            all[to] = row.take<std::string>();
                        });
        });
        return all;
    }

    // The mails that wait, whole, by address.
    std::map<std::string, mail::Mail> claimed()
    {
        std::map<std::string, mail::Mail> all;
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 10'000};
        while (auto next = mail::claim_next(site.pool(), rules, site.clock, site.random)) {
            const auto to = next->mail.to.address;
            all[to] = std::move(next->mail);
        }
        return all;
    }

    Meeting stored(const MeetingId& id)
    {
        return read([&](db::Reader& reader) { return meeting_by_id(reader, network.id, id); }).value();
    }

    std::vector<Voter> voters(const MeetingId& id)
    {
        return read([&](db::Reader& reader) { return voters_of(reader, network.id, id); });
    }

    support::TestSite site;
    web::Network network;
    OrganisationId choir, singers, anglers;
    VillageId aue, berg, tal, wald;
};

} // namespace dorfnetz::meetings
