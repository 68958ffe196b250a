// The operator's file of settings, the addresses in it and the mail server it names.

#include "tests/fuzz/fuzz.hpp"

#include "app/settings.hpp"

#include <cstdio>
#include <sys/mman.h>
#include <unistd.h>

using namespace dorfnetz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto text = fuzz::text_of(data, size);
    static_cast<void>(app::parse_listen(std::string(text)));
    const int file = ::memfd_create("settings", MFD_CLOEXEC);
    fuzz::require(file >= 0 && ::write(file, data, size) == static_cast<ssize_t>(size));
    const auto settings = app::read_settings("/proc/self/fd/" + std::to_string(file),
                                             [](const std::string&) { return std::nullopt; });
    ::close(file);
    if (settings)
        fuzz::require(settings->workers > 0);
    return 0;
}
