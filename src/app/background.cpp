#include "app/background.hpp"

#include "accounts/audit_chain.hpp"
#include "app/features.hpp"
#include "features/devices/feature.hpp"
#include "features/mails/api.hpp"
#include "foundation/core/log.hpp"
#include "foundation/fetch/fetch.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/jobs/queue.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/network.hpp"
#include "operations/backup.hpp"
#include "operations/programs.hpp"

#include <fmt/format.h>

namespace dorfnetz::app {

namespace {

mail::Encryption encryption_of(const std::string& name)
{
    if (name == "tls")
        return mail::Encryption::tls;
    return name == "none" ? mail::Encryption::none : mail::Encryption::starttls;
}

void read_bounces(jobs::Jobs& jobs, const web::Environment& environment, const Settings& settings)
{
    jobs.every("read_bounces", std::chrono::minutes(5),
               [&environment, mailbox = bounce_mailbox(settings),
                pattern = settings.mail.bounce_address](jobs::JobContext& job) {
                   const auto done = mail::read_reports({.pool = environment.pool,
                                                         .mailbox = mailbox,
                                                         .pattern = pattern,
                                                         .address_key = mails::address_key(environment),
                                                         .clock = environment.clock,
                                                         .may_go_on = [&job] { return job.may_go_on(); }});
                   if (done.bounced + done.complaints > 0)
                       log::info(
                           fmt::format("mail: {} came back, {} complaints", done.bounced, done.complaints));
               });
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

mail::ClaimRules claim_rules(const web::Environment& environment, const Settings& settings)
{
    const auto look = [address = settings.public_address](db::Reader& reader, const NetworkId& id) {
        const auto network = web::network_by_id(reader, id);
        return network
                   ? mail::Look{.name = network->name, .address = address, .time_zone = network->time_zone}
                   : mail::Look{};
    };
    return {.sender = {.address = settings.mail.sender_address, .name = settings.mail.sender_name},
            .per_minute = settings.mail.per_minute,
            .per_day = settings.mail.per_day,
            .per_minute_and_host = settings.mail.per_minute_and_host,
            .look = look,
            .address_key = mails::address_key(environment)};
}

// One for each connection; files are written by one.
std::vector<std::shared_ptr<mail::Mailer>> make_mailers(const Settings& settings)
{
    std::vector<std::shared_ptr<mail::Mailer>> mailers;
    const auto count = settings.mail.host.empty() ? 1 : settings.mail.connections;
    while (mailers.size() < count)
        mailers.push_back(make_mailer(settings));
    return mailers;
}

} // namespace

mails::Reach mail_reach(const Settings& settings)
{
    return {.nobody = settings.mail.host.empty(), .only_to = settings.mail.only_to};
}

mail::SmtpSettings smtp_settings(const Settings& settings)
{
    return {.host = settings.mail.host,
            .port = settings.mail.port,
            .encryption = encryption_of(settings.mail.encryption),
            .user = settings.mail.user,
            .password = settings.mail.password};
}

mail::MailboxSettings bounce_mailbox(const Settings& settings)
{
    return {.host = settings.mail.bounce_host,
            .port = settings.mail.bounce_port,
            .encryption = encryption_of(settings.mail.bounce_encryption),
            .user = settings.mail.bounce_user,
            .password = settings.mail.bounce_password};
}

std::unique_ptr<mail::Mailer> make_mailer(const Settings& settings)
{
    if (settings.mail.host.empty())
        return mail::file_mailer(settings.data / "mails");
    return mail::smtp_mailer(smtp_settings(settings));
}

Background::Background(web::Environment& environment, const web::Site& site, const Settings& settings)
    : m_environment(environment),
      m_delivery{.pool = environment.pool,
                 .mailers = make_mailers(settings),
                 .clock = environment.clock,
                 .random = environment.random,
                 .rules = claim_rules(environment, settings),
                 .return_path = settings.mail.bounce_address,
                 .only_to =
                     settings.mail.only_to.empty() ? std::nullopt : std::optional(settings.mail.only_to)},
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
    if (!settings.mail.bounce_host.empty())
        read_bounces(m_jobs, environment, settings);
    register_jobs(m_jobs, environment, site);
    // Where browsers say that they wait: addresses that users sent. A test reaches nobody, in this way
    // either.
    if (!mail_reach(settings).is_test())
        devices::register_jobs(m_jobs, environment, fetch::client({.reach = fetch::Reach::public_internet}),
                               settings.mail.sender_address);
    back_up_every_night(m_jobs, environment, settings);
    m_jobs.daily("purge_job_queue", 3, [&environment](jobs::JobContext&) {
        jobs::purge_queue(environment.pool, environment.clock);
    });
    // What takes a minute, as a plan or an import, does not hold up what is due meanwhile.
    m_jobs.start(2);
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
