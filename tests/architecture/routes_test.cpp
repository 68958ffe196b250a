#include "app/features.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace dorfnetz {

namespace {

// A path for the pattern that leads to nothing.
std::string made_up(std::string pattern)
{
    for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{'))
        pattern.replace(open, pattern.find('}') - open + 1, "gibt-es-nicht");
    return pattern;
}

bool has_parameter(const web::Route& route)
{
    return route.pattern.find('{') != std::string::npos;
}

class Routes : public testing::Test
{
protected:
    support::TestSite site{{app::register_features}};
};

} // namespace

TEST_F(Routes, a_visitor_gets_no_protected_page)
{
    int tried = 0;
    for (const auto& route : site.site().routes()) {
        if (route.access.is_public() || route.method != http::Method::get)
            continue;
        ++tried;
        const auto answer = site.get(made_up(route.pattern));
        EXPECT_EQ(answer.status, 303) << route.pattern;
        EXPECT_TRUE(answer.location().starts_with("/anmelden")) << route.pattern;
    }
    EXPECT_GT(tried, 20);
}

TEST_F(Routes, nothing_is_changed_by_a_post_without_the_token_of_a_form)
{
    int tried = 0;
    site.sign_in_as(web::Role::coordinator);
    for (const auto& route : site.site().routes())
        if (route.method == http::Method::post) {
            ++tried;
            EXPECT_EQ(site.post(made_up(route.pattern), "a=b").status, 403) << route.pattern;
        }
    EXPECT_GT(tried, 20);
}

TEST_F(Routes, public_pages_of_an_empty_network_are_there_in_both_languages)
{
    for (const auto& route : site.site().routes()) {
        if (!route.access.is_public() || route.method != http::Method::get || has_parameter(route))
            continue;
        for (const std::string prefix : {"", "/en"}) {
            const auto answer = site.get(prefix + route.pattern);
            EXPECT_LT(answer.status, 500) << prefix << route.pattern;
        }
    }
}

TEST_F(Routes, a_coordinator_can_open_every_page_of_the_desk_of_an_empty_network)
{
    // They lead on if there is nothing to prove, nothing was begun, or the proof was not given lately.
    const std::set<std::string> leading_on{"/anmelden/bestaetigen", "/redaktion/sicherheit/app",
                                           "/redaktion/zugaenge"};
    site.sign_in_as(web::Role::coordinator);
    for (const auto& route : site.site().routes()) {
        if (route.access.is_public() || route.method != http::Method::get)
            continue;
        const auto answer = site.get(made_up(route.pattern));
        // Nobody has anything to put labels on.
        if (has_parameter(route) || route.pattern == "/redaktion/leihen/etiketten.pdf")
            EXPECT_EQ(answer.status, 404) << route.pattern;
        else
            EXPECT_EQ(answer.status, leading_on.contains(route.pattern) ? 303 : 200) << route.pattern;
    }
}

TEST_F(Routes, only_pages_without_forms_and_contact_data_are_kept_for_visitors)
{
    for (const auto& route : site.site().routes())
        if (route.cache == web::Cache::visitors && !has_parameter(route)) {
            const auto answer = site.get(route.pattern);
            EXPECT_EQ(answer.body.find("name=\"_token\""), std::string::npos) << route.pattern;
        }
}

TEST_F(Routes, the_addresses_that_others_rely_on_exist)
{
    for (const auto* path : {"/", "/doerfer", "/vereine", "/firmen", "/mitmachen", "/netzwerk", "/suche",
                             "/kontakt", "/impressum", "/datenschutz", "/barrierefreiheit", "/anmelden"})
        EXPECT_NE(site.site().match(http::Method::get, path).route, nullptr) << path;
    for (const auto* path : {"/doerfer/x", "/vereine/x"})
        EXPECT_NE(site.site().match(http::Method::get, path).route, nullptr) << path;
}

} // namespace dorfnetz
