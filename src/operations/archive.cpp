#include "operations/archive.hpp"

#include <fmt/format.h>
#include <stdexcept>
#include <zip.h>

namespace dorfnetz::operations {

namespace {

struct Discard
{
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

using Handle = std::unique_ptr<zip_t, Discard>;

struct CloseFile
{
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

Handle open_handle(const std::filesystem::path& path, int flags)
{
    int problem = 0;
    return Handle(zip_open(path.c_str(), flags, &problem));
}

} // namespace

void write_archive(const std::filesystem::path& target, const std::vector<ArchivePart>& parts)
{
    auto archive = open_handle(target, ZIP_CREATE | ZIP_EXCL);
    if (!archive)
        throw std::runtime_error("cannot write " + target.string());
    for (const auto& part : parts) {
        auto* source = zip_source_file(archive.get(), part.file.c_str(), 0, -1);
        if (source == nullptr)
            throw std::runtime_error("cannot read " + part.file.string());
        if (zip_file_add(archive.get(), part.name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0) {
            zip_source_free(source);
            throw std::runtime_error("cannot add " + part.name);
        }
    }
    // The parts are read and everything is written only here.
    if (zip_close(archive.get()) != 0)
        throw std::runtime_error(
            fmt::format("cannot write {}: {}", target.string(), zip_strerror(archive.get())));
    static_cast<void>(archive.release());
}

struct Archive::State
{
    Handle handle;
};

Archive::Archive(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Archive::Archive(Archive&& other) noexcept = default;

Archive::~Archive() = default;

Result<Archive> Archive::open(const std::filesystem::path& path)
{
    if (!std::filesystem::exists(path))
        return Error{
            .kind = Err::missing, .text = "Die Datei {1} gibt es nicht."_de, .values = {path.string()}};
    auto handle = open_handle(path, ZIP_RDONLY | ZIP_CHECKCONS);
    if (!handle)
        return Error{.text =
                         "Die Datei {1} ist keine Sicherung, oder sie ist beschädigt. Nimm eine andere."_de,
                     .values = {path.string()}};
    return Archive(std::make_unique<State>(State{std::move(handle)}));
}

bool Archive::read(const std::string& name, std::uint64_t most_bytes,
                   const std::function<void(std::string_view)>& take)
{
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen(m_state->handle.get(), name.c_str(), 0));
    if (!file)
        return false;
    std::vector<char> buffer(std::size_t{1} << 18);
    std::uint64_t total = 0;
    for (;;) {
        const auto got = zip_fread(file.get(), buffer.data(), buffer.size());
        if (got == 0)
            return true;
        if (got < 0 || (total += static_cast<std::uint64_t>(got)) > most_bytes)
            return false;
        take({buffer.data(), static_cast<std::size_t>(got)});
    }
}

} // namespace dorfnetz::operations
