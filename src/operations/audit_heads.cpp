#include "operations/audit_heads.hpp"

#include "foundation/core/log.hpp"
#include "foundation/core/text.hpp"
#include "operations/files.hpp"

#include <charconv>
#include <fmt/format.h>
#include <fstream>

namespace dorfnetz::operations {

namespace {

using accounts::ChainHead;

std::vector<std::string> lines_of(const std::filesystem::path& list)
{
    std::vector<std::string> lines;
    std::ifstream file(list);
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

// Nothing for comments, and for what is no such line.
std::optional<ChainHead> head_in(const std::string& line)
{
    if (line.starts_with('#'))
        return std::nullopt;
    const auto words = split_list(line, " \t\r");
    if (words.size() < 3)
        return std::nullopt;
    ChainHead head{.network = NetworkId(words[0]), .hash = words[2]};
    const auto& number = words[1];
    if (std::from_chars(number.data(), number.data() + number.size(), head.place).ec != std::errc())
        return std::nullopt;
    return head;
}

} // namespace

std::vector<ChainHead> read_audit_heads(const std::filesystem::path& list)
{
    std::vector<ChainHead> heads;
    for (const auto& line : lines_of(list))
        if (auto head = head_in(line))
            heads.push_back(std::move(*head));
    return heads;
}

std::vector<ChainHead> lost_heads(db::Reader& reader, const std::filesystem::path& list)
{
    auto heads = read_audit_heads(list);
    std::erase_if(heads, [&](const ChainHead& head) { return accounts::contains(reader, head); });
    return heads;
}

void write_audit_heads(db::Pool& pool, const std::filesystem::path& list, Timestamp now)
{
    auto lines = lines_of(list);
    const auto before = lines;
    pool.read([&](db::Reader& reader) {
        for (const auto& head : accounts::chain_heads(reader)) {
            const auto fresh =
                fmt::format("{} {} {} {}", head.network.text(), head.place, head.hash, to_iso(now));
            const auto known = std::find_if(lines.begin(), lines.end(), [&](const std::string& line) {
                const auto kept = head_in(line);
                return kept && kept->network == head.network;
            });
            if (known == lines.end()) {
                lines.push_back(fresh);
                continue;
            }
            const auto kept = *head_in(*known);
            if (!accounts::contains(reader, kept))
                log::error(
                    fmt::format("the audit log of network {} no longer contains its entry {}; call dorfnetz "
                                "doctor",
                                head.network.text(), kept.place));
            else if (kept.place != head.place)
                *known = fresh;
        }
    });
    if (lines != before)
        write_file(list, join(lines, "\n") + '\n');
}

void retire_audit_heads(const std::filesystem::path& list, Timestamp now)
{
    auto lines = lines_of(list);
    bool retired = false;
    for (auto& line : lines)
        if (head_in(line)) {
            line = fmt::format("# before the restore of {}: {}", to_iso(now), line);
            retired = true;
        }
    if (retired)
        write_file(list, join(lines, "\n") + '\n');
}

} // namespace dorfnetz::operations
