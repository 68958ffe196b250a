#include "foundation/http/message.hpp"

#include <algorithm>

namespace dorfnetz::http {

namespace {

char folded(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

} // namespace

std::string_view to_text(Method method)
{
    switch (method) {
    case Method::get:
        return "GET";
    case Method::head:
        return "HEAD";
    case Method::post:
        return "POST";
    case Method::options:
        return "OPTIONS";
    }
    return "";
}

bool same_name(std::string_view left, std::string_view right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return folded(a) == folded(b); });
}

std::string_view Headers::find(std::string_view name) const
{
    for (const auto& [field, value] : fields) {
        if (same_name(field, name))
            return value;
    }
    return {};
}

void Headers::set(std::string_view name, std::string value)
{
    std::erase_if(fields, [name](const auto& field) { return same_name(field.first, name); });
    add(name, std::move(value));
}

void Headers::add(std::string_view name, std::string value)
{
    fields.emplace_back(std::string(name), std::move(value));
}

std::string_view Response::bytes() const
{
    if (shared_body)
        return *shared_body;
    return static_body.empty() ? std::string_view(body) : static_body;
}

Response text_response(int status, std::string body, std::string_view content_type)
{
    Response response{.status = status, .body = std::move(body)};
    response.headers.add("Content-Type", std::string(content_type));
    return response;
}

Response see_other(std::string location)
{
    Response response;
    response.status = 303;
    response.headers.add("Location", std::move(location));
    return response;
}

} // namespace dorfnetz::http
