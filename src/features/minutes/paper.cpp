#include "features/minutes/paper.hpp"

namespace dorfnetz::minutes {

std::string_view to_text(Part part)
{
    switch (part) {
    case Part::title:
        return "title";
    case Part::fact:
        return "fact";
    case Part::heading:
        return "heading";
    case Part::text:
        return "text";
    case Part::result:
        return "result";
    }
    return {};
}

std::optional<Part> part_from_text(std::string_view text)
{
    for (const auto part : {Part::title, Part::fact, Part::heading, Part::text, Part::result})
        if (to_text(part) == text)
            return part;
    return std::nullopt;
}

std::vector<Line> lines_of(const Paper& paper)
{
    std::vector<Line> lines{{Part::title, paper.title}};
    for (const auto& fact : paper.facts)
        lines.push_back({Part::fact, fact});
    for (const auto& matter : paper.matters) {
        lines.push_back({Part::heading, matter.heading});
        if (!matter.text.empty())
            lines.push_back({Part::text, matter.text});
        for (const auto& result : matter.results)
            lines.push_back({Part::result, result});
    }
    return lines;
}

Paper paper_of(const std::vector<Line>& lines)
{
    Paper paper;
    const auto matter = [&]() -> MatterText& {
        if (paper.matters.empty())
            paper.matters.emplace_back();
        return paper.matters.back();
    };
    for (const auto& line : lines) {
        switch (line.part) {
        case Part::title:
            paper.title = line.text;
            break;
        case Part::fact:
            paper.facts.push_back(line.text);
            break;
        case Part::heading:
            paper.matters.push_back({.heading = line.text});
            break;
        case Part::text:
            matter().text = line.text;
            break;
        case Part::result:
            matter().results.push_back(line.text);
            break;
        }
    }
    return paper;
}

std::string plain_file(const Paper& paper)
{
    std::string file = paper.title + "\n\n";
    for (const auto& fact : paper.facts)
        file += fact + "\n";
    for (const auto& matter : paper.matters) {
        file += "\n# " + matter.heading + "\n";
        if (!matter.text.empty())
            file += "\n" + matter.text + "\n";
        if (!matter.results.empty())
            file += "\n";
        for (const auto& result : matter.results)
            file += "* " + result + "\n";
    }
    return file;
}

} // namespace dorfnetz::minutes
