#include "reader/sandbox.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <seccomp.h>

namespace dorfnetz::reader {

namespace {

// What reading a file never needs. A list of what is allowed would be tighter, but differs between versions
// of glib and libvips.
constexpr std::array forbidden{SCMP_SYS(socket),
                               SCMP_SYS(socketpair),
                               SCMP_SYS(connect),
                               SCMP_SYS(bind),
                               SCMP_SYS(listen),
                               SCMP_SYS(accept),
                               SCMP_SYS(accept4),
                               SCMP_SYS(sendto),
                               SCMP_SYS(sendmsg),
                               SCMP_SYS(execve),
                               SCMP_SYS(execveat),
                               SCMP_SYS(fork),
                               SCMP_SYS(vfork),
                               SCMP_SYS(ptrace),
                               SCMP_SYS(kill),
                               SCMP_SYS(tkill),
                               SCMP_SYS(process_vm_readv),
                               SCMP_SYS(process_vm_writev),
                               SCMP_SYS(creat),
                               SCMP_SYS(unlink),
                               SCMP_SYS(unlinkat),
                               SCMP_SYS(rename),
                               SCMP_SYS(renameat),
                               SCMP_SYS(renameat2),
                               SCMP_SYS(mkdir),
                               SCMP_SYS(mkdirat),
                               SCMP_SYS(rmdir),
                               SCMP_SYS(symlink),
                               SCMP_SYS(symlinkat),
                               SCMP_SYS(link),
                               SCMP_SYS(linkat),
                               SCMP_SYS(chmod),
                               SCMP_SYS(fchmod),
                               SCMP_SYS(fchmodat),
                               SCMP_SYS(chown),
                               SCMP_SYS(fchown),
                               SCMP_SYS(fchownat),
                               SCMP_SYS(mount),
                               SCMP_SYS(unshare),
                               SCMP_SYS(setns),
                               SCMP_SYS(bpf),
                               SCMP_SYS(io_uring_setup),
                               SCMP_SYS(userfaultfd),
                               SCMP_SYS(keyctl),
                               SCMP_SYS(perf_event_open),
                               SCMP_SYS(pidfd_open),
                               SCMP_SYS(pidfd_getfd),
                               SCMP_SYS(truncate)};

bool add_rules(scmp_filter_ctx filter)
{
    const auto refuse = SCMP_ACT_ERRNO(EPERM);
    for (const int call : forbidden)
        if (seccomp_rule_add(filter, refuse, call, 0) != 0)
            return false;
    const std::array<scmp_datum_t, 2> writing{O_WRONLY, O_RDWR};
    for (const auto mode : writing) {
        if (seccomp_rule_add(filter, refuse, SCMP_SYS(open), 1,
                             SCMP_A1(SCMP_CMP_MASKED_EQ, O_ACCMODE, mode)) != 0 ||
            seccomp_rule_add(filter, refuse, SCMP_SYS(openat), 1,
                             SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE, mode)) != 0)
            return false;
    }
    // A new process is a clone without CLONE_THREAD; threads are allowed. glibc falls back from clone3,
    // whose flags a filter cannot see, to clone.
    constexpr scmp_datum_t clone_thread = 0x00010000;
    return seccomp_rule_add(filter, refuse, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, clone_thread, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

} // namespace

bool enter_sandbox()
{
    auto* filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == nullptr)
        return false;
    const bool entered = add_rules(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return entered;
}

} // namespace dorfnetz::reader
