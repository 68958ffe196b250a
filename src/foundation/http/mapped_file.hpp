#pragma once

#include <filesystem>
#include <string_view>

namespace dorfnetz::http {

// The bytes of a file without reading it into memory. Throws std::system_error if it cannot be opened.
class MappedFile
{
public:
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::string_view bytes() const { return m_bytes; }

private:
    std::string_view m_bytes;
};

} // namespace dorfnetz::http
