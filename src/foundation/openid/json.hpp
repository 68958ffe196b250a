#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

// Reading what providers write.
namespace dorfnetz::openid {

// The object that the text holds; null for anything else.
inline nlohmann::json object_of(std::string_view text)
{
    auto read = nlohmann::json::parse(text, nullptr, false);
    return read.is_object() ? std::move(read) : nlohmann::json();
}

// Empty if there is none of the name, or no text; also in null.
inline std::string text_in(const nlohmann::json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace dorfnetz::openid
