#pragma once

#include "foundation/mail/mailer.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dorfnetz::mail {

// smtp_server_for_tests.py in a process of its own, on 127.0.0.1, ended with the test.
class SmtpServer
{
public:
    explicit SmtpServer(const std::vector<std::string>& options = {});
    ~SmtpServer();
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;

    // Settings that reach it without encryption.
    SmtpSettings settings() const;

    // How many mails it has taken.
    int taken() const;

    // What it understood of the nth mail, from 1: "subject", "text", "attachment.0" …
    std::string seen(int mail, const std::string& what) const;

private:
    support::TemporaryDirectory m_directory;
    std::uint16_t m_port = 0;
    pid_t m_process = 0;
    int m_input = -1;
};

} // namespace dorfnetz::mail
