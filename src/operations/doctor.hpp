#pragma once

#include "accounts/provider_sign_in.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/german.hpp"
#include "foundation/mail/mailer.hpp"
#include "foundation/mail/report_mailbox.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dorfnetz::operations {

enum class Grade {
    ok,
    warn, // works, but somebody should look at it
    bad,  // does not work, is not safe, or loses data sooner or later
};

// What one check found, with what to do about it.
struct Finding
{
    Grade grade = Grade::ok;
    std::string check; // a short name that stays the same: "backup.age"
    German text = {};
    std::vector<std::string> values = {};
};

using Findings = std::vector<Finding>;

// How the installation is set up, as the doctor looks at it.
struct Surroundings
{
    std::filesystem::path data;
    std::string database;
    std::string listen_address;       // "127.0.0.1", "::", "unix:/path"
    std::string metrics_address = {}; // empty: no metrics
    std::string public_address = {};
    bool behind_tls = false;
    bool trusts_a_proxy = false;
    std::optional<mail::SmtpSettings> mail = {}; // nothing: test mode, mails become files
    std::string mail_sender = {};
    std::string mail_only_to = {};        // test mode: everything goes there
    std::string mail_bounce_address = {}; // where mails come back to; empty: to the sender
    std::optional<mail::MailboxSettings> bounce_mailbox = {}; // nothing: nobody reads it
    accounts::Providers providers = {};
    std::filesystem::path reader_program;
    std::uint64_t least_free_bytes = 500'000'000;
    const Clock& clock;
};

// Looks at everything and changes nothing. Never throws for what it looks at: that becomes a finding.
Findings examine(const Surroundings& surroundings);

Grade worst_of(const Findings& findings);

} // namespace dorfnetz::operations
