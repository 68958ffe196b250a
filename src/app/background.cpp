#include "app/background.hpp"

#include "accounts/audit_chain.hpp"
#include "app/features.hpp"
#include "foundation/core/log.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/jobs/queue.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/network.hpp"
#include "operations/backup.hpp"
#include "operations/programs.hpp"

namespace dorfnetz::app {

namespace {

mail::Encryption encryption_of(const std::string& name)
{
    if (name == "tls")
        return mail::Encryption::tls;
    return name == "none" ? mail::Encryption::none : mail::Encryption::starttls;
}

// A failed night throws, so that the job is tried again and the doctor shows why.
void back_up_every_night(jobs::Jobs& jobs, web::Environment& environment, const Settings& settings)
{
    jobs.daily("backup", 2, [&environment, database = settings.database_address()](jobs::JobContext&) {
        if (environment.pool.engine() == db::Engine::postgresql && !operations::find_program("pg_dump"))
            return log::warning("no backup: pg_dump is missing");
        const auto made = operations::back_up_nightly({.data = environment.data_directory,
                                                       .database = database,
                                                       .program_version = DORFNETZ_VERSION,
                                                       .clock = environment.clock},
                                                      environment.pool);
        if (!made)
            throw std::runtime_error(i18n::error_text(i18n::Language::de, made.error()));
    });
}

// As the mails of a network name it.
mail::Look look_of(db::Reader& reader, const NetworkId& id, const std::string& public_address)
{
    for (const auto& network : web::all_networks(reader))
        if (network.id == id)
            return {.name = network.name, .address = public_address, .time_zone = network.time_zone};
    return {};
}

} // namespace

mail::SmtpSettings smtp_settings(const Settings& settings)
{
    return {.host = settings.mail.host,
            .port = settings.mail.port,
            .encryption = encryption_of(settings.mail.encryption),
            .user = settings.mail.user,
            .password = settings.mail.password};
}

std::unique_ptr<mail::Mailer> make_mailer(const Settings& settings)
{
    if (settings.mail.host.empty())
        return mail::file_mailer(settings.data / "mails");
    return mail::smtp_mailer(smtp_settings(settings));
}

Background::Background(web::Environment& environment, const web::Site& site, const Settings& settings)
    : m_environment(environment),
      m_mailer(make_mailer(settings)),
      m_delivery{.pool = environment.pool,
                 .mailer = *m_mailer,
                 .clock = environment.clock,
                 .random = environment.random,
                 .sender = {.address = settings.mail.sender_address, .name = settings.mail.sender_name},
                 .limits = {.per_round = 50, .per_minute = settings.mail.per_minute},
                 .look =
                     [address = settings.public_address](db::Reader& reader, const NetworkId& network) {
                         return look_of(reader, network, address);
                     }},
      m_jobs({.pool = environment.pool,
              .clock = environment.clock,
              .random = environment.random,
              .local_offset = [zone = settings.time_zone](Timestamp moment) {
                  return i18n::utc_offset(zone, moment);
              }})
{
    m_jobs.daily("purge_outbox", 3, [&environment](jobs::JobContext&) {
        mail::purge_outbox(environment.pool, environment.clock);
        mail::delete_forgotten_files(environment.pool, environment.data_directory / "mails");
    });
    register_jobs(m_jobs, environment, site);
    back_up_every_night(m_jobs, environment, settings);
    m_jobs.daily("purge_job_queue", 3, [&environment](jobs::JobContext&) {
        jobs::purge_queue(environment.pool, environment.clock);
    });
    m_jobs.start();
    m_mail_thread =
        std::jthread([this](const std::stop_token& stop) { mail::run_delivery(m_delivery, stop); });
}

Background::~Background()
{
    m_mail_thread.request_stop();
    m_jobs.stop();
    try {
        accounts::seal_audit_log(m_environment.pool);
    } catch (const std::exception& problem) { // the next start does it
        log::warning(std::string("the audit log was not sealed at the end: ") + problem.what());
    }
}

} // namespace dorfnetz::app
