#pragma once

#include "foundation/core/result.hpp"
#include "foundation/openid/provider.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dorfnetz::app {

struct MailSettings
{
    std::string host; // empty: test mode, mails become files and reach nobody
    std::uint16_t port = 587;
    std::string encryption = "starttls"; // or "tls", "none"
    std::string user;
    std::string password;
    std::string sender_name = "Dorfnetz";
    std::string sender_address = "dorfnetz@localhost";
    std::int64_t per_minute = 60;
    std::int64_t per_day = 0;             // 0: as many as there are
    std::int64_t per_minute_and_host = 0; // to mailboxes of one provider
    unsigned connections = 2;
    std::string only_to;        // test mode: everything goes to this address; empty: to whom it is for
    std::string bounce_address; // where mails come back to, "rueck+*@dorf.example"; empty: to the sender
    // The mailbox behind it, read by IMAP; host empty: nobody reads it.
    std::string bounce_host;
    std::uint16_t bounce_port = 993;
    std::string bounce_encryption = "tls";
    std::string bounce_user;
    std::string bounce_password;
};

// Everything that can be set from outside. Defaults are safe: loopback only, mail to nobody.
struct Settings
{
    std::string listen = "127.0.0.1:8080";
    std::string metrics_listen; // "127.0.0.1:9464"; empty: no metrics
    std::filesystem::path data = "var";
    std::string database; // empty: sqlite:<data>/dorfnetz.db
    std::string public_address;
    bool behind_tls = false;
    std::vector<std::string> trusted_proxies;
    std::string time_zone = "Europe/Berlin"; // in which nightly work has its hour
    unsigned workers = 2;
    std::string log_level = "info";
    MailSettings mail;
    std::map<std::string, openid::Registration> providers; // by the slug of the network

    std::string database_address() const;
};

// What does not fit together, in words for the log at the start. `dorfnetz doctor` looks at more.
std::vector<std::string> warnings_about(const Settings& settings);

using Variables = std::function<std::optional<std::string>(const std::string& name)>;

// Defaults, then the TOML file (if it exists), then variables such as DORFNETZ_LISTEN or
// DORFNETZ_MAIL_PASSWORD. Providers are named in the file; variables only fill in what belongs to them. Fails
// for a file that cannot be read and for keys that nobody knows: a misspelt one must not be ignored.
Result<Settings> read_settings(const std::filesystem::path& file, const Variables& variable);

// The value of an environment variable of this process.
std::optional<std::string> environment_variable(const std::string& name);

struct Listen
{
    std::string address;
    std::uint16_t port = 0;
};

// "127.0.0.1:8080", "[::1]:8080" or "unix:/path".
Result<Listen> parse_listen(const std::string& text);

} // namespace dorfnetz::app
