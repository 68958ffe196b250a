#include "app/app.hpp"

#include "accounts/passwords.hpp"
#include "accounts/sessions.hpp"
#include "app/background.hpp"
#include "app/features.hpp"
#include "foundation/core/log.hpp"
#include "foundation/fetch/fetch.hpp"
#include "foundation/html/html.hpp"
#include "foundation/http/server.hpp"
#include "foundation/web/dispatch.hpp"
#include "foundation/web/security_headers.hpp"
#include "schema/migrations.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>
#include <thread>

namespace dorfnetz::app {

namespace {

constexpr std::size_t secret_bytes = 32;

// Passwords are what takes long. One processor stays with those who read, as long as there are two.
unsigned long_workers()
{
    const auto processors = std::max(2U, std::thread::hardware_concurrency());
    return std::min<unsigned>(accounts::PasswordHasher::most_at_once, processors - 1);
}

// Made at the first start, readable by the owner only. Whoever has it can forge links.
std::string load_secret(const std::filesystem::path& data, Random& random)
{
    const auto path = data / "secret.key";
    if (!std::filesystem::exists(path)) {
        std::string fresh(secret_bytes, '\0');
        random.fill({reinterpret_cast<std::uint8_t*>(fresh.data()), fresh.size()});
        const auto old_mask = umask(0077);
        std::ofstream(path, std::ios::binary) << fresh;
        umask(old_mask);
    }
    std::ifstream file(path, std::ios::binary);
    std::string secret(std::istreambuf_iterator<char>(file), {});
    if (secret.size() != secret_bytes)
        throw std::runtime_error(fmt::format("{} must hold {} bytes", path.string(), secret_bytes));
    return secret;
}

db::PoolSettings pool_settings(const Settings& settings)
{
    db::PoolSettings pool;
    // A page may read within its read; mail and jobs need one each.
    pool.readers = (settings.workers + long_workers()) * 2 + 2;
    return pool;
}

// A folder made here is closed to others: it will hold the data of people.
operations::DataLock lock_data_folder(const std::filesystem::path& data)
{
    if (std::filesystem::create_directories(data))
        std::filesystem::permissions(data, std::filesystem::perms::owner_all);
    auto lock = operations::DataLock::take(data, operations::DataLock::Kind::shared);
    if (!lock)
        throw std::runtime_error(
            fmt::format("a backup is being restored into {}: wait until it is done", data.string()));
    return *std::move(lock);
}

// For programs that watch this one.
http::Response plain(const http::Request& request, std::string text)
{
    auto response = http::text_response(200, std::move(text));
    web::add_security_headers(response, request.secure ? web::Line::encrypted : web::Line::plain);
    web::forbid_keeping(response);
    return response;
}

} // namespace

accounts::Providers make_providers(const Settings& settings)
{
    const std::shared_ptr<fetch::Client> client = fetch::client();
    accounts::Providers providers;
    for (const auto& [network, registration] : settings.providers)
        providers.emplace(network, std::make_shared<openid::Provider>(registration, client));
    return providers;
}

std::filesystem::path find_reader_program()
{
    const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    for (const auto& candidate : {folder / "dorfnetz-read", folder / "../lib/dorfnetz/dorfnetz-read"})
        if (std::filesystem::exists(candidate))
            return std::filesystem::canonical(candidate);
    return folder / "dorfnetz-read";
}

struct App::Serving
{
    Serving(web::Environment& environment, const web::Site& site)
        : dispatcher(environment, site, accounts::authenticate)
    {
    }

    web::Dispatcher dispatcher;
    std::unique_ptr<http::Server> server;
    std::unique_ptr<http::Server> metrics;
    std::unique_ptr<Background> background;
};

App::App(Settings settings) : m_settings(std::move(settings)), m_lock(lock_data_folder(m_settings.data))
{
    m_pool = db::Pool::open(m_settings.database_address(), pool_settings(m_settings));
    m_migration = db::migrate(*m_pool, db::migrations_for(m_pool->engine(), schema::migration_files()),
                              m_clock, (m_settings.data / "before-migration").string());
    m_environment =
        std::make_unique<web::Environment>(web::Environment{.pool = *m_pool,
                                                            .clock = m_clock,
                                                            .random = m_random,
                                                            .data_directory = m_settings.data,
                                                            .reader_program = find_reader_program(),
                                                            .secret = load_secret(m_settings.data, m_random),
                                                            .public_address = m_settings.public_address,
                                                            .secure_cookies = m_settings.behind_tls});
    register_features_with(m_site,
                           {.providers = make_providers(m_settings), .mails = mail_reach(m_settings)});
}

App::~App() = default;

void App::serve(const std::function<void(std::uint16_t port)>& ready)
{
    http::tune_allocator();
    html::load_templates();
    m_serving = std::make_unique<Serving>(*m_environment, m_site);
    auto& dispatcher = m_serving->dispatcher;

    const auto handle = [this, &dispatcher](const http::Request& request) {
        if (request.path == "/healthz")
            return plain(request, "ok\n");
        if (request.path == "/readyz") {
            m_pool->read([](db::Reader& reader) { return reader.count(R"sql(SELECT 1)sql", {}); });
            return plain(request, "ready\n");
        }
        return dispatcher.handle(request);
    };
    const auto listen = parse_listen(m_settings.listen);
    if (!listen)
        throw std::runtime_error(i18n::error_text(i18n::Language::de, listen.error()));
    m_serving->server = std::make_unique<http::Server>(
        http::ServerSettings{.address = listen->address,
                             .port = listen->port,
                             .io_threads = 1,
                             .workers = m_settings.workers,
                             .long_workers = long_workers(),
                             .limits = {.waiting_long_requests = accounts::PasswordHasher::most_waiting},
                             .trusted_proxies = m_settings.trusted_proxies,
                             .upload_directory = m_settings.data / "uploads"},
        http::Callbacks{
            .handler = handle,
            .fast_path =
                [&](const http::Request& request, http::Response& response) {
                    return dispatcher.answer_from_cache(request, response);
                },
            .takes_long = [&](const http::Request& request) { return dispatcher.takes_long(request); },
            .body_limit = [&](std::string_view path) { return dispatcher.body_limit(path); },
            .refusal = [&](int status) { return dispatcher.refusal(status); }});
    std::jthread metrics_thread;
    if (!m_settings.metrics_listen.empty()) {
        const auto where = parse_listen(m_settings.metrics_listen);
        if (!where)
            throw std::runtime_error(i18n::error_text(i18n::Language::de, where.error()));
        m_serving->metrics = std::make_unique<http::Server>(
            http::ServerSettings{.address = where->address,
                                 .port = where->port,
                                 .workers = 1,
                                 .upload_directory = m_settings.data / "uploads"},
            http::Callbacks{.handler = [&](const http::Request&) {
                return http::text_response(200, dispatcher.metrics(),
                                           "text/plain; version=0.0.4; charset=utf-8");
            }});
        metrics_thread = std::jthread([this] { m_serving->metrics->run(); });
    }
    m_serving->background = std::make_unique<Background>(*m_environment, m_site, m_settings);
    ready(m_serving->server->port());
    if (!m_stopped)
        m_serving->server->run();
    m_serving->background.reset();
    if (m_serving->metrics)
        m_serving->metrics->stop();
}

void App::stop()
{
    m_stopped = true;
    if (m_serving && m_serving->server)
        m_serving->server->stop();
}

} // namespace dorfnetz::app
