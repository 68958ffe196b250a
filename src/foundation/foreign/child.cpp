#include "foundation/foreign/child.hpp"

#include "foundation/core/log.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/foreign/wire.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <semaphore>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace dorfnetz::foreign {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int exec_failed = 127;
constexpr std::chrono::seconds longest_wait_for_a_turn{10};

std::counting_semaphore<2>& turns()
{
    static std::counting_semaphore<2> semaphore{2};
    return semaphore;
}

class Turn
{
public:
    Turn() : m_taken(turns().try_acquire_for(longest_wait_for_a_turn)) {}

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    ~Turn()
    {
        if (m_taken)
            turns().release();
    }

    bool taken() const noexcept { return m_taken; }

private:
    bool m_taken;
};

class Descriptor
{
public:
    explicit Descriptor(int number = -1) : m_number(number) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() { close(); }

    int number() const noexcept { return m_number; }

    bool open() const noexcept { return m_number >= 0; }

    void close()
    {
        if (m_number >= 0)
            ::close(m_number);
        m_number = -1;
    }

private:
    int m_number;
};

Error cannot_read_now(std::string_view why)
{
    log::error("reader process: " + std::string{why});
    return {.kind = Err::unavailable,
            .text =
                "Die Datei kann gerade nicht gelesen werden. Versuch es in ein paar Minuten noch einmal."_de};
}

// A file in memory instead of a pipe: the child reads at its own pace and nobody can block the other.
int input_in_memory(std::string_view input)
{
    const int number = ::memfd_create("foreign", MFD_CLOEXEC);
    while (number >= 0 && !input.empty()) {
        const auto written = ::write(number, input.data(), input.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            ::close(number);
            return -1;
        }
        input.remove_prefix(static_cast<std::size_t>(written));
    }
    if (number >= 0)
        ::lseek(number, 0, SEEK_SET);
    return number;
}

// Everything the child needs after fork(), made before it: another thread of this program may hold the
// allocator's lock at the moment of fork(), so the child must not allocate.
struct Launch
{
    const char* program;
    const char* mode;
    int input;
    int output;
    int nowhere;
    ChildLimits limits;
};

void limit(__rlimit_resource resource, rlim_t value)
{
    const rlimit bound{.rlim_cur = value, .rlim_max = value};
    ::setrlimit(resource, &bound);
}

[[noreturn]] void become_child(const Launch& launch)
{
    // Only async-signal-safe calls from here on.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    // Needs a right that an ordinary service does not have unless user namespaces are allowed; where neither
    // works, the child's own system call filter still refuses sockets.
    if (::unshare(CLONE_NEWNET) != 0)
        ::unshare(CLONE_NEWUSER | CLONE_NEWNET);

    if (::dup2(launch.input, STDIN_FILENO) < 0 || ::dup2(launch.output, STDOUT_FILENO) < 0 ||
        ::dup2(launch.nowhere, STDERR_FILENO) < 0)
        ::_exit(exec_failed);
    ::close_range(3, ~0U, 0);

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    // The sanitizers reserve terabytes of addresses, so a limit would stop every child.
    limit(RLIMIT_AS, launch.limits.memory_bytes);
#endif
    limit(RLIMIT_CPU, static_cast<rlim_t>(launch.limits.processor_time.count()));
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, 64);
    limit(RLIMIT_CORE, 0);

    std::array<char*, 3> arguments{const_cast<char*>(launch.program), const_cast<char*>(launch.mode),
                                   nullptr};
    static char locale[] = "LC_ALL=C.UTF-8";
    // One arena: each further one reserves 64 MB of addresses, which RLIMIT_AS counts.
    static char arenas[] = "MALLOC_ARENA_MAX=1";
    static char threads[] = "VIPS_CONCURRENCY=1";
    std::array<char*, 4> environment{locale, arenas, threads, nullptr};
    ::execve(launch.program, arguments.data(), environment.data());
    ::_exit(exec_failed);
}

enum class Ending { complete, out_of_time, too_much_output, broken };

Ending read_until(SteadyClock::time_point deadline, int from, std::size_t most_bytes, std::string& output)
{
    std::array<char, 65536> buffer;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
        if (left <= 0)
            return Ending::out_of_time;
        pollfd waiting{.fd = from, .events = POLLIN, .revents = 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(left));
        if (ready < 0 && errno != EINTR)
            return Ending::broken;
        if (ready <= 0)
            continue;
        const auto got = ::read(from, buffer.data(), buffer.size());
        if (got == 0)
            return Ending::complete;
        if (got < 0 && errno != EINTR)
            return Ending::broken;
        if (got > 0)
            output.append(buffer.data(), static_cast<std::size_t>(got));
        if (output.size() > most_bytes)
            return Ending::too_much_output;
    }
}

// The child's wait status; a child that has closed its output but goes on is killed at the deadline.
int wait_for(pid_t child, SteadyClock::time_point deadline)
{
    int status = 0;
    for (;;) {
        const auto ended = ::waitpid(child, &status, WNOHANG);
        if (ended == child)
            return status;
        if (ended < 0 && errno != EINTR)
            return -1;
        if (SteadyClock::now() >= deadline)
            ::kill(child, SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
}

// Signals of a library that stumbled over the file; all others come from the limits (SIGXCPU, SIGKILL, and
// SIGABRT of a library that was refused memory).
bool crashed(int signal)
{
    return signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE;
}

} // namespace

Result<std::string> run_child(const std::filesystem::path& program, std::string_view mode,
                              std::string_view input, const ChildLimits& limits)
{
    const Turn turn;
    if (!turn.taken())
        return cannot_read_now("two others are running and did not end in time");

    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return cannot_read_now("no pipe");
    Descriptor reading{ends[0]};
    Descriptor writing{ends[1]};
    const Descriptor source{input_in_memory(input)};
    const Descriptor nowhere{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
    if (!source.open() || !nowhere.open())
        return cannot_read_now("no memory file for the input");

    const std::string mode_argument{mode};
    const Launch launch{.program = program.c_str(),
                        .mode = mode_argument.c_str(),
                        .input = source.number(),
                        .output = writing.number(),
                        .nowhere = nowhere.number(),
                        .limits = limits};
    const auto child = ::fork();
    if (child < 0)
        return cannot_read_now("fork failed");
    if (child == 0)
        become_child(launch);
    writing.close();

    const auto deadline = SteadyClock::now() + limits.wall_clock;
    std::string output;
    const auto ending = read_until(deadline, reading.number(), limits.output_bytes, output);
    if (ending != Ending::complete)
        ::kill(child, SIGKILL);
    const int status = wait_for(child, deadline);

    if (ending == Ending::broken || status < 0)
        return cannot_read_now("its output could not be read");
    if (ending != Ending::complete)
        return oversized_file();
    if (WIFSIGNALED(status))
        return crashed(WTERMSIG(status)) ? damaged_file() : oversized_file();
    if (WEXITSTATUS(status) == exec_failed)
        return cannot_read_now("cannot be started: " + program.string());
    if (WEXITSTATUS(status) != 0)
        return damaged_file();
    return open_reply(output);
}

} // namespace dorfnetz::foreign
