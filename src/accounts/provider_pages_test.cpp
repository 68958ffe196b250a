#include "accounts/provider_pages.hpp"

#include "accounts/pages.hpp"
#include "foundation/core/log.hpp"
#include "foundation/http/codec.hpp"
#include "foundation/openid/provider_for_tests.hpp"
#include "tests/support/accounts.hpp"

#include <gtest/gtest.h>
#include <map>

namespace dorfnetz::accounts {

namespace {

using support::Answer;

constexpr std::string_view button = "Über die Gemeinde anmelden";

// Keeps every cookie, as browsers do.
class Browser
{
public:
    explicit Browser(support::TestSite& site) : m_site(site) {}

    Answer get(const std::string& target) { return taken(m_site.get(target, {{"Cookie", all()}})); }

    // Presses the button, or sends the form, for this address on that page.
    Answer send(const std::string& from, const std::string& action, const std::string& fields = {})
    {
        const auto token = support::TestSite::token_in(get(from).body, action);
        return taken(m_site.post(action, "_token=" + http::percent_encode(token) + fields,
                                 "application/x-www-form-urlencoded", {{"Cookie", all()}}));
    }

    std::string set; // every Set-Cookie of the last answer, one on a line

    std::map<std::string, std::string> cookies;

private:
    std::string all() const
    {
        std::string header = "other=1";
        for (const auto& [name, value] : cookies)
            header += "; " + name + '=' + value;
        return header;
    }

    Answer taken(Answer answer)
    {
        set.clear();
        for (const auto& [field, value] : answer.headers.fields) {
            if (!http::same_name(field, "set-cookie"))
                continue;
            set += value + '\n';
            const auto name = value.substr(0, value.find('='));
            cookies.erase(name);
            if (value.find("Max-Age=0") == std::string::npos)
                cookies[name] = value.substr(name.size() + 1, value.find(';') - name.size() - 1);
        }
        return answer;
    }

    support::TestSite& m_site;
};

class ProviderPages : public testing::Test
{
protected:
    ProviderPages()
    {
        site.authenticate_with(authenticate);
        const auto link = create_user(site.environment(), {.network = site.network(),
                                                           .email = "carla@beispiel.example",
                                                           .name = "Carla Beispiel",
                                                           .role = web::Role::municipality_officer})
                              .value()
                              .link_path;
        EXPECT_EQ(clerk.send(link, link, "&kennwort=drei+rote+St%C3%BChle").status, 303);
    }

    support::TestSite::Register features()
    {
        return [this](web::Site& pages) {
            outside = std::make_shared<openid::TestProvider>(site.clock);
            register_feature(pages, {.subjects = test::subjects(),
                                     .cost = test::cheap,
                                     .providers = {{"heide", std::make_shared<openid::Provider>(
                                                                 outside->registration(), outside)}}});
        };
    }

    // Signs in there and answers the address that the browser is sent back to.
    std::string be_there(const Answer& leaving, const std::string& subject = "k-17")
    {
        EXPECT_EQ(leaving.status, 200) << leaving.body;
        const std::string refresh(leaving.headers.find("refresh"));
        EXPECT_TRUE(refresh.starts_with("0; url=https://amt.example/auth?")) << refresh;
        const auto back = outside->sign_in(refresh.substr(7), subject);
        return returning + "?code=" + back.code + "&state=" + back.state;
    }

    Answer connect() { return clerk.get(be_there(clerk.send(security, security + "/gemeinde"))); }

    // What the page says to whom the provider sends back with this.
    std::string said_after(const std::string& query)
    {
        const auto address = be_there(visitor.send("/anmelden", "/anmelden/gemeinde"));
        const auto state = address.substr(address.find("&state="));
        const auto answer = visitor.get(returning + query + state);
        EXPECT_EQ(answer.status, 303);
        const auto page = visitor.get(answer.location());
        EXPECT_EQ(page.status, 200);
        const auto at = page.body.find("class=\"notice warn\"");
        return at == std::string::npos ? "" : page.body.substr(at, page.body.find("</div>", at) - at);
    }

