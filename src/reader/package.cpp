#include "reader/package.hpp"

#include "foundation/foreign/refusals.hpp"
#include "foundation/sheet/zip_directory.hpp"
#include "reader/refused.hpp"

#include <array>
#include <zip.h>

namespace dorfnetz::reader {

namespace {

struct CloseFile
{
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

} // namespace

struct Package::State
{
    zip_t* archive = nullptr;
    std::uint64_t unpacked = 0;
};

Package::Package(std::string_view bytes) : m_state(std::make_unique<State>())
{
    auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    m_state->archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, nullptr);
    if (m_state->archive == nullptr) {
        zip_source_free(source);
        throw Refused{foreign::damaged_file()};
    }
}

Package::~Package()
{
    zip_discard(m_state->archive);
}

bool Package::has(const std::string& name) const
{
    return zip_name_locate(m_state->archive, name.c_str(), 0) >= 0;
}

void Package::parse(const std::string& name, XmlHandler& handler)
{
    const std::unique_ptr<zip_file_t, CloseFile> file{zip_fopen(m_state->archive, name.c_str(), 0)};
    if (!file)
        throw Refused{foreign::damaged_file()};
    std::array<char, 65536> buffer;
    parse_xml(
        [&]() -> std::string_view {
            const auto got = zip_fread(file.get(), buffer.data(), buffer.size());
            if (got < 0)
                throw Refused{foreign::damaged_file()};
            m_state->unpacked += static_cast<std::uint64_t>(got);
            if (m_state->unpacked > sheet::largest_unpacked)
                throw Refused{foreign::oversized_file()};
            return {buffer.data(), static_cast<std::size_t>(got)};
        },
        handler);
}

} // namespace dorfnetz::reader
