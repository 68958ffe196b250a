#include "operations/files.hpp"

#include "foundation/core/log.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <unistd.h>

namespace dorfnetz::operations {

namespace {

void sync(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int problem = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!done)
        throw std::filesystem::filesystem_error("sync", path,
                                                std::error_code(problem, std::generic_category()));
}

} // namespace

StagingFolder::StagingFolder(const std::filesystem::path& beside)
{
    std::filesystem::create_directories(beside);
    auto name = (beside / (std::string(prefix) + "XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::filesystem::filesystem_error("mkdtemp", name,
                                                std::error_code(errno, std::generic_category()));
    m_path = name;
}

StagingFolder::~StagingFolder()
{
    std::error_code problem;
    std::filesystem::remove_all(m_path, problem);
    if (problem)
        log::warning("cannot clear " + m_path.string() + ": " + problem.message());
}

void put_in_place(const std::filesystem::path& finished, const std::filesystem::path& target)
{
    if (std::filesystem::is_directory(finished))
        for (const auto& entry : std::filesystem::recursive_directory_iterator(finished))
            sync(entry.path());
    sync(finished);
    std::filesystem::rename(finished, target);
    sync(target.has_parent_path() ? target.parent_path() : ".");
}

void write_file(const std::filesystem::path& target, std::string_view text)
{
    const StagingFolder staging(target.parent_path());
    const auto fresh = staging.path() / target.filename();
    std::ofstream out(fresh, std::ios::binary);
    out << text;
    out.close();
    if (!out)
        throw std::runtime_error("cannot write " + fresh.string());
    put_in_place(fresh, target);
}

} // namespace dorfnetz::operations
