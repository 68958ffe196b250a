#include "foundation/http/codec.hpp"

#include "foundation/core/german.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/mapped_file.hpp"
#include "foundation/http/message.hpp"

#include <algorithm>
#include <array>

namespace dorfnetz::http {

namespace {

constexpr std::size_t most_fields = 2'000;

std::optional<unsigned> hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f')
        return static_cast<unsigned>(digit - 'a') + 10U;
    if (digit >= 'A' && digit <= 'F')
        return static_cast<unsigned>(digit - 'A') + 10U;
    return std::nullopt;
}

bool is_unreserved(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_' ||
           letter == '~';
}

Error malformed_form()
{
    return Error{.kind = Err::invalid, .text = "Das Formular kam beschädigt an."_de};
}

} // namespace

std::optional<std::string> percent_decode(std::string_view text, Plus plus)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (text.size() - i < 3)
                return std::nullopt;
            const auto high = hex_value(text[i + 1]);
            const auto low = hex_value(text[i + 2]);
            if (!high || !low)
                return std::nullopt;
            decoded += static_cast<char>(*high * 16U + *low);
            i += 2;
        } else {
            decoded += text[i] == '+' && plus == Plus::is_space ? ' ' : text[i];
        }
    }
    return decoded;
}

std::string percent_encode(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char letter : text) {
        if (is_unreserved(letter)) {
            encoded += letter;
        } else {
            const auto byte = static_cast<unsigned char>(letter);
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 15U];
        }
    }
    return encoded;
}

void Form::add(std::string name, std::string value)
{
    m_fields.emplace_back(std::move(name), std::move(value));
}

void Form::add_upload(std::string name, Upload upload)
{
    m_uploads.emplace_back(std::move(name), std::move(upload));
}

std::string_view Form::text(std::string_view name) const
{
    const auto found =
        std::ranges::find(m_fields, name, [](const auto& field) { return std::string_view(field.first); });
    return found == m_fields.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string> Form::all(std::string_view name) const
{
    std::vector<std::string> values;
    for (const auto& [field, value] : m_fields) {
        if (field == name)
            values.push_back(value);
    }
    return values;
}

bool Form::has(std::string_view name) const
{
    return std::ranges::any_of(m_fields, [name](const auto& field) { return field.first == name; });
}

const Upload* Form::upload(std::string_view name) const
{
    for (const auto& [field, upload] : m_uploads) {
        if (field == name)
            return &upload;
    }
    return nullptr;
}

Result<Form> parse_urlencoded(std::string_view body)
{
    Form form;
    while (!body.empty()) {
        const std::string_view pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        if (pair.empty())
            continue;
        const std::size_t equals = pair.find('=');
        auto name = percent_decode(pair.substr(0, equals), Plus::is_space);
        auto value = equals == std::string_view::npos
                         ? std::string()
                         : percent_decode(pair.substr(equals + 1), Plus::is_space);
        if (!name || !value || !is_clean_utf8(*name) || !is_clean_utf8(*value))
            return malformed_form();
        if (form.fields().size() == most_fields)
            return malformed_form();
        form.add(std::move(*name), std::move(*value));
    }
    return form;
}

Result<Form> read_form(const Request& request)
{
    std::optional<MappedFile> file;
    if (request.body_file)
        file.emplace(*request.body_file);
    const std::string_view body = file ? file->bytes() : std::string_view(request.body);
    const std::string_view type = request.headers.find("Content-Type");
    const std::string_view media_type = trim(type.substr(0, type.find(';')));
    if (same_name(media_type, "multipart/form-data"))
        return parse_multipart(type, body);
    if (same_name(media_type, "application/x-www-form-urlencoded"))
        return parse_urlencoded(body);
    return malformed_form();
}

std::optional<std::string> cookie(std::string_view header, std::string_view name)
{
    while (!header.empty()) {
        const std::string_view pair = trim(header.substr(0, header.find(';')));
        header.remove_prefix(std::min(header.size(), header.find(';')));
        if (!header.empty())
            header.remove_prefix(1);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name)
            continue;
        std::string_view value = trim(pair.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        return std::string(value);
    }
    return std::nullopt;
}

} // namespace dorfnetz::http
