#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Minutes as they are read, printed and approved. No database; no names of who was there.
namespace dorfnetz::minutes {

struct MatterText
{
    std::string heading = {};
    std::string text = {};                 // Markdown
    std::vector<std::string> results = {}; // of votes, tasks

    bool operator==(const MatterText&) const = default;
};

struct Paper
{
    std::string title = {};
    std::vector<std::string> facts = {}; // when, where, which villages were there
    std::vector<MatterText> matters = {};

    bool operator==(const Paper&) const = default;
};

// As it is kept once it is approved.
enum class Part { title, fact, heading, text, result };

std::string_view to_text(Part part);
std::optional<Part> part_from_text(std::string_view text);

struct Line
{
    Part part = Part::text;
    std::string text = {};

    bool operator==(const Line&) const = default;
};

std::vector<Line> lines_of(const Paper& paper);
// Lines before the first heading that belong to a matter make one without a heading.
Paper paper_of(const std::vector<Line>& lines);

// What the digest of approved minutes is taken of, and what everybody who sees them can fetch to take it
// themselves (sha256sum). The form must never change, or no digest fits any more.
std::string plain_file(const Paper& paper);

} // namespace dorfnetz::minutes
