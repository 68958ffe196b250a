#pragma once

#include "features/organisations/api.hpp"
#include "features/organisations/feature.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

// What the tests of the register of organisations and of its pages have in common.
namespace dorfnetz::organisations::test {

// A network with the invented villages Aue and Berg.
class RegisterTest : public testing::Test
{
protected:
    explicit RegisterTest(const std::vector<support::TestSite::Register>& features = {register_feature})
        : site(features)
    {
        aue = add_village(site.network(), "Aue", "aue");
        berg = add_village(site.network(), "Berg", "berg");
    }

    VillageId add_village(const NetworkId& network, const std::string& name, const std::string& slug)
    {
        const auto id = new_id<VillageId>(site.clock, site.random);
        site.given([&](db::Tx& tx) -> Result<Done> {
            villages::Village village;
            village.id = id;
            village.slug = slug;
            village.name = name;
            village.latitude = 51.6;
            village.longitude = slug == "aue" ? 12.4 : 12.5;
            villages::put_place(tx, network, village, site.clock.now());
            return Done{};
        });
        return id;
    }

    Author author() { return {.clock = site.clock, .random = site.random, .user = {}, .name = "Test"}; }

    OrganisationDraft club(const std::string& name)
    {
        return {.name = name, .villages = {aue}, .fields = {"culture"}, .purpose = "Wir singen."};
    }

    OrganisationId given(const OrganisationDraft& draft, Status status = Status::published,
                         std::optional<Date> confirmed = std::chrono::year(2026) / 11 / 1)
    {
        return create_in(site.network(), {.entry = draft, .status = status, .last_confirmed_on = confirmed})
            .value();
    }

    Result<OrganisationId> create_in(const NetworkId& network, const NewOrganisation& what)
    {
        return write([&](db::Tx& tx) { return create(tx, network, what, author()); });
    }

    ContactId given_contact(const OrganisationId& id, const ContactDraft& contact)
    {
        return write([&](db::Tx& tx) { return add_contact(tx, site.network(), id, contact, author()); })
            .value();
    }

    Organisation stored(const OrganisationId& id)
    {
        return site.pool()
            .read([&](db::Reader& reader) { return organisation_by_id(reader, site.network(), id); })
            .value();
    }

    Result<Done> change(const OrganisationId& id, std::int64_t version, const OrganisationDraft& draft)
    {
        return write([&](db::Tx& tx) { return update(tx, site.network(), id, version, draft, author()); });
    }

    // A second later than the last one, so that the history has an order.
    template <class F>
    auto write(F&& work) -> std::invoke_result_t<F&, db::Tx&>
    {
        site.clock.advance(std::chrono::seconds(1));
        return site.pool().write(db::Scope::of(site.network()), std::forward<F>(work));
    }

    Date today() { return date_of(site.clock.now()); }

    support::TestSite site;
    VillageId aue;
    VillageId berg;
};

} // namespace dorfnetz::organisations::test
