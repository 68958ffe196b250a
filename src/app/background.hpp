#pragma once

#include "app/settings.hpp"
#include "features/mails/api.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/mail/delivery.hpp"
#include "foundation/mail/mailer.hpp"
#include "foundation/mail/report_mailbox.hpp"
#include "foundation/web/environment.hpp"

#include <memory>
#include <thread>

namespace dorfnetz::web {
class Site;
}

namespace dorfnetz::app {

// What the program does by itself while it serves: delivering mail, and the jobs of the features.
class Background
{
public:
    Background(web::Environment& environment, const web::Site& site, const Settings& settings);
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

private:
    web::Environment& m_environment;
    mail::Delivery m_delivery;
    jobs::Jobs m_jobs;
    std::jthread m_mail_thread;
};

// Whom mail reaches.
mails::Reach mail_reach(const Settings& settings);

// How mail leaves this machine; only if the settings name a server.
mail::SmtpSettings smtp_settings(const Settings& settings);

// Where mails come back to; only if the settings name a mailbox.
mail::MailboxSettings bounce_mailbox(const Settings& settings);

// The mailer that the settings ask for: SMTP, or files that reach nobody.
std::unique_ptr<mail::Mailer> make_mailer(const Settings& settings);

} // namespace dorfnetz::app