    const std::string returning = "/anmelden/gemeinde/zurueck";
    const std::string security = "/redaktion/sicherheit";
    std::shared_ptr<openid::TestProvider> outside;
    support::TestSite site{{features()}};
    Browser clerk{site};
    Browser visitor{site};
};

} // namespace

TEST_F(ProviderPages, offer_the_way_only_where_the_network_has_a_provider)
{
    const auto page = visitor.get("/anmelden");
    EXPECT_TRUE(page.says(button));
    EXPECT_TRUE(page.says("Gemeinde Beispiel"));
    EXPECT_TRUE(visitor.set.empty());
    EXPECT_TRUE(clerk.get(security).says("Mit der Gemeinde verbinden"));
    site.add_network("see", "see.example");
    site.host = "see.example";
    EXPECT_FALSE(visitor.get("/anmelden").says(button));
    EXPECT_EQ(visitor.get(returning + "?code=a&state=b").status, 404);
}

TEST_F(ProviderPages, lead_there_with_a_cookie_for_ten_minutes_and_tell_nobody_where_one_was)
{
    const auto leaving = visitor.send("/anmelden?weiter=/doerfer", "/anmelden/gemeinde", "&weiter=/doerfer");
    EXPECT_TRUE(leaving.says("https://amt.example/auth?response_type=code"));
    EXPECT_TRUE(leaving.says("code_challenge_method=S256"));
    EXPECT_NE(visitor.set.find("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax"), std::string::npos)
        << visitor.set;
    EXPECT_EQ(leaving.headers.find("referrer-policy"), "same-origin");
    EXPECT_EQ(leaving.headers.find("cache-control"), "private, no-store");
    EXPECT_NE(leaving.headers.find("content-security-policy").find("form-action 'self'"),
              std::string_view::npos);
    EXPECT_EQ(leaving.body.find("redirect_uri=http%3A%2F%2Fheide.example%2Fen"), std::string::npos);
    site.environment().secure_cookies = true;
    visitor.send("/anmelden", "/anmelden/gemeinde");
    EXPECT_NE(visitor.set.find("__Host-dorfnetz-errand="), std::string::npos);
    EXPECT_NE(visitor.set.find("; Secure"), std::string::npos);
}

TEST_F(ProviderPages, connect_the_account_and_sign_in_by_it_afterwards)
{
    const auto connected = connect();
    EXPECT_EQ(connected.status, 303);
    EXPECT_TRUE(connected.location().starts_with(security + "?meldung="));
    const auto page = clerk.get(security);
    EXPECT_TRUE(page.says("verbunden seit"));
    EXPECT_FALSE(page.says("Mit der Gemeinde verbinden"));

    const auto address =
        be_there(visitor.send("/anmelden", "/anmelden/gemeinde", "&weiter=%2Fredaktion%2Fsicherheit"));
    const auto back = visitor.get(address);
    EXPECT_EQ(back.status, 303);
    EXPECT_EQ(back.location(), security) << "without code and state";
    EXPECT_EQ(back.headers.find("referrer-policy"), "strict-origin");
    EXPECT_EQ(back.headers.find("cache-control"), "private, no-store");
    EXPECT_NE(visitor.set.find("dorfnetz-errand=; Path=/; Max-Age=0"), std::string::npos) << visitor.set;
    EXPECT_TRUE(visitor.get(security).says("über die Gemeinde")) << "in the list of sessions";

    // Neither by the same address again nor in another browser.
    EXPECT_TRUE(visitor.get(address).location().starts_with("/anmelden?gemeinde=abgelaufen"));
    visitor.send("/redaktion", "/abmelden");
    visitor.send("/anmelden", "/anmelden/gemeinde");
    EXPECT_TRUE(visitor.get(address).location().starts_with("/anmelden?gemeinde=abgelaufen"));
    EXPECT_TRUE(visitor.cookies.contains("dorfnetz-errand")) << "what one has set out for since stays";
    Browser other(site);
    EXPECT_TRUE(other.get(address).location().starts_with("/anmelden?gemeinde=abgelaufen"));
    EXPECT_FALSE(other.cookies.contains("dorfnetz"));

    EXPECT_EQ(clerk.send(security, security + "/gemeinde/trennen").status, 303);
    EXPECT_TRUE(clerk.get(security).says("Mit der Gemeinde verbinden"));
}

TEST_F(ProviderPages, say_what_to_do_when_nobody_is_connected)
{
    const auto back = visitor.get(be_there(visitor.send("/anmelden", "/anmelden/gemeinde")));
    EXPECT_EQ(back.location(), "/anmelden?gemeinde=unbekannt&weiter=%2Fredaktion%2Fsicherheit");
    const auto page = visitor.get(back.location());
    EXPECT_TRUE(page.says("noch mit keinem Zugang verbunden"));
    EXPECT_TRUE(page.says("value=\"/redaktion/sicherheit\"")) << "after signing in one is where it is done";
    EXPECT_FALSE(visitor.cookies.contains("dorfnetz"));
}

TEST_F(ProviderPages, say_in_plain_words_what_went_wrong_and_show_nothing_that_came_from_outside)
{
    EXPECT_NE(said_after("?error=access_denied").find("Du hast bei der Gemeinde abgebrochen"),
              std::string::npos);
    EXPECT_NE(said_after("?error=server_error").find("nicht zu erreichen"), std::string::npos);
    const auto other =
        said_after("?error=%3Cb%3Eboese&error_description=Ruf+0190+an&error_uri=https%3A%2F%2Fevil.example");
    EXPECT_NE(other.find("Bei der Gemeinde hat etwas nicht geklappt"), std::string::npos);
    EXPECT_EQ(other.find("boese"), std::string::npos);
    EXPECT_NE(said_after("?code=erfunden").find("nicht geklappt"), std::string::npos);
    EXPECT_NE(said_after("?x=").find("nicht geklappt"), std::string::npos);
    EXPECT_TRUE(visitor.get("/anmelden?gemeinde=%3Cb%3E").says(button));
    EXPECT_FALSE(visitor.get("/anmelden?gemeinde=%3Cb%3E").says("notice warn"));
    outside->is_silent = true;
    site.clock.advance(std::chrono::hours(2));
    const auto away = visitor.send("/anmelden", "/anmelden/gemeinde");
    EXPECT_EQ(away.location(), "/anmelden?gemeinde=nicht-erreichbar&weiter=%2Fredaktion");
}

TEST_F(ProviderPages, answer_in_the_language_in_which_somebody_left)
{
    const auto leaving = visitor.send("/en/anmelden", "/en/anmelden/gemeinde");
    EXPECT_NE(leaving.body.find("redirect_uri=http%3A%2F%2Fheide.example%2Fanmelden%2Fgemeinde%2Fzurueck"),
              std::string::npos)
        << "the provider knows one address";
    EXPECT_TRUE(visitor.get(be_there(leaving)).location().starts_with("/en/anmelden?gemeinde=unbekannt"));
}

TEST_F(ProviderPages, connect_only_lately_after_signing_in_and_only_the_account_that_set_out)
{
    const auto leaving = clerk.send(security, security + "/gemeinde");
    const auto address = be_there(leaving);
    Browser thief(site);
    thief.cookies["dorfnetz-errand"] = clerk.cookies["dorfnetz-errand"];
    EXPECT_TRUE(thief.get(address).location().starts_with(security + "?gemeinde=abgelaufen"));
    site.clock.advance(std::chrono::minutes(16));
    const auto late = clerk.send(security, security + "/gemeinde");
    EXPECT_EQ(late.status, 303);
    EXPECT_TRUE(late.location().starts_with(security)) << "sign in anew first";
    EXPECT_EQ(visitor.get("/anmelden").status, 200);
}

TEST_F(ProviderPages, never_write_code_state_or_token_into_the_log)
{
    log::set_level(log::Level::debug);
    connect();
    const auto address = be_there(visitor.send("/anmelden", "/anmelden/gemeinde"));
    outside->claims["nonce"] = "\"anders\"";
    testing::internal::CaptureStderr();
    visitor.get(address);
    visitor.get(address);
    const auto again = be_there(visitor.send("/anmelden", "/anmelden/gemeinde"));
    visitor.get(returning + "?error=geheim" + again.substr(again.find("&state=")));
    const auto logged = testing::internal::GetCapturedStderr();
    log::set_level(log::Level::info);
    EXPECT_NE(logged.find("sign-in provider: refused, nonce"), std::string::npos) << logged;
    for (const auto& secret : {address.substr(address.find("code-"), 20), std::string("geheim"),
                               std::string("k-17"), std::string("eyJ")})
        EXPECT_EQ(logged.find(secret), std::string::npos) << secret << '\n' << logged;
}

} // namespace dorfnetz::accounts
