#include "foundation/mail/servers_for_tests.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace dorfnetz::mail {

namespace {

struct Pipe
{
    Pipe()
    {
        if (pipe(ends.data()) != 0)
            throw std::runtime_error("pipe");
    }

    std::array<int, 2> ends{};
};

} // namespace

ServerProcess::ServerProcess(const std::string& script, const std::vector<std::string>& options)
{
    const Pipe input;
    const Pipe output;
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.ends[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.ends[1], STDOUT_FILENO);
    for (const int end : {input.ends[0], input.ends[1], output.ends[0], output.ends[1]})
        posix_spawn_file_actions_addclose(&actions, end);

    // Debian's own Python: its packages are not seen by another that stands earlier in the path.
    std::vector<std::string> words{"/usr/bin/python3", DORFNETZ_SOURCE_DIR "/src/foundation/mail/" + script,
                                   m_directory.path().string()};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int problem =
        posix_spawn(&m_process, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(input.ends[0]);
    close(output.ends[1]);
    m_input = input.ends[1];

    std::string port;
    for (char c = 0; problem == 0 && read(output.ends[0], &c, 1) == 1 && c != '\n';)
        port += c;
    close(output.ends[0]);
    if (port.empty())
        throw std::runtime_error(script + " does not start; ./dev test installs what it needs");
    m_port = static_cast<std::uint16_t>(std::stoi(port));
}

ServerProcess::~ServerProcess()
{
    close(m_input);
    kill(m_process, SIGKILL);
    waitpid(m_process, nullptr, 0);
}

SmtpServer::SmtpServer(const std::vector<std::string>& options)
    : m_process("smtp_server_for_tests.py", options)
{
}

SmtpSettings SmtpServer::settings() const
{
    return {.host = "127.0.0.1",
            .port = m_process.port(),
            .encryption = Encryption::none,
            .hello_name = "test.example"};
}

int SmtpServer::taken() const
{
    int count = 0;
    while (std::filesystem::exists(m_process.directory() / (std::to_string(count + 1) + ".complete")))
        ++count;
    return count;
}

std::string SmtpServer::seen(int mail, const std::string& what) const
{
    std::ifstream file(m_process.directory() / (std::to_string(mail) + '.' + what), std::ios::binary);
    if (!file)
        throw std::runtime_error("the server has seen no " + what);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace dorfnetz::mail
