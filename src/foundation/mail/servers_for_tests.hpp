#pragma once

#include "foundation/mail/mailer.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dorfnetz::mail {

// A server in a process of its own, on 127.0.0.1, ended with the test: a script of this folder that says its
// port and ends when its input does.
class ServerProcess
{
public:
    ServerProcess(const std::string& script, const std::vector<std::string>& options);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    std::uint16_t port() const { return m_port; }

    // The first argument of the script.
    const std::filesystem::path& directory() const { return m_directory.path(); }

private:
    support::TemporaryDirectory m_directory;
    std::uint16_t m_port = 0;
    pid_t m_process = 0;
    int m_input = -1;
};

// smtp_server_for_tests.py
class SmtpServer
{
public:
    explicit SmtpServer(const std::vector<std::string>& options = {});

    // Settings that reach it without encryption.
    SmtpSettings settings() const;

    // How many mails it has taken.
    int taken() const;

    // What it understood of the nth mail, from 1: "subject", "text", "attachment.0" …
    std::string seen(int mail, const std::string& what) const;

private:
    ServerProcess m_process;
};

} // namespace dorfnetz::mail
