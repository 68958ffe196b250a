#include "operations/programs.hpp"

#include "foundation/core/text.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace dorfnetz::operations {

namespace {

constexpr std::size_t longest_said = 2000; // bytes

struct Pipe
{
    Pipe()
    {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            throw std::system_error(errno, std::generic_category(), "pipe");
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    ~Pipe()
    {
        close_writing();
        ::close(ends[0]);
    }

    void close_writing()
    {
        if (ends[1] >= 0)
            ::close(ends[1]);
        ends[1] = -1;
    }

    std::array<int, 2> ends{};
};

struct Launch
{
    explicit Launch(int said)
    {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&actions, said, STDERR_FILENO);
        // The server blocks the signals that stop it in all its threads; a child must hear them.
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    }

    Launch(const Launch&) = delete;
    Launch& operator=(const Launch&) = delete;

    ~Launch()
    {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }

    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
};

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> result;
    for (auto& text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::string read_end(int from)
{
    std::string said;
    std::array<char, 4096> buffer;
    for (;;) {
        const auto got = ::read(from, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return said;
        said.append(buffer.data(), static_cast<std::size_t>(got));
        if (said.size() > longest_said)
            said.erase(0, said.size() - longest_said);
    }
}

} // namespace

std::optional<std::filesystem::path> find_program(const std::string& name)
{
    const char* folders = std::getenv("PATH");
    for (const auto& folder : split_list(folders == nullptr ? "/usr/bin:/bin" : folders, ":"))
        if (const auto candidate = std::filesystem::path(folder) / name;
            ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
    return std::nullopt;
}

Ended run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                  const std::vector<std::pair<std::string, std::string>>& variables)
{
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> environment;
    for (const auto& [name, value] : variables)
        environment.push_back(name + '=' + value);
    for (char** variable = environ; *variable != nullptr; ++variable)
        environment.emplace_back(*variable);

    Pipe pipe;
    const Launch launch(pipe.ends[1]);
    pid_t child = 0;
    const int problem = ::posix_spawn(&child, program.c_str(), &launch.actions, &launch.attributes,
                                      pointers(words).data(), pointers(environment).data());
    if (problem != 0)
        throw std::system_error(problem, std::generic_category(), program.string());
    pipe.close_writing();
    Ended ended{.said = read_end(pipe.ends[0])};
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    ended.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ended;
}

} // namespace dorfnetz::operations
