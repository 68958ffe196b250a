#pragma once

#include "accounts/accounts_store.hpp"
#include "accounts/links.hpp"
#include "accounts/sessions.hpp"
#include "accounts/sign_in.hpp"
#include "accounts/users.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

// What the tests of accounts have in common.
namespace dorfnetz::accounts::test {

inline constexpr PasswordCost cheap{.passes = 1, .memory = 8192};
inline constexpr std::string_view good_password = "drei rote Stühle";
inline const Caller home{.address = "192.0.2.7", .client = "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"};

// Two villages, and clubs in each of them; one name is there twice.
inline Subjects subjects()
{
    return {.villages =
                [](db::Reader&, const NetworkId&) {
                    return std::vector<web::Choice>{{"v1", "Musterdorf"}, {"v2", "Beispielau"}};
                },
            .organisations =
                [](db::Reader&, const NetworkId&) {
                    return std::vector<Subjects::Organisation>{
                        {.choice = {"o1", "Beispiel: Chor"}, .villages = {"v1"}},
                        {.choice = {"o2", "Beispiel: Bäckerei"}, .villages = {"v2"}},
                        {.choice = {"o3", "Beispiel: Kirmesverein"}, .villages = {"v1"}},
                        {.choice = {"o4", "Beispiel: Kirmesverein"}, .villages = {"v2"}}};
                },
            .villages_of =
                [](db::Reader&, const NetworkId&, const std::string& organisation) {
                    return std::vector<std::string>{organisation == "o1" || organisation == "o3" ? "v1"
                                                                                                 : "v2"};
                }};
}

inline std::string token_of(const std::string& link_path)
{
    return link_path.substr(link_path.rfind('/') + 1);
}

// A network with its accounts, without pages.
class Accounts : public testing::Test
{
protected:
    web::Environment& environment() { return site.environment(); }

    web::Network network_of(std::string_view slug)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return web::network_by_slug(reader, slug).value(); });
    }

    NewUser create(const std::string& email, web::Role role, const std::string& subject = {})
    {
        auto user = create_user(environment(),
                                {.network = network.id,
                                 .email = email,
                                 .name = "Erika Beispiel",
                                 .role = role,
                                 .subject = subject,
                                 .ends_at = role == web::Role::adviser
                                                ? std::optional(site.clock.now() + std::chrono::days(300))
                                                : std::nullopt});
        EXPECT_TRUE(user);
        return user.value();
    }

    // An account that has set its password; answers its id.
    web::UserId with_password(const std::string& email, web::Role role, const std::string& subject = {})
    {
        const auto user = create(email, role, subject);
        EXPECT_TRUE(set_password_by_link(door, environment(), network, token_of(user.link_path),
                                         good_password, home));
        return user.id;
    }

    Result<std::string> try_to_sign_in(const std::string& email, std::string_view password = good_password)
    {
        const auto admitted =
            sign_in(door, environment(), network, {.login = email, .password = std::string(password)}, home);
        if (!admitted)
            return admitted.error();
        return admitted->session;
    }

    web::Actor who_is(const std::string& token) { return who_is(token, network); }

    web::Actor who_is(const std::string& token, const web::Network& at)
    {
        http::Request request;
        request.headers.add("Cookie", "other=1; dorfnetz=" + token);
        return authenticate(environment(), at, request);
    }

    std::int64_t mails()
    {
        return site.pool().read(
            [](db::Reader& reader) { return reader.count(R"sql(SELECT count(*) FROM outbox)sql", {}); });
    }

    std::string last_mail()
    {
        return site.pool().read([](db::Reader& reader) {
            return reader
                .value<std::string>(R"sql(SELECT content FROM outbox ORDER BY id DESC LIMIT 1)sql", {})
                .value_or("");
        });
    }

    support::TestSite site{{}};
    web::Network network = network_of("heide");
    Door door{cheap};
};

} // namespace dorfnetz::accounts::test
