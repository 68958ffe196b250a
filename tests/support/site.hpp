#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/web/dispatch.hpp"
#include "foundation/web/site.hpp"
#include "tests/support/database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dorfnetz::support {

struct Answer
{
    int status = 0;
    std::string body;
    http::Headers headers;

    bool says(std::string_view text) const { return body.find(text) != std::string::npos; }

    std::string location() const { return std::string(headers.find("location")); }
};

// A site with one network, without sockets: requests go through the dispatcher as from the server. Everything
// stands still: the clock, and chance with a fixed seed.
class TestSite
{
public:
    using Register = std::function<void(web::Site&)>;

    explicit TestSite(const std::vector<Register>& features,
                      const db::PoolSettings& settings = support::quick_settings());

    db::Pool& pool() { return database.pool(); }

    // A second pool on the same database, as another process would have.
    std::unique_ptr<db::Pool> another_pool() const { return database.another_pool(); }

    const std::string& address() const { return database.address(); }

    const NetworkId& network() const { return m_network; }

    NetworkId add_network(const std::string& slug, const std::string& host);

    web::Environment& environment() { return m_environment; }

    const web::Site& site() const { return m_site; }

    // Who sends the following requests; a visitor at first.
    void sign_in(const web::Actor& actor) { m_actor = actor; }

    void sign_in_as(web::Role role, std::string_view subject = {});

    void sign_out() { m_actor.reset(); }

    // Instead of the actors above: the real sign-in, with the cookies that answers set.
    void authenticate_with(web::Authenticate authenticate);

    Answer get(const std::string& target,
               const std::vector<std::pair<std::string, std::string>>& headers = {});
    // Fetches the page `from`, takes the token of its form for `action`, waits three seconds (as a person
    // does) and sends the fields.
    Answer submit(const std::string& from, const std::string& action,
                  const std::vector<std::pair<std::string, std::string>>& fields);
    // Sends a POST as it is.
    Answer post(const std::string& target, const std::string& body,
                const std::string& content_type = "application/x-www-form-urlencoded",
                const std::vector<std::pair<std::string, std::string>>& headers = {});
    // The token of the form for `action` in a page.
    static std::string token_in(const std::string& page, const std::string& action);

    // Runs work in a committed write of the network, for preparing a test. Throws if it fails.
    void given(const std::function<Result<Done>(db::Tx&)>& work);

    FixedClock clock{"2026-11-22T10:00:00Z"};
    SeededRandom random{42};
    std::string host = "heide.example";

private:
    Answer send(http::Request request);

    TestDatabase database;
    TemporaryDirectory m_data;
    web::Environment m_environment;
    web::Site m_site;
    NetworkId m_network;
    std::optional<web::Actor> m_actor;
    web::Authenticate m_authenticate;
    std::string m_cookie;
    std::unique_ptr<web::Dispatcher> m_dispatcher;
};

} // namespace dorfnetz::support
