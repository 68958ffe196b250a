#include "tests/faults/small_disk.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <stdexcept>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

namespace dorfnetz::faults {

namespace {

class TemporaryFiles
{
public:
    explicit TemporaryFiles(const std::filesystem::path& folder)
    {
        if (const char* before = std::getenv("TMPDIR"))
            m_before = before;
        setenv("TMPDIR", folder.c_str(), 1);
    }

    ~TemporaryFiles()
    {
        if (m_before.empty())
            unsetenv("TMPDIR");
        else
            setenv("TMPDIR", m_before.c_str(), 1);
    }

    TemporaryFiles(const TemporaryFiles&) = delete;
    TemporaryFiles& operator=(const TemporaryFiles&) = delete;

private:
    std::string m_before;
};

std::filesystem::path new_folder()
{
    auto name = (std::filesystem::temp_directory_path() / "dorfnetz_disk_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no folder for a small disk");
    return name;
}

bool write_file(const char* path, const std::string& text)
{
    return static_cast<bool>(std::ofstream(path) << text << std::flush);
}

// Root in a container may lack the right to mount, somebody else may have it in a namespace of users.
bool enter_mount_namespace()
{
    const auto user = std::to_string(getuid());
    const auto group = std::to_string(getgid());
    if (unshare(CLONE_NEWNS) != 0) {
        if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return false;
        write_file("/proc/self/setgroups", "deny");
        if (!write_file("/proc/self/uid_map", user + ' ' + user + " 1") ||
            !write_file("/proc/self/gid_map", group + ' ' + group + " 1"))
            return false;
    }
    return mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

class MountedDisk final : public Disk
{
public:
    explicit MountedDisk(std::filesystem::path folder) : m_folder(std::move(folder)), m_temporary(m_folder) {}

    ~MountedDisk() override
    {
        umount2(m_folder.c_str(), MNT_DETACH);
        rmdir(m_folder.c_str());
    }

    void fill() override
    {
        const int file = open(ballast().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        const std::array<char, 4096> block{};
        while (write(file, block.data(), block.size()) > 0) {
        }
        close(file);
    }

    void give_space_back() override { std::filesystem::remove(ballast()); }

private:
    std::filesystem::path ballast() const { return m_folder / "ballast"; }

    std::filesystem::path m_folder;
    TemporaryFiles m_temporary;
};

class LimitedFiles final : public Disk
{
public:
    LimitedFiles()
        : m_folder(new_folder()),
          m_temporary(m_folder),
          m_handler_before(std::signal(SIGXFSZ, SIG_IGN)) // without it the kernel ends the process
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
    }

    ~LimitedFiles() override
    {
        give_space_back();
        std::signal(SIGXFSZ, m_handler_before);
        std::filesystem::remove_all(m_folder);
    }

    void fill() override
    {
        // No write at all: every one of SQLite's goes behind the first byte of some file.
        const rlimit nothing{.rlim_cur = 1, .rlim_max = m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &nothing);
    }

    void give_space_back() override { setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    std::filesystem::path m_folder;
    TemporaryFiles m_temporary;
    rlimit m_before{};
    void (*m_handler_before)(int);
};

} // namespace

std::unique_ptr<Disk> mounted_disk()
{
    static const bool may_mount = enter_mount_namespace();
    auto folder = new_folder();
    if (!may_mount || mount("tmpfs", folder.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=16m") != 0) {
        rmdir(folder.c_str());
        return nullptr;
    }
    return std::make_unique<MountedDisk>(std::move(folder));
}

std::unique_ptr<Disk> limited_files()
{
    return std::make_unique<LimitedFiles>();
}

} // namespace dorfnetz::faults
