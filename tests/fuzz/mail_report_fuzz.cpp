// What comes back into the mailbox of bounces: anybody may write there. Whatever it is, at most one mail of
// ours is named, and by nothing but its number.

#include "tests/fuzz/fuzz.hpp"

#include "foundation/core/id.hpp"
#include "foundation/mail/bounce.hpp"

#include <algorithm>
#include <string>

using namespace dorfnetz;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto input = fuzz::text_of(data, size);
    const auto key = [](std::string_view) { return std::string("0123456789"); };
    for (const auto* pattern : {"rueck+*@dorf.example", "*@rueck.dorf.example", "rueck@dorf.example"})
        if (const auto report = mail::read_report(input, pattern, key))
            require(is_uuid(report->mail.text()) && report->codes.size() <= 9 &&
                    std::ranges::all_of(report->codes,
                                        [](char c) { return c == '.' || (c >= '0' && c <= '9'); }));
    return 0;
}
