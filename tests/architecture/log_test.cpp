#include "tests/architecture/two_networks.hpp"

#include "accounts/sessions.hpp"
#include "accounts/sign_in.hpp"
#include "foundation/core/log.hpp"
#include "foundation/http/server.hpp"
#include "foundation/jobs/jobs.hpp"
#include "tests/support/sent_forms.hpp"

#include <array>
#include <thread>

namespace dorfnetz {

namespace {

// What must never stand in the log, each recognisable by itself.
constexpr std::array<std::string_view, 8> secrets{
    "geheimrat.kunigunde@example.org", "Kunigunde Geheimrat",  "0151 55577733",  "01515557733",
    "dQw4w9WgXcQ-geheimes-zeichen-1",  "drei rote Stuhlbeine", "Lindenallee 17", "Mozilla/5.0 (Geheimfon)"};

class Log : public TwoNetworks
{
protected:
    Log()
    {
        at_foreign();
        log::set_level(log::Level::debug);
    }

    ~Log() override { log::set_level(log::Level::info); }

    static std::string all_secrets()
    {
        std::string all;
        for (const auto secret : secrets)
            all +=
                (all.empty() ? "" : "&") + http::percent_encode(secret) + '=' + http::percent_encode(secret);
        return all;
    }

    static void expect_none(const std::string& logged)
    {
        for (const auto secret : secrets) {
            EXPECT_EQ(logged.find(secret), std::string::npos) << secret << " stands in:\n" << logged;
            EXPECT_EQ(logged.find(http::percent_encode(secret)), std::string::npos) << secret << logged;
        }
    }

    std::vector<std::pair<std::string, std::string>> headers() const
    {
        return {{"User-Agent", std::string(secrets[7])},
                {"Referer", "https://fremd.example/passwort/" + std::string(secrets[4])},
                {"X-Forwarded-For", std::string(secrets[0])},
                {"Cookie", "dorfnetz=" + std::string(secrets[4]) + "; name=" + std::string(secrets[0])}};
    }

    void ask_every_page()
    {
        for (const auto& route : site.site().routes())
            for (const auto secret : secrets) {
                const auto path = filled(route.pattern, {http::percent_encode(secret)});
                site.get(path + '?' + all_secrets(), headers());
                site.post(path, all_secrets() + "&_token=" + token_for(route.pattern, foreign));
            }
    }

    // Every form of every page, with a secret in each field.
    int send_every_form()
    {
        int sent = 0;
        for (const auto& route : site.site().routes()) {
            if (route.method != http::Method::get || route.pattern.find('{') != std::string::npos)
                continue;
            for (const auto& form : support::forms_of(site.get(route.pattern).body)) {
                std::string body;
                std::size_t next = 0;
                for (const auto& field : form.fields)
                    body += (body.empty() ? "" : "&") + http::percent_encode(field.name) + '=' +
                            http::percent_encode(field.name == "_token" ? field.value
                                                                        : secrets[next++ % secrets.size()]);
                ++sent;
                site.clock.advance(std::chrono::seconds(30));
                site.post(form.action, body);
            }
        }
        return sent;
    }
};

} // namespace

TEST_F(Log, never_holds_what_people_send)
{
    testing::internal::CaptureStderr();
    log::error("the log is read");
    ask_every_page();
    const int as_coordinator = send_every_form();
    site.sign_out();
    ask_every_page();
    const int as_visitor = send_every_form();
    const auto logged = testing::internal::GetCapturedStderr();
    EXPECT_NE(logged.find("the log is read"), std::string::npos);
    EXPECT_GT(as_coordinator, 15);
    EXPECT_GT(as_visitor, 3);
    expect_none(logged);
}

TEST_F(Log, says_that_somebody_was_throttled_without_saying_who)
{
    const auto door = std::make_shared<accounts::Door>(accounts::PasswordCost{.passes = 1, .memory = 8192});
    testing::internal::CaptureStderr();
    for (int i = 0; i < 40; ++i)
        EXPECT_FALSE(
            accounts::sign_in(*door, site.environment(), foreign,
                              {.login = std::string(secrets[0]), .password = std::string(secrets[5])},
                              {.address = "192.0.2.7", .client = std::string(secrets[7])}));
    const auto logged = testing::internal::GetCapturedStderr();
    EXPECT_NE(logged.find("sign-in throttled"), std::string::npos);
    EXPECT_EQ(logged.find("192.0.2"), std::string::npos);
    expect_none(logged);
}

// A fault is logged with the pattern of the route, since its address may be a key.
TEST(LogOfFaults, names_the_route_and_not_the_address)
{
    support::TestSite site{{[](web::Site& made) {
        const auto broken = [](web::Context&) -> Result<http::Response> {
            throw std::runtime_error("broken on purpose");
        };
        made.get("/kaputt/{token}", web::Access::everyone(), broken);
        made.get("/voll/{token}", web::Access::everyone(), [](web::Context&) -> Result<http::Response> {
            throw db::Unavailable("database or disk is full");
        });
    }}};
    testing::internal::CaptureStderr();
    EXPECT_EQ(site.get("/kaputt/dQw4w9WgXcQ?name=Kunigunde").status, 500);
    EXPECT_EQ(site.get("/voll/dQw4w9WgXcQ?name=Kunigunde").status, 503);
    const auto logged = testing::internal::GetCapturedStderr();
    EXPECT_NE(logged.find("GET /kaputt/{token}: broken on purpose"), std::string::npos) << logged;
    EXPECT_EQ(logged.find("dQw4w9WgXcQ"), std::string::npos) << logged;
    EXPECT_EQ(logged.find("Kunigunde"), std::string::npos) << logged;
}

// A line break in what is logged would be another entry, written by somebody else.
TEST(LogOfFaults, is_one_line_for_each_entry)
{
    testing::internal::CaptureStderr();
    log::error("first\n2026-11-22T10:00:00.000 error forged\r\x1b[31m");
    const auto logged = testing::internal::GetCapturedStderr();
    EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1) << logged;
    EXPECT_EQ(logged.find('\r'), std::string::npos);
    EXPECT_EQ(logged.find('\x1b'), std::string::npos);
}

} // namespace dorfnetz
