#include "features/devices/devices_store.hpp"
#include "features/devices/feature.hpp"
#include "features/devices/sending.hpp"
#include "foundation/core/base64url.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::devices {

namespace {

const About promise{"signup", "01960000-0000-7000-8000-000000000001"};
constexpr std::string_view endpoint = "https://push.example.net/abc";

// A push service that answers as told.
class Service final : public fetch::Client
{
public:
    explicit Service(FixedClock& site_clock) : clock(site_clock) {}

    Result<fetch::Reply> ask(const fetch::Question& question) override
    {
        asked.push_back(question);
        clock.advance(takes);
        return answer;
    }

    Result<fetch::Reply> answer = fetch::Reply{.status = 201, .body = {}};
    std::chrono::seconds takes{0};
    std::vector<fetch::Question> asked;
    FixedClock& clock;
};

class Devices : public testing::Test
{
protected:
    // As the script of the page sends it.
    support::Answer add(const std::string& address, const std::string& about = {})
    {
        const auto page = offer();
        const auto token = support::TestSite::token_in(page, "/erinnerungen");
        const auto signature = about.empty() ? value_of(page, "wofuer") : about;
        return site.post("/erinnerungen", "_token=" + token + "&wofuer=" + signature + "&adresse=" + address +
                                              "&schluessel=" + to_base64url(browser.public_point()) +
                                              "&geheimnis=" + to_base64url(std::string(16, 'g')));
    }

    std::string offer()
    {
        static const http::Request no_request;
        web::Context context{
            .environment = site.environment(), .site = site.site(), .request = no_request, .network = {}};
        context.network.id = site.network();
        return site.pool().read(
            [&](db::Reader& reader) { return draw_offer(context, reader, promise).text(); });
    }

    static std::string value_of(const std::string& page, const std::string& name)
    {
        const auto begin = page.find("name=\"" + name + "\" value=\"") + name.size() + 15;
        return page.substr(begin, page.find('"', begin) - begin);
    }

    void remind_them()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            remind(tx, site.network(), promise,
                   {.title = "Morgen: Grill",
                    .text = "10 Uhr",
                    .path = "/zusage/x",
                    .until = site.clock.now() + std::chrono::hours(1)},
                   site.clock, site.random);
            return Done{};
        });
    }

    std::int64_t send()
    {
        return send_reminders({.pool = site.pool(),
                               .client = service,
                               .key = own_key(site.environment()),
                               .subject = "mailto:netz@dorf.example",
                               .clock = site.clock,
                               .random = site.random});
    }

    std::int64_t devices()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return store::count_devices(reader, site.network(), promise); });
    }

    support::TestSite site{{register_feature}};
    Service service{site.clock};
    push::Key browser = push::Key::make();
};

} // namespace

TEST_F(Devices, are_added_by_who_has_the_page_and_reminded_once)
{
    EXPECT_EQ(add(std::string(endpoint)).status, 200);
    EXPECT_EQ(add(std::string(endpoint)).status, 200) << "the same browser again";
    EXPECT_EQ(devices(), 1);
    remind_them();
    EXPECT_EQ(send(), 1);
    EXPECT_EQ(send(), 0);
    ASSERT_EQ(service.asked.size(), 1U);
    EXPECT_EQ(service.asked[0].address, endpoint);
    EXPECT_EQ(service.asked[0].body.find("Grill"), std::string::npos) << "for the browser's eyes only";
    EXPECT_NE(offer().find("Ein Gerät wird erinnert."), std::string::npos);
}

TEST_F(Devices, of_which_the_signature_is_forged_or_the_address_is_ours_are_not_added)
{
    EXPECT_EQ(add(std::string(endpoint), "signup.01960000-0000-7000-8000-000000000002.abc").status, 422);
    for (const auto* address : {"http://push.example.net/abc", "https://localhost/abc",
                                "ftp://push.example.net", "https://user@push.example.net/x"})
        EXPECT_EQ(add(address).status, 422) << address;
    EXPECT_EQ(devices(), 0);
}

TEST_F(Devices, that_are_gone_are_taken_off_and_a_busy_service_is_asked_again)
{
    add(std::string(endpoint));
    service.answer = fetch::Reply{.status = 503, .body = {}};
    remind_them();
    EXPECT_EQ(send(), 0);
    service.answer = fetch::Reply{.status = 201, .body = {}};
    EXPECT_EQ(send(), 0) << "not at once";
    site.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(send(), 1);
    service.answer = fetch::Reply{.status = 410, .body = {}};
    remind_them();
    EXPECT_EQ(send(), 0);
    EXPECT_EQ(devices(), 0);
}

TEST_F(Devices, whose_services_are_slow_do_not_hold_up_everything_else)
{
    for (int i = 0; i < 10; ++i)
        add(std::string(endpoint) + std::to_string(i));
    for (int i = 0; i < 10; ++i)
        remind_them();
    service.takes = std::chrono::seconds(5);
    service.answer = Error{.kind = Err::unavailable};
    const auto began = site.clock.now();
    send();
    EXPECT_LE(site.clock.now() - began, std::chrono::seconds(30)) << "there are other jobs";
    service.takes = {};
    service.answer = fetch::Reply{.status = 201, .body = {}};
    site.clock.advance(std::chrono::minutes(2));
    EXPECT_EQ(send(), 100) << "what was left comes later";
}

TEST_F(Devices, hear_nothing_when_it_is_too_late)
{
    add(std::string(endpoint));
    remind_them();
    site.clock.advance(std::chrono::hours(1));
    EXPECT_EQ(send(), 0);
    EXPECT_TRUE(service.asked.empty());
}

TEST_F(Devices, are_forgotten_with_what_they_are_about)
{
    add(std::string(endpoint));
    remind_them();
    site.given([&](db::Tx& tx) -> Result<Done> {
        forget(tx, site.network(), promise);
        return Done{};
    });
    EXPECT_EQ(send(), 0);
    EXPECT_EQ(devices(), 0);
}

} // namespace dorfnetz::devices
