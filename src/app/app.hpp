#pragma once

#include "accounts/provider_sign_in.hpp"
#include "app/settings.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/db/db.hpp"
#include "foundation/db/migrate.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/site.hpp"
#include "operations/data_lock.hpp"

#include <atomic>
#include <functional>
#include <memory>

namespace dorfnetz::app {

// The composition root: everything built by hand, in the order in which it needs each other. The command line
// uses the environment, `serve` all of it.
class App
{
public:
    // Opens the database and brings its schema up to date. Throws with words for the operator.
    explicit App(Settings settings);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    const Settings& settings() const { return m_settings; }

    web::Environment& environment() { return *m_environment; }

    const web::Site& site() const { return m_site; }

    const db::MigrationReport& migration() const { return m_migration; }

    // Serves until `stop`; `ready` is called with the port as soon as requests are taken.
    void serve(const std::function<void(std::uint16_t port)>& ready);
    // From a signal's thread.
    void stop();

private:
    struct Serving;

    Settings m_settings;
    operations::DataLock m_lock; // keeps a restore away
    SystemClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<db::Pool> m_pool;
    db::MigrationReport m_migration;
    std::unique_ptr<web::Environment> m_environment;
    web::Site m_site;
    std::unique_ptr<Serving> m_serving;
    std::atomic<bool> m_stopped = false;
};

// What the networks of the settings let people sign in with.
accounts::Providers make_providers(const Settings& settings);

// The program that reads foreign files: beside this one, or where packages put it.
std::filesystem::path find_reader_program();

} // namespace dorfnetz::app
