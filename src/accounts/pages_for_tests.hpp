#pragma once

#include "accounts/pages.hpp"

#include "accounts/policy.hpp"
#include "accounts/second_factor.hpp"
#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>

// What the tests of the pages have in common.
namespace dorfnetz::accounts::test {

using web::Role;

class AccountPages : public testing::Test
{
protected:
    AccountPages()
    {
        site.authenticate_with(authenticate);
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
    }

    static void features(web::Site& pages)
    {
        register_feature(pages, {.subjects = subjects(), .cost = cheap});
    }

    NewUser create(const std::string& email, Role role, const std::string& subject = {})
    {
        return create_user(site.environment(), {.network = network.id,
                                                .email = email,
                                                .name = "Erika Beispiel",
                                                .role = role,
                                                .subject = subject})
            .value();
    }

    web::UserId user_of(const std::string& email)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return find_user_by_login(reader, network.id, email)->account.id; });
    }

    Factors factors(const web::UserId& user)
    {
        return site.pool().read([&](db::Reader& reader) { return factors_of(reader, network.id, user); });
    }

    // Sets the password through its page, which also signs in.
    support::Answer set_password(const std::string& link, const std::string& chosen)
    {
        return site.submit(link, link, {{"kennwort", chosen}});
    }

    void come_in(Role role, const std::string& subject = {})
    {
        const auto answer = set_password(create("erika@beispiel.example", role, subject).link_path, password);
        ASSERT_EQ(answer.status, 303) << answer.body;
        if (needs_second_proof(role))
            set_up_sheet();
    }

    // Makes a sheet of codes and types the first one.
    void set_up_sheet()
    {
        const auto made = site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/zettel", {});
        ASSERT_EQ(made.status, 200) << made.body;
        codes.clear();
        const std::string before = "<code>";
        for (auto at = made.body.find(before); at != std::string::npos; at = made.body.find(before, at + 1))
            codes.push_back(made.body.substr(at + before.size(), 9));
        ASSERT_EQ(codes.size(), 10U);
        const std::string confirm = "/redaktion/sicherheit/zettel/fertig";
        const auto token = support::TestSite::token_in(made.body, confirm);
        ASSERT_EQ(site.post(confirm, "_token=" + token + "&code=" + codes.front().substr(0, 4) +
                                         codes.front().substr(5))
                      .status,
                  303);
    }

    support::Answer leave() { return site.submit("/redaktion", "/abmelden", {}); }

    support::Answer sign_in(const std::string& email, const std::string& with, const std::string& onward = {})
    {
        return site.submit("/anmelden", "/anmelden",
                           {{"email", email}, {"kennwort", with}, {"weiter", onward}});
    }

    support::Answer give_code(std::size_t which)
    {
        const std::string page = "/anmelden/bestaetigen?erneut=1&weiter=/redaktion/zugaenge";
        return site.submit(page, "/anmelden/bestaetigen",
                           {{"code", codes.at(which)}, {"weiter", "/redaktion/zugaenge"}});
    }

    const std::string password{good_password};
    std::vector<std::string> codes; // of the sheet
    support::TestSite site{{features}};
    web::Network network;
};

} // namespace dorfnetz::accounts::test
