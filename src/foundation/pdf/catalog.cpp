#include "foundation/pdf/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

namespace dorfnetz::pdf {
namespace {

constexpr std::size_t nowhere = std::string::npos;

std::optional<std::size_t> number_after(std::string_view file, std::string_view word)
{
    const std::size_t at = file.rfind(word);
    if (at == nowhere)
        return std::nullopt;
    const std::size_t begin = file.find_first_of("0123456789", at + word.size());
    if (begin == nowhere)
        return std::nullopt;
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(file.data() + begin, file.data() + file.size(), value);
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

bool is_language_tag(std::string_view language)
{
    return !language.empty() && language.size() <= 35 &&
           std::all_of(language.begin(), language.end(), [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9') || letter == '-';
           });
}

} // namespace

std::string name_language(std::string file, std::string_view language)
{
    const std::size_t trailer = file.rfind("\ntrailer");
    if (trailer == nowhere || !is_language_tag(language))
        return file;
    const std::string_view tail = std::string_view(file).substr(trailer);
    const auto root = number_after(tail, "/Root");
    const auto size = number_after(tail, "/Size");
    const auto info = number_after(tail, "/Info");
    const auto table = number_after(tail, "startxref");
    if (!root || !size || !info || !table)
        return file;
    const std::size_t object = file.rfind(fmt::format("\n{} 0 obj", *root));
    const std::size_t dictionary = object == nowhere ? nowhere : file.find("<<", object);
    const std::size_t end = dictionary == nowhere ? nowhere : file.find("endobj", dictionary);
    if (end == nowhere)
        return file;
    const std::string content = file.substr(dictionary + 2, end - dictionary - 2);
    if (content.find("/Lang") != nowhere)
        return file;
    // Without the mark a reader takes the structure for leftovers (14.7.1).
    const bool unmarked = content.find("/StructTreeRoot") != nowhere && content.find("/MarkInfo") == nowhere;
    const std::size_t catalogue = file.size();
    file +=
        fmt::format("{} 0 obj\n<< /Lang ({})\n   /ViewerPreferences << /DisplayDocTitle true >>{}{}endobj\n",
                    *root, language, unmarked ? "\n   /MarkInfo << /Marked true >>" : "", content);
    const std::size_t update = file.size();
    file += fmt::format("xref\n{} 1\n{:010} 00000 n \n", *root, catalogue);
    file += fmt::format("trailer\n<< /Size {} /Root {} 0 R /Info {} 0 R /Prev {} >>\nstartxref\n{}\n%%EOF\n",
                        *size, *root, *info, *table, update);
    return file;
}

} // namespace dorfnetz::pdf
