#pragma once

#include "accounts/accounts_store.hpp"
#include "features/groups/feature.hpp"
#include "features/groups/groups_service.hpp"
#include "features/organisations/feature.hpp"
#include "features/people/people_for_tests.hpp"
#include "features/villages/feature.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::groups {

// A date in every group's calendar; one more for members.
inline CalendarSource test_dates()
{
    return {[](const web::Context& context, db::Reader&, const GroupId& group, Audience audience) {
        std::vector<calendar::Event> events{
            {.uid = group.text() + "@example.org",
             .changed_at = context.now(),
             .when = calendar::Between{context.now(), context.now() + std::chrono::hours(2)},
             .title = "Wege abgehen"}};
        if (audience == Audience::members)
            events.push_back({.uid = "inside@example.org", .title = "Schlüssel holen"});
        return events;
    }};
}

inline void register_with_dates(web::Site& site)
{
    register_feature(site, {test_dates()});
}

// Three villages, a choir in one of them, and a group that looks after paths.
class WithGroup : public testing::Test, public people::Given
{
protected:
    WithGroup()
        : Given({villages::register_feature, organisations::register_feature, people::register_alone,
                 register_with_dates})
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            choir = TRY(organisations::create(
                tx, site.network(),
                {.entry = {.name = "Beispiel: Chor", .villages = {birkenau}, .purpose = "Singt."},
                 .status = organisations::Status::published},
                author()));
            group = TRY(create(tx, site.network(),
                               {.title = "Wege", .summary = "Damit man durchkommt.", .aims = "**Mähen**"},
                               author()));
            return Done{};
        });
    }

    void joins(const Who& who, Duty duty = Duty::member)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            TRY(add_member(tx, site.network(), group, who, duty, author()));
            return Done{};
        });
    }

    web::UserId given_account(const std::string& name, std::vector<web::Grant> grants = {})
    {
        const auto id = new_id<web::UserId>(site.clock, site.random);
        site.given([&](db::Tx& tx) -> Result<Done> {
            accounts::insert_user(tx, site.network(),
                                  {.id = id, .login = name + "@example.org", .name = name}, site.clock.now());
            accounts::set_password_hash(tx, site.network(), id, "hash");
            for (auto& grant : grants)
                accounts::insert_grant(
                    tx, site.network(),
                    {.id = new_uuid_v7(site.clock, site.random), .user = id, .grant = std::move(grant)}, {},
                    site.clock.now());
            return Done{};
        });
        return id;
    }

    void sign_in_as(const web::UserId& user, std::vector<web::Grant> grants = {})
    {
        site.sign_in({.user = user, .name = "Test", .session = "session", .grants = std::move(grants)});
    }

    // As it stands on the group's page; empty if there is none.
    std::string calendar_on_page()
    {
        const auto body = site.get(page).body;
        const auto from = body.find("/gruppenkalender/");
        return from == std::string::npos ? "" : body.substr(from, body.find(".ics", from) + 4 - from);
    }

    std::size_t members()
    {
        return site.pool()
            .read([&](db::Reader& reader) { return members_of(reader, site.network(), group); })
            .size();
    }

    std::string text(const std::string& title, Audience audience)
    {
        std::string slug;
        site.given([&](db::Tx& tx) -> Result<Done> {
            slug = TRY(create_page(tx, site.network(), group,
                                   {.title = title, .text = "Text von " + title, .audience = audience},
                                   author()))
                       .slug;
            return Done{};
        });
        return slug;
    }

    OrganisationId choir;
    GroupId group;
    const std::string page = "/arbeitsgruppen/wege";
    const std::string desk = "/redaktion/arbeitsgruppen/wege";
};

} // namespace dorfnetz::groups
