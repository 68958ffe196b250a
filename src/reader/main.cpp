// dorfnetz-read MODE < file > reply
//
// Reads one file that somebody sent and answers in the form of foundation/foreign/wire.hpp. It is started
// with limits by foundation/foreign/child.cpp; a crash here costs one upload and nothing else.

#include "foundation/calendar/foreign_calendar.hpp"
#include "foundation/core/result.hpp"
#include "foundation/core/text.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/foreign/wire.hpp"
#include "foundation/media/picture.hpp"
#include "foundation/sheet/text_encoding.hpp"
#include "foundation/sheet/workbook_wire.hpp"
#include "reader/picture_mode.hpp"
#include "reader/sandbox.hpp"
#include "reader/workbook.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <new>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

using namespace dorfnetz;

constexpr std::size_t largest_input = std::size_t{32} << 20;

bool read_input(std::string& input)
{
    std::array<char, 65536> buffer;
    for (;;) {
        const auto got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got == 0)
            return true;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || input.size() > largest_input)
            return false;
        input.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

bool write_output(std::string_view output)
{
    while (!output.empty()) {
        const auto written = ::write(STDOUT_FILENO, output.data(), output.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        output.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

template <class Value>
std::string reply(Result<Value> result)
{
    return result ? foreign::success_reply(to_wire(*result)) : foreign::failure_reply(result.error());
}

// Some programs break a long line within a character; the bytes are UTF-8 all the same.
std::optional<std::string> calendar_text(std::string_view bytes)
{
    const auto joined = replace_all(replace_all(std::string(bytes), "\r\n ", ""), "\n ", "");
    if (is_clean_utf8(joined))
        return std::string(bytes);
    return sheet::to_utf8(bytes);
}

// The day of today stands in the first line.
Result<calendar::ForeignCalendar> read_calendar(std::string_view input)
{
    const auto end = input.find('\n');
    const auto today = date_from_iso(input.substr(0, end));
    const auto text = today ? calendar_text(input.substr(end + 1)) : std::nullopt;
    if (!text)
        return foreign::damaged_file();
    return calendar::parse(*text, *today);
}

std::string answer(std::string_view mode, std::string_view input)
{
    try {
        if (mode == "picture")
            return reply(reader::make_picture(input));
        if (mode == "calendar")
            return reply(read_calendar(input));
        return reply(mode == "sheet-xlsx" ? reader::read_xlsx(input) : reader::read_ods(input));
    } catch (const std::bad_alloc&) {
        return foreign::failure_reply(foreign::oversized_file());
    }
}

} // namespace

int main(int argument_count, char** arguments)
{
    const std::string_view mode = argument_count == 2 ? arguments[1] : "";
    if (mode != "picture" && mode != "sheet-xlsx" && mode != "sheet-ods" && mode != "calendar") {
        std::fputs("usage: dorfnetz-read picture|sheet-xlsx|sheet-ods|calendar < file > reply\n", stderr);
        return 2;
    }
    if (mode == "picture" && !reader::start_pictures())
        return 3;
    if (!reader::enter_sandbox())
        return 3;
    std::string input;
    if (!read_input(input) || !write_output(answer(mode, input)))
        return 4;
    // Without the libraries' clean-up, which has nothing to clean up but time to take.
    ::_exit(0);
}
