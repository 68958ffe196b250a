#include "foundation/http/mapped_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dorfnetz::http {

MappedFile::MappedFile(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat state = {};
    if (descriptor < 0 || ::fstat(descriptor, &state) != 0) {
        const int reason = errno;
        if (descriptor >= 0)
            ::close(descriptor);
        throw std::system_error(reason, std::generic_category(), "body file");
    }
    const auto size = static_cast<std::size_t>(state.st_size);
    void* start = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    const int reason = errno;
    ::close(descriptor);
    if (start == MAP_FAILED)
        throw std::system_error(reason, std::generic_category(), "body file");
    m_bytes = std::string_view(static_cast<const char*>(start), size);
}

MappedFile::~MappedFile()
{
    if (!m_bytes.empty())
        ::munmap(const_cast<char*>(m_bytes.data()), m_bytes.size());
}

} // namespace dorfnetz::http
