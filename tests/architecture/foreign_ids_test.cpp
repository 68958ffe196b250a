#include "tests/architecture/two_networks.hpp"

#include "foundation/core/text.hpp"

#include <map>
#include <set>

namespace dorfnetz {

namespace {

// What the braces of these stand for is no record: a format, a paper that the program makes, a key that is
// stored as a hash only (tried in keys_test.cpp).
bool names_no_record(std::string_view pattern)
{
    return pattern.find("{format}") != std::string_view::npos ||
           pattern.find("{liste}") != std::string_view::npos ||
           pattern.find("{papier}") != std::string_view::npos ||
           pattern.find("{token}") != std::string_view::npos ||
           pattern.starts_with("/erfahrungen/andere/") || // what another network shares on purpose
           pattern == "/termine/{year}/{month}" ||        // of a month, whatever is on in it
           pattern.find("/termine/programm/") != std::string_view::npos;
}

class ForeignIds : public TwoNetworks
{
protected:
    std::vector<web::Route> routes(http::Method method) const
    {
        std::vector<web::Route> chosen;
        for (const auto& route : site.site().routes())
            if (route.method == method && route.pattern.find('{') != std::string::npos &&
                !names_no_record(route.pattern))
                chosen.push_back(route);
        return chosen;
    }

    std::set<std::string> paths(const web::Route& route, const std::vector<Keys>& keys)
    {
        std::set<std::string> all;
        for (const auto& some : keys)
            all.insert(filled(route.pattern, some));
        if (route.examples)
            for (auto& path :
                 site.pool().read([&](db::Reader& reader) { return route.examples(reader, foreign); }))
                all.insert(std::move(path));
        return all;
    }

    std::uint64_t writes(const web::Network& network) { return site.pool().generation(network.id.text()); }
};

} // namespace

TEST_F(ForeignIds, open_no_page_of_this_network)
{
    const auto keys = foreign_keys();
    int tried = 0;
    for (const auto& route : routes(http::Method::get))
        for (const auto& path : paths(route, keys)) {
            ++tried;
            EXPECT_EQ(site.get(path).status, 404) << path;
        }
    EXPECT_GT(tried, 500);
}

TEST_F(ForeignIds, change_nothing_in_either_network)
{
    const auto keys = foreign_keys();
    const auto before = std::pair(writes(own), writes(foreign));
    int tried = 0;
    for (const auto& route : routes(http::Method::post)) {
        // The status page looks at what shall be done before it looks for whom.
        const auto body = "action=publish&_token=" + token_for(route.pattern, own);
        for (const auto& path : paths(route, keys)) {
            ++tried;
            EXPECT_EQ(site.post(path, body).status, 404) << path;
        }
    }
    EXPECT_GT(tried, 500);
    EXPECT_EQ(std::pair(writes(own), writes(foreign)), before);
}

// Without this, the tests above would say nothing.
TEST_F(ForeignIds, open_the_pages_of_the_network_that_they_belong_to)
{
    const auto keys = foreign_keys();
    at_foreign();
    for (const auto& route : routes(http::Method::get)) {
        const auto all = paths(route, keys);
        EXPECT_TRUE(std::any_of(all.begin(), all.end(),
                                [&](const auto& path) { return site.get(path).status < 400; }))
            << "no record of the foreign network was tried for " << route.pattern
            << "; add one to two_networks.hpp";
    }
}

// A token is for one network, so a page of one cannot send a form to the other.
TEST_F(ForeignIds, cannot_be_reached_with_the_form_of_the_other_network)
{
    const auto keys = foreign_keys();
    at_foreign();
    for (const auto& route : routes(http::Method::post))
        EXPECT_EQ(
            site.post(filled(route.pattern, keys.front()), "_token=" + token_for(route.pattern, own)).status,
            403)
            << route.pattern;
}

} // namespace dorfnetz
