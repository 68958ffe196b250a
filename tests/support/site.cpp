#include "tests/support/site.hpp"

#include "foundation/core/text.hpp"
#include "foundation/html/html.hpp"
#include "foundation/http/codec.hpp"

#include <stdexcept>

namespace dorfnetz::support {

TestSite::TestSite(const std::vector<Register>& features, const db::PoolSettings& settings)
    : database(TestDatabase::Schema::current, settings),
      m_environment{.pool = database.pool(),
                    .clock = clock,
                    .random = random,
                    .data_directory = m_data.path(),
                    .reader_program = {},
                    .secret = "a secret of thirty-two characters",
                    .public_address = {},
                    .secure_cookies = false}
{
    html::load_templates();
    html::check_values(true);
    for (const auto& add : features)
        add(m_site);
    m_network = add_network("heide", host);
    m_dispatcher = std::make_unique<web::Dispatcher>(
        m_environment, m_site,
        [this](web::Environment& environment, const web::Network& network, const http::Request& request) {
            if (m_authenticate)
                return m_authenticate(environment, network, request);
            return m_actor.value_or(web::Actor{});
        });
}

NetworkId TestSite::add_network(const std::string& slug, const std::string& name_of_host)
{
    const auto id = new_id<NetworkId>(clock, random);
    given([&](db::Tx& tx) -> Result<Done> {
        web::insert_network(tx,
                            {.id = id,
                             .slug = slug,
                             .name = "Netz " + slug,
                             .time_zone = "Europe/Berlin",
                             .settings = {{"subtitle.de", "Netzwerk für Engagement"},
                                          {"contact.name.de", "Koordination"},
                                          {"contact.email", "kontakt@example.org"}}},
                            clock.now());
        web::add_host(tx, id, name_of_host);
        return Done{};
    });
    return id;
}

void TestSite::sign_in_as(web::Role role, std::string_view subject)
{
    m_actor = web::Actor{.user = web::UserId{"00000000-0000-7000-8000-000000000001"},
                         .name = "Erika Beispiel",
                         .session = "session",
                         .grants = {{role, std::string(subject)}}};
}

void TestSite::authenticate_with(web::Authenticate authenticate)
{
    m_authenticate = std::move(authenticate);
}

void TestSite::given(const std::function<Result<Done>(db::Tx&)>& work)
{
    const auto done = pool().write(db::Scope::everything(), work);
    if (!done)
        throw std::runtime_error("preparing the test failed: " + std::string(done.error().text.text()));
}

Answer TestSite::get(const std::string& target,
                     const std::vector<std::pair<std::string, std::string>>& headers)
{
    http::Request request;
    request.method = http::Method::get;
    request.target = target;
    for (const auto& [name, value] : headers)
        request.headers.add(name, value);
    return send(std::move(request));
}

Answer TestSite::post(const std::string& target, const std::string& body, const std::string& content_type,
                      const std::vector<std::pair<std::string, std::string>>& headers)
{
    http::Request request;
    request.method = http::Method::post;
    request.target = target;
    request.headers.add("Content-Type", content_type);
    for (const auto& [name, value] : headers)
        request.headers.add(name, value);
    request.body = body;
    return send(std::move(request));
}

Answer TestSite::submit(const std::string& from, const std::string& action,
                        const std::vector<std::pair<std::string, std::string>>& fields)
{
    const auto page = get(from);
    std::string body = "_token=" + http::percent_encode(token_in(page.body, action));
    for (const auto& [name, value] : fields)
        body += '&' + http::percent_encode(name) + '=' + http::percent_encode(value);
    clock.advance(std::chrono::seconds(3));
    return post(action, body);
}

std::string TestSite::token_in(const std::string& page, const std::string& action)
{
    const auto form = page.find("action=\"" + action + "\"");
    const auto field = form == std::string::npos ? form : page.find("name=\"_token\" value=\"", form);
    if (field == std::string::npos)
        throw std::runtime_error("the page has no form for " + action);
    const auto begin = page.find("value=\"", field) + 7;
    return page.substr(begin, page.find('"', begin) - begin);
}

Answer TestSite::send(http::Request request)
{
    const auto question = request.target.find('?');
    request.path =
        http::percent_decode(request.target.substr(0, question), http::Plus::is_plus).value_or("/");
    request.query = question == std::string::npos ? "" : request.target.substr(question + 1);
    request.host = host;
    request.remote_address = "192.0.2.7";
    request.headers.add("Host", host);
    if (m_actor && !m_authenticate)
        request.headers.add("Cookie", "dorfnetz=test");
    if (!m_cookie.empty())
        request.headers.add("Cookie", m_cookie);
    auto response = m_dispatcher->handle(request);
    if (const auto set = response.headers.find("set-cookie"); !set.empty() && m_authenticate)
        m_cookie = set.substr(0, set.find(';'));
    return {response.status, std::string(response.bytes()), std::move(response.headers)};
}

} // namespace dorfnetz::support
