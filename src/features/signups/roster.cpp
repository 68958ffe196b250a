#include "features/signups/roster.hpp"

#include "foundation/core/text.hpp"

#include <charconv>

namespace dorfnetz::signups {

namespace {

constexpr std::size_t longest_written_name = 100; // characters
constexpr std::int64_t most_people = 1000;

std::optional<std::int64_t> count_in(std::string_view text)
{
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 1 || number > most_people)
        return std::nullopt;
    return number;
}

std::optional<RosterLine> line_from(std::string_view text, std::size_t number)
{
    const auto parts = split_list(text, ",;\t");
    RosterLine line{.number = number};
    for (const auto& part : parts) {
        if (line.name.empty())
            line.name = squeeze(part);
        else if (const auto count = count_in(part))
            line.people = *count;
        else if (auto reach = reach_from_typed(part)) {
            if (!reach->email.empty())
                line.reach.email = std::move(reach->email);
            else
                line.reach.phone = std::move(reach->phone);
        } else
            return std::nullopt;
    }
    // A number first, or a name as long as a letter, is a line that was mistyped.
    if (line.name.empty() || count_in(line.name) || reach_from_typed(line.name) ||
        length_in_characters(line.name) > longest_written_name)
        return std::nullopt;
    return line;
}

} // namespace

Roster roster_from_typed(std::string_view text)
{
    Roster roster;
    std::size_t number = 0;
    for (const auto written : split(text, '\n')) {
        ++number;
        if (trim(written).empty())
            continue;
        if (auto line = line_from(written, number))
            roster.lines.push_back(*std::move(line));
        else
            roster.problems.push_back({"zeilen",
                                       "Zeile {1} verstehen wir nicht: „{2}“"_de,
                                       {std::to_string(number), std::string(truncate(trim(written), 60))}});
    }
    if (roster.lines.size() > most_lines)
        roster.problems.push_back({"zeilen",
                                   "Das sind zu viele auf einmal: höchstens {1} Zeilen."_de,
                                   {std::to_string(most_lines)}});
    return roster;
}

} // namespace dorfnetz::signups
