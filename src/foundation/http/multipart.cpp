#include "foundation/http/codec.hpp"

#include "foundation/core/german.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/message.hpp"

#include <algorithm>

namespace dorfnetz::http {

namespace {

constexpr std::size_t most_parts = 200;
constexpr std::size_t longest_part_header = 8 * 1024;
constexpr std::size_t longest_boundary = 70; // RFC 2046, 5.1.1

Error malformed_multipart()
{
    return Error{.kind = Err::invalid, .text = "Das Formular kam beschädigt an."_de};
}

// Value of a parameter such as `name="a b"`; in quotes, a backslash may stand before a quote.
std::optional<std::string> parameter(std::string_view field, std::string_view name)
{
    std::size_t at = field.find(';');
    while (at != std::string_view::npos) {
        field.remove_prefix(at + 1);
        const std::size_t equals = field.find('=');
        if (equals == std::string_view::npos)
            return std::nullopt;
        const bool wanted = same_name(trim(field.substr(0, equals)), name);
        field.remove_prefix(equals + 1);
        std::string value;
        if (!field.empty() && field.front() == '"') {
            std::size_t i = 1;
            for (; i < field.size() && field[i] != '"'; ++i) {
                const bool escaped =
                    field[i] == '\\' && i + 1 < field.size() && (field[i + 1] == '"' || field[i + 1] == '\\');
                value += field[escaped ? ++i : i];
            }
            if (i >= field.size())
                return std::nullopt;
            field.remove_prefix(i + 1);
        } else {
            value = trim(field.substr(0, field.find(';')));
        }
        if (wanted)
            return value;
        at = field.find(';');
    }
    return std::nullopt;
}

// Without the folders that some browsers send along; control characters would spoil the page that shows it.
std::string bare_name(std::string name)
{
    const std::size_t slash = name.find_last_of("/\\");
    if (slash != std::string::npos)
        name.erase(0, slash + 1);
    std::erase_if(name,
                  [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; });
    return name;
}

struct PartHeader
{
    std::string disposition;
    std::string content_type;
};

std::optional<PartHeader> parse_part_header(std::string_view lines)
{
    PartHeader header;
    while (!lines.empty()) {
        const std::size_t end = lines.find("\r\n");
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos)
            return std::nullopt;
        if (same_name(line.substr(0, colon), "Content-Disposition"))
            header.disposition = trim(line.substr(colon + 1));
        else if (same_name(line.substr(0, colon), "Content-Type"))
            header.content_type = trim(line.substr(colon + 1));
    }
    return header;
}

bool add_part(Form& form, std::string_view header_lines, std::string_view content)
{
    const auto header = parse_part_header(header_lines);
    if (!header || !is_clean_utf8(header->disposition) || !is_clean_utf8(header->content_type))
        return false;
    const std::string_view disposition = header->disposition;
    if (!same_name(trim(disposition.substr(0, disposition.find(';'))), "form-data"))
        return false;
    auto name = parameter(disposition, "name");
    if (!name)
        return false;
    if (auto file_name = parameter(disposition, "filename")) {
        // A file field left empty is sent as a nameless empty file: as if the field were not there.
        if (!file_name->empty() || !content.empty())
            form.add_upload(std::move(*name), Upload{.name = bare_name(std::move(*file_name)),
                                                     .content_type = header->content_type,
                                                     .content = std::string(content)});
        return true;
    }
    if (!is_clean_utf8(content))
        return false;
    form.add(std::move(*name), std::string(content));
    return true;
}

} // namespace

Result<Form> parse_multipart(std::string_view content_type, std::string_view body)
{
    const std::string_view media_type = content_type.substr(0, content_type.find(';'));
    const auto boundary = parameter(content_type, "boundary");
    if (!same_name(trim(media_type), "multipart/form-data") || !boundary || boundary->empty() ||
        boundary->size() > longest_boundary)
        return malformed_multipart();

    Form form;
    const std::string delimiter = "\r\n--" + *boundary;
    // The first delimiter may stand at the very start, without its line break.
    if (body.starts_with(std::string_view(delimiter).substr(2))) {
        body.remove_prefix(delimiter.size() - 2);
    } else {
        const std::size_t first = body.find(delimiter);
        if (first == std::string_view::npos)
            return malformed_multipart();
        body.remove_prefix(first + delimiter.size());
    }
    for (std::size_t parts = 0; !body.starts_with("--"); ++parts) {
        body.remove_prefix(std::min(body.find_first_not_of(" \t"), body.size())); // RFC 2046 allows padding
        const std::size_t header_end = body.substr(0, longest_part_header).find("\r\n\r\n");
        if (parts == most_parts || !body.starts_with("\r\n") || header_end == std::string_view::npos)
            return malformed_multipart();
        const std::string_view header = header_end == 0 ? std::string_view() : body.substr(2, header_end - 2);
        // From the line break on, so that an empty part's delimiter is found too.
        body.remove_prefix(header_end + 2);
        const std::size_t end = body.find(delimiter);
        if (end == std::string_view::npos)
            return malformed_multipart();
        const std::string_view content = end == 0 ? std::string_view() : body.substr(2, end - 2);
        if (!add_part(form, header, content))
            return malformed_multipart();
        body.remove_prefix(end + delimiter.size());
    }
    return form;
}

} // namespace dorfnetz::http
