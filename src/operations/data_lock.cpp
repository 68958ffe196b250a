#include "operations/data_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dorfnetz::operations {

std::optional<DataLock> DataLock::take(const std::filesystem::path& data, Kind kind)
{
    const auto path = data / "in-use.lock";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw std::system_error(errno, std::generic_category(), path.string());
    DataLock lock(descriptor);
    if (::flock(descriptor, (kind == Kind::alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
        return lock;
    if (errno != EWOULDBLOCK)
        throw std::system_error(errno, std::generic_category(), path.string());
    return std::nullopt;
}

DataLock::DataLock(DataLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

DataLock& DataLock::operator=(DataLock&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

DataLock::~DataLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace dorfnetz::operations
